"""The figures of the alarms' quality, per rule, per watch and for the worst actors, as plain JSON values.

One seat is assumed: `per_hour` is annunciations an operator-hour. Instants are UTC ms, waits seconds.
"""

import statistics
from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from geo.units import MS_PER_HOUR, MS_PER_SECOND
from twin.annunciation import (
    MOST_PER_HOUR,
    PROBLEM_PER_HOUR,
    STEADY_PER_HOUR,
    WANTED_MIX,
    Annunciation,
    flooded_ms,
    most_within,
)
from twin.quality import Case, Life, Record, Shelving

WATCH_MS = 8 * MS_PER_HOUR
"""A watch (值班) is eight hours, the first from local midnight; a habit of control rooms, ours for Shipu."""
WORST = 10
"""How many of the worst actors are shown (ISA-18.2: the ten most frequent, each 1 to 5 % of a day's load)."""
REDESIGN_BELOW = 0.2
"""A rule whose alerts are true less often than this is to be redesigned (domain.md §3.5)."""
JUDGED_AT_LEAST = 10
"""So many judged alerts before a rule's share says anything; ours."""

STALE_MS = 24 * MS_PER_HOUR
"""An alert that stands longer is stale; of P1 and P2 there should be none (domain.md §3.4)."""

Figures = dict[str, Any]


def report(record: Record, from_ms: int, to_ms: int, utc_offset_h: float) -> Figures:
    """Return every figure of the time from `from_ms` until before `to_ms`.

    Args:
        record: fed with all facts until `to_ms`, from well before `from_ms`.
        from_ms: the first instant that counts.
        to_ms: the first instant that no longer counts; after `from_ms`.
        utc_offset_h: of the port, for the watches.
    """
    called = [one for one in record.called if from_ms <= one.t_ms < to_ms]
    lives = [life for life in record.lives.values() if from_ms <= life.raised_ms < to_ms]
    rules = sorted({life.rule for life in lives} | {one.rule for one in called})
    offset_ms = round(utc_offset_h * MS_PER_HOUR)
    first = (from_ms + offset_ms) // WATCH_MS * WATCH_MS - offset_ms
    return {
        "from_ms": from_ms,
        "to_ms": to_ms,
        "standards": {
            "steady_per_hour": STEADY_PER_HOUR,
            "most_per_hour": MOST_PER_HOUR,
            "problem_per_hour": PROBLEM_PER_HOUR,
            "wanted_mix": {str(priority): share for priority, share in WANTED_MIX.items()},
        },
        **_load(called, from_ms, to_ms),
        "labels": _labels(lives),
        "standing_over_day": _stale(record.lives.values(), to_ms),
        "set_aside_hours": _set_aside(record.shelvings.values(), from_ms, to_ms),
        "rules": [_rule(rule, called, lives, record, (from_ms, to_ms)) for rule in rules],
        "watches": [
            _watch(called, lives, max(start, from_ms), min(start + WATCH_MS, to_ms))
            for start in range(first, to_ms, WATCH_MS)
        ],
        "worst": _worst(lives),
    }


def _load(called: list[Annunciation], from_ms: int, to_ms: int) -> Figures:
    """Return how hard one seat was called."""
    times = [one.t_ms for one in called]
    by_hour = Counter((t_ms - from_ms) // MS_PER_HOUR for t_ms in times)
    by_priority = Counter(one.priority for one in called)
    return {
        "annunciations": len(called),
        "per_hour": round(len(called) * MS_PER_HOUR / (to_ms - from_ms), 2),
        "most_in_an_hour": max(by_hour.values(), default=0),
        "problem_hours": sum(count > PROBLEM_PER_HOUR for count in by_hour.values()),
        "most_in_ten_minutes": most_within(times),
        "flooded_share": round(flooded_ms(times, to_ms) / (to_ms - from_ms), 4),
        "priorities": {str(priority): by_priority[priority] for priority in (1, 2, 3)},
        "shares": {
            str(priority): round(by_priority[priority] / len(called), 3) if called else 0.0
            for priority in (1, 2, 3)
        },
    }


def _stale(lives: Iterable[Life], to_ms: int) -> Figures:
    """Return how many alerts of each priority stand at the end for more than a day."""
    stale = [
        life
        for life in lives
        if to_ms - life.raised_ms > STALE_MS and (life.ended_ms is None or life.ended_ms >= to_ms)
    ]
    count = Counter(life.priority for life in stale)
    return {str(priority): count[priority] for priority in (1, 2, 3, 4)}


def _set_aside(shelvings: Iterable[Shelving], from_ms: int, to_ms: int) -> Figures:
    """Return the alarm-hours that alarms were shelved or out of service within the time (domain.md §3.5)."""
    aside_ms = Counter({"shelved": 0, "out-of-service": 0})
    for one in shelvings:
        until_ms = to_ms if one.ended_ms is None else min(one.ended_ms, to_ms)
        aside_ms[one.how] += max(until_ms - max(one.from_ms, from_ms), 0)
    return {how: round(total_ms / MS_PER_HOUR, 1) for how, total_ms in aside_ms.items()}


def _labels(lives: Iterable[Life]) -> Figures:
    """Return how many alerts were true, nuisance and not judged, and which share of the judged was true."""
    count = Counter(life.label for life in lives)
    judged = count["true"] + count["nuisance"]
    share = round(count["true"] / judged, 3) if judged else None
    return {label: count[label] for label in ("true", "nuisance", "open", "listed")} | {"true_share": share}


def _rule(
    rule: str, called: list[Annunciation], lives: list[Life], record: Record, within: tuple[int, int]
) -> Figures:
    mine = [life for life in lives if life.rule == rule]
    cases = [case for case in record.cases.values() if case.rule == rule]
    labels = _labels(mine)
    judged = labels["true"] + labels["nuisance"]
    flagged = judged >= JUDGED_AT_LEAST and labels["true_share"] < REDESIGN_BELOW
    return {
        "rule": rule,
        "alerts": len(mine),
        "annunciations": sum(one.rule == rule for one in called),
        **labels,
        "cured_by_boat": sum(life.label == "true" and life.case is None for life in mine),
        "redesign": flagged,
        "detect_s": _spread((life.raised_ms - life.since_ms) / MS_PER_SECOND for life in mine),
        "ack_s": _spread(_waits(cases, *within)),
    }


def _waits(cases: Iterable[Case], from_ms: int, to_ms: int) -> list[float]:
    return [
        wait_s
        for case in cases
        for wait_s, t_ms in zip(case.acks_s, case.acked_ms, strict=True)
        if from_ms <= t_ms < to_ms
    ]


def _spread(values: Iterable[float]) -> Figures | None:
    """Return median, 90th percentile (nearest rank) and greatest; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    rank = -(-9 * len(ordered) // 10) - 1
    return {
        "n": len(ordered),
        "median": round(statistics.median(ordered), 1),
        "p90": round(ordered[rank], 1),
        "most": round(ordered[-1], 1),
    }


def _watch(called: list[Annunciation], lives: list[Life], from_ms: int, to_ms: int) -> Figures:
    load = _load([one for one in called if from_ms <= one.t_ms < to_ms], from_ms, to_ms)
    mine = [life for life in lives if from_ms <= life.raised_ms < to_ms]
    return {"from_ms": from_ms, "to_ms": to_ms, "alerts": len(mine), **load, "labels": _labels(mine)}


def _worst(lives: list[Life]) -> Figures:
    """Return the subjects, zones and rules with the most alerts, each with its share of all."""
    about = {
        "vessels": [life.subject.id for life in lives if life.subject.kind == "vessel"],
        "sensors": [life.subject.id for life in lives if life.subject.kind in ("station", "feed")],
        "zones": [life.zone for life in lives if life.zone is not None],
        "rules": [life.rule for life in lives],
    }
    return {
        kind: [
            {"id": id_, "alerts": count, "share": round(count / len(lives), 3)}
            for id_, count in Counter(ids).most_common(WORST)
        ]
        for kind, ids in about.items()
    }


def lives_json(record: Record, from_ms: int, to_ms: int, limit: int) -> list[Figures]:
    """Return the newest alerts of the time with their labels, at most `limit`, oldest first."""
    lives = [life for life in record.lives.values() if from_ms <= life.raised_ms < to_ms]
    return [msgspec.to_builtins(life) for life in lives[-limit:]] if limit else []
