from collections.abc import Callable

import numpy as np
import pytest

from tests.twin.harbour import boat, fix, port
from tests.twin.play import Play
from twin.decode import GatePassed
from twin.facts import AlertCleared
from twin.rules import configure
from twin.wire import PassBody

SOON = configure({"identity-clash": {"together_s": 240, "release_s": 120}})[0]
"""The rules with four minutes for the half hour and two for the ten, so that the tests are short."""


def two_hulls(x_m: float, *, minutes: int = 8) -> Play:
    """Let one number speak from a boat under way and, in between, from another place."""
    play = Play()
    for minute in range(minutes):
        play.sail("ais-b:1", [(3_000 + 150 * minute, 0)], every_s=30)
        play.sail("ais-b:1", [(x_m, 9_000)], every_s=30)
    return play.wait(10)


def test_one_number_that_speaks_from_two_tracks_in_turn_is_a_clash_and_no_jump():
    play = two_hulls(-15_000)
    assert play.raised("identity-clash") == [("a", None, 3)]
    assert play.raised("position-jump") == []
    assert "two tracks" in play.world.alerts.open["identity-clash-1"].words.en


def test_a_track_that_jumps_and_stays_there_is_no_second_hull():
    play = Play().sail("ais-b:1", [(3_000, 0)] * 4)
    play.sail("ais-b:1", [(-15_000, 9_000)] * 20)
    assert play.raised("identity-clash") == []


def disagree(x_m: float, minutes: int) -> Play:
    """Let the two terminals of boat b tell places so far apart, BeiDou every five minutes."""
    play = Play()
    for minute in range(minutes):
        play.sail("ais-b:2", [(3_000, 0), (3_000, 0)], sog_kn=0.2)
        if minute % 5 == 4:
            play.hear(fix("beidou:2", x_m + minute, 0, play.now, sog_kn=0.2))
    return play.wait(10)


def test_terminals_of_one_boat_that_disagree_for_ten_minutes_are_a_clash():
    assert disagree(9_000, 9).raised("identity-clash") == []
    assert disagree(9_000, 18).raised("identity-clash") == [("b", None, 3)]
    assert disagree(3_300, 18).raised("identity-clash") == []


TWINS = (("ais-b:60",), ("ais-b:61",))
Offset = Callable[[int], float]
"""How far north of the first boat the others are, metres, one place further each, by half minutes."""


def beside(
    offset_m: float | Offset,
    minutes: int,
    *,
    boats: tuple[tuple[str, ...], ...] = TWINS,
    pair: bool = False,
    turns: bool = True,
    **more: object,
) -> Play:
    """Let boats sail the same way side by side, half of the time a knot faster than before."""
    play = Play(port(vessels=tuple(boat(f"t{n}", *sets) for n, sets in enumerate(boats))))
    if minutes < 10:
        play.world.rules = SOON
    if pair:
        play.world.fleet.vessels["pair"][:] = [1, 0]
    said = {"sog_kn": 6.0} | more
    for half in range(2 * minutes):
        play.wait(30)
        north_m = offset_m(half) if callable(offset_m) else offset_m
        said["sog_kn"] += turns and half == minutes
        play.hear(
            *(
                fix(key, -9_000 + 90 * half, north_m * n, play.now, cog_deg=90, **said)
                for n, sets in enumerate(boats)
                for key in sets
            )
        )
    return play.wait(10)


def test_terminals_of_two_boats_that_travel_within_fifty_metres_for_half_an_hour_are_aboard_one_hull():
    assert beside(10, 28).raised("identity-clash") == []
    play = beside(10, 33)
    assert play.raised("identity-clash") == [("t0", None, 2)]
    assert "travel as one" in play.world.alerts.open["identity-clash-1"].words.en


@pytest.mark.parametrize(
    ("north_m", "more"),
    [(200, {}), (10, {"pair": True}), (10, {"sog_kn": 1.5}), (10, {"turns": False})],
    ids=["group sailing in sight", "registered pair trawlers", "a raft that swings", "one straight leg"],
)
def test_these_travel_together_by_right(north_m, more):
    assert beside(10, 7).raised("identity-clash") != []
    assert beside(north_m, 7, **more).raised("identity-clash") == []


COMPANY = tuple((f"ais-b:{60 + n}",) for n in range(4))


@pytest.mark.parametrize(
    ("offset_m", "boats"),
    [
        (lambda half: 150 + 70 * np.sin(half), COMPANY),
        (lambda half: 52 + 32 * np.sin(half), TWINS),
        (lambda half: 450 + 150 * np.sin(half), TWINS),
    ],
    ids=["a company of four", "a pair that no register knows, 20-85 m", "and one 300-600 m apart"],
)
def test_boats_in_company_keep_no_one_place(offset_m, boats):
    assert beside(offset_m, 9, boats=boats).raised("identity-clash") == []


def test_of_boats_whose_sets_are_all_there_company_is_listed_and_nobody_is_called():
    both = (("ais-b:60", "beidou:60"), ("ais-b:61", "beidou:61"))
    assert beside(10, 9, boats=both).raised("identity-clash") == [("t0", None, 4)]
    assert beside(10, 9, boats=(both[0], TWINS[1])).raised("identity-clash") == [("t0", None, 2)]


def test_of_sets_that_speak_seldom_it_is_listed_and_nobody_is_called():
    assert beside(10, 9, boats=(("beidou:60",), ("beidou:61",))).raised("identity-clash") == [("t0", None, 4)]


def test_a_raft_in_tow_is_no_hull():
    """Two that lie alongside each other follow a third, whose class A set says that it tows."""
    play = Play(
        port(vessels=tuple(boat(f"t{n}", key) for n, key in enumerate(("ais-b:60", "ais-b:61", "ais-a:62"))))
    )
    play.world.rules = SOON
    for half in range(18):
        play.wait(30)
        east_m, sog_kn = -9_000 + 60 * half, 4.0 + (half > 8)
        raft = [fix(f"ais-b:{60 + n}", east_m, 8 * n, play.now, sog_kn=sog_kn, cog_deg=90) for n in range(2)]
        tug = fix("ais-a:62", east_m + 150, 0, play.now, sog_kn=sog_kn, cog_deg=90, status=11)
        play.hear(*raft, tug)
    assert play.wait(10).raised("identity-clash") == []


def jam(boats: int, *, apart_m: float = 400) -> Play:
    """Let as many boats be torn 30 km away and come back, three times."""
    crowd = tuple(boat(f"m{n}", f"ais-b:{50 + n}") for n in range(boats))
    play = Play(port(vessels=crowd))
    for away in (False, False, True, False, True, False, True, False):
        play.wait(25)
        for n in range(boats):
            play.hear(fix(f"ais-b:{50 + n}", -8_000 + apart_m * n, 30_000 * away, play.now))
    return play.wait(12)


def test_boats_that_share_a_jammed_water_clash_with_nobody():
    play = jam(6)
    assert play.raised("identity-clash") == []
    assert {priority for *_, priority in play.raised("position-jump")} == {2}


def test_four_torn_boats_are_four_clashes():
    assert len(jam(4).raised("identity-clash")) == 4


def pass_gate(play: Play, vessel: str = "a") -> Play:
    body = PassBody(t_ms=play.now, direction="out", vessel=vessel, match=0.9, via="rx")
    play.hear(GatePassed("east", body, play.now))
    return play.wait(12)


def test_a_hull_named_at_a_gate_that_reports_from_elsewhere_is_an_alarm():
    play = pass_gate(Play().sail("ais-b:1", [(6_000, 0)] * 2))
    assert play.raised("identity-clash") == [("a", None, 2)]
    play.sail("ais-b:1", [(6_000, 0)] * 50)
    assert len([fact for fact in play.of(AlertCleared) if fact.alert == "identity-clash-1"]) == 1


def test_a_hull_at_the_gate_is_who_it_says():
    assert pass_gate(Play().sail("ais-b:1", [(1_100, 0)] * 2)).raised("identity-clash") == []
    assert pass_gate(Play()).raised("identity-clash") == []


@pytest.mark.parametrize(
    ("number", "sog_kn", "raised"),
    [("123456", 6.0, 1), ("999999999", 6.0, 1), ("412000777", 6.0, 0), ("123456", 0.8, 0)],
    ids=["too short", "no country", "a ship of China", "a net buoy that drifts"],
)
def test_a_stranger_under_way_with_a_number_no_ship_can_have(number, sog_kn, raised):
    play = Play().sail(f"ais-b:{number}", [(3_000, 0)] * 3, sog_kn=sog_kn).wait(10)
    assert len(play.raised("identity-clash")) == raised
