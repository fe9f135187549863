"""Finds boats whose people do not add up: a stranger aboard, or somebody who did not come back.

Alert 9 of domain.md §2 with §2.3.8: a return short of persons is verified for ten minutes, because cameras
miscount, and is an emergency when nobody can explain it or a person confirms it. A match of a hull under 0.80
names no boat (`twin.people`), so it accuses nobody. One short and another over by as many are one card.
"""

from typing import NamedTuple

import numpy as np

from geo.units import MS_PER_HOUR, MS_PER_SECOND
from twin.columns import NEVER
from twin.facts import Priority
from twin.rules.base import HOLDS, HOLDS_NOT, Finding, Lack, Params, Rule, Verdict, View
from twin.table import Array
from twin.wire import Words

FOUND = Words("{subject} 人员已逐一查明去向", "everyone of {subject} has been found")
LINKED = Words(
    "{subject} 与另一船人数互补, 已并为一卡", "{subject} is on one card with the boat that has as many more"
)


class CrewMismatch(Params, frozen=True, kw_only=True):
    """Seconds and hours.

    Attributes:
        verify_s: so long a return short of persons is verified before it is an emergency (domain.md §2.3.8).
        linked_s: the same where another boat has as many more; ours: two counts must be gone through.
        kept_h: so long after a passage its count is judged, and counts of two boats may be linked; ours.
    """

    verify_s: float = 600
    linked_s: float = 3600
    kept_h: float = 24


class Counts(NamedTuple):
    """What was counted at each boat's newest passage against what should be, [n].

    Attributes:
        known: bool, both are known and the passage is recent.
        back: bool, the passage was a return.
        more: how many more persons were counted than expected; negative = short.
    """

    known: Array
    back: Array
    counted: Array
    expected: Array
    passed_ms: Array

    @property
    def more(self) -> Array:
        """How many more were counted than expected, 0 where either is not known."""
        return np.where(self.known, self.counted - self.expected, 0)


def find(view: View, params: CrewMismatch) -> list[Finding]:
    """Return a verdict for every boat whose count differs, every linked pair, and every tracked alert."""
    counts = _counts(view, params)
    more = counts.more
    # Who comes back with more than sailed is no alarm by itself; it may explain who came back short.
    off = np.flatnonzero(np.where(counts.back, more < 0, more != 0))
    found_all = {row for row in off.tolist() if counts.back[row] and _located(view, row, counts)}
    alarmed = [row for row in off.tolist() if row not in found_all]
    pairs = _links(view, params, counts, [row for row in alarmed if more[row] < 0])
    paired = {row for pair in pairs for row in pair}
    findings = [_pair(view, params, counts, short, over) for short, over in pairs]
    findings += [_single(view, params, counts, row, HOLDS) for row in alarmed if row not in paired]
    return findings + _ended(view, counts, findings, found_all, paired)


def _counts(view: View, params: CrewMismatch) -> Counts:
    vessels = view.fleet.vessels
    out_ms, in_ms = vessels["out_ms"], vessels["in_ms"]
    back = in_ms > out_ms
    passed_ms = np.maximum(out_ms, in_ms)
    day_ms = params.kept_h * MS_PER_HOUR
    declared = np.where(vessels["departed_ms"] > NEVER, vessels["declared"], -1)
    sailed = np.where(
        (vessels["out_persons"] >= 0) & (out_ms > vessels["departed_ms"] - day_ms),
        vessels["out_persons"],
        declared,
    )
    leaves = (vessels["departed_ms"] > vessels["arrived_ms"]) & (vessels["departed_ms"] >= out_ms - day_ms)
    expected = np.where(back, sailed, np.where(leaves, declared, -1))
    counted = np.where(back, vessels["in_persons"], vessels["out_persons"])
    recent = (passed_ms != NEVER) & (view.now_ms - passed_ms <= day_ms)
    return Counts(recent & (counted >= 0) & (expected >= 0), back, counted, expected, passed_ms)


def _located(view: View, row: int, counts: Counts) -> bool:
    """Return whether everyone on a boat's list was mustered since it came in; its own list proves nothing."""
    vessel = view.fleet.known[row].vessel
    voyage = view.people.voyages.get(vessel)
    if voyage is None or not voyage.crew:
        return False
    people = [view.people.persons[name] for name in voyage.crew if name in view.people.persons]
    return all(
        one.said_ms is not None
        and one.said_ms > counts.passed_ms[row]
        and not (one.vessel == vessel and one.said_ms == voyage.said_ms)
        for one in people
    )


def _links(view: View, params: CrewMismatch, counts: Counts, short: list[int]) -> list[tuple[int, int]]:
    """Return pairs of a boat that is short and one that has as many more, each boat once.

    A count that came after the time to verify ran out takes nothing back: a man may be missing all the same.
    """
    more = counts.more
    names = view.fleet.known
    over = sorted(np.flatnonzero(more > 0).tolist(), key=lambda row: names[row].vessel)
    pairs = []
    for row in sorted(short, key=lambda row: names[row].vessel):
        until_ms = counts.passed_ms[row] + (params.verify_s * MS_PER_SECOND if counts.back[row] else np.inf)
        fits = (one for one in over if more[one] == -more[row] and counts.passed_ms[one] <= until_ms)
        other = next(fits, None)
        if other is not None:
            over.remove(other)
            pairs.append((row, other))
    return pairs


def _single(view: View, params: CrewMismatch, counts: Counts, row: int, verdict: Verdict) -> Finding:
    urgent = counts.back[row] and counts.more[row] < 0
    return _finding(
        view, counts, row, verdict, _priority(view, params.verify_s, counts, (row,)) if urgent else 2
    )


def _pair(view: View, params: CrewMismatch, counts: Counts, short: int, over: int) -> Finding:
    """Return the finding on two boats, told under the id that sorts first."""
    one, other = sorted((short, over), key=lambda row: view.fleet.known[row].vessel)
    urgency = _priority(view, params.linked_s, counts, (short, over)) if counts.back[short] else 2
    whole = _finding(view, counts, short, HOLDS, urgency)
    return whole._replace(subject=view.fleet.known[one].vessel, other=view.fleet.known[other].vessel)


def _priority(view: View, within_s: float, counts: Counts, rows: tuple[int, ...]) -> Priority:
    """Return 1 for a return short, the first of `rows`, confirmed or not explained in time, else 2."""
    confirmed = any((RULE.id, view.fleet.known[row].vessel) in view.confirmed for row in rows)
    late = view.now_ms - int(counts.passed_ms[rows[0]]) >= within_s * MS_PER_SECOND
    return 1 if confirmed or late else 2


def _finding(view: View, counts: Counts, row: int, verdict: Verdict, priority: Priority) -> Finding:
    vessels = view.fleet.vessels
    placed = vessels["fix_ms"][row] != NEVER
    return Finding(
        view.fleet.known[row].vessel,
        None,
        verdict,
        priority,
        int(vessels["fix_count"][row]),
        float(counts.counted[row]),
        float(counts.expected[row]),
        float(vessels["lon"][row]) if placed else None,
        float(vessels["lat"][row]) if placed else None,
        assumed=RETURNED if counts.back[row] else None,
    )


def _ended(
    view: View, counts: Counts, held: list[Finding], found_all: set[int], paired: set[int]
) -> list[Finding]:
    """Return that it does not hold for every tracked alert of which nothing holds now, and why."""
    holding = {(finding.subject, finding.about) for finding in held}
    ended = []
    for subject, abouts in view.tracked.items():
        row = view.fleet.row_of[subject]
        why = FOUND if row in found_all else LINKED if row in paired else None
        whole = _finding(view, counts, row, HOLDS_NOT, 2)._replace(over=why)
        ended += [whole._replace(other=about) for about in abouts if (subject, about) not in holding]
    return ended


def lacks(view: View, params: CrewMismatch) -> list[Lack]:
    """Return at how many recent passages nobody counted, or nothing was declared to count against."""
    vessels = view.fleet.vessels
    counts = _counts(view, params)
    passed = (counts.passed_ms != NEVER) & (view.now_ms - counts.passed_ms <= params.kept_h * MS_PER_HOUR)
    counted = np.where(counts.back, vessels["in_persons"], vessels["out_persons"]) >= 0
    return [
        Lack(Words("过卡口时无人数计数", "no count of persons at the gate"), int((passed & ~counted).sum())),
        Lack(
            Words("无申报人数可比", "no declared number of persons on record"),
            int((passed & counted & ~counts.known).sum()),
        ),
    ]


RETURNED = Words(
    "出港时人数以卡口计数为准, 无计数时以名单为准", "as many sailed as the gate counted, else as were listed"
)


def words(finding: Finding, subject: Words, zone: Words) -> Words:
    """Say how many were counted and how many should be; of two boats, that they may have changed people."""
    counted, expected = finding.value, finding.limit
    if finding.other is not None:
        return Words(
            f"{subject.zh} 与 {zone.zh} 人数互补 (一船 {counted:.0f}/{expected:.0f} 人), 核实是否换船",
            f"{subject.en} and {zone.en}: one has {counted:.0f} persons for {expected:.0f}, "
            "the other as many more; ask whether they changed boats",
        )
    if finding.assumed is not None:
        zh, en = ("未查明", "unexplained") if finding.priority == 1 else ("核实", "verify")
        return Words(
            f"{subject.zh} 回港 {counted:.0f} 人, 出港 {expected:.0f} 人, {zh}",
            f"{subject.en} came back with {counted:.0f} of {expected:.0f} persons, {en}",
        )
    return Words(
        f"{subject.zh} 出港卡口计 {counted:.0f} 人, 申报 {expected:.0f} 人",
        f"{subject.en} went out with {counted:.0f} persons, {expected:.0f} declared",
    )


RULE = Rule(
    "crew-mismatch",
    "vessel",
    "persons",
    CrewMismatch(),
    find,
    words,
    over=Words("{subject} 人数相符", "the number of persons of {subject} is right"),
    source="申报与计数须一致 (±0) · counted as declared, exactly",
    call="question",
    clears=Words("更正名单, 或每人逐一点到", "a corrected list, or everyone mustered since"),
    assumes=Words(
        "卡口计数属实, 船名匹配不低于 0.80", "the gate counts right; its match of the hull is 0.80 or better"
    ),
    lacks=lacks,
    every_s=5,
)
