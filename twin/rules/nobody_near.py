"""Finds fishing grounds that no rescue can reach in time: a boat that sinks there has only its neighbours.

Kind 37 of domain.md §2.3.11: no rescue-capable boat within so many minutes of a cluster of boats that fish.
One card for the port, which draws every such cluster and the reach that is missing; the dispatcher moves a
patrol or supply boat out. Which boats can rescue is an example: patrol and supply boats, wherever they are.
"""

from typing import NamedTuple

import numpy as np

from geo.distance import distance_m
from geo.units import METRES_PER_NM, kn_to_mps
from twin.columns import NEVER
from twin.facts import Mark
from twin.fleet import CLASS_CODE
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Lack, Params, Rule, Verdict, View
from twin.table import Array, among
from twin.wire import Words


class NobodyNearParams(Params, frozen=True, kw_only=True):
    """Minutes, knots, miles and boats.

    Attributes:
        within_min: a rescue boat must be there in this time; the survivors of 浙象渔运00116 were reached 26
            minutes after the call (domain.md §1.1), an hour is ours.
        rescue_kn: speed of a rescue boat, 示例.
        heard_min: a rescuer unheard for longer is not counted on, ours.
        cluster_nm, cluster_boats: so many boats in one square of this side are a cluster, ours.
        working_kn: boats up to this speed are at work (domain.md alert 4).
    """

    within_min: float = 60
    rescue_kn: float = 15
    heard_min: float = 30
    cluster_nm: float = 5
    cluster_boats: float = 5
    working_kn: float = 4.5
    hold_s: float = 600
    release_s: float = 600


ROW = 100_000.0
"""Squares in a row of the plane: more than there are round the Earth."""
RESCUERS = ("patrol", "supply")
FISHERS = ("fishing", "village", "visitor")


class _Clusters(NamedTuple):
    """Clusters of boats at work, [k] each: mean place, boats, minutes of the nearest rescuer (inf: none)."""

    lon: Array
    lat: Array
    boats: Array
    minutes: Array


def find(view: View, params: NobodyNearParams) -> list[Finding]:
    """Return the verdict on the port's fishing grounds: whether some are out of reach of every rescuer."""
    clusters = _clusters(view, params)
    bare = clusters.minutes > params.within_min
    if not bare.any() and not view.tracked:
        return []
    rescuers = _of_classes(view, RESCUERS)
    known = bool((rescuers == _at_hand(view, params)).all())
    verdict: Verdict = HOLDS if bare.any() else HOLDS_NOT
    some = _Clusters(*(column[bare][:20] for column in clusters))
    reach_m = float(kn_to_mps(params.rescue_kn)) * params.within_min * 60
    places = zip(np.round(some.lon, 6).tolist(), np.round(some.lat, 6).tolist(), strict=True)
    draw = tuple(Mark("circle", (place,), reach_m) for place in places)
    lon, lat = (float(column[0]) if len(column) else None for column in (some.lon, some.lat))
    boats = float(clusters.boats[bare].sum())
    answer = verdict if known or verdict == HOLDS else CANNOT_TELL
    return [Finding(view.port.id, None, answer, 4, 0, boats, params.within_min, lon, lat, draw=draw)]


def _of_classes(view: View, classes: tuple[str, ...]) -> Array:
    """Return which vessels are of these classes and have a known place, bool [n]."""
    vessels = view.fleet.vessels
    of_class = among(vessels["sort"], [CLASS_CODE[name] for name in classes])
    return np.asarray(of_class & (vessels["fix_ms"] != NEVER))


def _at_hand(view: View, params: NobodyNearParams) -> Array:
    """Return which rescuers were heard of lately, or lie moored, bool [n]."""
    vessels = view.fleet.vessels
    heard = view.now_ms - vessels["fix_ms"] <= params.heard_min * 60_000
    return np.asarray(_of_classes(view, RESCUERS) & (heard | vessels["moored"]))


def _clusters(view: View, params: NobodyNearParams) -> _Clusters:
    """Return the squares of water in which many boats work, and how soon a rescuer is there."""
    vessels = view.fleet.vessels
    works = _of_classes(view, FISHERS) & vessels["at_sea"] & (vessels["sog_kn"] <= params.working_kn)
    rows = np.flatnonzero(works)
    rows = rows[view.fresh[rows]]
    side_m = params.cluster_nm * METRES_PER_NM
    cell = np.floor(vessels["x"][rows] / side_m) * ROW + np.floor(vessels["y"][rows] / side_m)
    _, number, boats = np.unique(cell, return_inverse=True, return_counts=True)
    lon, lat = (np.bincount(number, vessels[name][rows]) / boats for name in ("lon", "lat"))
    many = boats >= params.cluster_boats
    lon, lat, boats = lon[many], lat[many], boats[many]
    at_hand = np.flatnonzero(_at_hand(view, params))[:, np.newaxis]
    ways_m = distance_m(vessels["lon"][at_hand], vessels["lat"][at_hand], lon, lat)
    away_m = ways_m.min(axis=0, initial=np.inf)
    return _Clusters(lon, lat, boats, away_m / kn_to_mps(params.rescue_kn) / 60)


def lacks(view: View, params: NobodyNearParams) -> list[Lack]:  # noqa: ARG001 -- every rule's lacks are called alike
    """Return that no rescuer is on record, if so."""
    none = not among(view.fleet.vessels["sort"], [CLASS_CODE[name] for name in RESCUERS]).any()
    return [Lack(Words("登记中没有救助船", "no rescue boat on record"), int(none))]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how many boats work out of reach."""
    return Words(
        f"{subject.zh} 有 {finding.value:.0f} 艘作业渔船在救助船 {finding.limit:.0f} 分钟航程之外",
        f"{subject.en}: {finding.value:.0f} boats at work, no rescue boat within {finding.limit:.0f} min",
    )


RULE = Rule(
    "nobody-near",
    "port",
    "boats",
    NobodyNearParams(),
    find,
    words,
    over=Words("{subject} 各作业渔场均在救助航程内", "{subject}: every ground is within reach of rescue"),
    source="系统默认 (示例: 60 分钟, 15 节) · system default (examples: 60 min, 15 kn)",
    clears=Words("救助船可在 {within_min:.0f} 分钟内到达", "a rescue boat within {within_min:.0f} min"),
    assumes=Words("公务船和运输船可救助, 直线航行", "patrol and supply boats can rescue, and sail straight"),
    lacks=lacks,
    every_s=30,
    at_s=24,
)
