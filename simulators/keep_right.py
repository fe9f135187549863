"""Keep right: boats keep to the starboard side of their way, and pass those that come port to port.

Ways over water are shortest paths, on which all would meet head on. Real skippers keep to starboard in a
fairway and alter to starboard when meeting (COLREG rules 9 and 14).
"""

import numpy as np

from geo.arrays import FloatArray
from simulators.scene import UNDER_WAY, Leg, Scene

OFF_SEA_M, OFF_HARBOUR_M = (60.0, 600.0), (6.0, 18.0)
"""How far to starboard of the shortest way boats keep, drawn for each; ours."""
BENDS_M = (1_200.0, 150.0)
"""Pieces shorter than this are sailed as they are: at sea, in the harbour."""
STEERED = frozenset(
    ("collide-course", "follow-track", "go-to", "leave-zone", "enter-zone", "sail-with", "pair-trawl")
)
"""Behaviours whose course is what matters: they keep to it, and look out for nobody."""
ENDS = 0.12
"""Part of a piece at its either end over which a boat leaves the line and comes back to it."""


def keep_right(scene: Scene, row: int, leg: Leg) -> Leg:
    """Return the leg with its long pieces moved to starboard, as far as there is clear water."""
    steered = scene.bidden[row] or scene.behaviour[row] in STEERED
    if leg.status != UNDER_WAY or steered or len(leg.way_m) < 2:
        return leg
    harbour = bool(scene.hulls.eases[row]) or leg.speed_mps < scene.cruise_mps[row] * 0.9
    lengths_m = np.hypot(*np.diff(leg.way_m, axis=0).T)
    long = np.flatnonzero(lengths_m >= BENDS_M[int(harbour)])
    if not len(long):
        return leg
    low_m, high_m = OFF_HARBOUR_M if harbour else OFF_SEA_M
    off_m = low_m + float(scene.starboard[row]) * (high_m - low_m)
    points = [leg.way_m[0]]
    for piece in range(len(lengths_m)):
        start_m, end_m = leg.way_m[piece], leg.way_m[piece + 1]
        if piece in long:
            points += _beside(scene, start_m, end_m, off_m)
        points.append(end_m)
    return leg._replace(way_m=np.array(points))


def _beside(scene: Scene, start_m: FloatArray, end_m: FloatArray, off_m: float) -> list[FloatArray]:
    """Return two points to starboard of a piece, or none where the water is not clear."""
    along = (end_m - start_m) / np.hypot(*(end_m - start_m))
    aside = np.array([along[1], -along[0]])
    for part in (1.0, 0.4):
        out_m = start_m + ENDS * (end_m - start_m) + part * off_m * aside
        back_m = end_m - ENDS * (end_m - start_m) + part * off_m * aside
        ways = np.array([start_m, out_m, back_m, end_m])
        if scene.places.water.clear(ways[:-1], ways[1:]).all():
            return [out_m, back_m]
    return []
