import numpy as np

from geo.units import MS_PER_HOUR
from simulators.calibration.played import listen
from simulators.recordings import steps_of
from tests.simulators.conftest import START_MS

DAWN_MS = START_MS - 7 * MS_PER_HOUR
"""When boats under 12 m are out."""


def test_what_terminals_say_becomes_tracks_with_the_gear_of_the_boat_that_carries_them(make_player):
    player = make_player(boats=40, start_ms=DAWN_MS)
    heard = listen(player, 0.5)
    by_key = {key: vessel.gear for vessel in player.scene.vessels for key in vessel.terminals}
    assert dict(zip(heard.tracks.names, heard.tracks.gear, strict=True)) == by_key
    assert heard.tracks.kind == tuple(name.partition(":")[0] for name in heard.tracks.names)
    assert np.ptp(heard.tracks.t_ms) <= 1_800_000
    class_b = heard.tracks.only(kind="ais-b")
    assert len(class_b.t_ms) > 200
    assert np.median(steps_of(class_b).dt_s) in (30, 180)
    assert len(heard.status) == len(heard.tracks.t_ms)
    small = heard.observed
    assert set(small.doing) <= {"fishing", "steaming"}
    assert set(small.gear) <= {"gillnet", "pots", "stow-net", "longline"}
    assert len(small.sog_kn) == len(small.gear) > 0
