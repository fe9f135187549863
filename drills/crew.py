"""The robot crew: does a scenario's tasks through the real application, with an account of each role."""

import secrets
from http import HTTPStatus
from typing import Any

import httpx
import msgspec
import structlog

from api.accounts import Account
from drills.duty import BY_HAND, Duty
from drills.stage import ORIGIN, Stage
from geo.units import MS_PER_SECOND
from simulators.scenario import Task

AGAIN_S = 10
"""A task that was refused is tried again so much later, seconds of the realm (ours)."""
LATER = "Let it play when the case allows it (plays_after_s), or write the task that must come before it"
_MENDS = {
    "stale": LATER,
    "conflict": LATER,
    "journal-away": LATER,
    "forbidden": "Give it, or what its account did to the case before, to another role",
    "invalid": "Mend the keys of this task that it names",
    "unknown": "Mend the key of this task that names it, or let the task play once it is there",
}
"""What the writer of a scenario changes, by the code of the house's refusal."""
_LOG = structlog.get_logger(__name__)


class RefusedError(Exception):
    """The application did not do what was asked; `code` is its word for why, "" where it has none."""

    def __init__(self, status: int, sentence: str, code: str = "") -> None:
        super().__init__(f"{status}: {sentence}")
        self.code = code


class Crew:
    """Robots with an account of each role that a scenario gives tasks to.

    Attributes:
        refusals: task -> when and in what words it was refused first, and what to change.
    """

    def __init__(self, stage: Stage, duty: Duty) -> None:
        self._stage, self._duty = stage, duty
        self._passwords: dict[str, str] = {}
        self._cookies: dict[str, httpx.Cookies] = {}
        self._next_s: dict[str, float] = {}
        self._tries = 0
        self.refusals: dict[str, str] = {}

    async def work(self) -> None:
        """Do every task whose time has come; call it between two seconds."""
        if self._stage.house is None:
            return
        now_s = self._stage.seconds
        for task in self._duty.tasks:
            called_s = self._duty.called_s(task)
            if task.plays_after_s is None or called_s is None or task.id in self._duty.done_s:
                continue
            if now_s >= max(called_s + task.plays_after_s, self._next_s.get(task.id, 0)):
                await self._try(task)
                self._next_s[task.id] = now_s + AGAIN_S

    async def _try(self, task: Task) -> None:
        case = self._duty.case_of(task)
        if case is None and task.does not in BY_HAND:
            return
        try:
            await self._do(task, case)
        except RefusedError as refused:
            self.refusals.setdefault(task.id, self._told(task, refused))
            _LOG.info("a robot was refused", task=task.id, why=str(refused))

    def _told(self, task: Task, refused: RefusedError) -> str:
        number = self._duty.tasks.index(task) + 1
        when = f"at {self._stage.seconds:g} s the house refused task {number}, {task.role}: {task.does}"
        return f"{when}, with {str(refused).rstrip('.')}. {_MENDS.get(refused.code, 'Mend this task')}"

    async def _do(self, task: Task, case: str | None) -> None:
        self._tries += 1
        request_id = f"{task.id}.{self._tries}"
        if task.does in BY_HAND:
            start_ms = self._stage.piece.start_ms
            await self._ask(task.role, *_by_hand(task, self._duty.alert_of(task), start_ms, request_id))
            return
        seen = await self._ask(task.role, "GET", f"/api/incidents/{case}")
        body = {
            "verb": task.does,
            "seen_version": seen["incident"]["version"],
            "request_id": request_id,
            "note": task.note,
            "to": task.to,
            "evidence": [{"kind": piece.kind, "text": piece.text} for piece in task.evidence],
        }
        await self._ask(task.role, "POST", f"/api/incidents/{case}/acts", body)

    async def _ask(self, role: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Return the answer's JSON.

        Raises:
            RefusedError: with the application's sentence.
        """
        async with self._client(role) as client:
            if role not in self._cookies:
                await self._sign_in(client, role)
            answer = await client.request(method, path, json=body)
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            self._cookies.pop(role, None)
        if answer.is_error:
            told = answer.json()
            raise RefusedError(answer.status_code, told.get("detail", answer.text), told.get("code", ""))
        return answer.json()

    async def _sign_in(self, client: httpx.AsyncClient, role: str) -> None:
        accounts = self._stage.accounts
        if role not in self._passwords:
            self._passwords[role] = secrets.token_urlsafe(16)
            await accounts.add(Account(role, role, ""), self._passwords[role], by="drill")  # type: ignore[arg-type]  # the reader knows the roles
        answer = await client.post("/api/session", json={"name": role, "password": self._passwords[role]})
        if answer.is_error:
            raise RefusedError(answer.status_code, f"{role} could not sign in")
        self._cookies[role] = answer.cookies

    def _client(self, role: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self._stage.app),
            base_url=ORIGIN,
            headers={"Origin": ORIGIN},
            cookies=self._cookies.get(role),
        )


def _by_hand(
    task: Task, alert: str | None, start_ms: int, request_id: str
) -> tuple[str, str, dict[str, Any]]:
    """Return the method, the path and the body of what needs no case."""
    match task.does:
        case "open":
            return "POST", "/api/incidents", _opening(task, alert, request_id)
        case "order":
            return "POST", "/api/orders", _ordering(task, start_ms, request_id)
        case "permit":
            return "POST", "/api/permits", _permitting(task, start_ms, request_id)
        case "watch":
            return "POST", "/api/watch", {"request_id": request_id}
    feature = msgspec.json.decode(task.feature)
    return "PUT", f"/api/zones/{task.zone}", {"request_id": request_id, "feature": feature}


def _opening(task: Task, alert: str | None, request_id: str) -> dict[str, Any]:
    body: dict[str, Any] = {"request_id": request_id, "note": task.note}
    if alert is not None:
        return body | {"alert": alert}
    return body | {
        "vessel": task.vessel or "unknown",
        "kind": task.kind,
        "priority": task.priority,
        "caller": task.caller,
        "persons": task.persons,
    }


def _ordering(task: Task, start_ms: int, request_id: str) -> dict[str, Any]:
    return {
        "request_id": request_id,
        "order_kind": task.order,
        "to_ms": start_ms + round(task.until_s * MS_PER_SECOND),
        "note": task.note,
        "vessels": list(task.vessels),
        "state": task.state or None,
        "zone": task.zone or None,
    }


def _permitting(task: Task, start_ms: int, request_id: str) -> dict[str, Any]:
    return {
        "request_id": request_id,
        "permit_kind": task.permit,
        "from_ms": start_ms,
        "to_ms": start_ms + round(task.until_s * MS_PER_SECOND),
        "note": task.note,
        "vessels": list(task.vessels),
        "zone": task.zone or None,
    }
