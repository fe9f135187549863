import numpy as np

from tests.twin.harbour import boat, fix, port
from tests.twin.play import Play
from twin.judgement import view_of
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT
from twin.rules.companions import Limits, companions

LIMITS = Limits(within_m=50, parted_m=300, least_kn=3, course_deg=15, oldest_s=660, together_s=1_800)
TWINS = tuple(boat(f"t{n}", f"ais-a:{70 + n}") for n in range(2))


SOUND = np.zeros(2, dtype=bool)


def seen(
    north_m: float, *, tracked: bool = False, held: bool = False, cogs=(90, 90), torn=SOUND, **more: object
) -> list[tuple[float, int]]:
    """Distance and verdict of two boats side by side."""
    play = Play(port(vessels=TWINS)).wait(30)
    sog_kn, east_m = more.pop("sog_kn", 6), more.pop("east_m", 3_000)
    play.hear(
        *(
            fix(f"ais-a:{70 + n}", east_m, north_m * n, play.now, sog_kn=sog_kn, cog_deg=cogs[n], **more)
            for n in range(2)
        )
    )
    view = view_of(play.world, play.now, {})
    view.tracked = {"t0": ("t1",)} if tracked or held else {}
    view.held = {("t0", "t1"): 2} if held else {}
    return [(round(pair.away_m), pair.verdict) for pair in companions(view, LIMITS, torn)]


def test_two_within_the_limit_on_one_course_travel_as_one():
    assert seen(40) == [(40, HOLDS)]
    assert seen(40, cogs=(355, 5)) == [(40, HOLDS)]


def test_apart_slow_crossing_or_towing_they_do_not():
    assert seen(120) == []
    assert seen(40, sog_kn=2) == []
    assert seen(40, cogs=(90, 120)) == []
    assert seen(40, status=11) == []


def test_two_in_file_in_a_harbour_begin_nothing_and_end_what_was_begun_but_not_what_is_told():
    assert seen(40, east_m=500) == []
    assert seen(40, east_m=500, tracked=True) == [(40, HOLDS_NOT)]
    assert seen(40, east_m=500, held=True) == [(40, CANNOT_TELL)]


def test_a_pair_that_is_told_stays_told_until_it_has_parted():
    assert seen(120, held=True) == [(120, CANNOT_TELL)]
    assert seen(400, held=True) == [(400, HOLDS_NOT)]


def test_a_pair_that_is_not_told_yet_is_given_up_at_the_first_look_that_shows_two_places():
    assert seen(60, tracked=True) == [(60, HOLDS_NOT)]
    assert seen(49, tracked=True) == [(49, HOLDS)]


def test_of_boats_torn_away_by_jamming_nobody_can_tell():
    torn = np.array([False, True])
    assert seen(40, torn=torn) == []
    assert seen(400, tracked=True, torn=torn) == [(0, CANNOT_TELL)]


def test_two_sets_of_ten_minutes_on_one_hull_are_found_round_a_corner_by_their_ways():
    """Six knots east, then north; the second set speaks five minutes after the first."""
    play = Play(port(vessels=TWINS))
    for after_s in range(0, 2_401, 300):
        cog = 90.0 if after_s < 900 else 0.0
        place = (3_000 + 3.09 * min(after_s, 900), 3.09 * max(after_s - 900, 0))
        play.hear(fix(f"ais-a:{70 + after_s // 300 % 2}", *place, play.now, sog_kn=6, cog_deg=cog))
        view = view_of(play.world, play.now, {})
        view.tracked = {"t0": ("t1",)} if after_s >= 600 else {}
        told = [(pair.away_m <= 50, pair.verdict) for pair in companions(view, LIMITS, SOUND)]
        if after_s in (600, 2_100, 2_400):
            assert told == [(True, HOLDS)], after_s
        assert HOLDS_NOT not in [verdict for _, verdict in told], after_s
        play.wait(300)


def test_scatter_beyond_the_usual_widens_the_limit():
    assert seen(100, accuracy_m=10.0) == []
    assert seen(100, accuracy_m=40.0) == [(100, HOLDS)]


def test_of_a_boat_not_heard_for_long_nobody_can_tell():
    play = Play(port(vessels=TWINS)).sail("ais-a:70", [(3_000, 0)])
    view = view_of(play.world, play.now, {})
    view.tracked = {"t0": ("t1",)}
    assert [pair.verdict for pair in companions(view, LIMITS, SOUND)] == [CANNOT_TELL]
    assert np.isnan(play.world.fleet.vessels["lon"][1])
