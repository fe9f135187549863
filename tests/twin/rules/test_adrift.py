import msgspec
import pytest

from tests.twin.harbour import BOATS, FRAME, port
from tests.twin.play import Play
from tests.twin.rules.readings import sense
from twin.facts import AlertRaised, CallSent
from twin.judgement import view_of
from twin.port import StationRecord
from twin.rules import adrift
from twin.wire import Words

MET = StationRecord("met", Words("气象站", "Met"), 122.0, 29.0, ("wind", "wind-direction"), 60)
SHIP = "ais-a:9"
"""A test boat with a class A set, which tells its status."""


def drift(
    terminal: str = SHIP, *, minutes: int = 20, blows_from: float = 270, steams: bool = True, **more: object
) -> Play:
    """Let a boat steam, then drift eastward at 1.2 kn (600 m in a quarter of an hour)."""
    gear = more.pop("gear", "trawl")
    boats = tuple(msgspec.structs.replace(one, vessel_class="fishing", gear=gear) for one in BOATS)
    play = Play(port(vessels=boats, stations=(MET,)))
    start_x, blows_mps = more.pop("start_x", -3_000.0), more.pop("blows_mps", 9.0)
    if steams:
        play.sail(terminal, [(start_x - 800, 3_000), (start_x - 600, 3_000)], sog_kn=8.0, cog_deg=90)
    for minute in range(minutes):
        sense(play, "met", "wind", blows_mps)
        sense(play, "met", "wind-direction", blows_from)
        points = [(start_x + 37 * minute + 18 * half, 3_000) for half in (0, 1)]
        play.sail(terminal, points, **({"sog_kn": 1.2, "cog_deg": 90} | more))
    return play


def test_who_says_that_nobody_commands_the_boat_is_believed_after_a_quarter_of_an_hour():
    assert drift(status=2, minutes=14).raised("adrift") == []
    play = drift(status=2)
    assert play.raised("adrift") == [("ship", None, 3)]
    assert [call.call_kind for call in play.of(CallSent)] == ["question"]
    (mark,) = play.of(AlertRaised)[0].draw
    east, north = FRAME.to_xy(*zip(*mark.places, strict=True))
    assert (east[1] - east[0], north[1] - north[0]) == pytest.approx((2 * 1.2 * 1852, 0), abs=2)


def test_under_way_by_its_status_but_going_with_the_wind_is_asked():
    assert drift(status=0).raised("adrift") == [("ship", None, 3)]


@pytest.mark.parametrize(("kn", "count"), [(0.25, 0), (0.35, 1)])
def test_slower_than_a_third_of_a_knot_a_boat_lies(kn, count):
    assert len(drift(status=2, sog_kn=kn).raised("adrift")) == count


def test_in_a_storm_boats_drift_faster_than_on_an_ordinary_day():
    assert drift(status=0, sog_kn=2.3, blows_mps=20.0).raised("adrift") == [("ship", None, 3)]


def test_a_drift_that_meets_water_to_keep_out_of_within_two_hours_is_an_alarm():
    assert drift(status=2, start_x=7_600).raised("adrift") == [("ship", None, 2)]


def test_a_boat_that_tells_nothing_is_listed_if_it_stopped_after_a_passage():
    play = drift("ais-b:1")
    assert play.raised("adrift") == [("a", None, 4)]
    assert play.of(CallSent) == []
    assert drift("ais-b:1", steams=False).raised("adrift") == []


def test_a_purse_seiner_under_way_may_search_for_fish_and_is_only_listed():
    assert drift(status=0, gear="purse-seine").raised("adrift") == [("ship", None, 4)]


@pytest.mark.parametrize("steams", [True, False])
def test_a_purse_seiner_that_drifts_onto_a_reef_is_asked_about_however_long_it_has_searched(steams):
    play = drift(status=0, gear="purse-seine", steams=steams, start_x=7_600)
    assert play.raised("adrift") == [("ship", None, 3)]


@pytest.mark.parametrize(
    "more",
    [
        {"status": 7},
        {"status": 1},
        {"status": 0, "sog_kn": 3.0},
        {"status": 0, "sog_kn": 0.1},
        {"status": 0, "blows_from": 90},
        {"status": 0, "gear": "gillnet"},
        {"status": 0, "sog_kn": 2.3},
    ],
    ids=[
        "fishing",
        "at anchor",
        "makes way",
        "lies still",
        "against the wind",
        "drifts with its nets",
        "too fast for the wind",
    ],
)
def test_these_are_not_adrift(more):
    assert drift(**more).raised("adrift") == []


def test_without_a_direction_of_the_wind_nobody_can_tell():
    play = Play(port(stations=()))
    for _ in range(40):
        play.sail(SHIP, [(-3_000, 3_000)], sog_kn=1.2, cog_deg=90, status=0)
    assert play.raised("adrift") == []
    lacks = adrift.lacks(view_of(play.world, play.now, {}), adrift.AdriftParams())
    assert [(lack.words.en, lack.subjects) for lack in lacks] == [
        ("no direction of the wind known there", 1),
        ("whether the engine runs is not reported", 1),
    ]
