import msgspec
import pytest

from tests.twin.harbour import ZONES, boat, box, fix, zone
from tests.twin.play import Play
from tests.twin.quay import CREW, HOUR, gate, manned_port, report
from tests.twin.test_order_calls import WHO, recall
from tests.twin.test_permits import asked
from twin.acts import EndOrder
from twin.decode import WeatherTold
from twin.facts import AlertCleared, IncidentOpened
from twin.judgement import view_of
from twin.port import Ban
from twin.rules import unreported_passage
from twin.wire import WeatherBody

RULE = "unreported-passage"


def raised(play: Play, wait_s: float = 320) -> list[tuple[str, str | None, int]]:
    return play.wait(wait_s).raised(RULE)


def test_a_boat_that_goes_out_without_a_word_is_raised_after_five_minutes():
    play = gate(Play(manned_port()), "out")
    assert raised(play, 290) == []
    assert raised(play, 30) == [("a", None, 3)]


def test_fixes_on_both_sides_of_the_gate_tell_it_as_well_and_both_together_once():
    by_fixes = Play(manned_port()).sail("ais-b:1", [(900, 0), (1_200, 0)], sog_kn=6)
    assert raised(by_fixes) == [("a", None, 3)]
    both = gate(Play(manned_port()).sail("ais-b:1", [(900, 0), (1_200, 0)], sog_kn=6), "out", 5)
    assert raised(both) == [("a", None, 3)]


@pytest.mark.parametrize(("hours_before", "expected"), [(1, []), (23.9, []), (24.1, [("a", None, 3)])])
def test_a_report_of_the_last_day_is_good(hours_before, expected):
    play = Play(manned_port())
    report(play, "departure", *CREW, at=play.now - round(hours_before * HOUR))
    assert raised(gate(play, "out")) == expected


def test_who_comes_in_without_a_report_of_arrival_is_raised_too():
    play = gate(Play(manned_port()), "in")
    assert raised(play) == [("a", None, 3)]
    fine = report(Play(manned_port()), "arrival").wait(60)
    assert raised(gate(fine, "in")) == []


@pytest.mark.parametrize(("hours_out", "expected"), [(1.9, []), (2.1, [("a", None, 3)])])
def test_who_turns_back_soon_after_a_reported_departure_owes_no_report_of_arrival(hours_out, expected):
    play = Play(manned_port())
    report(play, "departure", *CREW, at=play.now - round(hours_out * HOUR))
    assert raised(gate(play, "in")) == expected


def test_a_report_within_the_grace_is_in_time_and_a_later_one_ends_it():
    play = gate(Play(manned_port()), "out").wait(200)
    report(play, "departure", *CREW)
    assert raised(play) == []
    late = gate(Play(manned_port()), "out").wait(320)
    report(late, "departure", *CREW).wait(5)
    assert next(fact.words.en for fact in late.of(AlertCleared)).startswith("a has reported")


def test_small_boats_ships_and_unsure_matches_are_not_accused():
    small = msgspec.structs.replace(boat("a", "ais-b:1"), length_m=11.9)
    ship = boat("b", "ais-a:2", vessel_class="merchant")
    play = gate(gate(Play(manned_port(vessels=(small, ship))), "out"), "out", vessel="b")
    gate(play, "out", match=0.79)
    assert raised(play) == []


def test_going_out_in_a_ban_is_an_alarm():
    closed = Ban(frozenset({"trawl"}), 20, 40, 0, 4_000_000_000_000, "", "test")
    assert raised(gate(Play(manned_port(bans=(closed,))).sail("ais-b:1", [(0, 0)]), "out")) == [
        ("a", None, 2)
    ]


@pytest.mark.parametrize(
    ("kind", "more", "priority"),
    [
        ("recall", {}, 2),
        ("recall", {"vessels": ("a",)}, 2),
        ("recall", {"vessels": ("b",)}, 3),
        ("port-state", {"state": "in-only"}, 2),
        ("port-state", {"state": "restricted"}, 3),
    ],
)
def test_going_out_against_an_order_of_the_port_is_an_alarm(kind, more, priority):
    play = Play(manned_port())
    recall(play, *more.pop("vessels", ()), order_kind=kind, **more)
    assert raised(gate(play, "out")) == [("a", None, priority)]


def test_a_warning_of_the_weather_office_is_no_order():
    play = Play(manned_port())
    body = WeatherBody(
        issued_ms=play.now, valid_from_ms=play.now, valid_to_ms=play.now + HOUR, level="orange", via="rx"
    )
    play.hear(WeatherTold("met-office", "warning", body, play.now))
    assert raised(gate(play, "out")) == [("a", None, 3)]


def ordered(boats: int, zone_id: str | None, *, by_order: bool = False) -> Play:
    """A port whose boats are ordered to an anchorage east of the gate, and go out together."""
    east = zone("east-anchorage", "anchorage", box(2_500, -500, 3_500, 500))
    names = [f"m{n}" for n in range(boats)]
    vessels = tuple(boat(name, f"ais-b:{50 + n}") for n, name in enumerate(names))
    play = Play(manned_port(vessels=vessels, people=(), zones=(*ZONES, east)))
    if by_order:
        recall(play, *names, order_kind="move", zone=zone_id, hours=2)
    else:
        until = {"from_ms": play.now, "to_ms": play.now + 2 * HOUR}
        play.hear_act(asked(vessels=tuple(names), permit_kind="move", zone=zone_id, **until))
    for name in names:
        gate(play, "out", vessel=name)
    return play


@pytest.mark.parametrize("by_order", [True, False])
def test_a_move_ordered_for_many_raises_only_those_that_deviate(by_order):
    play = ordered(12, "east-anchorage", by_order=by_order)
    play.hear(*(fix(f"ais-b:{50 + n}", 3_000, 0, play.now) for n in range(11)))
    play.hear(fix("ais-b:61", 1_200, 9_000, play.now, cog_deg=0.0))
    assert raised(play) == [("m11", None, 3)]


def test_a_permit_that_has_ended_since_still_covers_what_was_done_under_it():
    play = ordered(2, None)
    for permit in play.world.permits.standing.values():
        play.world.permits.standing[permit.permit] = msgspec.structs.replace(permit, to_ms=play.now + 60_000)
    assert raised(play) == []


def test_what_was_done_under_an_order_is_no_fault_when_the_order_is_over_but_a_deviation_stays_one():
    play = ordered(3, "east-anchorage", by_order=True)
    play.hear(fix("ais-b:50", 3_000, 0, play.now), fix("ais-b:52", 1_200, 9_000, play.now, cog_deg=0.0))
    assert raised(play) == [("m2", None, 3)]
    end = EndOrder(**WHO, request_id="e", order="O-1", order_kind="move", note="all lie there")
    play.hear_act(end)
    play.hear(fix("ais-b:50", 3_000, 15_000, play.now))
    assert raised(play) == [("m2", None, 3)]
    assert [fact for fact in play.of(AlertCleared) if fact.rule == RULE] == []


def test_an_order_covers_no_passage_from_before_it():
    play = gate(Play(manned_port()), "out").wait(400)
    recall(play, "a", order_kind="move", zone="harbour")
    assert raised(play) == [("a", None, 3)]
    assert [fact for fact in play.of(AlertCleared) if fact.rule == RULE] == []


def test_many_at_once_without_an_order_are_one_card():
    names = [f"m{n}" for n in range(12)]
    vessels = tuple(boat(name, f"ais-b:{50 + n}") for n, name in enumerate(names))
    play = Play(manned_port(vessels=vessels, people=()))
    for name in names:
        gate(play, "out", vessel=name)
    play.wait(700)
    assert len(play.raised(RULE)) == 12
    assert [case.subject.kind for case in play.of(IncidentOpened)] == ["port"]


def test_of_a_boat_of_unknown_length_nobody_can_tell_and_that_is_said():
    play = Play(manned_port()).sail("ais-b:999", [(900, 0), (1_200, 0)], sog_kn=6)
    view = view_of(play.world, play.now, {})
    [lack] = unreported_passage.lacks(view, unreported_passage.UnreportedPassage())
    assert (lack.words.en, lack.subjects) == ("no length of the boat on record", 1)
