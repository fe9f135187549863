import pytest

from tests.twin.harbour import T0, fix
from tests.twin.play import Play
from tests.twin.quay import CREW, gate, manned_port, register, report
from tests.twin.test_judgement import permit
from tests.twin.test_order_calls import recall
from twin.decode import TerminalSaid
from twin.facts import AlertCleared, AlertRaised
from twin.judgement import view_of
from twin.rules import barred_to_sail
from twin.wire import HealthBody


def expired(person: str = "s") -> Play:
    return Play(manned_port(people=register("a", "b", expires={person: T0})))


def asleep() -> Play:
    """A boat that lies in harbour and was last heard over ten minutes ago."""
    return Play(manned_port()).sail("ais-b:1", [(0, 0)] * 3, sog_kn=0).wait(660)


def raised(play: Play, wait_s: float = 70) -> list[tuple[str, str | None, int]]:
    return play.wait(wait_s).raised("barred-to-sail")


def test_a_skipper_whose_certificate_has_run_out_may_not_sail_but_may_lie_in_harbour():
    assert raised(expired().sail("ais-b:1", [(0, 0)] * 3, sog_kn=0)) == []
    play = report(expired(), "departure", *CREW)
    assert raised(play) == [("a", None, 2)]
    fact = next(fact for fact in play.of(AlertRaised) if fact.rule == "barred-to-sail")
    assert fact.words.en == "a leaves although barred: its skipper's certificate has run out"


def test_a_small_boat_that_files_no_report_is_judged_at_the_gate_by_its_usual_skipper():
    assert raised(gate(expired(), "out")) == [("a", None, 2)]


def test_another_skipper_with_a_good_certificate_may_take_the_boat():
    assert raised(report(expired(), "departure", "b-s", *CREW[1:])) == []


def test_a_mate_with_an_old_certificate_bars_nobody_and_is_a_matter_of_manning():
    play = report(expired("m"), "departure", *CREW)
    assert raised(play) == []
    assert play.raised("under-manned") == [("a", None, 2)]


def test_it_is_over_when_the_boat_is_back():
    play = report(expired(), "departure", *CREW).wait(70)
    gate(gate(play, "out").wait(60), "in").wait(10)
    assert "a is back, or the reason is gone" in [fact.words.en for fact in play.of(AlertCleared)]


def test_a_boat_that_went_out_and_no_terminal_of_it_speaks_is_told_of_after_ten_minutes():
    play = gate(asleep(), "out")
    assert raised(play, 590) == []
    assert raised(play, 150) == [("a", None, 2)]
    assert "no terminal of it worked" in play.of(AlertRaised)[-1].words.en


def test_a_boat_whose_terminal_wakes_at_the_gate_is_as_it_should_be():
    play = gate(asleep(), "out").wait(30)
    play.hear(fix("ais-b:1", 1_500, 0, play.now))
    assert raised(play, 800) == []


def test_while_its_feed_is_down_nobody_can_tell_whether_a_terminal_works():
    play = asleep()
    play.silent.add("rx")
    gate(play.wait(120), "out")
    assert raised(play, 800) == []


def test_a_terminal_that_was_opened_bars_its_boat():
    play = Play(manned_port()).sail("ais-b:1", [(0, 0)] * 2, sog_kn=0)
    play.hear(TerminalSaid("ais-b:1", "ais-b", HealthBody(t_ms=play.now, tamper=True, via="rx"), play.now))
    gate(play.wait(30), "out").wait(5)
    play.hear(fix("ais-b:1", 1_500, 0, play.now))
    assert raised(play) == [("a", None, 2)]


def test_a_permit_for_repair_ends_what_stands():
    play = Play(manned_port()).sail("ais-b:1", [(0, 0)] * 2, sog_kn=0)
    play.hear(TerminalSaid("ais-b:1", "ais-b", HealthBody(t_ms=play.now, tamper=True, via="rx"), play.now))
    play = gate(play.wait(30), "out").wait(30)
    assert (raised(play), play.of(AlertCleared)) == ([("a", None, 2)], [])
    permit(play, "a", kind="repair", lasts_s=86_400)
    play.wait(120)
    assert [fact.words.en for fact in play.of(AlertCleared)] == ["a has a permit now"]


def test_what_is_not_on_record_is_said():
    play = gate(Play(manned_port()), "out", vessel="c")
    lacks = barred_to_sail.lacks(view_of(play.world, play.now, {}), barred_to_sail.BarredToSail())
    assert [(lack.words.en, lack.subjects) for lack in lacks] == [
        ("no expiry of the skipper's certificate on record", 1),
        ("no list of barred boats on record", 1),
    ]


@pytest.mark.parametrize(("state", "expected"), [("in-only", [("a", None, 2)]), ("restricted", [])])
def test_who_goes_out_of_a_port_that_is_shut_is_stopped(state, expected):
    play = gate(Play(manned_port()), "out", vessel="b")
    recall(play.wait(5), order_kind="port-state", state=state)
    assert raised(gate(play.wait(5), "out")) == expected


def test_a_boat_that_passes_an_inner_gate_on_its_way_to_its_berth_has_not_left_the_shut_port():
    play = Play(manned_port())
    recall(play, order_kind="port-state", state="in-only")
    gate(play.wait(5), "out").wait(5)
    play.hear(fix("ais-b:1", 900, 0, play.now, sog_kn=5))
    assert raised(play) == []
    play.hear(fix("ais-b:1", 1_500, 0, play.now, sog_kn=5))
    assert raised(play) == [("a", None, 2)]


def passes_through(hours: float) -> Play:
    """Let a boat come into a shut port and go out of another gate after so many hours, to sea."""
    play = Play(manned_port())
    recall(play, order_kind="port-state", state="in-only")
    gate(play.wait(5), "in").wait(5)
    play.world.fleet.vessels["in_ms"][play.world.fleet.row_of["a"]] -= round(hours * 3_600_000)
    gate(play, "out").wait(5)
    play.hear(fix("ais-b:1", 1_500, 0, play.now, sog_kn=5))
    return play


def test_a_boat_that_passes_in_file_through_a_shut_port_to_an_anchorage_has_half_an_hour():
    play = passes_through(2.5)
    assert raised(play, 1_500) == []
    play.hear(fix("ais-b:1", 5_000, 0, play.now, sog_kn=5))
    assert raised(play, 400) == [("a", None, 2)]


def test_a_boat_that_came_in_longer_ago_leaves_and_is_stopped_at_once():
    assert raised(passes_through(3.5), 100) == [("a", None, 2)]


def test_a_boat_that_came_in_and_lies_beside_the_gate_has_not_left_though_its_fixes_wander_out():
    play = Play(manned_port())
    recall(play, order_kind="port-state", state="in-only")
    gate(gate(play.wait(5), "in").wait(60), "out")
    for _ in range(10):
        play.wait(180).hear(fix("ais-b:1", 1_010, 0, play.now, sog_kn=0))
    assert raised(play) == []


def test_out_of_a_shut_port_a_boat_may_go_by_order():
    play = Play(manned_port())
    recall(play, order_kind="port-state", state="closed")
    recall(play, "a", order_kind="move", zone="harbour", request="o2")
    assert raised(gate(play, "out")) == []
