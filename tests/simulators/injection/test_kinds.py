import numpy as np

from simulators.injection.kinds import drift, jump, silence


def tried(kind, ground, seed=1, tries=3_000):
    rng = np.random.default_rng(seed)
    for row in rng.integers(0, len(ground.row), tries).tolist():
        found = kind(ground, row, rng)
        if found is not None:
            return found
    raise AssertionError(f"no place for {kind.__name__}")


def test_a_refused_place_changes_nothing(read_ground):
    for kind in (silence, jump, drift):
        ground = read_ground()
        before = ground.x.copy(), ground.y.copy(), ground.sog_kn.copy()
        assert kind(ground, 0, np.random.default_rng(1)) is None
        assert not ground.moved.any()
        assert not ground.dropped.any()
        assert all((a == b).all() for a, b in zip(before, (ground.x, ground.y, ground.sog_kn), strict=True))


def test_a_silence_is_longer_than_three_intervals_and_the_boat_goes_on(read_ground):
    ground = read_ground()
    found = tried(silence, ground)
    assert found.parameters["off_s"] >= 3 * found.parameters["usual_s"]
    assert ground.dropped.sum() == found.parameters["fixes"]
    assert not ground.moved.any()


def test_a_jump_keeps_what_the_boat_says_of_its_motion(read_ground):
    ground = read_ground()
    before = ground.sog_kn.copy(), ground.cog_deg.copy()
    found = tried(jump, ground)
    assert (ground.sog_kn == before[0]).all()
    assert (ground.cog_deg == before[1]).all()
    assert ground.moved.sum() == found.parameters["fixes"]
    assert found.parameters["needs_kn"] > 30


def test_a_drift_begins_at_the_last_place_under_way_and_ends_on_the_real_way(read_ground):
    ground = read_ground(boats=20)
    found = tried(drift, ground)
    rows = np.flatnonzero(ground.moved)
    assert found.parameters["speed_before_kn"] >= 3
    _, speed_mps = ground.steps(int(rows[0]) - 1, int(rows[-1]) + 1)
    adrift = int(found.parameters["fixes"])
    assert speed_mps[:adrift].max() < 1.9
    assert speed_mps.max() < 6.0
    assert abs(speed_mps[:adrift].mean() / (1852 / 3600) - found.parameters["drift_kn"]) < 0.6
