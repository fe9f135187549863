"""The simulated world as a recorder would have it: every fix that was heard, as tracks.

Speeds that an observer aboard would label come from the scene itself, once a minute.
"""

from typing import NamedTuple

import msgspec
import numpy as np

from geo.arrays import FloatArray, IntArray
from geo.units import MS_PER_HOUR, MS_PER_SECOND, mps_to_kn
from simulators.player import Player
from simulators.post import Said
from simulators.recordings import Observed, Tracks, ordered
from simulators.scene import FISHING, UNDER_WAY
from twin.wire import FixBody

SLICE_MS = 60 * MS_PER_SECOND
"""An observer notes speeds once a minute, as the recordings of ICES do at their slowest."""
SMALL_M = 12.0
"""Boats under 12 m, as those of the labelled recordings."""
PASSIVE = ("gillnet", "pots", "stow-net", "longline")
_FIX = msgspec.json.Decoder(FixBody)


class Heard(NamedTuple):
    """What was heard of every terminal, and what an observer aboard the small boats saw."""

    tracks: Tracks
    observed: Observed
    status: IntArray


def listen(player: Player, hours: float) -> Heard:
    """Play `hours` on and return what was heard in them.

    Letters are turned into columns slice by slice; none is kept.
    """
    ear = _Ear(player)
    first_ms = player.played_ms
    for now_ms in range(first_ms + SLICE_MS, first_ms + round(hours * MS_PER_HOUR) + 1, SLICE_MS):
        ear.take(player.letters_until(now_ms))
        ear.look()
    return ear.heard()


class _Ear:
    def __init__(self, player: Player) -> None:
        self._scene = player.scene
        vessels = self._scene.vessels
        carried = [(key, vessel.gear) for vessel in vessels for key in vessel.terminals]
        self._described = (
            tuple(key for key, _ in carried),
            tuple(gear for _, gear in carried),
            tuple(key.partition(":")[0] for key, _ in carried),
        )
        self._code = {key: code for code, key in enumerate(self._described[0])}
        self._fixes: list[FloatArray] = []
        small = [row for row, v in enumerate(vessels) if v.length_m < SMALL_M and v.gear in PASSIVE]
        self._small = np.array(small, dtype=np.int64)
        self._seen: list[tuple[IntArray, FloatArray]] = []

    def take(self, letters: list[Said]) -> None:
        """Keep the fixes among letters as rows of numbers."""
        rows = []
        for said in letters:
            if not said.topic.endswith("/fix"):
                continue
            _, kind, number, _ = said.topic.split("/")
            fix = _FIX.decode(said.payload)
            numbers = (fix.lon, fix.lat, fix.sog_kn, fix.cog_deg, fix.status)
            known = (np.nan if number is None else number for number in numbers)
            rows.append((self._code[f"{kind}:{number}"], fix.t_ms, *known))
        self._fixes.append(np.array(rows, dtype=np.float64).reshape(-1, 7))

    def look(self) -> None:
        """Note what the small boats do and how fast they are."""
        speed_mps = self._scene.hulls.speed_mps[self._small]
        self._seen.append((self._scene.status[self._small].copy(), mps_to_kn(speed_mps)))

    def heard(self) -> Heard:
        """Return all of it."""
        fixes = np.concatenate([np.zeros((0, 7)), *self._fixes])
        usable = ~np.isnan(fixes[:, 2]) & ~np.isnan(fixes[:, 3])
        code, t_ms, lon, lat, sog_kn, cog_deg, status = fixes[usable].T
        motion = (sog_kn, cog_deg)
        tracks = ordered(
            code.astype(np.int64), t_ms.astype(np.int64), (lon, lat), motion, self._described, metres=False
        )
        said = np.where(np.isnan(status), -1, status).astype(np.int64)
        return Heard(tracks, self._observed(), said)

    def _observed(self) -> Observed:
        minutes = len(self._seen)
        gears = np.array([self._scene.vessels[row].gear for row in self._small.tolist()], dtype="U16")
        status = np.array([status for status, _ in self._seen], dtype=np.int64).reshape(-1)
        speed_kn = np.array([kn for _, kn in self._seen], dtype=np.float64).reshape(-1)
        doing = np.select([status == FISHING, status == UNDER_WAY], ["fishing", "steaming"], "")
        gear = np.tile(gears, minutes)
        at_sea = doing != ""
        return Observed(gear[at_sea], doing[at_sea], speed_kn[at_sea])
