import msgspec
import numpy as np
import pytest

from tests.twin.harbour import boat, fix, port
from tests.twin.play import Play
from tests.twin.rules.readings import sense
from twin.facts import (
    AlertChanged,
    AlertCleared,
    AlertRaised,
    AlertRetracted,
    CallSent,
    FeedChanged,
    IncidentOpened,
)
from twin.fleet import State
from twin.rules import went_dark


def at_sea(terminal: str = "ais-b:1", *, every_s: float = 30) -> Play:
    return Play().sail(terminal, [(2_000 + 40 * n, 0) for n in range(10)], every_s=every_s)


def minutes_after(play: Play, start_ms: int) -> list[float]:
    return [
        (fact.t_ms - start_ms) / 60_000
        for fact in play.facts
        if fact.t_ms > start_ms and hasattr(fact, "alert")
    ]


def test_silence_grows_through_caution_warning_and_alarm():
    play = at_sea()
    last = play.now
    play.wait(2 * 3600 + 10)
    assert play.raised() == [("a", None, 4)]
    assert [(c.priority, round((c.t_ms - last) / 60_000)) for c in play.of(AlertChanged)] == [
        (3, 30),
        (2, 120),
    ]
    assert [round((c.t_ms - last) / 60_000) for c in play.of(CallSent)][:1] == [30]
    assert play.of(IncidentOpened)[0].priority <= 3


def test_no_limit_is_under_so_many_of_the_intervals_of_a_boat():
    limits = went_dark.limits_s(went_dark.WentDarkParams(), np.array([30.0, 600.0, 900.0]))
    assert [one.tolist() for one in limits] == [[900, 2100, 3150], [1800, 3000, 4500], [7200, 7200, 10_800]]


def test_a_slow_terminal_is_given_its_own_time():
    play = at_sea("beidou:3", every_s=600)
    last = play.now
    play.wait(36 * 60)
    assert [(p, t) for _, t, p in play.raised()] == [(4, None)]
    assert play.facts[-1].t_ms - last >= 35 * 60_000


def test_a_boat_cannot_train_its_own_threshold():
    play = at_sea("ais-b:1", every_s=590)
    row = play.world.fleet.row_of["a"]
    assert play.world.fleet.vessels["interval_s"][row] == pytest.approx(60)


def test_a_new_fix_ends_it():
    play = at_sea().wait(20 * 60)
    assert len(play.raised()) == 1
    play.hear(fix("ais-b:1", 2_400, 50, play.now))
    assert play.of(AlertCleared) == []
    play.wait(70)
    assert len(play.of(AlertCleared)) == 1


def kept_back(shares: int) -> Play:
    """Let a BeiDou boat be silent for an hour, and so many of its reports come afterwards, in any order."""
    play = Play().sail("beidou:3", [(3_000, 0)] * 4, every_s=600, sog_kn=0.3)
    last = play.now
    play.wait(3_590)
    assert len(play.raised("went-dark")) == 1
    for number in (6, 2, 5, 1, 4, 3)[:shares]:
        late = fix("beidou:3", 3_000, 0, last + 590_000 * number, sog_kn=0.3)
        play.hear(msgspec.structs.replace(late, heard_ms=play.now + 1_000))
    return play.wait(3)


def test_a_late_batch_that_shows_the_boat_had_spoken_all_along_retracts_it():
    (retracted,) = kept_back(6).of(AlertRetracted)
    assert "came late" in retracted.words.en


def test_one_late_report_after_a_silence_retracts_nothing():
    play = kept_back(1)
    assert play.of(AlertRetracted) == []
    play.wait(60)
    assert len(play.of(AlertCleared)) == 1


def test_a_boat_that_speaks_again_is_heard_however_young_its_feed_and_long_its_learnt_interval():
    play = Play().sail("beidou:3", [(2_000, 0)], every_s=10).wait(36 * 60)
    assert len(play.raised()) == 1
    play.hear(fix("beidou:3", 2_400, 50, play.now))
    play.wait(70)
    assert len(play.of(AlertCleared)) == 1


def test_a_boat_moored_in_harbour_is_off_in_port_and_not_dark():
    play = Play().sail("ais-b:1", [(10 * n, 0) for n in range(4)], sog_kn=0.1).wait(3600)
    row = play.world.fleet.row_of["a"]
    assert play.raised() == []
    assert play.world.fleet.vessels["state"][row] == State.OFF_IN_PORT


@pytest.mark.parametrize(("outage_s", "boats"), [(10, 200), (60, 5_000), (600, 200), (3600, 200)])
def test_a_lost_feed_is_one_alarm_and_no_dark_boat(outage_s, boats):
    play = Play(port(vessels=tuple(boat(f"v{n}", f"ais-b:{n}") for n in range(boats))))

    def speak(x_m: float) -> None:
        play.wait(30)
        places = ((n, x_m + 10 * (n % 200), 300 * (n // 200)) for n in range(boats))
        play.hear(*(fix(f"ais-b:{n}", x, y, play.now) for n, x, y in places))

    for minute in range(3):
        speak(2_000 + minute)
    play.silent.add("rx")
    play.wait(outage_s)
    lost = [f for f in play.of(FeedChanged) if f.feed == "rx" and f.state == "down"]
    assert len(lost) == (1 if outage_s > 20 else 0)
    assert [r for r in play.raised() if r[0] != "rx"] == []
    if lost:
        shown = play.world.fleet.vessels["state"][:boats] & 15
        assert np.all(shown == State.CANNOT_TELL)
    play.silent.clear()
    for minute in range(5):
        speak(2_100 + minute)
    play.wait(60)
    assert play.raised("went-dark") == []
    assert len(play.raised("feed-lost")) == len(lost)


def test_a_receiver_that_beats_but_hears_nothing_is_a_lost_feed():
    boats = tuple(boat(f"v{n}", f"ais-b:{n}") for n in range(50))
    play = Play(port(vessels=boats))
    for minute in range(5):
        play.wait(30)
        play.hear(*(fix(f"ais-b:{n}", 2_000 + minute, 50 * n, play.now) for n in range(50)))
    play.wait(3600)
    assert play.raised("went-dark") == []
    assert play.raised("feed-lost") == [("rx", None, 2)]


def test_one_boat_dark_among_many_is_dark():
    boats = tuple(boat(f"v{n}", f"ais-b:{n}") for n in range(20))
    play = Play(port(vessels=boats))
    for minute in range(40):
        play.wait(60)
        speaking = range(20) if minute < 5 else range(1, 20)
        play.hear(*(fix(f"ais-b:{n}", 2_000 + minute, 50 * n, play.now) for n in speaking))
    assert [(s, p) for s, _, p in play.raised()] == [("v0", 4)]


def test_a_second_terminal_that_speaks_keeps_the_boat_in_sight():
    play = Play().sail("ais-b:2", [(2_000, 0), (2_040, 0)])
    for n in range(12):
        play.wait(600)
        play.hear(fix("beidou:2", 2_100 + n, 0, play.now))
    assert play.raised("went-dark") == []


def test_many_boats_dark_at_once_are_one_incident():
    boats = tuple(boat(f"v{n}", f"ais-b:{n}") for n in range(60))
    play = Play(port(vessels=boats))
    for minute in range(40):
        play.wait(60)
        speaking = range(60) if minute < 5 else range(25, 60)
        play.hear(*(fix(f"ais-b:{n}", 2_000 + minute, 50 * n, play.now) for n in speaking))
    play.wait(7200)
    assert len(play.raised("went-dark")) == 25
    # the feed is the other case: it heard nobody once the rest fell silent
    assert [case.subject.kind for case in play.of(IncidentOpened)] == ["port", "feed"]


def test_a_gale_shortens_no_silence():
    found = []
    for wind_mps in (4, 22):
        play = at_sea()
        last_ms = play.now
        for _ in range(7):
            sense(play, "met", "wind", wind_mps)
            play.wait(130)
        raised = [fact for fact in play.of(AlertRaised) if fact.rule == "went-dark"]
        found.append([(fact.t_ms - last_ms, fact.priority) for fact in raised])
    assert found[0] == found[1] == [(900_000, 4)]


def test_a_receiver_that_dies_over_many_boats_is_one_alarm_within_ten_seconds_of_its_limit():
    play = Play(port(vessels=tuple(boat(f"v{n}", f"ais-b:{n}") for n in range(100))))
    play.wait(30).hear(*(fix(f"ais-b:{n}", 2_000 + 10 * n, 50 * n, play.now) for n in range(100)))
    play.silent.add("rx")
    began_ms = play.now
    play.wait(900)
    (lost,) = play.of(AlertRaised)
    assert (lost.rule, lost.subject.id, lost.priority) == ("feed-lost", "rx", 2)
    assert lost.t_ms - began_ms <= 15_000 + 10_000
