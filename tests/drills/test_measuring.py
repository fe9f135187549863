import numpy as np
import pytest

from drills.measuring import (
    START_MS,
    heard,
    judged,
    nuisance,
    open_sea,
    raised,
    sampled,
    shift_ms,
    shifted,
    vessel_hours,
    winds,
)
from simulators.injection.ground import Injected
from simulators.recordings import Tracks
from twin.facts import AlertRaised, Subject
from twin.wire import Words

HOUR_MS, OLD_MS = 3_600_000, 1_500_000_000_000
"""A recording of 2017."""


def tracks(silent: tuple[float, float] | None = None, hours: float = 8) -> Tracks:
    """Two boats that report every ten minutes; the first is silent between two hours."""
    t_ms = np.arange(0, hours * HOUR_MS, 600_000).astype(np.int64)
    first = t_ms if silent is None else t_ms[(t_ms < silent[0] * HOUR_MS) | (t_ms > silent[1] * HOUR_MS)]
    times = np.concatenate([first, t_ms])
    vessel = np.repeat([0, 1], [len(first), len(t_ms)])
    x_m = times / 1000 * 1.5
    full = np.full(len(times), 3.0)
    names, gear, kind = ("31", "77"), ("trawl", "trawl"), ("beidou", "beidou")
    return Tracks(vessel, OLD_MS + times, x_m, 3_000.0 * vessel, full, full * 30, names, gear, kind)


def alert(rule: str, vessel: str, t_ms: int, other: str | None = None) -> AlertRaised:
    subject, words = Subject("vessel", vessel), Words("x", "x")
    return AlertRaised(
        t_ms=t_ms, alert="a", rule=rule, subject=subject, priority=3, since_ms=t_ms, words=words, other=other
    )


def done(
    kind: str, vessel: str, from_ms: int, until_ms: int, other: str = "", **parameters: float
) -> Injected:
    return Injected(kind, vessel, other, from_ms, until_ms, parameters)


def test_an_old_recording_is_heard_as_if_it_were_of_today_in_order_and_believed():
    said = heard(tracks(), shift_ms(tracks()))
    assert said[0].heard_ms - START_MS in range(60_000)
    assert [one.heard_ms for one in said] == sorted(one.heard_ms for one in said)
    assert {one.terminal for one in said} == {"beidou:0", "beidou:1"}
    assert [boat.gear for boat in open_sea(tracks()).vessels] == ["trawl", "trawl"]


def test_a_silence_is_found_and_nobody_else_is_accused():
    of = tracks(silent=(3, 7))
    alerts = list(raised(heard(of, shift_ms(of)), open_sea(of)))
    assert {(one.rule, one.subject.id) for one in alerts} == {("went-dark", "beidou-0")}
    truth = shifted([done("silence", "31", OLD_MS + 3 * HOUR_MS, OLD_MS + 7 * HOUR_MS)], shift_ms(of))
    silence = judged(truth, of.names, alerts)[0]
    assert (silence.kind, silence.placed, silence.found, silence.waits_for) == ("silence", 1, 1, ())
    assert 900 <= silence.delay_s[0] <= 3 * 3_600
    assert nuisance(truth, of.names, alerts) == {"went-dark": 0}


def test_an_alert_of_another_boat_rule_or_time_finds_nothing_and_counts_as_nuisance():
    truth = [done("silence", "31", START_MS, START_MS + HOUR_MS)]
    wrong = [
        alert("went-dark", "beidou-1", START_MS + 1),
        alert("went-dark", "beidou-0", START_MS + 2 * HOUR_MS),
        alert("left-zone", "beidou-0", START_MS + 1),
    ]
    assert judged(truth, ("31", "77"), wrong)[0].found == 0
    assert nuisance(truth, ("31", "77"), wrong) == {"went-dark": 2, "left-zone": 0}


def test_a_swap_is_found_by_an_alert_about_either_boat():
    truth = [done("swap-carried", "31", START_MS, START_MS + HOUR_MS, other="77")]
    found = judged(truth, ("31", "77"), [alert("identity-clash", "beidou-9", START_MS + 60_000, "beidou-1")])
    carried = next(one for one in found if one.kind == "swap-carried")
    assert (carried.found, carried.delay_s) == (1, (60.0,))


def test_vessel_hours_are_those_between_first_and_last_fix():
    assert vessel_hours(tracks(hours=8)) == pytest.approx(2 * (8 - 1 / 6))


def test_a_jump_of_one_fix_is_counted_apart_because_nobody_is_told_of_it():
    truth = [done("jump", "31", START_MS, START_MS + 1, fixes=fixes) for fixes in (1, 2, 3)]
    placed = {one.kind: one.placed for one in judged(truth, ("31",), [])}
    assert (placed["jump"], placed["jump-of-one-fix"]) == (2, 1)


def test_a_drift_brings_its_own_wind_and_only_for_so_long():
    of = tracks()
    said = heard(of, shift_ms(of))
    drift = done("drift", "77", said[1].heard_ms, said[1].heard_ms + HOUR_MS, wind_to_deg=30.0)
    felt = winds([drift], of.names, said)
    assert [(one.quantities, one.period_s) for one in felt.stations] == [(("wind-direction",), 1_201)]
    assert [(one.heard_ms, one.body.value) for one in felt.said] == [(said[1].heard_ms, 210.0)]
    assert felt.stations[0].lon == said[1].body.lon


def test_samples_are_spread_over_time_and_begin_with_the_commonest_rule():
    alerts = [alert("left-zone", f"v{n}", n) for n in range(9)] + [alert("overspeed", "v9", 9)]
    assert [one.t_ms for one in sampled(alerts, 2, 3)] == [0, 4, 8, 9]
    assert [one.t_ms for one in sampled(alerts, 1, 2)] == [0, 8]
