"""Boat b carries a class B set (every 30 s) and a BeiDou set: which of them moves it."""

import numpy as np
import pytest

from tests.twin.harbour import boat, fix, port
from tests.twin.play import Play
from twin.columns import NEVER

AIS, BEIDOU = "ais-b:2", "beidou:2"


def of(play: Play, column: str) -> float:
    return play.world.fleet.vessels[column][play.world.fleet.row_of["b"]].item()


def leader(play: Play) -> str:
    return play.world.fleet.keys[int(of(play, "source"))]


def apart_ms(play: Play, terminal: str) -> int:
    return int(play.world.fleet.terminals["apart_ms"][play.world.fleet.terminal_of[terminal]])


def hear(play: Play, terminal: str, x_m: float, *, every_s: float = 30) -> Play:
    return play.sail(terminal, [(x_m, 0)], every_s=every_s, sog_kn=6)


def test_whoever_speaks_first_leads_and_the_better_source_takes_over_after_three_fixes():
    play = hear(Play(), BEIDOU, 3_000)
    assert leader(play) == BEIDOU
    for number in range(2):
        hear(play, AIS, 3_090 + 90 * number)
        assert leader(play) == BEIDOU
    assert leader(hear(play, AIS, 3_270)) == AIS


def test_a_second_source_with_a_slightly_other_place_does_not_move_the_boat_to_and_fro():
    play = Play()
    for number in range(4):
        hear(play, AIS, 3_000 + 90 * number)
    places = []
    for number in range(4, 40):
        hear(play, AIS, 3_000 + 90 * number)
        play.wait(2)
        play.hear(fix(BEIDOU, 2_900 + 90 * number, 0, play.now, sog_kn=6))
        places.append(of(play, "x"))
        play.wait(-play.now % 30_000 / 1000)
    assert (np.diff(places) > 0).all()
    assert leader(play) == AIS


def test_the_other_source_fills_a_pause_without_taking_the_lead():
    play = Play()
    for number in range(4):
        hear(play, AIS, 3_000 + 90 * number)
    hear(play, BEIDOU, 3_450, every_s=60)
    assert (round(of(play, "x")), leader(play)) == (3_450, AIS)


def test_the_lead_fails_over_when_its_terminal_is_overdue_and_comes_back_only_after_three_fixes():
    play = Play()
    for number in range(4):
        hear(play, AIS, 3_000 + 90 * number)
    hear(play, BEIDOU, 5_000, every_s=700)
    assert leader(play) == BEIDOU
    hear(play, AIS, 5_100)
    hear(play, AIS, 5_190)
    assert leader(play) == BEIDOU
    assert leader(hear(play, AIS, 5_280)) == AIS


def test_a_source_that_disagrees_moves_nobody_while_the_leader_speaks_and_that_is_noted():
    play = Play()
    for number in range(4):
        hear(play, AIS, 3_000 + 90 * number)
    said_ms = play.now + 60_000
    hear(play, BEIDOU, 6_000, every_s=60)
    assert round(of(play, "x")) == 3_270
    assert apart_ms(play, BEIDOU) == said_ms
    hear(play, AIS, 3_800)
    hear(play, BEIDOU, 3_900, every_s=200)
    assert apart_ms(play, BEIDOU) == NEVER


@pytest.mark.parametrize(("by_m", "is_apart"), [(400, False), (2_000, True)])
def test_terminals_are_apart_beyond_half_a_kilometre_and_what_the_boat_may_have_sailed(by_m, is_apart):
    play = hear(hear(Play(), AIS, 3_000), BEIDOU, 3_000 + by_m)
    assert (apart_ms(play, BEIDOU) != NEVER) is is_apart


def test_a_place_repeated_to_the_last_digit_says_nothing_of_where_the_boat_is():
    play = hear(hear(Play(), AIS, 3_000), BEIDOU, 3_010)
    for number in range(20):
        hear(play, AIS, 3_090 + 90 * number)
    hear(play, BEIDOU, 3_010)
    assert apart_ms(play, BEIDOU) == NEVER
    assert round(of(play, "x")) == 4_800
    hear(play, BEIDOU, 3_020)
    assert apart_ms(play, BEIDOU) != NEVER


def test_a_boat_with_one_terminal_is_where_it_says():
    play = Play(port(vessels=(boat("a", "ais-b:1"),))).sail("ais-b:1", [(3_000, 0), (3_100, 0)])
    assert round(play.world.fleet.vessels["x"][0]) == 3_100
