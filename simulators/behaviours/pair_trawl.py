"""Pair trawl (对拖): two boats tow one net between them, turn together, and close up to haul.

The boat that stands first in the register leads; its pair keeps abeam of it.
"""

import numpy as np

from geo.arrays import FloatArray
from geo.units import kn_to_mps
from simulators.behaviours.station import keep_station
from simulators.scene import FISHING, UNDER_WAY, Leg, Plan, Scene

TOW_KN = (2.6, 3.6)
"""Trawlers tow at 2.5-4.5 kn (`domain.md` §1.3)."""
ABEAM_M = 320.0
"""Pair trawlers tow 100-600 m abeam (`domain.md` §1.3)."""
HAUL_OFF_M = 40.0
HAUL_S = 600.0
HALF_TOW_M = 1_700.0
"""Half of a straight tow: at 3 kn a boat needs 37 minutes for all of it, more than the half hour by which
pairs are known (`domain.md` §1.3)."""
TURN_M = 350.0
LOOKS_S = 30.0
RUN_KN = 6.0
HEADINGS = 12


def plan(scene: Scene, row: int) -> Plan:
    """Return two long tows with a turn between them and a haul; of the second boat, its station.

    A boat whose pair does not sail trawls alone.
    """
    other = scene.other(row)
    if other is None:
        return Plan((), "trawl")
    if row < other:
        return _lead(scene, row)
    if scene.behaviour[other] != "pair-trawl":
        return Plan((), "return" if scene.behaviour[other] in ("return", "moored") else "sail-with")
    haul = not scene.hulls.under_way[other] and scene.status[other] == FISHING
    off_m = HAUL_OFF_M if haul else ABEAM_M
    return keep_station(scene, row, other, (off_m, 0.0), LOOKS_S, "pair-trawl")


def _lead(scene: Scene, row: int) -> Plan:
    if scene.due_home(row):
        return Plan((), "return")
    tow_m = _tow(scene, row)
    if tow_m is None:
        return Plan((), "trawl")
    way_m = scene.places.water.way(scene.here(row), tow_m[0])
    if way_m is None:
        return Plan((), "trawl")
    speed_mps = kn_to_mps(float(scene.rng.uniform(*TOW_KN)))
    shoot = Leg(way_m, kn_to_mps(RUN_KN), UNDER_WAY, 60.0)
    return Plan((shoot, Leg(tow_m, speed_mps, FISHING, HAUL_S)), "pair-trawl")


def _tow(scene: Scene, row: int) -> FloatArray | None:
    """Return a tow over the boat's ground, a half circle and the tow back, or None without clear water."""
    middle_m = scene.ground_m[row]
    first = float(scene.rng.uniform(0, 2 * np.pi))
    for turn in first + np.linspace(0, 2 * np.pi, HEADINGS, endpoint=False):
        ahead = np.array([np.sin(turn), np.cos(turn)])
        port = np.array([-ahead[1], ahead[0]])
        angles = np.linspace(0, np.pi, 9)[:, None]
        bend = HALF_TOW_M * ahead + TURN_M * (port * (1 - np.cos(angles)) + ahead * np.sin(angles))
        start = -HALF_TOW_M * ahead
        tow_m: FloatArray = middle_m + np.vstack([start, bend, start + 2 * TURN_M * port])
        if scene.places.water.clear(tow_m[:-1], tow_m[1:]).all():
            return tow_m
    return None
