"""Finds boats that lost their group (脱编): alone, nobody sees the list, the fire or the man overboard.

Alert 35 of domain.md §2, after Zhoushan's practice ([S3]): every boat sails in a group and keeps within 8 nm
of a mate; who does not joins the boats within 8 nm for the time being, and is listed, or has nobody there and
is asked. Calls by the hour to the latter are the officer's own to make and to record. The registered pair of
a boat is a mate too, in whichever group it stands: who tows with another is not alone.
"""

from typing import NamedTuple

import numpy as np

from geo.distance import distance_m
from geo.near import pairs_within
from geo.units import METRES_PER_NM
from twin.columns import NEVER
from twin.facts import Mark
from twin.fleet import CLASS_CODE
from twin.rules.base import Finding, Lack, Params, Rule, View
from twin.rules.boats import findings
from twin.table import Array
from twin.wire import Words

MOST_MATES = 40
"""A group of more on record is a fleet or a village, not a company that sails together; ours."""


class GroupBreakParams(Params, frozen=True, kw_only=True):
    """Nautical miles and seconds: no mate within 8 nm for half an hour ([S3]); back 5 min, ours."""

    apart_nm: float = 8
    hold_s: float = 1_800
    hold_fixes: int = 2
    release_s: float = 300
    grace_s: float = 600


class _Mates(NamedTuple):
    """Of each boat, [n]: how far its nearest mate is, NaN none; that mate's row; whether some are blind."""

    nearest_m: Array
    nearest: Array
    blind: Array


def find(view: View, params: GroupBreakParams) -> list[Finding]:
    """Return a verdict for every boat at sea without a mate near, and for every tracked one."""
    vessels = view.fleet.vessels
    limit_m = params.apart_nm * METRES_PER_NM
    mates = _mates(view, _sizes(view))
    grouped = ~np.isnan(mates.nearest_m) | mates.blind
    holds = grouped & vessels["at_sea"] & (vessels["fix_ms"] != NEVER) & ~(mates.nearest_m <= limit_m)
    unsure = holds & mates.blind
    rows = np.flatnonzero(holds)
    unsure[rows] |= ~view.fresh[rows]
    return findings(
        view,
        holds,
        unsure,
        value=np.nan_to_num(mates.nearest_m) / METRES_PER_NM,
        limit=params.apart_nm,
        priority=np.where(_in_company(view, rows, limit_m), 4, 3),
        draw=_draw(view, mates, rows),
    )


def _in_company(view: View, rows: Array, within_m: float) -> Array:
    """Return which of these boats have any fishing boat at sea within the limit, heard lately, bool [n]."""
    vessels = view.fleet.vessels
    company = np.zeros(len(vessels), dtype=bool)
    at_sea = np.flatnonzero(view.fresh & vessels["at_sea"] & (vessels["sort"] == CLASS_CODE["fishing"]))
    places = (vessels["x"][at_sea], vessels["y"][at_sea])
    pairs = pairs_within(*places, within_m / 2, asks=np.isin(at_sea, rows))
    company[at_sea[np.concatenate(pairs)]] = True
    return company


def _sizes(view: View) -> Array:
    """Return how many boats the group of each has on record, itself counted, [n]; 0 without a group."""
    group = view.fleet.vessels["group"]
    return np.where(group >= 0, np.bincount(group[group >= 0], minlength=1)[np.maximum(group, 0)], 0)


def _mates(view: View, sizes: Array) -> _Mates:
    """Return the nearest mate of each boat whose place is known: heard lately, or last seen moored."""
    vessels, count = view.fleet.vessels, len(view.fleet)
    found = _Mates(np.full(count, np.nan), np.full(count, NEVER), np.zeros(count, dtype=bool))
    some = np.flatnonzero((sizes > 1) & (sizes <= MOST_MATES))
    group = vessels["group"][some]
    some = some[np.argsort(group, kind="stable")]
    group = vessels["group"][some]
    known = (vessels["fix_ms"][some] != NEVER) & (view.fresh[some] | vessels["moored"][some])
    for shift in range(1, int(sizes[some].max(initial=1))):
        pairs = np.flatnonzero(group[shift:] == group[:-shift])
        _compare(view, found, some, known, pairs, pairs + shift)
    place = np.full(count + 1, -1)  # the last is where a boat without a pair looks
    place[some] = np.arange(len(some))
    other = place[vessels["pair"][some]]
    paired = np.flatnonzero(other >= 0)
    _compare(view, found, some, known, paired, other[paired])
    return found


def _compare(view: View, found: _Mates, some: Array, known: Array, one: Array, other: Array) -> None:
    """Take for each of these pairs of mates the other as nearest, where it is nearer than who was so far."""
    vessels = view.fleet.vessels
    apart_m = distance_m(*(vessels[name][some[at]] for at in (one, other) for name in ("lon", "lat")))
    for near, far in ((one, other), (other, one)):
        row, mate = some[near], some[far]
        found.blind[row] |= vessels["blind"][mate]
        nearer = known[far] & ~(found.nearest_m[row] <= apart_m)
        found.nearest_m[row[nearer]], found.nearest[row[nearer]] = apart_m[nearer], mate[nearer]


def _draw(view: View, mates: _Mates, rows: Array) -> list[tuple[int, Mark]]:
    """Return the line from each boat to its nearest mate."""
    vessels = view.fleet.vessels
    marks = []
    for row in rows[mates.nearest[rows] != NEVER].tolist():
        both = [row, int(mates.nearest[row])]
        ends = zip(
            np.round(vessels["lon"][both], 6).tolist(),
            np.round(vessels["lat"][both], 6).tolist(),
            strict=True,
        )
        marks.append((row, Mark("line", tuple(ends))))
    return marks


def lacks(view: View, params: GroupBreakParams) -> list[Lack]:  # noqa: ARG001 -- every rule's lacks are called alike
    """Return what is not on record: groups of boats at sea, and mates of boats alone in theirs."""
    vessels, sizes = view.fleet.vessels, _sizes(view)
    at_sea = vessels["at_sea"] & (vessels["fix_ms"] != NEVER) & ~vessels["fast"]
    return [
        Lack(Words("编组未登记", "no group on record"), int((at_sea & (sizes == 0)).sum())),
        Lack(Words("编组只登记了本船", "alone in its group on record"), int((at_sea & (sizes == 1)).sum())),
        Lack(
            Words("编组船数过多", "more boats on record than sail together"),
            int((at_sea & (sizes > MOST_MATES)).sum()),
        ),
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how far the nearest mate is, and ask."""
    return Words(
        f"{subject.zh} 脱编: 最近编组船 {finding.value:.1f} 海里 (限 {finding.limit:.0f} 海里), 请回报情况",
        f"{subject.en} is off its group: nearest mate {finding.value:.1f} nm (limit {finding.limit:.0f} nm)",
    )


RULE = Rule(
    "group-break",
    "vessel",
    "nm",
    GroupBreakParams(),
    find,
    words,
    over=Words("{subject} 已归编", "{subject} is with its group again"),
    source="舟山智慧海渔平台 2023: 8 海里编组 · Zhoushan 2023: groups within 8 nm",
    call="question",
    heed=("repair",),
    clears=Words(
        "{apart_nm:g} 海里内有编组船并保持 {release_s:.0f} 秒, 或进港",
        "a mate within {apart_nm:g} nm for {release_s:.0f} s, or in shelter",
    ),
    assumes=Words("编组以登记为准", "groups are those on record"),
    lacks=lacks,
    every_s=30,
    at_s=25,
)
