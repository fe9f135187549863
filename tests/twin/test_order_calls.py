from tests.twin.harbour import boat, fix, port
from tests.twin.play import Play
from twin import memory, order_calls
from twin.acts import EndOrder, GiveOrder
from twin.decode import TerminalSaid
from twin.facts import AlertRaised, CallAnswered, CallSent, OrderEnded, OrderGiven, Refused
from twin.wire import AnswerBody

HOUR = 3_600_000
WHO = {"actor": "gu", "role": "leader"}


def recall(play: Play, *vessels: str, request: str = "o1", hours: float = 6, **more: object) -> OrderGiven:
    said = {"order_kind": "recall", "to_ms": play.now + round(hours * HOUR), "note": "typhoon"} | more
    given = play.hear_act(GiveOrder(**WHO, request_id=request, vessels=vessels, **said))
    assert isinstance(given, OrderGiven), given
    return given


def told(play: Play) -> list[str]:
    return [call.vessel for call in play.of(CallSent) if call.order is not None]


def at_sea(play: Play, *terminals: str) -> Play:
    """Let these terminals speak from the sea, all in one instant."""
    play.hear(*(fix(terminal, 3_000, 100.0 * n, play.now) for n, terminal in enumerate(terminals)))
    return play


def test_a_recall_is_sent_to_every_fishing_boat_at_sea_and_is_answered_like_any_call():
    play = at_sea(Play(), "ais-b:1", "ais-b:2", "ais-a:9", "ais-b:999")
    play.hear(fix("beidou:3", 0, 0, play.now, sog_kn=0))
    assert recall(play).vessels == ("a", "b")
    play.wait(1)
    assert told(play) == ["a", "b"]
    letters = [letter for taken in play.steps for letter in taken.letters]
    assert [letter.topic for letter in letters] == ["terminal/ais-b/1/call", "terminal/ais-b/2/call"]
    assert b'"order"' in letters[0].payload
    call = play.of(CallSent)[0]
    answer = AnswerBody(t_ms=play.now, call_id=call.call_id, answer="complying")
    play.hear(TerminalSaid("ais-b:1", "ais-b", answer, play.now))
    assert [one.answer for one in play.of(CallAnswered)] == ["complying"]


def test_a_card_carries_one_message_a_minute_and_the_others_do_not_wait_for_it():
    play = at_sea(Play(), "beidou:3", "ais-b:1")
    recall(play)
    recall(play, request="o2", hours=5)
    play.wait(1)
    assert sorted(told(play)) == ["a", "a", "c"]
    assert [len(waits) for waits in play.world.orders.waiting.values()] == [1]
    play.wait(order_calls.CARD_MS / 1000 - 2)
    assert told(play).count("c") == 1
    play.wait(3)
    assert told(play).count("c") == 2
    assert play.world.orders.waiting == {}


def test_hundreds_of_boats_are_told_within_seconds_and_never_all_in_one_step():
    boats = tuple(boat(f"v{n:03}", f"cell:{n}") for n in range(160))
    play = at_sea(Play(port(vessels=boats)), *(f"cell:{n}" for n in range(160)))
    recall(play)
    play.wait(1)
    assert len(told(play)) == order_calls.CALLS_A_SECOND
    play.wait(3)
    assert sorted(told(play)) == sorted(one.id for one in boats)
    most = max(sum(isinstance(f, CallSent) for f in taken.facts) for taken in play.steps)
    assert most == order_calls.CALLS_A_SECOND


def test_a_boat_that_nothing_can_tell_is_listed_and_counted():
    play = Play(port(vessels=(boat("mute", "radar:1"),)))
    at_sea(play, "radar:1")
    recall(play)
    play.wait(1)
    assert told(play) == []
    assert play.world.orders.unreached == {"O-1": ["mute"]}
    assert play.world.counters["order-unreached"] == 1


def test_a_boat_that_could_not_be_told_is_told_once_it_is_heard():
    play = at_sea(Play(port(vessels=(boat("mute", "radar:1", "ais-b:1"),))), "radar:1")
    recall(play)
    play.wait(1)
    assert play.world.orders.unreached == {"O-1": ["mute"]}
    at_sea(play, "ais-b:1").wait(order_calls.AGAIN_MS / 1000)
    assert told(play) == ["mute"]
    assert play.world.orders.unreached == {"O-1": []}
    play.wait(60)
    assert told(play) == ["mute"]


def test_an_order_that_is_ended_is_sent_to_nobody_more():
    play = at_sea(Play(), "ais-b:1")
    recall(play)
    ended = play.hear_act(
        EndOrder(**WHO, request_id="e", order="O-1", order_kind="recall", note="the storm turned")
    )
    assert isinstance(ended, OrderEnded)
    play.wait(5)
    assert told(play) == []
    again = play.hear_act(EndOrder(**WHO, request_id="e2", order="O-1", order_kind="recall", note="again"))
    assert isinstance(again, Refused)


def test_a_snapshot_remembers_who_waits():
    play = at_sea(Play(), "ais-b:1", "ais-b:2")
    recall(play)
    again = memory.load(memory.dump(play.world), port())
    assert again.orders == play.world.orders
    assert again.orders.waiting == {"O-1": ["a", "b"]}


def test_an_ordered_move_raises_nobody_who_takes_part():
    play = Play()
    move = {"order_kind": "move", "zone": "harbour"}
    recall(play, "a", **move)
    play.sail("ais-b:1", [(20_500, 0)] * 8)
    assert [f for f in play.of(AlertRaised) if f.rule == "left-zone"] == []
    other = Play().sail("ais-b:1", [(20_500, 0)] * 8)
    assert [f.subject.id for f in other.of(AlertRaised) if f.rule == "left-zone"] == ["a"]


def test_a_port_state_ends_when_its_time_is_over():
    play = Play()
    recall(play, order_kind="port-state", state="closed", hours=0.01)
    assert play.world.orders.port_state == "closed"
    play.wait(40)
    assert play.world.orders.port_state == "open"
    assert [(one.why, one.actor) for one in play.of(OrderEnded)] == [("time-over", None)]
