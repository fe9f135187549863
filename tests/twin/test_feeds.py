import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.harbour import T0, beat
from twin import feeds
from twin.feeds import CANARY, Census, Feeds


def listening(seconds: int, *, until: int | None = None, census: Census | None = None) -> Feeds:
    """Feeds after so many seconds in which link and receiver beat every 5 s, the receiver only `until`."""
    made = Feeds()
    for second in range(seconds + 1):
        now = T0 + second * 1000
        if second:
            feeds.advance(made, 1000)
        if second % 5 == 0:
            feeds.beat(made, beat(CANARY, now), now)
            if until is None or second <= until:
                feeds.beat(made, beat("rx", now, heard=second), now)
        feeds.judge(made, [Census(), census or Census()], now)
    return made


def test_a_beating_feed_is_up_and_its_up_time_runs():
    rx = listening(60).feeds[1]
    assert rx.state == "up"
    assert rx.up_ms == 60_000


def test_two_missed_beats_are_suspect_and_three_are_down():
    assert listening(69, until=60).feeds[1].state == "up"
    assert listening(71, until=60).feeds[1].state == "suspect"
    assert listening(76, until=60).feeds[1].state == "down"


def test_the_up_time_of_a_lost_feed_stands_still():
    assert listening(600, until=60).feeds[1].up_ms <= 75_000


def test_everything_waits_while_the_broker_link_is_down():
    made = listening(60)
    feeds.change(made.feeds[0], "down", "no sign of life", T0 + 60_000)
    feeds.advance(made, 10_000)
    assert made.feeds[1].up_ms == 60_000


def test_a_broker_that_goes_away_is_one_fault_and_none_of_its_feeds_is_lost_before_or_after():
    made, told = listening(60), []
    for second in range(61, 200):
        now = T0 + second * 1000
        away = 62 <= second < 120
        if not away and second % 5 == 0:
            feeds.beat(made, beat(CANARY, now), now)
        if not away and second % 5 == 4 and second < 160:
            feeds.beat(made, beat("rx", now, heard=second), now)
        told += [(c.feed, second) for c in feeds.judge(made, [Census()] * 2, now) if c.state == "down"]
    assert [feed for feed, _ in told] == ["link", "rx"]
    assert told[0][1] < 80
    assert 170 < told[1][1] < 180  # only what it left unsaid itself, after the broker was long back


def test_a_last_will_brings_a_feed_down_until_it_is_heard_again():
    made = listening(60)
    now = T0 + 61_000
    assert [c.state for c in feeds.beat(made, beat("rx", now, offline=True), now)] == ["down"]
    assert feeds.judge(made, [Census()] * 2, now + 1000) == []
    feeds.beat(made, beat("rx", now + 5000, heard=99), now + 5000)
    assert [c.state for c in feeds.judge(made, [Census()] * 2, now + 5000)] == ["up"]


def test_a_receiver_that_beats_but_hears_nothing_is_down():
    made = listening(60)
    deaf = Census(active=20, gap_ms=1000)
    for second in range(61, 130):
        now = T0 + second * 1000
        feeds.beat(made, beat(CANARY, now), now)
        feeds.beat(made, beat("rx", now, heard=60), now)
        feeds.judge(made, [Census(), deaf], now)
    assert (made.feeds[1].state, made.feeds[1].why) == ("down", "hears nothing")


def test_a_receiver_whose_counter_stands_still_while_its_boats_speak_is_not_deaf():
    made = listening(60)
    for second in range(61, 200):
        now = T0 + second * 1000
        feeds.beat(made, beat("rx", now, heard=60), now)
        feeds.sign(made, 1, now)
        feeds.judge(made, [Census(), Census(active=20, gap_ms=1000)], now)
    assert made.feeds[1].state == "up"


def test_a_mass_silence_of_some_is_the_feeds_for_half_an_hour_and_then_the_boats_own():
    made = listening(60, census=Census(active=10, quiet=6))
    late = T0 + 1_000 * 3600
    feeds.beat(made, beat(CANARY, late), late)
    feeds.beat(made, beat("rx", late, heard=1), late)
    assert feeds.judge(made, [Census(), Census(active=10, quiet=10)], late) == []
    assert [c.state for c in feeds.judge(made, [Census(), Census(active=10, quiet=6)], late)] == ["up"]
    assert made.feeds[1].absolved_ms == late


def test_the_last_will_of_a_feed_past_the_bound_is_not_the_links():
    made = listening(60)
    for n in range(feeds.MAX_FEEDS):
        feeds.number(made, f"f{n}", T0)
    assert feeds.beat(made, beat("one-more", T0, offline=True), T0) == []
    assert made.feeds[0].state == "up"


def test_the_last_will_of_an_earlier_run_comes_too_late():
    made = listening(60)
    now = T0 + 61_000
    feeds.beat(made, beat("rx", now, boot="second"), now)
    assert feeds.beat(made, beat("rx", now, boot="first", offline=True), now) == []
    assert [c.state for c in feeds.beat(made, beat("rx", now, boot="second", offline=True), now)] == ["down"]


@pytest.mark.parametrize("restarted", [True, False])
@pytest.mark.parametrize(("active", "state"), [(0, "up"), (4, "up"), (5, "down")])
def test_a_name_that_some_device_made_up_is_no_lost_feed_unless_several_boats_are_heard_there(
    active, state, restarted
):
    made = listening(60)
    made_up = feeds.number(made, "made-up", T0)
    feeds.sign(made, made_up, T0)
    feeds.judge(made, [Census()] * 3, T0)
    if restarted:
        feeds.restart(made, T0)
    later = T0 + feeds.UNBEATEN_DOWN_MS + 1000
    feeds.judge(made, [Census(), Census(), Census(active=active)], later)
    assert made.feeds[made_up].state == state


def test_one_late_heartbeat_does_not_start_the_grace_anew():
    made = listening(60)
    made.feeds[1].up_ms = 500_000
    feeds.change(made.feeds[1], "suspect", "heartbeat late", T0)
    feeds.change(made.feeds[1], "up", "heard", T0)
    assert made.feeds[1].recovered_up_ms == 0
    feeds.change(made.feeds[1], "down", "no sign of life", T0)
    feeds.change(made.feeds[1], "up", "heard", T0)
    assert made.feeds[1].recovered_up_ms == 500_000


def test_half_the_boats_of_a_feed_silent_at_once_are_a_lost_feed_and_one_boat_is_not():
    assert listening(60, census=Census(active=10, quiet=6)).feeds[1].why == "mass silence"
    assert listening(60, census=Census(active=10, quiet=5)).feeds[1].state == "up"
    assert listening(60, census=Census(active=1, quiet=1)).feeds[1].state == "up"


def test_feeds_beyond_the_bound_are_counted_as_the_link():
    made = Feeds()
    for n in range(feeds.MAX_FEEDS + 5):
        feeds.number(made, f"f{n}", T0)
    assert len(made.feeds) == feeds.MAX_FEEDS
    assert made.overflow == 6
    assert feeds.number(made, "one-more", T0) == 0


def test_a_restart_asks_every_feed_to_prove_itself():
    made = listening(60)
    assert {c.state for c in feeds.restart(made, T0 + 61_000)} == {"starting"}
    up_ms = made.feeds[1].up_ms
    feeds.advance(made, 5000)
    assert made.feeds[1].up_ms == up_ms


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(100, 20_000)), max_size=60))
def test_up_time_never_runs_faster_than_time(events):
    made = Feeds()
    now = T0
    for kind, passed in events:
        feeds.advance(made, passed)
        now += passed
        if kind == 0:
            feeds.beat(made, beat(CANARY, now), now)
        elif kind == 1:
            feeds.beat(made, beat("rx", now), now)
        elif kind == 2:
            feeds.beat(made, beat("rx", now, offline=True), now)
        feeds.judge(made, [], now)
        assert all(0 <= f.recovered_up_ms <= f.up_ms <= now - T0 for f in made.feeds)


def test_after_our_own_start_a_feed_that_comes_back_slowly_is_not_lost():
    made = listening(60)
    now = T0 + 61_000
    feeds.restart(made, now)
    feeds.beat(made, beat("rx", now, heard=1), now)
    states = []
    for second in range(1, 80):
        now += 1000
        feeds.advance(made, 1000)
        feeds.beat(made, beat(CANARY, now), now)
        states += [c.state for c in feeds.judge(made, [Census()] * 2, now) if c.feed == "rx"]
        if second == 59:
            assert "down" not in states
    assert states[-1] == "down"
