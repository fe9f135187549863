import numpy as np

from simulators.injection.swaps import ABOARD_M, carried, exchanged
from tests.simulators.injection.test_kinds import tried


def test_exchanged_names_go_both_ways_and_no_place_changes(read_ground):
    ground = read_ground(boats=20)
    found = tried(exchanged, ground)
    changed = np.flatnonzero(ground.identity != np.arange(len(ground.row)))
    taken = {
        (ground.names[ground.code[row]], ground.names[ground.code[ground.identity[row]]]) for row in changed
    }
    assert taken == {(found.vessel, found.other), (found.other, found.vessel)}
    assert len(changed) == found.parameters["fixes"] + found.parameters["other_fixes"]
    assert not ground.moved.any()


def test_a_carried_terminal_speaks_from_aboard_and_is_off_while_it_is_brought(read_ground):
    ground = read_ground(boats=40, hours=36)
    found = tried(carried, ground, tries=20_000)
    rows = np.flatnonzero(ground.moved)
    host = np.flatnonzero(ground.code == ground.names.index(found.other))
    for row in rows.tolist():
        away_m = ground.metres(row, host)
        at_ms = ground.t_ms[row]
        x_m, y_m = (np.interp(at_ms, ground.t_ms[host], column) for column in away_m)
        assert np.hypot(x_m, y_m) < ABOARD_M + 20
    off = found.parameters["off_before_fixes"] + found.parameters["off_after_fixes"]
    assert ground.dropped.sum() == off
    kept = np.flatnonzero((ground.code == ground.code[rows[0]]) & ~ground.dropped)
    about = kept[
        (ground.t_ms[kept] >= found.from_ms - 1_200_000) & (ground.t_ms[kept] <= found.until_ms + 1_200_000)
    ]
    way_m = ground.metres(int(about[0]), about)
    speed_mps = np.hypot(*np.diff(way_m, axis=1)) / (np.diff(ground.t_ms[about]) / 1000)
    assert speed_mps.max() < 11
