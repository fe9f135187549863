"""Alarms that a person has set aside: shelved for a time with a reason, or out of service for maintenance.

A shelved alarm stays in the list, goes on warning the boat, and opens no case. One out of service is not
judged, but for a danger to life. Neither can begin while such a danger stands; the machine only ends them.
States G, H and I of domain.md §3.4; what is suppressed by design is told by `twin.quiet`.
"""

from collections.abc import Container, Iterable, Mapping
from typing import Any

import msgspec

from geo.units import MS_PER_HOUR
from twin.acts import ReturnAlarm, ShelveAlarm
from twin.facts import AlarmReturned, AlarmShelved, AlertRaised, Fact, Priority, Refused, Subject
from twin.wire import Words

LONGEST_SHELVED_MS = 8 * MS_PER_HOUR
"""A watch (domain.md §3.4; OPC UA Part 9 calls it MaxTimeShelved)."""
LONGEST_BLIND_MS = MS_PER_HOUR // 2
"""A lost feed hides boats, so it is confirmed anew each half hour (reliability.md §2.2)."""
LONGEST_OUT_MS = 30 * 24 * MS_PER_HOUR
"""When it is expected back; it stays out until somebody returns it, and is shown as overdue. Ours."""
MOST = 200
"""More than this would be a way to run the port; ours."""
NEVER = ("sos", "man-overboard", "sinking-signs")
"""Rules 8, 12, 13 of domain.md §2, which cannot be set aside; nor can any alarm that stands as a P1."""
LIFE = (*NEVER, "person-at-edge")
"""Their P1 is found even of what is out of service: a person in the water (31) too (domain.md §3.4)."""
BLINDING = "feed-lost"
MAY_RETURN_SERVICE = ("leader", "admin")

NOT_THIS = Words(
    "危及生命的告警不能搁置或停用。", "An alarm of danger to life cannot be shelved or taken out of service."
)
NO_RULE = Words(
    "没有这种告警。停用岸基站全部告警时可不写种类。",
    "There is no such alarm. Only for a station may the kind be left out, to mean all of its alarms.",
)
NO_SUBJECT = Words("没有这个对象。请核对编号。", "Nothing has that id. Check it.")
NEEDS_REASON = Words("请写明理由。", "Write the reason.")
NOT_BLIND = Words(
    "信号源中断时看不见船，不能停用，只能搁置。",
    "A lost feed hides boats: it can be shelved, never taken out of service.",
)
BLIND_TOO_LONG = Words(
    "信号源中断最长搁置30分钟，到时须重新确认。",
    "A lost feed may be shelved for at most 30 minutes, then it must be confirmed anew.",
)
BAD_END = Words(
    "须写明将来的结束时间：搁置最长8小时，停用最长30天。",
    "Give an end in the future: at most 8 hours for shelving, 30 days for maintenance.",
)
NEEDS_CHECKS = Words("停用须列出恢复前的检查项。", "List what must be checked before it returns to service.")
NOTHING_STANDS = Words(
    "单次搁置须有正在发生的告警。", "Shelving until it clears needs an alarm that stands now."
)
ALREADY = Words("该告警已搁置或停用。", "That alarm is set aside already.")
TOO_MANY = Words("搁置和停用已达200项。请先恢复一些。", "200 alarms are set aside. Return some first.")
NO_SHELF = Words("没有这项搁置或停用，或已恢复。", "Nothing of that number is set aside; it may be over.")
CHECKS_OPEN = Words("请逐项确认检查清单后再恢复。", "Confirm every check of the list before it returns.")
NEEDS_LEADER = Words("由带班领导或管理员恢复使用。", "A leader or admin returns it to service.")
OUT_OF_SERVICE = Words("{subject} 已停用检修", "{subject} is out of service")


class Shelf(msgspec.Struct):
    """What is set aside now, by `S-{n}`, oldest first."""

    standing: dict[str, AlarmShelved] = msgspec.field(default_factory=dict)
    next_number: int = 1


def shelve(
    shelf: Shelf,
    act: ShelveAlarm,
    now_ms: int,
    standing: Iterable[AlertRaised],
    rules: Container[str],
    known: Container[str],
) -> AlarmShelved | Refused:
    """Return the alarm as set aside, or why it cannot be.

    Args:
        shelf: what is set aside already.
        act: from a person whose role may do it.
        now_ms: the step's instant.
        standing: the alerts that stand.
        rules: ids of all rules.
        known: ids of all subjects of the act's kind.
    """
    mine = [a for a in standing if act.rule in (None, a.rule) and a.subject == act.subject]
    gravest: Priority = min((alert.priority for alert in mine), default=2)
    fault = _what_fault(shelf, act, rules, known, gravest) or _how_fault(act, now_ms, stands=bool(mine))
    if fault is not None:
        code, words = fault
        return Refused(
            t_ms=now_ms,
            request_id=act.request_id,
            actor=act.actor,
            verb="shelve",
            code=code,  # type: ignore[arg-type]  # the two functions give words of the list
            words=words,
        )
    return AlarmShelved(
        t_ms=now_ms,
        shelf=f"S-{shelf.next_number}",
        how=act.how,
        rule=act.rule,
        subject=act.subject,
        priority=gravest,
        until_ms=act.until_ms,
        once=act.once,
        actor=act.actor,
        role=act.role,
        note=act.note,
        checks=act.checks,
    )


def _what_fault(
    shelf: Shelf, act: ShelveAlarm, rules: Container[str], known: Container[str], gravest: int
) -> tuple[str, Words] | None:
    """Return why this alarm cannot be set aside, whatever for."""
    every = act.rule is None and act.how == "out-of-service" and act.subject.kind == "station"
    taken = [one for one in shelf.standing.values() if one.subject == act.subject]
    faults = (
        (act.rule in NEVER or gravest == 1, "forbidden", NOT_THIS),
        (act.rule == BLINDING and act.how == "out-of-service", "forbidden", NOT_BLIND),
        (not every and (act.rule is None or act.rule not in rules), "unknown", NO_RULE),
        (act.subject.id not in known, "unknown", NO_SUBJECT),
        (any(one.rule in (None, act.rule) for one in taken), "conflict", ALREADY),
        (len(shelf.standing) >= MOST, "conflict", TOO_MANY),
    )
    return next(((code, words) for holds, code, words in faults if holds), None)


def _how_fault(act: ShelveAlarm, now_ms: int, *, stands: bool) -> tuple[str, Words] | None:
    """Return what is missing from the reason, the end or the checks."""
    longest_ms = LONGEST_SHELVED_MS if act.how == "shelved" else LONGEST_OUT_MS
    is_out = act.how == "out-of-service"
    faults = (
        (not act.note.strip(), NEEDS_REASON),
        (not now_ms < act.until_ms <= now_ms + longest_ms, BAD_END),
        (act.rule == BLINDING and act.until_ms > now_ms + LONGEST_BLIND_MS, BLIND_TOO_LONG),
        (is_out and not [check for check in act.checks if check.strip()], NEEDS_CHECKS),
        (act.once and (is_out or not stands), NOTHING_STANDS),
    )
    return next((("invalid", words) for holds, words in faults if holds), None)


def put_back(shelf: Shelf, act: ReturnAlarm, now_ms: int) -> AlarmReturned | Refused:
    """Return the alarm as returned by a person, or why it is not."""
    one = shelf.standing.get(act.shelf)
    fault: tuple[str, Words] | None = None
    if one is None:
        fault = ("unknown", NO_SHELF)
    elif one.how == "out-of-service" and act.role not in MAY_RETURN_SERVICE:
        fault = ("forbidden", NEEDS_LEADER)
    elif not set(act.checked).issuperset(one.checks):
        fault = ("invalid", CHECKS_OPEN)
    if fault is not None:
        return Refused(
            t_ms=now_ms,
            request_id=act.request_id,
            actor=act.actor,
            verb="return",
            code=fault[0],  # type: ignore[arg-type]  # words of the list
            words=fault[1],
        )
    return AlarmReturned(
        t_ms=now_ms,
        shelf=act.shelf,
        why="by-hand",
        actor=act.actor,
        role=act.role,
        note=act.note,
        checked=act.checked,
    )


def covers(shelf: Shelf, alert: AlertRaised) -> bool:
    """Return whether an alert is shelved: no graver than when it was, and never a P1."""
    return alert.priority > 1 and any(
        one.how == "shelved" and one.rule == alert.rule and one.subject == alert.subject
        for one in shelf.standing.values()
        if one.priority <= alert.priority
    )


def out_of_service(shelf: Shelf, rule: str, kind: str) -> frozenset[str]:
    """Return the ids of subjects of this kind whose findings `mutes` keeps quiet."""
    if not shelf.standing:
        return frozenset()
    return frozenset(
        one.subject.id
        for one in shelf.standing.values()
        if one.how == "out-of-service" and one.rule in (None, rule) and one.subject.kind == kind
    )


def mutes(rule: str, priority: Priority) -> bool:
    """Return whether maintenance keeps quiet what this rule finds: all but a danger to life."""
    return priority > 1 or rule not in LIFE


def due(shelf: Shelf, standing: Mapping[str, AlertRaised], now_ms: int) -> list[AlarmReturned]:
    """Return what ends by itself now: its time is over, it cleared (one-shot), or it grew graver."""
    shelved = [one for one in shelf.standing.values() if one.how == "shelved"]
    priorities: dict[tuple[str | None, Subject], list[Priority]] = {
        (one.rule, one.subject): [] for one in shelved
    }
    for alert in standing.values() if shelved else ():
        if (alert.rule, alert.subject) in priorities:
            priorities[alert.rule, alert.subject].append(alert.priority)
    returned = []
    for one in shelved:
        mine = priorities[one.rule, one.subject]
        ends = (
            (now_ms >= one.until_ms, "time-over"),
            (any(priority < one.priority for priority in mine), "worsened"),
            (one.once and not mine, "cleared"),
        )
        why = next((why for holds, why in ends if holds), None)
        if why is not None:
            returned.append(AlarmReturned(t_ms=now_ms, shelf=one.shelf, why=why))  # type: ignore[arg-type]  # words of the list
    return returned


def as_json(shelf: Shelf, now_ms: int) -> list[dict[str, Any]]:
    """Return what is set aside, oldest first, each with whether its time is over."""
    return [msgspec.to_builtins(one) | {"overdue": now_ms >= one.until_ms} for one in shelf.standing.values()]


def fold(shelf: Shelf, fact: Fact) -> None:
    """Bring the shelf up to a fact; facts that do not concern it change nothing."""
    match fact:
        case AlarmShelved():
            shelf.standing[fact.shelf] = fact
            shelf.next_number += 1
        case AlarmReturned():
            shelf.standing.pop(fact.shelf, None)
