"""Finds boats at sea whose gear is closed in these waters now: the ban (休渔) feeds next year's fish.

Alert 4 of domain.md §2. Seasons are the port's own table (`bans.csv`): by gear, between two latitudes, from
one instant to another. Instants are compared, not dates: at noon of the opening everybody may go, and who
waits in the port a minute before breaks nothing.
"""

from functools import lru_cache

import numpy as np

from geo.zones import ZoneSet
from twin.columns import NEVER, UNKNOWN
from twin.fences import Fences
from twin.fleet import CLASS_CODE
from twin.port import GEARS
from twin.rules.base import Finding, Lack, Params, Rule, View
from twin.rules.boats import findings
from twin.table import Array, among
from twin.wire import Words


class ClosedSeasonParams(Params, frozen=True, kw_only=True):
    """Metres, minutes and seconds.

    Attributes:
        outside_m: so far outside every harbour and anchorage a boat is at sea (domain.md alert 4).
        fishing_min: so long at 1.5-4.5 kn it is fishing by all that can be seen (domain.md alert 4).
        hold_s, hold_fixes: dwell of a zone (domain.md §2 b); release ours.
    """

    outside_m: float = 500
    fishing_min: float = 30
    hold_s: float = 60
    hold_fixes: int = 2
    release_s: float = 120
    release_fixes: int = 2


def find(view: View, params: ClosedSeasonParams) -> list[Finding]:
    """Return a verdict for every boat at sea with a gear that is closed where it is."""
    vessels = view.fleet.vessels
    closed = closed_gear(view) & vessels["at_sea"] & (vessels["fix_ms"] != NEVER)
    rows = np.flatnonzero(closed)
    if len(rows) and view.fences.shelter.any():
        closed[rows] = ~_near_shelter(view, rows, params.outside_m)
    begun_ms = vessels["fishing_ms"]
    minutes = np.where(begun_ms == NEVER, 0, (vessels["fix_ms"] - begun_ms) / 60_000)
    unsure = ~view.fresh
    return findings(view, closed, unsure, value=minutes, limit=params.fishing_min, priority=2)


def closed_gear(view: View) -> Array:
    """Return whose gear may not be used where the boat is, bool [n]."""
    gear, lat_deg = view.fleet.vessels["gear"], view.fleet.vessels["lat"]
    closed = np.zeros(len(gear), dtype=bool)
    for ban in view.port.bans:
        if ban.from_ms <= view.now_ms < ban.to_ms:
            here = (lat_deg >= ban.south_deg) & (lat_deg <= ban.north_deg)
            closed |= here & among(gear, [code for code, name in enumerate(GEARS) if name in ban.gears])
    return closed


def _near_shelter(view: View, rows: Array, within_m: float) -> Array:
    vessels = view.fleet.vessels
    around = _around_shelter(view.fences.set, view.fences, within_m)
    return np.asarray(around.inside(vessels["x"][rows], vessels["y"][rows]).any(axis=1))


@lru_cache(maxsize=8)
def _around_shelter(drawn: ZoneSet, fences: Fences, within_m: float) -> ZoneSet:
    """Return harbours and anchorages widened by so many metres; built once for each set of zones as drawn."""
    shapes = drawn.shapes[fences.shelter]
    wide = [shape.buffer(within_m) for shape in shapes]
    return ZoneSet.build(tuple(str(number) for number in range(len(wide))), wide)


def lacks(view: View, params: ClosedSeasonParams) -> list[Lack]:  # noqa: ARG001 -- every rule's lacks are called alike
    """Return what is not on record: any closed season, and the gears of strangers among the fishing boats."""
    vessels = view.fleet.vessels
    seen = vessels["at_sea"] & (vessels["fix_ms"] != NEVER)
    if not view.port.bans:
        return [Lack(Words("休渔期未登记", "no closed season on record"), int(seen.sum()))]
    strange = seen & (vessels["gear"] == UNKNOWN) & (vessels["sort"] != CLASS_CODE["merchant"])
    return [Lack(Words("作业方式未登记", "no gear on record"), int(strange.sum()))]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say that the boat is at sea in its ban, and whether it moves as if it fished."""
    if finding.value >= finding.limit:
        return Words(
            f"{subject.zh} 休渔期在海, 作业航速已持续 {finding.value:.0f} 分钟",
            f"{subject.en} at sea in its closed season, at fishing speed for {finding.value:.0f} min",
        )
    return Words(f"{subject.zh} 休渔期在海", f"{subject.en} at sea in the closed season of its gear")


RULE = Rule(
    "closed-season",
    "vessel",
    "min",
    ClosedSeasonParams(),
    find,
    words,
    over=Words("{subject} 已进港或休渔期结束", "{subject} is in port, or its season is open"),
    source="港口休渔表 bans.csv; 距港界 500 米 · the port's table of closed seasons; 500 m, domain.md 4",
    call="question",
    heed=("ban-transfer", "opening-day", "move"),
    clears=Words(
        "回到港界外 {outside_m:.0f} 米以内并保持 {release_s:.0f} 秒, 或休渔期结束",
        "within {outside_m:.0f} m of a harbour for {release_s:.0f} s, or the end of the season",
    ),
    assumes=Words("所用渔具即登记渔具", "it carries the gear that the register names"),
    lacks=lacks,
    every_s=10,
    at_s=4,
)
