import pytest

from geo.units import MS_PER_HOUR
from tests.twin.test_annunciation import BOAT, MINUTE_MS, acted, opened, raised
from tests.twin.test_quality import cleared, told
from twin.facts import AlarmReturned, AlarmShelved
from twin.quality_report import lives_json, report

DAY_MS = 24 * MS_PER_HOUR


def watch_of(*facts, from_ms=0, to_ms=DAY_MS, offset_h=8.0):
    return report(told(*facts), from_ms, to_ms, offset_h)


def cases(n, priority=3, first=0, every_ms=MINUTE_MS):
    facts = []
    for number in range(first, first + n):
        t_ms = (number - first) * every_ms
        facts += [
            raised(f"a{number}", priority=priority, t_ms=t_ms),
            opened(f"I-{number}", priority, t_ms, (f"a{number}",)),
        ]
    return facts


def test_the_load_is_an_operator_hour_and_the_mix_a_share_of_what_called():
    figures = watch_of(*cases(18, every_ms=MS_PER_HOUR), *cases(6, priority=2, first=100), to_ms=DAY_MS)
    assert figures["annunciations"] == 24
    assert figures["per_hour"] == 1.0
    assert figures["priorities"] == {"1": 0, "2": 6, "3": 18}
    assert figures["shares"]["3"] == 0.75
    assert figures["most_in_ten_minutes"] == 7
    assert figures["flooded_share"] == 0


def test_a_problem_hour_and_a_flood_are_seen():
    figures = watch_of(*cases(40, every_ms=MINUTE_MS))
    assert figures["problem_hours"] == 1
    assert figures["most_in_ten_minutes"] == 10
    # From the tenth at 9 min; the last five of 40 leave one a minute: four are left at 45 min.
    assert figures["flooded_share"] == pytest.approx(36 / (24 * 60), abs=1e-4)


def test_watches_are_those_of_the_local_clock_and_cut_at_the_ends():
    figures = watch_of(*cases(1), from_ms=MS_PER_HOUR, to_ms=17 * MS_PER_HOUR)
    assert [watch["to_ms"] / MS_PER_HOUR for watch in figures["watches"]] == [8, 16, 17]
    assert figures["annunciations"] == 0
    figures = watch_of(offset_h=5.5, to_ms=8 * MS_PER_HOUR)
    assert [watch["to_ms"] / MS_PER_HOUR for watch in figures["watches"]] == [2.5, 8]


def test_a_rule_that_is_hardly_ever_right_is_named_for_redesign():
    ends = [acted(f"I-{n}", "false-alarm", "false_alarm", note="buoy") for n in range(9)]
    right = [acted("I-9", "resolve", "resolved")]
    (rule,) = watch_of(*cases(10), *ends, *right)["rules"]
    assert (rule["nuisance"], rule["true"], rule["true_share"], rule["redesign"]) == (9, 1, 0.1, True)
    (rule,) = watch_of(*cases(9), *ends)["rules"]
    assert not rule["redesign"]


def test_waits_and_cures_stand_by_the_rule():
    acks = [
        acted(f"I-{n}", "acknowledge", "acknowledged", t_ms=n * MINUTE_MS + 1000 * (n + 1)) for n in range(10)
    ]
    (rule,) = watch_of(*cases(10), *acks, raised("b"), cleared("b"))["rules"]
    assert rule["ack_s"] == {"n": 10, "median": 5.5, "p90": 9.0, "most": 10.0}
    assert rule["cured_by_boat"] == 1
    assert rule["alerts"] == 11


def test_the_worst_actors_are_shown_with_their_share():
    figures = watch_of(*cases(3))
    assert figures["worst"]["vessels"] == [{"id": "b1", "alerts": 3, "share": 1.0}]
    assert figures["worst"]["zones"] == []


def test_nothing_is_no_fault():
    figures = watch_of()
    assert figures["per_hour"] == 0
    assert figures["rules"] == []
    assert figures["labels"]["true_share"] is None


def test_the_newest_alerts_are_told_with_their_labels():
    record = told(*cases(3))
    assert [life["alert"] for life in lives_json(record, 0, DAY_MS, 2)] == ["a1", "a2"]
    assert lives_json(record, 0, DAY_MS, 0) == []


def test_alerts_that_stand_for_more_than_a_day_are_counted_by_priority():
    facts = [
        *(raised(f"a{n}", priority=priority, t_ms=n) for n, priority in enumerate((1, 2, 2, 3, 4))),
        cleared("a1", t_ms=MS_PER_HOUR),
        cleared("a2", t_ms=2 * DAY_MS),
        raised("young", priority=1, t_ms=MS_PER_HOUR),
    ]
    figures = watch_of(*facts, to_ms=DAY_MS + 5)
    assert figures["standing_over_day"] == {"1": 1, "2": 1, "3": 1, "4": 1}
    assert watch_of(*facts, to_ms=DAY_MS)["standing_over_day"] == {"1": 0, "2": 0, "3": 0, "4": 0}


def test_hours_set_aside_are_those_within_the_time():
    def shelved(shelf, t_ms, how="shelved"):
        asked = {"rule": "r", "subject": BOAT, "priority": 3, "until_ms": DAY_MS, "note": "n"}
        return AlarmShelved(t_ms=t_ms, shelf=shelf, how=how, actor="wang", role="officer", **asked)

    facts = [
        shelved("S-1", 0),
        AlarmReturned(t_ms=3 * MS_PER_HOUR, shelf="S-1", why="time-over"),
        shelved("S-2", 4 * MS_PER_HOUR),
        shelved("S-3", 0, "out-of-service"),
    ]
    figures = watch_of(*facts, from_ms=2 * MS_PER_HOUR, to_ms=6 * MS_PER_HOUR)
    assert figures["set_aside_hours"] == {"shelved": 3.0, "out-of-service": 4.0}
