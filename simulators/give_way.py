"""Give way: boats that steam at sea see each other in time, and one of them turns aside.

Who fishes or lies still is kept clear of (COLREG rule 18); of two that steam, the one gives way that has the
other ahead or on its starboard side (rules 14, 15). Nobody slows down; a boat that turned aside takes up its
way again when it is clear.
"""

import numpy as np

from geo.arrays import BoolArray, FloatArray, IntArray
from geo.encounter import Encounters, Tracks, encounters
from geo.units import mps_to_kn
from simulators.keep_right import STEERED
from simulators.pilots import Pilots
from simulators.scene import FISHING, UNDER_WAY, Scene

LOOKS_S = 10
"""A watch looks round this often; ours."""
BOAT_M, BOAT_S = 340.0, 720.0
SHIP_M, SHIP_S = 1_300.0, 1_200.0
"""Skippers keep more than a cable from each other, ships more than half a mile; ours."""
TURNS_DEG = (8.0, -8.0, 16.0, -16.0, 30.0, -30.0, 55.0, -55.0)
"""Courses a skipper considers, the smallest change first, to starboard before to port; ours."""
SEES_M = 6_000.0
"""Boats farther off do not count when a new course is chosen; ours."""
ON_S = 45.0
"""A new course is held until the other has passed, and so long after; ours."""
REST_S = 120.0
"""A boat that has just given way goes on for so long before it does so again."""


class GiveWay:
    """Lets boats that steam at sea see each other in time."""

    def __init__(self, scene: Scene, pilots: Pilots) -> None:
        self._scene = scene
        self._pilots = pilots
        self._free_at_s = np.zeros(len(scene.vessels))
        self._ship = np.array([vessel.vessel_class == "merchant" for vessel in scene.vessels], dtype=bool)

    def step(self) -> None:
        """Every ten seconds, turn those aside who must give way."""
        scene = self._scene
        if scene.now_s % LOOKS_S:
            return
        hulls = scene.hulls
        rows = np.flatnonzero((hulls.speed_mps > 0.3) & (np.hypot(*(hulls.xy_m - scene.spot_m).T) > 1.0))
        if len(rows) < 2:
            return
        tracks, steams = self._tracks(rows), hulls.under_way[rows] & (scene.status[rows] == UNDER_WAY)
        ship = self._ship[rows]
        self._turn(rows, encounters(tracks, BOAT_M, BOAT_S, steams), BOAT_M)
        if ship.any():
            self._turn(rows, encounters(tracks, SHIP_M, SHIP_S, ship), SHIP_M)

    def _tracks(self, rows: IntArray) -> Tracks:
        hulls = self._scene.hulls
        lon, lat = self._scene.places.frame.to_lonlat(*hulls.xy_m[rows].T)
        return Tracks.of(lon, lat, mps_to_kn(hulls.speed_mps[rows]), hulls.course_deg[rows])

    def _turn(self, rows: IntArray, met: Encounters, clear_m: float) -> None:
        one, other = rows[met.first], rows[met.second]
        closing = np.flatnonzero((met.tcpa_s > 5) & (met.closing_mps > 0.3))
        for at in closing[np.argsort(met.tcpa_s[closing], kind="stable")].tolist():
            for row, seen in ((int(one[at]), int(other[at])), (int(other[at]), int(one[at]))):
                if self._must(row, seen):
                    self._aside(row, rows, clear_m, float(met.tcpa_s[at]) + ON_S)

    def _must(self, row: int, seen: int) -> bool:
        """Return whether a boat is the one that gives way, able and willing to."""
        scene = self._scene
        if scene.now_s < self._free_at_s[row] or scene.bidden[row] or scene.behaviour[row] in STEERED:
            return False
        if not scene.hulls.under_way[row] or scene.status[row] != UNDER_WAY or scene.hulls.eases[row]:
            return False
        if scene.status[seen] == FISHING or not scene.hulls.under_way[seen]:
            return True
        to_m = scene.hulls.xy_m[seen] - scene.hulls.xy_m[row]
        bearing = np.degrees(np.arctan2(to_m[0], to_m[1]))
        relative = (bearing - scene.hulls.course_deg[row] + 180) % 360 - 180
        return bool(-10 <= relative <= 112.5)

    def _aside(self, row: int, rows: IntArray, clear_m: float, for_s: float) -> None:
        """Put a boat on the course nearest to its own that keeps clear of all it sees, over clear water."""
        scene, hulls = self._scene, self._scene.hulls
        self._free_at_s[row] = scene.now_s + min(for_s, REST_S)
        courses = np.radians(hulls.course_deg[row] + np.array(TURNS_DEG))
        ways = np.column_stack([np.sin(courses), np.cos(courses)])
        passes_m = self._passes_m(row, rows, ways * hulls.speed_mps[row], for_s)
        goals_m = hulls.xy_m[row] + ways * hulls.speed_mps[row] * for_s
        wet: BoolArray = scene.places.water.clear(np.broadcast_to(hulls.xy_m[row], goals_m.shape), goals_m)
        fit = wet & (passes_m >= clear_m)
        best = int(np.argmax(fit)) if fit.any() else int(np.argmax(np.where(wet, passes_m, -1.0)))
        if wet[best]:
            self._pilots.turn_aside(row, goals_m[best])

    def _passes_m(self, row: int, rows: IntArray, ways_mps: FloatArray, for_s: float) -> FloatArray:
        """Return how near a boat would pass whatever it sees on each of several courses, metres."""
        hulls = self._scene.hulls
        off_m = hulls.xy_m[rows] - hulls.xy_m[row]
        seen = (np.hypot(*off_m.T) <= SEES_M) & (rows != row)
        off_m, course = off_m[seen], np.radians(hulls.course_deg[rows[seen]])
        theirs = hulls.speed_mps[rows[seen], None] * np.column_stack([np.sin(course), np.cos(course)])
        to_them = theirs[None] - ways_mps[:, None]
        square = np.maximum((to_them**2).sum(axis=2), 1e-9)
        at_s = np.clip(-(off_m[None] * to_them).sum(axis=2) / square, 0, for_s)
        apart_m = np.hypot(*np.moveaxis(off_m[None] + to_them * at_s[..., None], 2, 0))
        nearest: FloatArray = apart_m.min(axis=1, initial=np.inf)
        return nearest
