import numpy as np

from tests.twin.harbour import T0, ZONES, box, fix, port, zone
from tests.twin.play import Play
from twin.decode import TerminalSaid
from twin.facts import AlertCleared, CallSent, IncidentOpened
from twin.wire import AnswerBody

LANE = zone("lane", "lane", box(14_000, -40_000, 18_000, 40_000))
"""`T0` is 22:13 at the port."""


def steam(play: Play, minutes: int, *, kn: float = 6.0, course: float = 90.0, x_m: float = -14_000) -> Play:
    """Let boat a hold her course eastward, a fix a minute."""
    begun = play.now
    for _ in range(minutes):
        play.wait(60)
        far_m = (play.now - begun) / 1000 * kn * 0.5144
        play.hear(fix("ais-b:1", x_m + far_m, -3_000, play.now, sog_kn=kn, cog_deg=course))
    return play.wait(11)


def at_sea(*more: object) -> Play:
    return Play(port(zones=(ZONES[0], *more)))


def test_a_boat_that_nobody_steers_towards_a_lane_by_night_is_called_and_then_a_case():
    play = steam(at_sea(LANE), 118)
    assert play.raised("watch-asleep") == []
    steam(play, 8, x_m=8_000)
    assert play.raised("watch-asleep") == [("a", None, 3)]
    assert [call.call_kind for call in play.of(CallSent)] == ["question"]
    assert play.of(IncidentOpened) == []
    steam(play, 11, x_m=10_000)
    assert [case.subject.id for case in play.of(IncidentOpened)] == ["a"]


def test_any_answer_within_ten_minutes_ends_it():
    play = steam(steam(at_sea(LANE), 118), 8, x_m=8_000)
    (call,) = play.of(CallSent)
    said = AnswerBody(t_ms=play.now, call_id=call.call_id, answer="received", via="rx")
    play.hear(TerminalSaid("ais-b:1", "ais-b", said, play.now))
    steam(play, 12, x_m=10_000)
    assert len(play.of(AlertCleared)) == 1
    assert play.of(IncidentOpened) == []
    assert len(play.raised("watch-asleep")) == 1


def test_by_day_or_with_open_water_ahead_or_steered_it_is_a_passage():
    assert steam(steam(at_sea(), 118), 15, x_m=8_000).raised("watch-asleep") == []
    away = steam(at_sea(LANE), 118, course=270.0)
    assert steam(away, 15, x_m=8_000, course=270.0).raised("watch-asleep") == []
    day = at_sea(LANE)
    day.until(T0 + 8 * 3_600_000)
    assert steam(steam(day, 118), 15, x_m=8_000).raised("watch-asleep") == []
    steered = steam(steam(at_sea(LANE), 60), 60, course=97.0, x_m=-3_000)
    assert steam(steered, 15, x_m=8_000).raised("watch-asleep") == []


def test_a_boat_that_trawls_towards_a_lane_is_at_work():
    play = steam(at_sea(LANE), 120, kn=3.5, x_m=-4_000)
    assert steam(play, 20, kn=3.5, x_m=9_000).raised("watch-asleep") == []


def swings(play: Play, minutes: int, *, x_m: float, course: float = 90.0) -> Play:
    """Let the sea swing the head of boat a, at no helm, by a few degrees from fix to fix."""
    rng, begun = np.random.default_rng(16), play.now
    for _ in range(minutes):
        play.wait(60)
        far_m = (play.now - begun) / 1000 * 6.0 * 0.5144
        told = (course + rng.normal(0, 4)) % 360
        play.hear(
            fix("ais-b:1", x_m + far_m, -3_000, play.now, sog_kn=round(rng.normal(6, 0.2), 1), cog_deg=told)
        )
    return play.wait(11)


def test_a_sleeper_is_found_in_a_sea_that_swings_every_fix_and_one_who_alters_course_is_not():
    assert swings(at_sea(LANE), 134, x_m=-14_000).raised("watch-asleep") == [("a", None, 3)]
    altered = swings(swings(at_sea(LANE), 67, x_m=-14_000, course=80.0), 67, x_m=-2_000, course=92.0)
    assert altered.raised("watch-asleep") == []
