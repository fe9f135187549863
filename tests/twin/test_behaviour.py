import numpy as np

from tests.twin.harbour import T0
from tests.twin.play import Play
from twin import behaviour
from twin.columns import NEVER, VESSEL_COLUMNS
from twin.table import Table


def of(play: Play, column: str) -> float:
    return play.world.fleet.vessels[column][play.world.fleet.row_of["a"]]


def sail(
    play: Play, knots: list[float], *, every_s: float = 30, course: float = 90.0, by_m: float = 0
) -> Play:
    for number, sog_kn in enumerate(knots):
        play.sail("ais-b:1", [(3_000 + by_m * number, 0)], every_s=every_s, sog_kn=sog_kn, cog_deg=course)
    return play


def test_the_fix_before_is_remembered():
    play = sail(Play(), [6.0, 3.0], by_m=100)
    assert (round(of(play, "last_x")), round(of(play, "last_sog_kn"), 1)) == (3_000, 6.0)
    assert of(play, "last_ms") == play.now - 30_000


def test_rest_begins_with_the_first_still_fix_and_ends_with_the_first_that_moves():
    play = sail(Play(), [6.0, 0.2, 0.3, 0.1])
    assert of(play, "rest_ms") == play.now - 60_000
    assert of(play, "rest_fixes") == 3
    sail(play, [0.6])
    assert (of(play, "rest_ms"), of(play, "rest_fixes")) == (NEVER, 0)


def test_the_place_of_rest_is_the_mean_of_its_fixes():
    play = sail(Play(), [0.1, 0.1, 0.1], by_m=30)
    assert round(of(play, "rest_x")) == 3_030


def test_slowness_is_wider_than_rest():
    play = sail(Play(), [6.0, 1.5, 0.2, 1.9])
    assert of(play, "slow_ms") == play.now - 60_000
    assert of(sail(play, [2.1]), "slow_ms") == NEVER


def test_a_steady_boat_is_steady_since_it_took_that_course_and_drifting_away_slowly_is_no_trick():
    play = sail(Play(), [7.0] * 6)
    assert of(play, "steady_ms") == T0 + 30_000
    for course in (94, 98, 102):
        sail(play, [7.0], course=course)
    assert of(play, "steady_ms") >= play.now - 60_000
    assert of(play, "steady_deg") in (98, 102)


def test_north_is_no_turn():
    play = sail(Play(), [7.0], course=358)
    sail(play, [7.0, 7.0], course=2)
    assert of(play, "steady_ms") == T0 + 30_000


def test_no_duration_runs_on_over_an_hour_unseen():
    play = sail(Play(), [0.1, 0.1])
    sail(play, [0.1], every_s=3_700)
    assert of(play, "rest_ms") == of(play, "slow_ms") == of(play, "steady_ms") == play.now
    assert of(play, "rest_fixes") == 1


def test_a_fix_that_tells_no_speed_is_neither_rest_nor_steady():
    play = Play().sail("ais-b:1", [(3_000, 0)] * 3, sog_kn=None)
    assert (of(play, "rest_ms"), of(play, "slow_ms")) == (NEVER, NEVER)
    assert of(play, "steady_ms") == play.now


def test_where_a_boat_lay_is_kept_when_it_drifts_off_and_forgotten_when_it_leaves():
    play = sail(Play(), [0.1] * 7, every_s=180)
    assert (of(play, "lay_x"), of(play, "lay_ms")) == (of(play, "rest_x"), play.now)
    sail(play, [1.2, 0.2, 1.4], by_m=80, every_s=60)
    assert round(of(play, "lay_x")) == 3_000
    assert of(sail(play, [3.5]), "lay_ms") == NEVER


def test_a_place_that_leaps_is_left_too_whatever_speed_is_told():
    play = sail(Play(), [0.1] * 7, every_s=180)
    assert of(sail(play, [0.0], by_m=0, every_s=180), "lay_ms") != NEVER
    play.sail("ais-b:1", [(3_900, 0)], every_s=180, sog_kn=0.0)
    assert of(play, "lay_ms") == NEVER


def test_a_stop_of_minutes_is_no_place_to_lie():
    play = sail(Play(), [0.1] * 7, every_s=60)
    assert of(play, "lay_ms") == NEVER


def test_a_boat_that_lies_anew_lies_there():
    play = sail(Play(), [0.1] * 7, every_s=180)
    sail(play, [1.0], by_m=100)
    for _ in range(7):
        play.sail("ais-b:1", [(3_200, 0)], every_s=180, sog_kn=0.1)
    assert round(of(play, "lay_x")) == 3_200


def test_a_speed_of_fishing_and_the_last_way_made_are_remembered():
    play = sail(Play(), [6.0, 3.0, 4.4, 1.6])
    assert of(play, "fishing_ms") == play.now - 60_000
    assert of(play, "way_ms") == play.now - 90_000
    assert round(of(play, "prior_sog_kn"), 1) == 3.0
    assert of(sail(play, [1.0]), "fishing_ms") == NEVER


def test_the_usual_speed_of_a_boat_is_the_75th_percentile_of_its_speeds_under_way():
    rng = np.random.default_rng(7)
    fishing = rng.uniform(2, 4.5, 3_000)
    steaming = rng.normal(8.5, 0.8, 3_000)
    speeds = rng.permutation(np.concatenate([fishing, steaming])).astype(np.float32)
    vessels = Table(VESSEL_COLUMNS, 1)
    rows = np.array([0])
    for n, speed in enumerate(speeds):
        was = behaviour.fixed(vessels, rows)
        vessels["sog_kn"][0], vessels["fix_ms"][0] = speed, n * 30_000
        behaviour.remember(vessels, rows, was, behaviour.fixed(vessels, rows))
    wanted = np.quantile(speeds[speeds >= behaviour.CRUISE_KN], behaviour.CRUISE_SHARE)
    assert abs(vessels["cruise_kn"][0] - wanted) < 0.4
    assert vessels["cruise_fixes"][0] == (speeds >= behaviour.CRUISE_KN).sum()
