"""Finds two boats that lie together at sea for long: catch, fuel or people change hands where nobody looks.

Alert 34 of domain.md §2, listed only. Boats of one group, registered pairs and patrol boats at their work are
left out, and so is a crowd: many boats together are an anchorage or a raft that no chart shows, not a meeting
of two. So are two that both keep their places: they lie to the ground or a quay, while boats that come
alongside in the open sea go with stream and wind (so docs/detection.md found of the alerts on a recording of
894 boats). Supply boats at their trade are listed all the same.
"""

import numpy as np

from geo.near import pairs_within
from twin.columns import NEVER
from twin.facts import Mark
from twin.fleet import CLASS_CODE
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Params, Rule, Verdict, View
from twin.table import Array
from twin.wire import Words


class RendezvousParams(Params, frozen=True, kw_only=True):
    """Metres, seconds and boats.

    Attributes:
        near_m, hold_s: within this for half an hour, both slower than 2 kn (Skylight, [S28] of domain.md).
        far_m, slow_s: or within this, once both have been slow so long that two hours are full at the end of
            the hold (Global Fishing Watch encounters, [R4]).
        off_m: so far from every harbour and anchorage (GFW: 10 km off an anchorage, [R4]).
        most_boats: with more boats than this about one of them it is a crowd, ours.
        fast_m: a boat no farther than this from where it settled (`twin.behaviour`) lies fast: GNSS wanders
            up to 100 m beside steel (domain.md §2.2), and recorded places come in steps of 100 m.
        apart_m: it is over when they are so far apart, or one makes way, for `release_s`; ours.
    """

    near_m: float = 250
    far_m: float = 500
    slow_s: float = 5_400
    off_m: float = 10_000
    most_boats: float = 4
    fast_m: float = 150
    apart_m: float = 1_000
    hold_s: float = 1_800
    hold_fixes: int = 2
    release_s: float = 300


def find(view: View, params: RendezvousParams) -> list[Finding]:
    """Return a verdict for every two boats that lie together and for every two that did."""
    fast = _lies_fast(view, params)
    together = dict.fromkeys(_together(view, params, fast), HOLDS)
    return _findings(view, params, sorted({**_tracked(view, params, fast), **together}.items()))


def _together(view: View, params: RendezvousParams, fast: Array) -> list[tuple[int, int]]:
    """Return the pairs that lie together and have nothing to do with each other, by row, the lower first."""
    vessels, rows = view.fleet.vessels, _slow(view)
    first, second = pairs_within(vessels["x"][rows], vessels["y"][rows], params.far_m / 2)
    off = _well_off(view, params, rows, np.union1d(first, second))
    first, second = (side[off[first] & off[second]] for side in (first, second))
    crowd = np.bincount(np.concatenate([first, second]), minlength=len(rows)) >= params.most_boats
    alone = ~crowd[first] & ~crowd[second]
    one, other = rows[first[alone]], rows[second[alone]]
    strange = (vessels["pair"][one] != other) & ~(
        (vessels["group"][one] == vessels["group"][other]) & (vessels["group"][one] >= 0)
    )
    strange &= ~(fast[one] & fast[other])
    one, other = one[strange], other[strange]
    since_ms = np.maximum(vessels["slow_ms"][one], vessels["slow_ms"][other])
    holds = _apart_m(view, one, other) <= params.near_m
    holds |= view.now_ms - since_ms >= params.slow_s * 1000
    return list(zip(one[holds].tolist(), other[holds].tolist(), strict=True))


def _slow(view: View) -> Array:
    """Return the boats that lie slow at sea on good evidence, rows [m]."""
    vessels = view.fleet.vessels
    slow = vessels["at_sea"] & (vessels["slow_ms"] != NEVER) & ~vessels["buoy"] & view.fresh
    return np.flatnonzero(slow & (vessels["sort"] != CLASS_CODE["patrol"]))


def _well_off(view: View, params: RendezvousParams, rows: Array, at: Array) -> Array:
    """Return which of the boats in `rows` lie far from every harbour and anchorage, bool [m].

    Only those at the places `at` in it are looked at: hardly a boat has another near.
    """
    x, y = (view.fleet.vessels[axis][rows[at]] for axis in "xy")
    west, south, east, north = view.fences.set.boxes[:, view.fences.shelter, np.newaxis]
    aside_x, aside_y = np.maximum(west - x, x - east), np.maximum(south - y, y - north)
    aside_m = np.hypot(np.maximum(aside_x, 0), np.maximum(aside_y, 0))
    off = np.zeros(len(rows), dtype=bool)
    off[at] = (aside_m >= params.off_m).all(axis=0)
    return off


def _apart_m(view: View, one: Array, other: Array) -> Array:
    x, y = view.fleet.vessels["x"], view.fleet.vessels["y"]
    return np.asarray(np.hypot(x[one] - x[other], y[one] - y[other]))


def _lies_fast(view: View, params: RendezvousParams) -> Array:
    """Return which boats keep their places, to an anchor or a quay, whatever speed they tell, bool [n]."""
    vessels = view.fleet.vessels
    strayed_m = np.hypot(vessels["x"] - vessels["lay_x"], vessels["y"] - vessels["lay_y"])
    return np.asarray((vessels["lay_ms"] != NEVER) & (strayed_m <= params.fast_m))


def _tracked(view: View, params: RendezvousParams, fast: Array) -> dict[tuple[int, int], Verdict]:
    """Return the verdicts on pairs with an alert, as if they did not lie together now."""
    fleet, vessels = view.fleet, view.fleet.vessels
    pairs = [
        (min(fleet.row_of[subject], fleet.row_of[other]), max(fleet.row_of[subject], fleet.row_of[other]))
        for subject, others in view.tracked.items()
        for other in others
        if other is not None
    ]
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    one, other = both.T
    parted = _apart_m(view, one, other) > params.apart_m
    parted |= (vessels["slow_ms"][both] == NEVER).any(axis=1) | ~vessels["at_sea"][both].all(axis=1)
    parted |= (vessels["pair"][one] == other) | fast[both].all(axis=1)
    verdict = np.where(parted & view.fresh[both].all(axis=1), HOLDS_NOT, CANNOT_TELL)
    return dict(zip(pairs, verdict.tolist(), strict=True))


def _findings(
    view: View, params: RendezvousParams, known: list[tuple[tuple[int, int], Verdict]]
) -> list[Finding]:
    """Return the findings on pairs, without those that hold as they did at the last look."""
    fleet, vessels = view.fleet, view.fleet.vessels
    named = [
        (pair, verdict, *sorted((fleet.known[pair[0]].vessel, fleet.known[pair[1]].vessel)))
        for pair, verdict in known
    ]
    told = [one for one in named if one[1] != HOLDS or one[2:] not in view.steady]
    if not told:
        return []
    both = np.array([pair for pair, *_ in told], dtype=np.int64)
    apart_m = _apart_m(view, *both.T)
    limit_m = np.where(apart_m > params.near_m, params.far_m, params.near_m)
    lon, lat, fixes = (vessels[name][both] for name in ("lon", "lat", "fix_count"))
    columns = (fixes.sum(axis=1), apart_m, limit_m, lon.mean(axis=1), lat.mean(axis=1))
    ends = np.stack([lon, lat], axis=2).round(6).tolist()
    return [
        Finding(
            subject,
            None,
            verdict,
            4,
            count,
            far_m,
            least_m,
            east,
            north,
            other=other,
            draw=(Mark("line", ((*here,), (*there,))),),
        )
        for (_, verdict, subject, other), (here, there), count, far_m, least_m, east, north in zip(
            told, ends, *(column.tolist() for column in columns), strict=True
        )
    ]


def words(finding: Finding, subject: Words, other: Words) -> Words:
    """Say who lies with whom, and how near."""
    return Words(
        f"{subject.zh} 与 {other.zh} 海上会合, 相距 {finding.value:.0f} 米",
        f"{subject.en} and {other.en} lie together at sea, {finding.value:.0f} m apart",
    )


RULE = Rule(
    "rendezvous",
    "vessel",
    "m",
    RendezvousParams(),
    find,
    words,
    over=Words("{subject} 与 {zone} 已分开", "{subject} and {zone} have parted"),
    source="Skylight 250 米 30 分; GFW 500 米 2 小时 · Skylight 250 m for 30 min, GFW 500 m for 2 h",
    heed=("repair",),
    clears=Words(
        "相距超过 {apart_m:.0f} 米或恢复航行, 并保持 {release_s:.0f} 秒",
        "more than {apart_m:.0f} m apart, or under way again, for {release_s:.0f} s",
    ),
    assumes=Words("两次船位之间未离开", "neither left between two fixes"),
    every_s=10,
    at_s=9,
)
