"""Trawl: long slow tows back and forth over the ground, with a slow haul after each."""

import numpy as np

from geo.arrays import FloatArray
from geo.units import kn_to_mps
from simulators.scene import FISHING, Leg, Plan, Scene

TOW_KN = (2.5, 4.5)
"""Trawlers tow at 2.5-4.5 kn (`domain.md` §1.3); quartiles 2.7, 3.5, 4.0 kn (558 recorded trawlers)."""
TURNS = (4, 8)
"""A tow goes to and fro over the ground: some three hours in pieces of half an hour (ours)."""
HAUL_S = (600.0, 1_400.0)
HAUL_KN = (0.7, 1.3)
"""A hauling trawler keeps way on: 5 % of the speeds at work are below 1.1 kn, 3 % below 0.5."""


def plan(scene: Scene, row: int) -> Plan:
    """Return one tow and one slow haul, then the next, until it is time to turn home."""
    if scene.due_home(row):
        return Plan((), "return")
    way_m = scene.about_ground_on(row, scene.here(row), int(scene.rng.integers(*TURNS)), far=True)
    if way_m is None:
        return Plan((scene.stay(row, HAUL_S[1], FISHING),), "transit")
    rng = scene.rng
    tow = Leg(way_m, kn_to_mps(float(rng.uniform(*TOW_KN))), FISHING)
    return Plan((tow, _haul(scene, way_m[-2], way_m[-1])), "trawl")


def _haul(scene: Scene, from_m: FloatArray, end_m: FloatArray) -> Leg:
    """Return the haul at the end of a tow: slowly on in its direction, or lying there where land is near."""
    lasts_s, speed_mps = scene.rng.uniform(*HAUL_S), kn_to_mps(float(scene.rng.uniform(*HAUL_KN)))
    along_m = end_m - from_m
    on_m = end_m + along_m * (speed_mps * lasts_s / max(float(np.hypot(*along_m)), 1.0))
    if scene.places.water.clear(end_m[None], on_m[None])[0]:
        return Leg(np.stack([end_m, on_m]), speed_mps, FISHING)
    return Leg(end_m[None], 0.0, FISHING, float(lasts_s))
