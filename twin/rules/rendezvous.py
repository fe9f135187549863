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
    vessels = view.fleet.vessels
    rows, fast = np.flatnonzero(_may_meet(view, params)), _lies_fast(view, params)
    first, second = pairs_within(vessels["x"][rows], vessels["y"][rows], params.far_m / 2)
    crowd = np.bincount(np.concatenate([first, second]), minlength=len(rows)) >= params.most_boats
    alone = ~crowd[first] & ~crowd[second]
    one, other = rows[first[alone]], rows[second[alone]]
    strange = (vessels["pair"][one] != other) & ~(
        (vessels["group"][one] == vessels["group"][other]) & (vessels["group"][one] >= 0)
    )
    strange &= ~(fast[one] & fast[other])
    one, other = one[strange], other[strange]
    apart_m = np.hypot(vessels["x"][one] - vessels["x"][other], vessels["y"][one] - vessels["y"][other])
    since_ms = np.maximum(vessels["slow_ms"][one], vessels["slow_ms"][other])
    long = view.now_ms - since_ms >= params.slow_s * 1000
    holds = (apart_m <= params.near_m) | long
    pairs = {(int(a), int(b)): HOLDS for a, b in zip(one[holds].tolist(), other[holds].tolist(), strict=True)}
    known = {**_tracked(view, params, fast), **pairs}
    return [_finding(view, params, *pair) for pair in sorted(known.items())]


def _may_meet(view: View, params: RendezvousParams) -> Array:
    """Return which boats lie slow at sea, well off, on good evidence, bool [n]."""
    vessels, boxes = view.fleet.vessels, view.fences.set.boxes[:, view.fences.shelter]
    slow = vessels["at_sea"] & (vessels["slow_ms"] != NEVER) & ~vessels["buoy"]
    slow &= vessels["sort"] != CLASS_CODE["patrol"]
    rows = np.flatnonzero(slow)
    rows = rows[view.fresh[rows]]
    off, x, y = np.ones(len(rows), dtype=bool), vessels["x"][rows], vessels["y"][rows]
    for west, south, east, north in boxes.T.tolist():
        aside_x, aside_y = np.maximum(west - x, x - east), np.maximum(south - y, y - north)
        near = np.flatnonzero(np.maximum(aside_x, aside_y) < params.off_m)
        aside_m = np.hypot(np.maximum(aside_x[near], 0), np.maximum(aside_y[near], 0))
        off[near[aside_m < params.off_m]] = False
    found = np.zeros(len(vessels), dtype=bool)
    found[rows[off]] = True
    return found


def _lies_fast(view: View, params: RendezvousParams) -> Array:
    """Return which boats keep their places, to an anchor or a quay, whatever speed they tell, bool [n]."""
    vessels = view.fleet.vessels
    strayed_m = np.hypot(vessels["x"] - vessels["lay_x"], vessels["y"] - vessels["lay_y"])
    return np.asarray((vessels["lay_ms"] != NEVER) & (strayed_m <= params.fast_m))


def _tracked(view: View, params: RendezvousParams, fast: Array) -> dict[tuple[int, int], Verdict]:
    """Return the verdicts on pairs with an alert that do not lie together now."""
    fleet, vessels = view.fleet, view.fleet.vessels
    found: dict[tuple[int, int], Verdict] = {}
    for subject, others in view.tracked.items():
        for other in (name for name in others if name is not None):
            one, two = sorted((fleet.row_of[subject], fleet.row_of[other]))
            both = np.array([one, two])
            x, y = vessels["x"][both], vessels["y"][both]
            parted = np.hypot(x[0] - x[1], y[0] - y[1]) > params.apart_m
            parted |= bool((vessels["slow_ms"][both] == NEVER).any() | ~vessels["at_sea"][both].all())
            parted |= bool(vessels["pair"][one] == two or fast[both].all())
            found[one, two] = HOLDS_NOT if parted and view.fresh[both].all() else CANNOT_TELL
    return found


def _finding(view: View, params: RendezvousParams, pair: tuple[int, int], verdict: Verdict) -> Finding:
    fleet, vessels = view.fleet, view.fleet.vessels
    both = np.array(pair)
    subject, other = sorted(fleet.known[row].vessel for row in pair)
    lon, lat = (vessels[name][both] for name in ("lon", "lat"))
    apart_m = np.hypot(np.ptp(vessels["x"][both]), np.ptp(vessels["y"][both]))
    places = tuple((round(float(a), 6), round(float(b), 6)) for a, b in zip(lon, lat, strict=True))
    return Finding(
        subject,
        None,
        verdict,
        4,
        int(vessels["fix_count"][both].sum()),
        float(apart_m),
        params.far_m if apart_m > params.near_m else params.near_m,
        float(lon.mean()),
        float(lat.mean()),
        other=other,
        draw=(Mark("line", places),),
    )


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
