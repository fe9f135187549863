"""Supply: a supply boat meets fishing boats at sea one after the other and lies by each while it loads.

Where the way from one to the next leads through a harbour, it goes there as slowly as everybody.
"""

from itertools import pairwise

import numpy as np

from geo.arrays import FloatArray
from geo.units import kn_to_mps
from simulators.scene import FISHING, HARBOUR_KN, UNDER_WAY, Leg, Plan, Scene

ALONGSIDE_M = 60.0
"""How near a supply boat comes to the boat it serves; ours: nets are out and a sea is running."""
LOADS_S = (1_200.0, 3_600.0)
LOOKS_AGAIN_S = 1_800.0
PIECE_M, SLOW_M = 100.0, 1_000.0
"""A way is looked at in pieces so long, and is slow from so far before a harbour to so far behind; ours."""


def plan(scene: Scene, row: int) -> Plan:
    """Return the way to a boat that fishes and the time beside it, until it is time to turn home."""
    if scene.due_home(row):
        return Plan((), "return")
    here_m = scene.here(row)
    fishing = np.flatnonzero(scene.status == FISHING)
    if not len(fishing):
        return Plan((scene.stay(row, LOOKS_AGAIN_S, UNDER_WAY),), "supply")
    met = int(scene.rng.choice(fishing))
    turn = scene.rng.uniform(0, 2 * np.pi)
    beside_m = scene.hulls.xy_m[met] + ALONGSIDE_M * np.array([np.sin(turn), np.cos(turn)])
    way_m = scene.places.water.way(here_m, beside_m)
    loads_s = float(scene.rng.uniform(*LOADS_S))
    if way_m is None:
        return Plan((scene.stay(row, LOOKS_AGAIN_S, UNDER_WAY),), "supply")
    return Plan(_legs(scene, row, way_m, loads_s), "supply")


def _legs(scene: Scene, row: int, way_m: FloatArray, loads_s: float) -> tuple[Leg, ...]:
    """Return a way in legs, slow ones in and about harbours, and the time at its end."""
    ends = list(pairwise(way_m))
    counts = [max(int(np.hypot(*(end - start)) // PIECE_M), 1) for start, end in ends]
    pieces = [np.linspace(*both, many, endpoint=False) for both, many in zip(ends, counts, strict=True)]
    points_m = np.concatenate([*pieces, way_m[-1:]])
    inside = [scene.places.in_harbour(point) for point in points_m]
    about = int(SLOW_M / PIECE_M)
    slow = np.convolve(inside, np.ones(2 * about + 1))[about:-about] > 0
    cuts = [0, *(np.flatnonzero(np.diff(slow[:-1])) + 1).tolist(), len(points_m) - 1]
    turns = np.zeros(len(points_m), dtype=np.bool_)
    turns[[*np.cumsum([0, *counts]), *cuts]] = True
    legs = []
    for begin, end in pairwise(cuts):
        speed_mps = kn_to_mps(HARBOUR_KN) if slow[begin] else float(scene.cruise_mps[row])
        part_m = points_m[begin : end + 1][turns[begin : end + 1]]
        legs.append(Leg(part_m, speed_mps, UNDER_WAY, passes=True))
    return (*legs[:-1], legs[-1]._replace(hold_s=loads_s, passes=False))
