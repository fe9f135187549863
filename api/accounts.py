"""Accounts and sessions: who exists, who is signed in; every change is committed and in the audit chain."""

import hashlib
import re
import secrets
from collections.abc import Callable

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from api.doors import Clock
from api.identity import Actor
from api.limiter import Limiter
from api.passwords import MAX_CHARS, MIN_CHARS, Passwords
from api.store import audit
from api.store.audit import Deed
from api.store.tables import ACCOUNTS, SESSIONS
from api.store.writer import Writer
from twin.acts import Role
from twin.wire import Words

SESSION_MS = 12 * 3600 * 1000
"""A watch: a session ends after 12 hours, whatever is done in it."""
SESSIONS_PER_ACCOUNT = 20
NAME_PATTERN = re.compile(r"[^\W_][\w.-]{0,63}\Z")


class Account(msgspec.Struct, frozen=True):
    """A person or machine that may sign in."""

    name: str
    role: Role
    password_hash: str
    vessels: frozenset[str] = frozenset()
    township: str = ""
    disabled: bool = False

    @property
    def actor(self) -> Actor:
        """The account as `authorize` sees it."""
        return Actor(self.name, self.role, self.vessels, self.township)


class Session(msgspec.Struct, frozen=True):
    """A signed-in browser or script: whose, since when and until when (wall clock, UTC ms)."""

    name: str
    made_ms: int
    expires_ms: int


class TooManyTriesError(Exception):
    """Signing in is refused for a while; `wait_s` says how long."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"wait {wait_s:.0f} s")
        self.wait_s = wait_s


class UnfitAccountError(Exception):
    """An account cannot be made as asked; `words` says why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class AccountBook:
    """Every account and session, in memory and in the books; the one process is their only writer."""

    def __init__(self, writer: Writer, passwords: Passwords, clock: Clock) -> None:
        self._writer = writer
        self._passwords = passwords
        self._clock = clock
        self._accounts: dict[str, Account] = {}
        self._sessions: dict[str, Session] = {}
        self._by_pair = Limiter(clock.mono_s, burst=5, refill_s=12)
        self._by_address = Limiter(clock.mono_s, burst=20, refill_s=3)
        self._by_account = Limiter(clock.mono_s, burst=60, refill_s=2)
        self.on_revoked: Callable[[], None] = lambda: None

    async def load(self) -> None:
        """Read accounts and sessions from the books; sessions that have ended are struck."""
        now_ms = self._clock.wall_ms()
        rows, sessions = await self._writer.run(lambda connection: _read(connection, now_ms))
        self._accounts, self._sessions = rows, sessions

    @property
    def accounts(self) -> tuple[Account, ...]:
        """All accounts in the order of their names."""
        return tuple(self._accounts[name] for name in sorted(self._accounts))

    async def sign_in(self, name: str, password: str, address: str) -> tuple[str, Actor] | None:
        """Return a new session's secret and who it is, or None when name and password do not fit.

        Raises:
            TooManyTriesError: this account or address has tried too often.
            TooBusyError: too many passwords are being checked.
        """
        keys = ((self._by_pair, f"{name}|{address}"), (self._by_address, address), (self._by_account, name))
        wait_s = max(limiter.wait_s(key) for limiter, key in keys)
        if wait_s:
            raise TooManyTriesError(wait_s)
        account = self._accounts.get(name)
        known = account.password_hash if account is not None and not account.disabled else None
        if not await self._passwords.fits(password[:MAX_CHARS], known) or account is None:
            deed = Deed(t_ms=self._clock.now_ms(), actor=name, verb="sign-in refused", object=address)
            await self._writer.run(lambda connection: audit.record(connection, [deed]))
            return None
        for limiter, key in keys:
            limiter.give_back(key)
        return await self._begin(account, address), account.actor

    async def _begin(self, account: Account, address: str) -> str:
        secret = secrets.token_urlsafe(32)
        now_ms = self._clock.wall_ms()
        session = Session(account.name, now_ms, now_ms + SESSION_MS)
        own = sorted((s.made_ms, key) for key, s in self._sessions.items() if s.name == account.name)
        surplus = [key for _, key in own[: max(0, len(own) + 1 - SESSIONS_PER_ACCOUNT)]]
        deed = Deed(t_ms=self._clock.now_ms(), actor=account.name, verb="sign-in", object=address)

        def write(connection: Connection) -> None:
            row = {"secret_hash": _hidden(secret), **msgspec.structs.asdict(session)}
            connection.execute(insert(SESSIONS), row)
            if surplus:
                connection.execute(delete(SESSIONS).where(SESSIONS.c.secret_hash.in_(surplus)))
            audit.record(connection, [deed])

        await self._writer.run(write)
        self._sessions[_hidden(secret)] = session
        self._forget(surplus)
        return secret

    def actor_of(self, secret: str | None) -> Actor | None:
        """Return who a session's secret stands for now, or None: unknown, ended, revoked or disabled."""
        session = self._sessions.get(_hidden(secret)) if secret else None
        if session is None or session.expires_ms <= self._clock.wall_ms():
            return None
        account = self._accounts.get(session.name)
        return None if account is None or account.disabled else account.actor

    async def sign_out(self, secret: str) -> None:
        """End a session at once, on open feeds too."""
        key = _hidden(secret)
        session = self._sessions.get(key)
        if session is None:
            return
        deed = Deed(t_ms=self._clock.now_ms(), actor=session.name, verb="sign-out", object="session")

        def write(connection: Connection) -> None:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.secret_hash == key))
            audit.record(connection, [deed])

        await self._writer.run(write)
        self._forget([key])

    async def add(self, account: Account, password: str, by: str) -> None:
        """Make an account.

        Raises:
            UnfitAccountError: the name is taken or odd, or the password too short or too long.
            TooBusyError: too many passwords are being worked on.
        """
        _check(account.name, password)
        if account.name in self._accounts:
            raise UnfitAccountError(Words("账号已存在。", "There is already an account of that name."))
        known = await self._passwords.hash(password)
        account = msgspec.structs.replace(account, password_hash=known)
        if account.name in self._accounts:
            raise UnfitAccountError(Words("账号已存在。", "There is already an account of that name."))
        self._accounts[account.name] = account
        now_ms = self._clock.now_ms()
        deed = Deed(t_ms=now_ms, actor=by, verb="add", object=f"account {account.name}", after=account.role)

        def write(connection: Connection) -> None:
            connection.execute(insert(ACCOUNTS), _row(account, now_ms))
            audit.record(connection, [deed])

        await self._writer.run(write)

    async def change(self, name: str, role: Role, *, disabled: bool, by: str) -> None:
        """Give an account another role, or shut or open it; holds at once, on open feeds too.

        Raises:
            UnfitAccountError: there is no such account.
        """
        account = self._accounts.get(name)
        if account is None:
            raise UnfitAccountError(Words("没有这个账号。", "There is no account of that name."))
        deed = Deed(
            t_ms=self._clock.now_ms(),
            actor=by,
            verb="change",
            object=f"account {name}",
            before={"role": account.role, "disabled": account.disabled},
            after={"role": role, "disabled": disabled},
        )
        values = {"role": role, "disabled": int(disabled)}

        def write(connection: Connection) -> None:
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(values))
            audit.record(connection, [deed])

        await self._writer.run(write)
        self._accounts[name] = msgspec.structs.replace(account, role=role, disabled=disabled)
        self.on_revoked()

    def _forget(self, keys: list[str]) -> None:
        for key in keys:
            self._sessions.pop(key, None)
        if keys:
            self.on_revoked()


def _check(name: str, password: str) -> None:
    if not NAME_PATTERN.match(name):
        raise UnfitAccountError(
            Words(
                "账号名只能用文字、数字、点、横线和下划线，最多 64 个字符。",
                "A name is letters, digits, dots, - and _, at most 64 characters.",
            )
        )
    if not MIN_CHARS <= len(password) <= MAX_CHARS:
        raise UnfitAccountError(
            Words(
                f"密码至少 {MIN_CHARS} 个字符，至多 {MAX_CHARS} 个。",
                f"A password has at least {MIN_CHARS} and at most {MAX_CHARS} characters.",
            )
        )


def _hidden(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _row(account: Account, now_ms: int) -> dict[str, object]:
    return {
        "name": account.name,
        "role": account.role,
        "password_hash": account.password_hash,
        "vessels": " ".join(sorted(account.vessels)),
        "township": account.township,
        "disabled": int(account.disabled),
        "made_ms": now_ms,
    }


def _read(connection: Connection, now_ms: int) -> tuple[dict[str, Account], dict[str, Session]]:
    connection.execute(delete(SESSIONS).where(SESSIONS.c.expires_ms <= now_ms))
    accounts = {
        row["name"]: Account(
            row["name"],
            row["role"],
            row["password_hash"],
            frozenset(row["vessels"].split()),
            row["township"],
            bool(row["disabled"]),
        )
        for row in connection.execute(select(ACCOUNTS)).mappings()
    }
    sessions = {
        row["secret_hash"]: Session(row["name"], row["made_ms"], row["expires_ms"])
        for row in connection.execute(select(SESSIONS)).mappings()
    }
    return accounts, sessions
