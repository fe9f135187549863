import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.twin.harbour import T0, boat, fix, port
from tests.twin.play import Play
from twin import feeds, silence
from twin.engine import Gap
from twin.fleet import State

BOATS = (boat("a", "ais-b:1"), boat("b", "ais-b:2", "beidou:2"), boat("c", "beidou:3"))
TERMINALS = ("ais-b:1", "ais-b:2", "beidou:2", "beidou:3")
FEEDS = ("rx", "sat")


class Counting(Play):
    """A play in which a slow hand counts, second by second, how long each terminal has been unheard."""

    def __init__(self) -> None:
        super().__init__(port(vessels=BOATS), feeds=FEEDS)
        self.feed_of: dict[str, str] = {}
        self.count_s: dict[str, int] = {}

    def second(self) -> None:
        link = feeds.link_up(self.world.feeds)
        up = {feed.id for feed in self.world.feeds.feeds if feed.state == "up" and link}
        self.wait(1)
        for terminal, via in self.feed_of.items():
            self.count_s[terminal] += via in up

    def speak(self, terminal: str, via: str) -> None:
        row = self.world.fleet.terminals["vessel"][self.world.fleet.terminal_of[terminal]]
        place = 2_000 + 40 * len(self.steps) % 97
        self.hear(fix(terminal, place, 500, self.now, via=via))
        self.feed_of[terminal] = via
        self.count_s[terminal] = 0
        for other in self.world.fleet.terminals_of[row]:
            key = self.world.fleet.keys[other]
            if key in self.count_s:
                self.count_s[key] = 0

    def expected_s(self, vessel: str) -> int:
        fleet = self.world.fleet
        mine = [fleet.keys[t] for t in fleet.terminals_of[fleet.row_of[vessel]]]
        return max((self.count_s[key] for key in mine if key in self.count_s), default=0)


moves = st.lists(
    st.tuples(
        st.sampled_from(["speak", "toggle", "wait", "wait", "gap"]),
        st.sampled_from(TERMINALS),
        st.sampled_from([*FEEDS, "engine-canary"]),
        st.integers(1, 30),
    ),
    max_size=14,
)


@given(moves)
@settings(max_examples=20)
def test_frozen_clocks_agree_with_a_hand_that_counts_every_second(said):
    play = Counting()
    for _ in range(6):
        play.second()
    for move, terminal, feed, seconds in said:
        if move == "speak" and feed in FEEDS and play.world.feeds.feeds[0].state == "up":
            play.speak(terminal, feed)
        elif move == "toggle":
            play.silent ^= {feed}
        elif move == "gap":
            play.now += 3_600_000
            play._take([Gap(play.now - 3_600_000, "stall")], play.now)
        for _ in range(seconds):
            play.second()
        for vessel in "abc":
            row = play.world.fleet.row_of[vessel]
            assert play.world.fleet.vessels["silence_s"][row] == play.expected_s(vessel), vessel


def fleet_row(play: Play, vessel: str, column: str) -> float:
    return play.world.fleet.vessels[column][play.world.fleet.row_of[vessel]]


def test_a_copy_heard_through_another_receiver_leaves_the_clock_with_the_first():
    play = Play(feeds=("rx", "young")).wait(3_600)
    play.silent.add("young")
    play.wait(1_800)
    play.silent.clear()
    play.sail("ais-b:1", [(3_000, 0)])
    play.hear(fix("ais-b:1", 3_000, 0, play.now, via="young"))
    play.wait(60)
    assert fleet_row(play, "a", "silence_s") == 60
    assert play.raised("went-dark") == []
    play.wait(900)
    assert play.raised("went-dark") == [("a", None, 4)]


def test_a_slow_terminal_that_no_longer_works_is_not_waited_for():
    play = Play(port(vessels=BOATS)).sail("beidou:2", [(3_000, 0), (3_100, 0)], every_s=600)
    assert fleet_row(play, "b", "interval_s") == 600
    play.sail("ais-b:2", [(3_100 + n, 0) for n in range(130)], every_s=60)
    assert fleet_row(play, "b", "interval_s") == 60
    play.wait(1_000)
    assert fleet_row(play, "b", "interval_s") == 60
    assert play.raised("went-dark") == [("b", None, 4)]


def test_while_both_terminals_work_the_slower_one_is_waited_for():
    play = Play(port(vessels=BOATS)).sail("beidou:2", [(3_000, 0), (3_100, 0)], every_s=600)
    play.sail("ais-b:2", [(3_100 + n, 0) for n in range(10)])
    play.wait(1_500)
    assert fleet_row(play, "b", "interval_s") == 600
    assert play.raised("went-dark") == []


@pytest.mark.parametrize(
    ("terminal", "every_s", "moored", "expected"),
    [
        ("ais-b:1", 30, False, 30),
        ("ais-b:1", 5, False, 30),
        ("ais-b:1", 45, False, 45),
        ("ais-b:1", 300, False, 60),
        ("beidou:3", 600, False, 600),
        ("beidou:3", 3000, False, 1200),
        ("ais-b:1", 60, True, 180),
    ],
)
def test_the_expected_interval_is_learnt_between_the_nominal_and_twice_it(
    terminal, every_s, moored, expected
):
    play = Play(port(vessels=BOATS))
    x_m, sog = (0, 0.1) if moored else (3_000, 5)
    play.sail(terminal, [(x_m + n, 0) for n in range(4)], every_s=every_s, sog_kn=sog)
    row = play.world.fleet.terminal_of[terminal]
    assert silence.expected_s(play.world.fleet)[row] == pytest.approx(expected)


def test_a_boat_none_of_whose_feeds_is_up_is_blind_until_it_speaks_itself():
    play = Play().sail("ais-b:1", [(3_000, 0)] * 3)
    play.silent.add("rx")
    play.wait(20)
    assert fleet_row(play, "a", "blind")
    assert fleet_row(play, "a", "state") & 15 == State.CANNOT_TELL


def fleet_of(count: int) -> Play:
    boats = tuple(boat(f"v{n}", f"ais-b:{n}") for n in range(count))
    return Play(port(vessels=boats))


def speak(play: Play, numbers: range, rounds: int, *, x_m: float = 2_000) -> None:
    for _ in range(rounds):
        play.wait(60)
        step = len(play.steps) % 50
        play.hear(*(fix(f"ais-b:{n}", x_m + step, 50 * n, play.now) for n in numbers))


def test_who_speaks_is_judged_even_while_its_feed_is_blamed_for_a_mass_silence():
    play = fleet_of(10)
    speak(play, range(10), 5, x_m=19_800)
    speak(play, range(4), 5, x_m=19_800)
    assert play.world.feeds.feeds[1].why == feeds.MASS
    shown = play.world.fleet.vessels["state"] & 15
    assert set(shown[:4]) == {State.UNDER_WAY}
    assert set(shown[4:]) == {State.CANNOT_TELL}
    play.sail("ais-b:0", [(19_950, 0), *((20_200, n) for n in range(4))])
    assert play.raised("left-zone") == [("v0", "ground", 3)]


def test_a_feed_that_hears_others_is_not_blamed_for_ever():
    play = fleet_of(12)
    speak(play, range(12), 5)
    speak(play, range(5), 40)
    rx = play.world.feeds.feeds[1]
    assert rx.state == "up"
    assert play.raised("feed-lost") == [("rx", None, 2)]
    assert play.raised("went-dark") == []
    speak(play, range(5), 30)
    assert {who for who, _, _ in play.raised("went-dark")} == {f"v{n}" for n in range(5, 12)}
    assert rx.state == "up"
    assert play.raised("feed-lost") == [("rx", None, 2)]


def test_a_feed_that_hears_nobody_stays_lost():
    play = fleet_of(12)
    speak(play, range(12), 5)
    play.wait(4 * 3600)
    assert play.world.feeds.feeds[1].state == "down"
    assert play.raised("went-dark") == []


def test_a_harbour_that_switches_off_for_the_night_is_no_lost_feed():
    play = fleet_of(30)
    for _ in range(8):
        play.wait(180)
        play.hear(*(fix(f"ais-b:{n}", 20 * n, 0, play.now, sog_kn=0) for n in range(30)))
    play._heard = 0
    play.wait(3_600)
    assert play.raised("feed-lost") == play.raised("went-dark") == []
    assert np.all(play.world.fleet.vessels["state"] == State.OFF_IN_PORT)


def test_a_fleet_that_slows_down_together_is_no_lost_feed():
    play = fleet_of(8)
    for minute in range(10):
        play.wait(60)
        play.hear(*(fix(f"ais-b:{n}", 2_000 + 60 * minute, 50 * n, play.now, sog_kn=3.5) for n in range(8)))
    slowed_ms = play.now
    while play.now < slowed_ms + 900_000:  # below 2 kn class B speaks every 3 min
        play.wait(180)
        play.hear(*(fix(f"ais-b:{n}", 2_600, 50 * n, play.now, sog_kn=1) for n in range(8)))
    assert play.raised("feed-lost") == []


def test_a_feed_of_rare_reports_is_judged_by_its_own_habit():
    play = fleet_of(20)
    for _ in range(12):
        for n in range(20):
            play.wait(15)
            play.hear(fix(f"ais-b:{n}", 2_000 + len(play.steps) % 50, 50 * n, play.now))
    assert play.raised("feed-lost") == []
    assert T0


def test_boats_that_speak_over_the_link_itself_cannot_blind_the_other_feeds():
    boats = tuple(boat(f"c{n}", f"cell:{n}") for n in range(6))
    play = Play(port(vessels=(*boats, boat("a", "ais-b:1"))))
    for n in range(6):
        play.wait(60)
        play.hear(*(fix(f"cell:{c}", 3_000 + n, 50 * c, play.now, via=None) for c in range(6)))
        play.hear(fix("ais-b:1", 4_000 + n, 0, play.now))
    for n in range(5):
        play.wait(60)
        play.hear(fix("ais-b:1", 4_010 + n, 0, play.now))
    assert (play.world.feeds.feeds[0].state, play.world.feeds.feeds[0].why) == ("down", feeds.MASS)
    play.wait(1_000)
    assert ("a", None, 4) in play.raised("went-dark")


@pytest.mark.parametrize("restarted", [False, True])
def test_a_boat_that_names_a_feed_of_its_own_cannot_hide_behind_it(restarted):
    play = Play().sail("ais-b:1", [(3_000 + n, 0) for n in range(5)], via="my-own")
    if restarted:
        play._take([Gap(play.now, "start")], play.now)
    play.wait(1_700)
    assert play.raised() == [("a", None, 4)]


def test_one_late_heartbeat_now_and_then_does_not_keep_silence_from_being_judged():
    play = Play().sail("beidou:3", [(3_000, 0), (3_100, 0)], every_s=600)
    for _ in range(5):
        play.wait(600)
        play.silent.add("rx")
        play.wait(12)
        play.silent.clear()
        play.wait(3)
    assert [c.state for c in play.facts if getattr(c, "feed", "") == "rx"][-1] == "up"
    assert play.raised("went-dark") == [("c", None, 4)]
