"""Permits: what boats may do for a time although a rule would flag it (domain.md §2.3.12)."""

from collections.abc import Container
from typing import Any

import msgspec

from twin.acts import GrantPermit
from twin.facts import Fact, PermitGranted, Refused
from twin.wire import Words

LONGEST_MS = 30 * 24 * 3_600_000
"""A permit is for an occasion; thirty days is ours. What lasts longer belongs into zones and register."""
MOST_VESSELS = 5_000
"""The largest organised move known is of over 2,000 boats (domain.md §2.3.12)."""
MOST_STANDING = 1_000
KEPT_MS = 24 * 3_600_000
"""A permit that is over is remembered for a day, for rules that judge what was done under it; ours."""

NEEDS_VESSELS = Words("请至少选择一艘渔船。", "Choose at least one vessel.")
TOO_MANY_VESSELS = Words(
    "一次许可最多5000艘船。请分批办理。", "A permit is for at most 5,000 vessels. Divide it."
)
ENDS_BEFORE_IT_BEGINS = Words(
    "结束时间须晚于开始时间。请核对后再提交。",
    "The end must be after the beginning. Check both and send again.",
)
TOO_LONG = Words(
    "许可最长30天。请缩短期限，期满可续办。",
    "A permit lasts at most 30 days. Shorten it; it can be granted again.",
)
OVER_ALREADY = Words(
    "结束时间已过。请改为将来的时间。", "The end has passed already. Choose one in the future."
)
NEEDS_REASON = Words("请写明批准理由。", "Write the reason for the permit.")
TOO_MANY_STANDING = Words(
    "有效许可已达1000项。请等其到期，或将同类船只合并为一项。",
    "A thousand permits stand already. Wait until some end, or put boats of one kind into one permit.",
)


class Permits(msgspec.Struct):
    """Permits that stand or are still to begin, oldest first; those over for a day leave memory.

    Attributes:
        standing: permit id -> what was granted.
        next_number: of the next permit, `P-{n}`.
    """

    standing: dict[str, PermitGranted] = msgspec.field(default_factory=dict)
    next_number: int = 1


def grant(
    permits: Permits, act: GrantPermit, now_ms: int, known: Container[str] | None = None
) -> PermitGranted | Refused:
    """Return the permit as granted, each vessel once, or why it cannot be.

    Args:
        permits: what stands.
        act: the command, from a person whose role may give it.
        now_ms: the step's instant.
        known: ids of all vessels; a permit for one that nobody knows would do nothing. None = not checked.
    """
    fault = _fault(permits, act, now_ms, known)
    if fault is not None:
        return Refused(
            t_ms=now_ms,
            request_id=act.request_id,
            actor=act.actor,
            verb="permit",
            code="invalid",
            words=fault,
        )
    return PermitGranted(
        t_ms=now_ms,
        permit=f"P-{permits.next_number}",
        vessels=tuple(dict.fromkeys(act.vessels)),
        permit_kind=act.permit_kind,
        from_ms=act.from_ms,
        to_ms=act.to_ms,
        actor=act.actor,
        role=act.role,
        note=act.note,
        zone=act.zone,
    )


def _fault(permits: Permits, act: GrantPermit, now_ms: int, known: Container[str] | None) -> Words | None:
    strangers = [vessel for vessel in act.vessels if known is not None and vessel not in known]
    faults = (
        (not act.vessels or not all(vessel.strip() for vessel in act.vessels), NEEDS_VESSELS),
        (len(act.vessels) > MOST_VESSELS, TOO_MANY_VESSELS),
        (bool(strangers), _unknown(strangers)),
        (act.to_ms <= act.from_ms, ENDS_BEFORE_IT_BEGINS),
        (act.to_ms - act.from_ms > LONGEST_MS, TOO_LONG),
        (act.to_ms <= now_ms, OVER_ALREADY),
        (not act.note.strip(), NEEDS_REASON),
        (sum(p.to_ms > now_ms for p in permits.standing.values()) >= MOST_STANDING, TOO_MANY_STANDING),
    )
    return next((words for holds, words in faults if holds), None)


def _unknown(vessels: list[str]) -> Words:
    some = "、".join(vessels[:5]), ", ".join(vessels[:5])
    return Words(
        f"没有这些渔船：{some[0]}（共{len(vessels)}艘）。请核对船号。",
        f"No such vessels: {some[1]} ({len(vessels)} in all). Check their ids.",
    )


def permitted(permits: Permits, now_ms: int, zone: str | None = None) -> dict[str, tuple[str, ...]]:
    """Return the kinds of permit in force for each vessel, each once, the earliest granted first.

    A permit for one zone counts only when that zone is asked for; one without a zone counts always.
    """
    kinds: dict[str, dict[str, None]] = {}
    for permit in permits.standing.values():
        if permit.from_ms <= now_ms < permit.to_ms and permit.zone in (None, zone):
            for vessel in permit.vessels:
                kinds.setdefault(vessel, {})[permit.permit_kind] = None
    return {vessel: tuple(mine) for vessel, mine in kinds.items()}


def next_due_ms(permits: Permits, now_ms: int) -> int | None:
    """Return when a permit next begins or ends after now, None if none does."""
    ends = (ms for permit in permits.standing.values() for ms in (permit.from_ms, permit.to_ms))
    return min((ms for ms in ends if ms > now_ms), default=None)


def as_json(permits: Permits, now_ms: int) -> list[dict[str, Any]]:
    """Return the permits that are not over, oldest first, each with whether it is in force now."""
    return [
        msgspec.to_builtins(permit) | {"in_force": permit.from_ms <= now_ms}
        for permit in permits.standing.values()
        if now_ms < permit.to_ms
    ]


def fold(permits: Permits, fact: Fact) -> None:
    """Bring the permits up to a fact; facts that do not concern them change nothing."""
    if isinstance(fact, PermitGranted):
        kept_ms = KEPT_MS if len(permits.standing) < 2 * MOST_STANDING else 0
        permits.standing = {id_: p for id_, p in permits.standing.items() if p.to_ms + kept_ms > fact.t_ms}
        permits.standing[fact.permit] = fact
        permits.next_number += 1
