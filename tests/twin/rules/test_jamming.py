from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.harbour import T0, boat
from tests.twin.test_identity import taught
from twin.columns import NEVER
from twin.fleet import Fleet
from twin.rules.jamming import JAM_BOATS, JAM_NEAR_M, MOST_ASKED, jammed

MINUTE_MS = 60_000


def fleet_of(places: list[tuple[float, float, float]]) -> Fleet:
    """Return boats of one terminal each, by place in metres and time of the newest jump in seconds."""
    fleet = taught(*(boat(f"m{n}", f"ais-b:{n}") for n in range(len(places))))
    for n, (x, y, t_s) in enumerate(places):
        fleet.vessels["x"][n], fleet.vessels["y"][n] = x, y
        fleet.terminals["jump_ms"][n] = T0 + int(1000 * t_s)
    return fleet


def found(places: list[tuple[float, float, float]]) -> list[bool]:
    return jammed(fleet_of(places), T0 - 1, MINUTE_MS).tolist()


def test_five_that_jump_near_each_other_within_the_time_are_jammed_and_four_are_not():
    near = [(3_000.0 * n, 0.0, 5.0 * n) for n in range(JAM_BOATS)]
    assert found(near) == [True] * 5
    assert found(near[1:]) == [False] * 4


def test_five_faults_on_five_sides_of_the_sea_are_no_jam_and_neither_are_five_of_one_day():
    assert found([(60_000.0 * n, 0.0, 5.0 * n) for n in range(5)]) == [False] * 5
    assert found([(3_000.0 * n, 0.0, 120.0 * n) for n in range(5)]) == [False] * 5


def test_whoever_jumped_elsewhere_meanwhile_is_not_drawn_in():
    near = [(3_000.0 * n, 0.0, 5.0 * n) for n in range(5)]
    assert found([*near, (80_000.0, 0.0, 5.0)])[-1] is False


def beside(places: list[tuple[float, float, float]], *, every_s: float, heard_s: float) -> list[bool]:
    """Return who of these is jammed, with two boats that did not jump beside each of them."""
    fleet = fleet_of([place for one in places for place in (one, one, one)])
    for n in range(len(fleet)):
        if n % 3:
            fleet.terminals["jump_ms"][n] = NEVER
            fleet.terminals["interval_s"][n] = every_s
            fleet.vessels["fix_ms"][n] = T0 + int(1000 * (places[n // 3][2] + heard_s))
            fleet.vessels["y"][n] += 500.0 * (n % 3)
    return jammed(fleet, T0 - 1, MINUTE_MS).tolist()[::3]


def test_five_that_jump_among_twice_as_many_that_do_not_share_no_water():
    apart = [(5_000.0 * n, 0.0, 5.0 * n) for n in range(5)]
    assert beside(apart, every_s=30, heard_s=1) == [False] * 5
    crowd = [(300.0 * n, 0.0, 5.0 * n) for n in range(12)]
    assert beside(crowd, every_s=30, heard_s=60) == [False] * 12


def test_a_whole_shelter_that_jumps_is_asked_for_no_witnesses():
    sets = [(5_000.0 * (n % 20), 5_000.0 * (n // 20), 0.0) for n in range(MOST_ASKED)]
    assert not any(beside(sets, every_s=30, heard_s=1))
    assert all(beside([*sets, (0.0, 0.0, 0.0)], every_s=30, heard_s=1))


def test_boats_that_speak_seldom_or_were_not_heard_since_are_no_witnesses():
    apart = [(5_000.0 * n, 0.0, 5.0 * n) for n in range(5)]
    assert beside(apart, every_s=600, heard_s=1) == [True] * 5
    assert beside(apart, every_s=30, heard_s=-1) == [True] * 5


kilometres = st.integers(-60, 60).map(lambda km: 1000.0 * km)


@given(st.lists(st.tuples(kilometres, kilometres, st.integers(0, 300).map(float)), max_size=30))
def test_the_count_is_that_of_a_plain_loop_over_squares_and_times(places):
    if not places:
        return
    xs, ys, ts = (np.array(axis) for axis in zip(*places, strict=True))
    t0 = ts.min()
    cells = [
        (int((x - xs.min()) // JAM_NEAR_M), int((y - ys.min()) // JAM_NEAR_M), int((t - t0) // 30))
        for x, y, t in places
    ]
    about = [1] * len(cells)
    for one, other in combinations(range(len(cells)), 2):
        if all(abs(a - b) <= 1 for a, b in zip(cells[one], cells[other], strict=True)):
            about[one] += 1
            about[other] += 1
    assert found(places) == [count >= JAM_BOATS for count in about]
