import pytest

from tests.twin.harbour import ZONES, boat, box, fix, port, zone
from tests.twin.play import Play
from tests.twin.rules.readings import sense
from tests.twin.test_order_calls import recall
from twin.acts import EndOrder
from twin.decode import TerminalSaid
from twin.facts import AlertChanged, AlertCleared, AlertRaised, CallSent, IncidentJoined, IncidentOpened
from twin.judgement import view_of
from twin.rules import recall_failing
from twin.wire import AnswerBody

NM = 1852.0
OUT_M = 1_000 + 16 * NM / 1.3
"""East of the harbour of which the edge is 1 km off: 16 nm by water as the rule takes it, 2 h at 8 kn."""
PARAMS = recall_failing.RULE.params
WHO = {"actor": "gu", "role": "leader"}


def work(play: Play, minutes: float, *, x_m: float = OUT_M, sog_kn: float = 3, cog_deg: float = 90) -> Play:
    """Let boat a report from one place each minute, as if it worked there."""
    for _ in range(round(minutes)):
        play.wait(60)
        play.hear(fix("ais-b:1", x_m, 0, play.now, sog_kn=sog_kn, cog_deg=cog_deg))
    return play


def begun(hours: float, **more: float) -> Play:
    """A recall, two minutes after boat a was first heard; an emergency is five minutes late."""
    soon = {"recall-failing": {"late_min": 5}}
    play = work(Play(port(zones=ZONES[:1], rules=soon)), 2, **more)
    recall(play, hours=hours)
    return play


def said(play: Play) -> list[tuple[str, str | None, int]]:
    return play.raised("recall-failing")


def test_a_boat_that_goes_on_working_is_warned_an_hour_before_it_must_turn_and_alarms_past_it():
    play = begun(3.1)
    assert said(work(play, 5)) == []
    assert said(work(play, 5)) == [("a", None, 3)]
    raised = play.of(AlertRaised)[-1]
    assert (raised.unit, round(raised.limit)) == ("min", 120)
    assert "not heading for shelter" in raised.words.en
    assert raised.assumed is not None
    assert "the way is 1.3 times the straight line" in raised.assumed.en
    work(play, 50)
    changed = [fact for fact in play.of(AlertChanged) if fact.alert == raised.alert]
    assert [fact.priority for fact in changed] == [2]


def test_near_miss_a_boat_on_its_way_home_with_time_in_hand_is_left_alone():
    assert said(work(begun(2.8), 30, cog_deg=270, sog_kn=8)) == []


def test_needing_more_than_nine_tenths_of_its_speed_is_an_alarm_though_it_comes():
    play = work(begun(2.1), 5, cog_deg=270, sog_kn=8)
    assert said(play) == [("a", None, 2)]
    assert "a is coming with " in play.of(AlertRaised)[-1].words.en
    late = work(begun(1.9), 5, cog_deg=270, sog_kn=8)
    assert "a is coming about " in late.of(AlertRaised)[-1].words.en
    assert "min too late" in late.of(AlertRaised)[-1].words.en


def test_any_approved_shelter_counts():
    other = zone("haven", "anchorage", box(OUT_M + 9_000, -2_000, OUT_M + 12_000, 2_000))
    play = work(Play(port(zones=(*ZONES[:1], other))), 2)
    recall(play, hours=1.5)
    assert said(work(play, 20, sog_kn=12)) == []
    play.hear(fix("ais-b:1", OUT_M + 10_000, 0, play.now, sog_kn=0))
    play.wait(3_600)
    assert said(play) == []


def test_without_a_recall_nobody_is_late_and_patrol_boats_are_never():
    assert said(work(Play(port(zones=ZONES[:1])), 30)) == []
    patrol = (boat("a", "ais-b:1", vessel_class="patrol"),)
    play = work(Play(port(zones=ZONES[:1], vessels=patrol)), 2)
    recall(play, hours=0.2)
    assert said(work(play, 30)) == []


def test_a_stopped_boat_has_no_time_of_arrival_and_says_so():
    play = begun(0.2, sog_kn=0)
    work(play, 5, sog_kn=0)
    assert said(play) == [("a", None, 2)]
    work(play, 15, sog_kn=0)
    (grave,) = [fact for fact in play.of(AlertChanged) if fact.priority == 1]
    assert "no time of arrival" in grave.words.en


def answer(play: Play, word: str) -> None:
    call = play.of(CallSent)[-1]
    body = AnswerBody(t_ms=play.now, call_id=call.call_id, answer=word)
    play.hear(TerminalSaid("ais-b:1", "ais-b", body, play.now))


def test_overdue_is_an_alarm_and_an_emergency_only_for_a_boat_that_is_stopped_or_does_not_answer():
    heard, unheard = (work(begun(0.2), 2) for _ in range(2))
    answer(heard, "complying")
    for play in (heard, unheard):
        work(play, 20)
    assert [fact.priority for fact in heard.of(AlertChanged)] == []
    assert [fact.priority for fact in unheard.of(AlertChanged)] == [1]
    assert said(heard) == said(unheard) == [("a", None, 2)]


def test_a_boat_that_says_it_is_unable_is_an_alarm_at_once():
    play = work(begun(10), 2)
    assert said(play) == []
    answer(play, "unable")
    assert said(work(play, 4)) == [("a", None, 2)]
    assert "answers that it cannot obey" in play.of(AlertRaised)[-1].words.en


def test_it_is_over_in_shelter_and_when_the_leader_ends_the_recall():
    play = work(begun(0.2, x_m=3_000), 5, x_m=3_000)
    play.wait(600)
    play.hear(fix("ais-b:1", 800, 0, play.now, sog_kn=0))
    play.wait(90)
    assert [fact.words.en for fact in play.of(AlertCleared)] == ["a is in shelter"]
    other = work(begun(1.0), 5)
    other.hear_act(EndOrder(**WHO, request_id="e", order="O-1", order_kind="recall", note="passed"))
    other.wait(90)
    assert [fact.words.en for fact in other.of(AlertCleared)] == ["the recall is over"]


def test_a_silent_boat_is_judged_only_when_its_time_is_up():
    play = begun(4.5)
    play.wait(4.4 * 3_600)
    assert said(play) == []
    play.wait(900)
    assert said(play) == [("a", None, 2)]


@pytest.mark.parametrize(("wind", "minutes"), [(10, 120), (15, 150), (18, 200), (None, 120)])
def test_a_gale_makes_the_way_longer(wind, minutes):
    play = begun(0.5)
    if wind is not None:
        sense(play, "met", "wind", wind)
    found = recall_failing.find(view_of(play.world, play.now, {}), PARAMS)
    assert [round(finding.limit) for finding in found] == [minutes]


def test_a_boat_that_is_known_to_be_quicker_has_more_time():
    play = work(Play(port(zones=ZONES[:1])), 31, sog_kn=10)
    recall(play, hours=3.1)
    assert said(work(play, 20)) == []


def test_three_hundred_boats_that_do_not_come_are_one_card_and_are_told_in_their_turn():
    boats = tuple(boat(f"v{n:03}", f"cell:{n}") for n in range(300))
    play = Play(port(vessels=boats, zones=ZONES[:1]))
    for minute in range(16):
        if minute == 1:
            recall(play, hours=1)
        play.hear(
            *(fix(f"cell:{n}", OUT_M, 150.0 * (n - 150), play.now, sog_kn=3, cog_deg=90) for n in range(300))
        )
        play.wait(60)
    raised = [fact for fact in play.of(AlertRaised) if fact.rule == "recall-failing"]
    assert len(raised) == 300
    assert len(play.of(IncidentOpened)) <= 10
    (card,) = [fact for fact in play.of(IncidentOpened) if fact.rule == "recall-failing"]
    assert card.words.en == "Testport: boats failing a recall"
    assert len(play.of(IncidentJoined)) == 299
    assert max(sum(isinstance(f, CallSent) for f in taken.facts) for taken in play.steps) <= 50
