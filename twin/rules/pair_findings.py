"""What is said of pairs of vessels that pass each other: verdicts as findings, and what explains them."""

from typing import NamedTuple

import numpy as np

from geo.encounter import Passing, closest
from geo.motion import gone
from geo.units import MS_PER_SECOND
from twin.facts import Mark
from twin.rules.base import HOLDS, HOLDS_NOT, Finding, Params, View
from twin.table import Array
from twin.traffic import Traffic
from twin.watched_pairs import ACTIVE, PENDING, Standing, Watched
from twin.wire import Words

GRAVE = 2
"""Priority of what an officer must know of."""


def fixes_of(view: View, first: Array, second: Array) -> Array:
    """Return how many fixes both vessels of these pairs have given, int64 [k]; fleet rows."""
    count = view.fleet.vessels["fix_count"]
    return np.asarray(count[first].astype(np.int64) + count[second])


def ripe(view: View, params: Params, standing: Standing, fixes: Array) -> Array:
    """Return for which pairs, if it holds now, the alert is due, bool [k]; `fixes` of both."""
    begins = standing.phase == 0
    held_ms = np.where(begins, 0, view.now_ms - standing.since_ms)
    new = np.where(begins, 1, fixes - standing.fixes)
    due = (held_ms >= params.hold_s * MS_PER_SECOND) & (new >= params.hold_fixes)
    return np.asarray(due & (standing.phase != ACTIVE))


def holding(
    view: View, params: Params, standing: Standing, fixes: Array, graver: Array, late: Array
) -> Array:
    """Return for which pairs it must be said that it holds, because something follows from it, bool [k].

    It begins, or has held for long enough to be an alert; it had ceased; it is graver than the alert says,
    and that begins, or has lasted; or it is late and no graver any more. If something may cover it: always.

    Args:
        view: the port now.
        params: of the rule.
        standing: what is remembered of the pairs, [k].
        fixes: how many both have given, [k].
        graver: whether it would be graver than a first alert says, bool [k].
        late: whether it may be graver, bool [k].
    """
    now_ms = view.now_ms
    open_held, growing = standing.held, standing.graver_ms >= 0
    lasted = now_ms - standing.graver_ms >= params.graver_s * MS_PER_SECOND
    lasted &= now_ms - standing.changed_ms >= params.react_s * MS_PER_SECOND
    worse = graver & (standing.priority > GRAVE)
    follows = np.where(worse, ~growing | lasted, growing & late)
    waits = (standing.phase == PENDING) & ~ripe(view, params, standing, fixes)
    return np.asarray(np.where(open_held, follows, ~waits) | view.covered)


def ending(view: View, params: Params, standing: Standing, fixes: Array) -> Array:
    """Return for which pairs it must be said that it holds no more, because something follows, bool [k].

    As `holding`: it waits to be an alert, it held a moment ago, or it has not held for long enough.
    """
    off_ms = standing.off_ms
    lasted = view.now_ms - off_ms >= params.release_s * MS_PER_SECOND
    lasted &= fixes - standing.fixes >= params.release_fixes
    return np.asarray((standing.phase != ACTIVE) | (off_ms < 0) | lasted | view.covered)


class Said(NamedTuple):
    """Pairs of which a verdict is told, [k] each.

    Attributes:
        pairs: as places in `Traffic`.
        holds: whether they will pass too near.
        priority: how grave that is.
        limit_m: what is too near.
        explain: whether to explain it.
    """

    pairs: Passing
    holds: Array
    priority: Array
    limit_m: Array
    explain: Array


def findings(view: View, seen: Traffic, said: Said, ahead_s: float) -> list[Finding]:
    """Return the verdicts on pairs, each told under the id that sorts first, some of them explained.

    Args:
        view: the port now.
        seen: boats whose motion is known.
        said: the pairs.
        ahead_s: how far ahead they were looked at.
    """
    if not len(said.holds):
        return []
    known, pairs = view.fleet.known, said.pairs
    one, other = seen.rows[pairs.first], seen.rows[pairs.second]
    verdict = np.where(said.holds, HOLDS, HOLDS_NOT)
    fixes = fixes_of(view, one, other)
    columns = (one, other, verdict, said.priority, fixes, pairs.cpa_m, said.limit_m, said.explain)
    meant = iter(_explained(seen, pairs.where(said.explain.nonzero()[0]), ahead_s))
    found = []
    for a, b, answer, urgency, count, cpa_m, limit_m, why in zip(*(c.tolist() for c in columns), strict=True):
        subject, name = sorted((known[a].vessel, known[b].vessel))
        finding = Finding(subject, None, answer, urgency, count, cpa_m, limit_m, other=name)
        found.append(finding._replace(**next(meant)._asdict()) if why else finding)
    return found


class _Meant(NamedTuple):
    """What explains an encounter: where they are closest, what is not known, the ways to draw."""

    lon: float
    lat: float
    assumed: Words
    draw: tuple[Mark, Mark]


def _explained(seen: Traffic, pairs: Passing, ahead_s: float) -> list[_Meant]:
    """Return what explains some encounters; ways lead to where a boat will be when they are closest."""
    if not len(pairs.first):
        return []
    tracks, both = seen.tracks, np.concatenate([pairs.first, pairs.second])
    met = closest(tracks, pairs.first, pairs.second, ahead_s)
    lon, lat, run_s = tracks.lon_deg[both], tracks.lat_deg[both], np.tile(pairs.tcpa_s, 2)
    then = gone(lon, lat, tracks.east_mps[both] * run_s, tracks.north_mps[both] * run_s)
    places = np.round(np.column_stack([lon, lat, *then]), 6)
    here, there = (side.tolist() for side in np.split(places, 2))
    bounds = (met.tcpa_s.tolist(), met.least_m.tolist(), met.most_m.tolist())
    return [
        _Meant(
            (way[2] + its[2]) / 2,
            (way[3] + its[3]) / 2,
            _assumed(*within),
            (_mark(way), _mark(its)),
        )
        for way, its, *within in zip(here, there, *bounds, strict=True)
    ]


def _mark(way: list[float]) -> Mark:
    return Mark("line", ((way[0], way[1]), (way[2], way[3])))


def unseen(view: View, params: Params, missing: Watched) -> list[Finding]:
    """Return that it is over with watched pairs of which one lies moored now or that the register pairs.

    Of pairs in which one has not been heard of lately nobody can tell.
    """
    if not len(missing.keys):
        return []
    vessels, known = view.fleet.vessels, view.fleet.known
    first, second = missing.first, missing.second
    over = vessels["moored"][first] | vessels["moored"][second] | (vessels["pair"][first] == second)
    if not over.any():
        return []
    count = fixes_of(view, first, second)
    over &= ending(view, params, Standing(*missing.columns[:, :-1]), count)
    first, second, fixes = first[over], second[over], count[over]
    found = []
    for one, other, seen in zip(*(column.tolist() for column in (first, second, fixes)), strict=True):
        subject, name = sorted((known[one].vessel, known[other].vessel))
        found.append(Finding(subject, None, HOLDS_NOT, 3, seen, 0, 0, other=name))
    return found


def _assumed(tcpa_s: float, least_m: float, most_m: float) -> Words:
    """Say in how long, and between which bounds the fixes leave room."""
    return Words(
        f"{tcpa_s / 60:.1f} 分钟后最近; 按船位误差在 {least_m:.0f} 至 {most_m:.0f} 米之间",
        f"closest in {tcpa_s / 60:.1f} min; by the doubt of the fixes {least_m:.0f} to {most_m:.0f} m",
    )
