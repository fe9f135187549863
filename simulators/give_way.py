"""Give way: boats under way see each other in time, and one of them turns aside or slows down.

Who fishes or lies still is kept clear of (COLREG rule 18); of two that steam, the one gives way that has the
other ahead or on its starboard side, or overtakes it (rules 13 to 15). At sea nobody slows down; in the
harbour and before its mouths, where there may be no room to turn, boats do. Who was warned looks out whether
it has the right of way or not, in the harbour only for who comes close (rule 17 b): there all are warned, and
if both turned for each other nobody could foresee it. A boat that turned aside takes up its way again when it
is clear.
"""

from typing import NamedTuple

import numpy as np

from geo.arrays import BoolArray, FloatArray, IntArray
from geo.encounter import Passing, passing
from geo.reach import within_reach
from geo.tracks import Tracks
from simulators.keep_right import STEERED
from simulators.pilots import Pilots
from simulators.scene import FISHING, UNDER_WAY, Scene

LOOKS_S, SEA_LOOKS_S = 10, 20
"""A watch looks round this often in the harbour, and at sea; ours."""


class Room(NamedTuple):
    """How a watch keeps clear in one kind of water; all ours.

    Attributes:
        clear_m, ahead_s: it acts on whoever will pass nearer within this time.
        sees_m: boats farther off do not count when a new course is chosen.
        turns_deg: courses it considers, off its way: the smallest change first, to starboard before to port.
        on_s: a new course is held until the other has passed, and so long after.
        most_s: and for no longer than this, before it looks again.
        slows: part of its speed that is left where no course keeps clear.
    """

    clear_m: float
    ahead_s: float
    sees_m: float
    turns_deg: tuple[float, ...]
    on_s: float
    most_s: float
    slows: float


WIDE = (0.0, 8.0, -8.0, 16.0, -16.0, 30.0, -30.0, 55.0, -55.0)
SEA = Room(340.0, 720.0, 6_000.0, WIDE, 45.0, 765.0, 1.0)
"""Skippers keep more than a cable from each other; ours."""
BY_SHIP = SEA._replace(clear_m=1_300.0, ahead_s=1_200.0, most_s=1_245.0)
"""Ships keep more than half a mile off; ours."""
HARBOUR = Room(40.0, 75.0, 400.0, (0.0, 8.0, -8.0, 16.0, -16.0, 30.0, -30.0), 5.0, 80.0, 0.4)
"""In the harbour boats pass a boat's length or two apart, and see the other late; ours."""
REST_S = 120.0
"""A boat that has just given way goes on for so long before it does so again, unless somebody is close."""
CLOSE, CLOSE_S = 0.5, 180.0
"""Close is who will pass within half of what is kept clear, within three minutes; ours."""
LEAST_MPS = 0.3
"""Slower than this a boat does not move; ours."""
ABAFT_DEG = 112.5
"""Who comes up from more than this off the bow of another overtakes it (COLREG rule 13)."""
APPROACH_M = 1_000.0
"""So near to a mouth boats go in and out in a row, and keep clear as in the harbour; ours."""
COMPANY = frozenset(("pair-trawl", "sail-with"))
"""Behaviours that hold a station off a boat of their own, and keep clear of all others."""
COMPANY_S = 240.0
"""A boat is away from its station for so long at most, before it looks again; ours."""


class _Moving(NamedTuple):
    """The boats that a watch may see: rows of the scene, where they are and how they go; columns [n]."""

    rows: IntArray
    x_m: FloatArray
    y_m: FloatArray
    east_mps: FloatArray
    north_mps: FloatArray

    def see(self, row: int, course_deg: float, speed_mps: float) -> None:
        """See a boat go another way from now on."""
        at, course = np.searchsorted(self.rows, row), np.radians(course_deg)
        self.east_mps[at], self.north_mps[at] = speed_mps * np.sin(course), speed_mps * np.cos(course)


class GiveWay:
    """Lets boats under way see each other in time."""

    def __init__(self, scene: Scene, pilots: Pilots) -> None:
        self._scene = scene
        self._pilots = pilots
        self._free_at_s = np.zeros(len(scene.vessels))
        self._ship = np.array([vessel.vessel_class == "merchant" for vessel in scene.vessels], dtype=bool)
        self._eased: set[int] = set()
        self._confined = np.zeros(len(scene.vessels), dtype=bool)
        self._outside_m = np.array([mouth.outside_m for mouth in scene.places.mouths]).reshape(-1, 2)

    def step(self) -> None:
        """When it is time to look round, turn those aside who must give way."""
        scene = self._scene
        if scene.now_s % LOOKS_S:
            return
        hulls = scene.hulls
        self._speed_up()
        moves = (hulls.speed_mps > LEAST_MPS) | (scene.status == FISHING)
        rows = np.flatnonzero(moves & (np.hypot(*(hulls.xy_m - scene.spot_m).T) > 1.0))
        if len(rows) < 2:
            return
        moving, steams = self._moving(rows), hulls.under_way[rows] & (scene.status[rows] == UNDER_WAY)
        self._confined[rows] = hulls.eases[rows] | self._before_a_mouth(hulls.xy_m[rows])
        ship, inside = self._ship[rows], self._confined[rows]
        at_sea, tracks = not scene.now_s % SEA_LOOKS_S, self._tracks(moving)
        for asks, room in ((steams & ~inside, SEA), (ship, BY_SHIP), (steams & inside, HARBOUR)):
            if asks.any() and (at_sea or room is HARBOUR):
                pairs = within_reach(tracks, room.clear_m, room.ahead_s, asks)
                met = passing(tracks, *pairs, room.ahead_s)
                self._turn(moving, met.where(met.cpa_m <= room.clear_m), room)

    def _before_a_mouth(self, at_m: FloatArray) -> BoolArray:
        """Return which places are so near to a mouth that boats go in and out in a row."""
        near = np.zeros(len(at_m), dtype=np.bool_)
        for x_m, y_m in self._outside_m.tolist():
            off_x, off_y = at_m[:, 0] - x_m, at_m[:, 1] - y_m
            near |= off_x * off_x + off_y * off_y <= APPROACH_M * APPROACH_M
        return near

    def _moving(self, rows: IntArray) -> _Moving:
        hulls = self._scene.hulls
        course, speed_mps = np.radians(hulls.course_deg[rows]), hulls.speed_mps[rows]
        x_m, y_m = hulls.xy_m[rows].T
        return _Moving(rows, x_m, y_m, speed_mps * np.sin(course), speed_mps * np.cos(course))

    def _tracks(self, moving: _Moving) -> Tracks:
        """Return how boats go as the look begins, of which nothing is in doubt."""
        lon_deg, lat_deg = self._scene.places.frame.to_lonlat(moving.x_m, moving.y_m)
        none = np.zeros(len(moving.rows))
        return Tracks(lon_deg, lat_deg, moving.east_mps.copy(), moving.north_mps.copy(), none, none)

    def _turn(self, moving: _Moving, met: Passing, room: Room) -> None:
        """Turn aside, of those that met, who must give way; whoever is met soonest comes first."""
        turns = self._who(moving.rows[met.first], moving.rows[met.second], met, room)
        if turns:
            self._aside(list(turns), np.array(list(turns.values())), moving, room)

    def _who(self, one: IntArray, other: IntArray, met: Passing, room: Room) -> dict[int, float]:
        """Return who gives way, and seconds until each is closest to whom it first saw."""
        close = (met.cpa_m < CLOSE * room.clear_m) & (met.tcpa_s < min(CLOSE_S, room.ahead_s))
        ready, free = self._ready(room), self._free_at_s <= self._scene.now_s
        looks = np.array([ready[one] & (close | free[one]), ready[other] & (close | free[other])])
        closing = np.flatnonzero(looks.any(axis=0) & (met.tcpa_s > 5) & (met.closing_mps > 0.3))
        closing = closing[np.argsort(met.tcpa_s[closing], kind="stable")]
        turns: dict[int, float] = {}
        warned = self._scene.warned_until_s > self._scene.now_s
        wary = np.array([warned[one], warned[other]]) & (close | (room is not HARBOUR))
        columns = (one, other, looks[0], looks[1], wary[0], wary[1], met.tcpa_s)
        pairs = (column[closing].tolist() for column in columns)
        for first, second, first_looks, second_looks, first_wary, second_wary, tcpa_s in zip(
            *pairs, strict=True
        ):
            both = ((first, second, first_looks, first_wary), (second, first, second_looks, second_wary))
            for row, seen, looks_out, minds in both:
                if (
                    looks_out
                    and row not in turns
                    and self._may(row, seen)
                    and (minds or self._must(row, seen))
                ):
                    turns[row] = tcpa_s
        return turns

    def _ready(self, room: Room) -> BoolArray:
        """Return which boats steam in this kind of water, by row of the scene."""
        scene = self._scene
        inside = self._confined if room is HARBOUR else ~self._confined
        ready: BoolArray = inside & scene.hulls.under_way & (scene.status == UNDER_WAY)
        return ready

    def _may(self, row: int, seen: int) -> bool:
        """Return whether a boat is willing to give way to another."""
        scene, behaviour = self._scene, self._scene.behaviour[row]
        if scene.bidden[row] or behaviour in STEERED - COMPANY:
            return False
        company = behaviour in COMPANY and scene.company(row) == scene.company(seen)
        return not (company and scene.other(row) == seen)

    def _must(self, row: int, seen: int) -> bool:
        """Return whether a boat gives way: it has the other ahead or to starboard, or overtakes it."""
        scene = self._scene
        if scene.status[seen] == FISHING or not scene.hulls.under_way[seen]:
            return True
        to_m = scene.hulls.xy_m[seen] - scene.hulls.xy_m[row]
        bearing = np.degrees(np.arctan2(to_m[0], to_m[1]))
        relative = (bearing - scene.hulls.course_deg[row] + 180) % 360 - 180
        seen_at = (bearing - scene.hulls.course_deg[seen]) % 360 - 180
        return bool(-10 <= relative <= ABAFT_DEG or abs(seen_at) > ABAFT_DEG)

    def _aside(self, rows: list[int], tcpa_s: FloatArray, moving: _Moving, room: Room) -> None:
        """Put boats on the course nearest to their way that keeps clear of all they see, over clear water.

        Courses are counted from where a boat is bound, not from where it heads, and it goes no farther than
        that: who turns aside again and again, as before a busy mouth, so comes nearer every time. Who chooses
        later sees what those before chose.
        """
        scene, hulls = self._scene, self._scene.hulls
        here_m, speeds_mps = hulls.xy_m[rows], hulls.speed_mps[rows]
        most_s = [COMPANY_S if scene.behaviour[row] in COMPANY else room.most_s for row in rows]
        to_x, to_y = (self._pilots.bound_m(rows) - here_m).T
        there_s = np.hypot(to_x, to_y) / np.maximum(speeds_mps, LEAST_MPS)
        for_s = np.minimum(np.minimum(tcpa_s + room.on_s, most_s), there_s)
        self._free_at_s[rows] = scene.now_s + np.minimum(for_s, REST_S)
        courses = np.arctan2(to_x, to_y)[:, None] + np.radians(room.turns_deg)
        ways_mps = np.stack([np.sin(courses), np.cos(courses)], axis=2) * speeds_mps[:, None, None]
        goals_m = here_m[:, None] + ways_mps * for_s[:, None, None]
        from_m = np.repeat(here_m, goals_m.shape[1], axis=0)
        wet = scene.places.water.clear(from_m, goals_m.reshape(-1, 2)).reshape(courses.shape)
        comes_m = (speeds_mps + hulls.speed_mps[moving.rows].max()) * for_s + room.clear_m
        sees_m = np.minimum(comes_m + 1.0, room.sees_m)  # who is farther off keeps clear on any course
        for at, row in enumerate(rows):
            passes_m = _passes_m(row, moving, ways_mps[at], for_s[at], sees_m[at])
            fit = wet[at] & (passes_m >= room.clear_m)
            best = int(np.argmax(fit if fit.any() else np.where(wet[at], passes_m, -1.0)))
            if wet[at, best]:
                self._pilots.turn_aside(row, goals_m[at, best], float(for_s[at]))
                moving.see(row, hulls.course_deg[row], speeds_mps[at])
            if not fit.any() and room.slows < 1:
                self._pilots.make_speed(row, room.slows)
                self._eased.add(row)

    def _speed_up(self) -> None:
        """Let boats that slowed down make their speed again when they have let the other pass."""
        for row in sorted(row for row in self._eased if self._scene.now_s >= self._free_at_s[row]):
            self._eased.remove(row)
            self._pilots.make_speed(row, 1.0)


def _passes_m(row: int, moving: _Moving, ways_mps: FloatArray, for_s: float, sees_m: float) -> FloatArray:
    """Return how near a boat would pass whatever it sees on each of several courses, metres."""
    me = np.searchsorted(moving.rows, row)
    x, y = moving.x_m - moving.x_m[me], moving.y_m - moving.y_m[me]
    seen = x * x + y * y <= sees_m * sees_m
    seen[me] = False
    x, y = x[seen], y[seen]
    east = moving.east_mps[seen] - ways_mps[:, :1]
    north = moving.north_mps[seen] - ways_mps[:, 1:]
    square = np.maximum(east * east + north * north, 1e-9)
    at_s = np.minimum(np.maximum((x * east + y * north) / -square, 0.0), for_s)
    east *= at_s
    north *= at_s
    east += x
    north += y
    nearest: FloatArray = np.sqrt((east * east + north * north).min(axis=1, initial=np.inf))
    return nearest
