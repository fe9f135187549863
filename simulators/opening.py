"""The opening: where every boat is and what it is doing when the simulation begins."""

from typing import NamedTuple

import numpy as np

from geo.arrays import FloatArray
from simulators.behaviours.lane import side_ahead
from simulators.pilots import Pilots
from simulators.rhythm import LONG_TRIP_H, berth_s, by_the_day, hour_of_day, sea_s, stays_in, too_windy
from simulators.scene import MOORED, UNDER_WAY, Leg, Plan, Scene

AT_SEA = {"fishing": 0.45, "village": 0.25, "patrol": 0.6, "supply": 0.5, "visitor": 0.4, "merchant": 1.0}
"""Share of each class at sea at the opening: a working day outside the closed season (示例)."""
BY_DAY, BY_DAY_H = 0.6, (5.0, 13.0)
"""Share of the boats under 12 m at sea between these hours of the port's day, and none else (示例)."""
ON_THE_WAY = 0.12
"""Share of the companies, and of the boats without one, at sea that are steaming out or home."""
STRUNG_OUT = 0.03
"""Part of the way over which the boats of a company that steam together are strung out; ours."""
AT_WORK_H = (0.3, 9.0)
"""What is left of a trip at the opening; of the long trips, up to all of it."""
NEXT_OUT_H = (0.02, 8.0)


def open_scene(
    scene: Scene,
    pilots: Pilots,
    starts: dict[int, tuple[str, tuple[float, float]]],
    at_sea: float | None = None,
) -> None:
    """Put every boat somewhere and give it a plan.

    Args:
        scene: the port with its boats, still nowhere.
        pilots: of the same scene.
        starts: row -> behaviour and (lon, lat) in degrees, for boats that a scenario places; they fish there.
        at_sea: share of the boats that a scenario has at sea, 0..1, ships and patrol boats aside; None: as
            season, weather and hour have it.
    """
    lots: dict[str, float] = {}
    passages: dict[str, _Passage | None] = {}
    for row, vessel in enumerate(scene.vessels):
        scene.hulls.place(row, scene.spot_m[row], float(scene.spot_deg[row]))
        at_work_h = AT_WORK_H[0], LONG_TRIP_H.get(vessel.gear, AT_WORK_H)[1]
        scene.home_at_s[row] = sea_s(scene, row, at_work_h)
        if row in starts:
            behaviour, lonlat = starts[row]
            start_m = scene.places.xy_m(*lonlat)[0]
            scene.ground_m[row] = start_m
            scene.hulls.place(row, start_m, float(scene.rng.uniform(0, 360)))
            pilots.follow(row, behaviour)
            _at_full_speed(scene, row)
        elif not _sails(scene, row, lots, at_sea):
            _in_harbour(scene, pilots, row)
        elif vessel.vessel_class == "merchant" and scene.places.lanes:
            _in_lane(scene, pilots, row)
        else:
            _at_sea(scene, pilots, row, passages)


class _Passage(NamedTuple):
    """How a company that steams is on its way: home or out, and how much of the way lies behind it, 0..1."""

    homeward: bool
    part: float


def _sails(scene: Scene, row: int, lots: dict[str, float], at_sea: float | None) -> bool:
    """Return whether a boat is at sea, by season, weather, hour and lot, one lot for each company."""
    share = AT_SEA[scene.vessels[row].vessel_class]
    if by_the_day(scene, row):
        share = BY_DAY if BY_DAY_H[0] <= hour_of_day(scene) < BY_DAY_H[1] else 0.0
    lot = lots.setdefault(scene.company(row) or scene.vessels[row].id, float(scene.rng.random()))
    if at_sea is not None and scene.vessels[row].vessel_class not in ("merchant", "patrol"):
        return lot < at_sea
    return lot < share and not stays_in(scene, row)


def _in_harbour(scene: Scene, pilots: Pilots, row: int) -> None:
    hold_s = berth_s(scene, row, NEXT_OUT_H)
    pilots.set_out(row, "moored", Plan((scene.stay(row, hold_s, MOORED),), "leave"))


def _in_lane(scene: Scene, pilots: Pilots, row: int) -> None:
    middle_m = scene.places.lanes[row % len(scene.places.lanes)]
    towards = middle_m if scene.rng.random() < 0.5 else middle_m[::-1]
    side_m = side_ahead(towards, towards[0])
    piece = int(scene.rng.integers(len(side_m) - 1))
    part = scene.rng.random()
    start_m = side_m[piece] * (1 - part) + side_m[piece + 1] * part
    if too_windy(scene, [row], start_m[None])[0]:
        # No ship is routed through a typhoon: it waits in a port that nobody here hears.
        scene.dark_until_s[row] = np.inf
        pilots.set_out(row, "moored", Plan((scene.stay(row, np.inf, MOORED),), "lane"))
        return
    scene.hulls.place(row, start_m, 0.0)
    way_m = np.vstack([start_m, side_m[piece + 1 :]])
    leg = Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY)
    _under_way(scene, pilots, row, "lane", Plan((leg,), "lane"))


def _at_sea(scene: Scene, pilots: Pilots, row: int, passages: dict[str, _Passage | None]) -> None:
    """Put a boat at work on its ground, or with its company somewhere on the way there or home."""
    goal_m = scene.about_ground(row, scene.ground_m[row])
    at_m = scene.ground_m[row] if goal_m is None else goal_m
    work = scene.work_of(row)
    passage = _passage(scene, row, passages)
    if passage is None:
        scene.hulls.place(row, at_m, float(scene.rng.uniform(0, 360)))
        pilots.follow(row, work)
        return
    mouth = scene.places.mouth_between(scene.spot_m[row], at_m)
    way_m = scene.places.water.way(mouth.outside_m, at_m)
    if way_m is None:
        _in_harbour(scene, pilots, row)
        return
    part = min(passage.part + STRUNG_OUT * float(scene.rng.random()), 1.0)
    way_m = _rest_of(way_m[::-1] if passage.homeward else way_m, part)
    scene.hulls.place(row, way_m[0], 0.0)
    leg = Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY)
    behaviour, then = ("return", "return") if passage.homeward else ("transit", work)
    _under_way(scene, pilots, row, behaviour, Plan((leg,), then))


def _passage(scene: Scene, row: int, passages: dict[str, _Passage | None]) -> _Passage | None:
    """Return how a boat is on its way, None for one at work: one lot for each company."""
    company = scene.company(row) or scene.vessels[row].id
    if company not in passages:
        steams = scene.rng.random() < ON_THE_WAY
        passages[company] = (
            _Passage(bool(scene.rng.random() < 0.5), float(scene.rng.random())) if steams else None
        )
    return passages[company]


def _under_way(scene: Scene, pilots: Pilots, row: int, behaviour: str, plan: Plan) -> None:
    pilots.set_out(row, behaviour, plan)
    _at_full_speed(scene, row)


def _at_full_speed(scene: Scene, row: int) -> None:
    """Spare a boat that is already on its way the working up to its speed."""
    hulls = scene.hulls
    hulls.speed_mps[row] = hulls.goal_mps[row]
    hulls.heading_deg[row] = hulls.course_deg[row]


def _rest_of(way_m: FloatArray, part: float) -> FloatArray:
    """Return what is left of a way after a part (0..1) of its length."""
    lengths_m = np.hypot(*np.diff(way_m, axis=0).T)
    gone_m = part * lengths_m.sum()
    piece = int(np.searchsorted(np.cumsum(lengths_m), gone_m))
    piece = min(piece, len(lengths_m) - 1)
    into = (gone_m - lengths_m[:piece].sum()) / lengths_m[piece]
    start_m = way_m[piece] + into * (way_m[piece + 1] - way_m[piece])
    return np.vstack([start_m, way_m[piece + 1 :]])
