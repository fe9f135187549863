"""Finds boats that head for a sensitive line, or are across it: beyond it others may stop and hold them.

Alert 3 of domain.md §2: 10 nm a caution, 5 nm a warning, across it an alarm. It ends only 5 nm back on the
home side, so that nobody edges along the line in and out of an alert. Home is where the port is. Lines of the
chart are drawn by the port and are 示意, 非法定界线 (no legal limits).
"""

import numpy as np
import shapely

from geo.distance import distance_m
from geo.units import METRES_PER_NM, kn_to_mps
from twin.columns import NEVER
from twin.facts import Mark, Priority
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Params, Rule, Verdict, View
from twin.table import Array
from twin.wire import Words

STRETCH = 1.02
"""The plane in which boxes lie is off by 0.9 % at 100 km (`geo.frame`): a box is asked a little farther."""


class NearLineParams(Params, frozen=True, kw_only=True):
    """Nautical miles, degrees, minutes and knots (domain.md alert 3; distances ours).

    Attributes:
        caution_nm, warning_nm: distance to the line.
        toward_deg, ahead_min: the course points there, within this angle and this time.
        back_nm: so far back it is over.
        least_kn: a slower boat heads nowhere, ours.
    """

    caution_nm: float = 10
    warning_nm: float = 5
    toward_deg: float = 60
    ahead_min: float = 60
    back_nm: float = 5
    least_kn: float = 1.5
    hold_s: float = 60
    hold_fixes: int = 2
    release_s: float = 120
    release_fixes: int = 2


def find(view: View, params: NearLineParams) -> list[Finding]:
    """Return a verdict for every boat that heads for a line or is across it, and for every tracked one.

    What holds as it did at the last look is left out.
    """
    fences = view.fences
    lines = np.flatnonzero([zone.kind == "line" for zone in fences.zones])
    return [finding for line in lines.tolist() for finding in _of_line(view, params, line)]


def _of_line(view: View, params: NearLineParams, line: int) -> list[Finding]:
    vessels, fences, name = view.fleet.vessels, view.fences, view.fences.zones[line].id
    watched = np.zeros(len(vessels), dtype=bool)
    watched[[view.fleet.row_of[subject] for subject, names in view.tracked.items() if name in names]] = True
    near, between = _about(view, params, line)
    rows = np.flatnonzero((vessels["fix_ms"] != NEVER) & (watched | near | between))
    speaks = fences.applies[rows, line] & fences.open_now[line] & ~vessels["buoy"][rows]
    rows, speaks = rows[watched[rows] | speaks], speaks[watched[rows] | speaks]
    if not len(rows):
        return []
    to_x, to_y = fences.set.nearest_edge(vessels["x"][rows], vessels["y"][rows], np.full(len(rows), line))
    to = fences.frame.to_lonlat(to_x, to_y)
    inside = fences.inside[rows, line]
    off_m = distance_m(vessels["lon"][rows], vessels["lat"][rows], *to) * np.where(inside, -1, 1)
    across = speaks & inside
    behind = np.flatnonzero(speaks & between[rows])
    across[behind] |= _beyond(view, line, rows[behind])
    toward = speaks & _heads(view, params, rows, (to_x, to_y), off_m)
    near = toward & (off_m <= params.caution_nm * METRES_PER_NM)
    priority = np.select([across, near & (off_m <= params.warning_nm * METRES_PER_NM)], [2, 3], 4)
    over = ~speaks | (~across & (off_m >= params.back_nm * METRES_PER_NM))
    verdict = np.select(
        [~view.fresh[rows], across | near, over], [CANNOT_TELL, HOLDS, HOLDS_NOT], CANNOT_TELL
    )
    told = np.full(len(vessels), 9)
    held = {subject: urgency for (subject, about), urgency in view.steady.items() if about == name}
    told[[view.fleet.row_of[subject] for subject in held]] = list(held.values())
    new = (verdict != HOLDS) | (priority < told[rows])
    kept = np.flatnonzero(new & (across | near | watched[rows]))
    columns = (rows, verdict, priority, off_m, *to)
    return [
        _finding(view, params, row, line, (answer, urgency), far_m, (lon, lat))
        for row, answer, urgency, far_m, lon, lat in zip(*(c[kept].tolist() for c in columns), strict=True)
    ]


def _about(view: View, params: NearLineParams, line: int) -> tuple[Array, Array]:
    """Return which boats lie in the line's box or may reach it in time, and whose way home may pass it.

    One that tells no speed counts as near all the same: it may be across.
    """
    vessels = view.fleet.vessels
    west, south, east, north = view.fences.set.boxes[:, line]
    x, y, speed_kn = vessels["x"], vessels["y"], vessels["sog_kn"]
    way_m = kn_to_mps(speed_kn) * params.ahead_min * 60
    reach_m = np.fmin(way_m, params.caution_nm * METRES_PER_NM) * STRETCH
    near = (x >= west - reach_m) & (x <= east + reach_m) & (y >= south - reach_m) & (y <= north + reach_m)
    between = (np.maximum(x, 0) >= west) & (np.minimum(x, 0) <= east)
    between &= (np.maximum(y, 0) >= south) & (np.minimum(y, 0) <= north)
    sides = [x * to_y > y * to_x for to_x in (west, east) for to_y in (south, north)]
    between &= np.logical_or.reduce(sides) & ~np.logical_and.reduce(sides)
    return near, between


def _beyond(view: View, line: int, rows: Array) -> Array:
    """Return which boats are across the line, because the way home passes it, bool [m]."""
    x, y = view.fleet.vessels["x"][rows], view.fleet.vessels["y"][rows]
    ways = shapely.linestrings(np.stack([x, y, np.zeros_like(x), np.zeros_like(y)], axis=1).reshape(-1, 2, 2))
    return np.asarray(shapely.intersects(view.fences.set.shapes[line], ways))


def _heads(view: View, params: NearLineParams, rows: Array, to_m: tuple[Array, Array], off_m: Array) -> Array:
    """Return which boats' courses point at the nearest place of the line, and reach it in time."""
    vessels, (to_x, to_y) = view.fleet.vessels, to_m
    bearing = np.degrees(np.arctan2(to_x - vessels["x"][rows], to_y - vessels["y"][rows]))
    aside_deg = np.abs((vessels["cog_deg"][rows].astype(np.float64) - bearing + 180) % 360 - 180)
    speed_kn = vessels["sog_kn"][rows].astype(np.float64)
    closing_mps = kn_to_mps(speed_kn) * np.cos(np.radians(aside_deg))
    heads = (aside_deg <= params.toward_deg) & (speed_kn >= params.least_kn)
    return np.asarray(heads & (off_m <= closing_mps * params.ahead_min * 60))


def _finding(
    view: View,
    params: NearLineParams,
    row: int,
    line: int,
    said: tuple[Verdict, Priority],
    off_m: float,
    to: tuple[float, float],
) -> Finding:
    vessels, (verdict, priority) = view.fleet.vessels, said
    lon, lat = float(vessels["lon"][row]), float(vessels["lat"][row])
    ends = ((round(lon, 6), round(lat, 6)), (round(to[0], 6), round(to[1], 6)))
    return Finding(
        view.fleet.known[row].vessel,
        view.fences.zones[line].id,
        verdict,
        priority,
        int(vessels["fix_count"][row]),
        off_m / METRES_PER_NM,
        params.warning_nm if priority == 3 else params.caution_nm if priority == 4 else 0,
        lon,
        lat,
        draw=(Mark("line", ends),),
    )


def words(finding: Finding, subject: Words, zone: Words) -> Words:
    """Say how far the line is, or that the boat is across."""
    if finding.priority == 2:
        return Words(f"{subject.zh} 已越过{zone.zh}", f"{subject.en} is across {zone.en}")
    return Words(
        f"{subject.zh} 驶向{zone.zh}, 距 {finding.value:.1f} 海里",
        f"{subject.en} heads for {zone.en}, {finding.value:.1f} nm off",
    )


RULE = Rule(
    "near-line",
    "vessel",
    "nm",
    NearLineParams(),
    find,
    words,
    over=Words("{subject} 已回到{zone}内侧", "{subject} is well back from {zone}"),
    source="系统默认 (10 / 5 海里) · system default (10 and 5 nm)",
    call="warning",
    heed=("move",),
    clears=Words("回到内侧 {back_nm:g} 海里以上", "{back_nm:g} nm back on the home side"),
    assumes=Words("界线为示意, 非法定界线", "the line is drawn by the port and is no legal limit"),
    every_s=5,
    at_s=3,
)
