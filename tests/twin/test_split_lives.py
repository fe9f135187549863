"""Boats that leave their card in a world at play: what is annunciated, and that facts alone rebuild it."""

from tests.twin.harbour import ZONES, boat, fix, port
from tests.twin.play import sos
from tests.twin.test_command import do
from tests.twin.test_order_calls import recall
from tests.twin.test_replay import Journalled
from twin import memory, picture, splitting
from twin.acts import OpenIncident
from twin.annunciation import Attention, hear
from twin.decode import TerminalSaid
from twin.facts import AlertChanged, AnyFact, CallSent, IncidentJoined, IncidentOpened, IncidentSplit
from twin.replay import restore
from twin.response import fold
from twin.wire import AnswerBody
from twin.world import World

BOATS = 5
FAR_M, STEP_M = 9_000.0, 600.0
HERE = port(
    zones=ZONES[:1],
    vessels=tuple(boat(f"v{n}", f"ais-b:{n}") for n in range(BOATS)),
    rules={"recall-failing": {"late_min": 5}},
    people=(),
)


class Recalled(Journalled):
    """A journalled play of the five boats, with how far east each is, metres."""

    def __init__(self) -> None:
        self.x_m = [FAR_M] * BOATS
        super().__init__(HERE)

    def until(self, t_ms: int) -> "Recalled":
        """Let time pass in one step; the feeds beat when they can."""
        self.now = t_ms
        self._take(self._beats(), t_ms)
        return self


def report(
    play: Recalled, minutes: int, *, home: tuple[int, ...] = (), stopped: tuple[int, ...] = ()
) -> Recalled:
    """Let every boat report from its place each minute: far out at work, or stopped, or on the way in."""
    for _ in range(minutes):
        for _ in range(2):
            play.until(play.now + 30_000)
        said = []
        for n in range(BOATS):
            play.x_m[n] = max(play.x_m[n] - STEP_M * (n in home), 500)
            moves = n not in stopped and play.x_m[n] > 500
            said.append(fix(f"ais-b:{n}", play.x_m[n], 200.0 * n, play.now, sog_kn=3.0 if moves else 0.0))
        play.hear(*said)
    return play


def recalled() -> Recalled:
    """Five boats that will be late, as all have answered: one card of alarms, acknowledged."""
    play = report(Recalled(), 2)
    recall(play, hours=0.2)
    report(play, 2)
    for n in range(BOATS):
        answer(play, f"v{n}", "complying")
    report(play, 3)
    do(play, "acknowledge")
    return play


def answer(play: Journalled, vessel: str, word: str) -> None:
    call = next(c for c in reversed(play.of(CallSent)) if c.vessel == vessel)
    terminal = f"ais-b:{vessel[1:]}"
    body = AnswerBody(t_ms=play.now, call_id=call.call_id, answer=word)
    play.hear(TerminalSaid(terminal, "ais-b", body, play.now))


def annunciated(facts: list[AnyFact]) -> list[tuple[str, int, str]]:
    attention = Attention()
    called = [hear(attention, fact) for fact in facts]
    return [(one.incident, one.priority, one.why) for one in called if one is not None]


def rebuilt(play: Journalled) -> None:
    """Facts alone fold to the same book, and a snapshot keeps it."""
    folded = World(HERE, "sim")
    for fact in play.facts:
        fold(folded, fact)
    assert folded.book == play.world.book
    assert memory.load(memory.dump(play.world), HERE).book == play.world.book


def test_a_boat_that_lies_stopped_long_after_a_recall_leaves_its_card_and_calls_anew():
    play = recalled()
    (card,) = play.of(IncidentOpened)
    assert (card.subject.kind, card.priority) == ("port", 2)
    assert len(play.world.book.incidents["I-1"].alerts) == BOATS
    report(play, 16, stopped=(3,))
    assert annunciated(play.facts) == [("I-1", 2, "opened"), ("I-2", 1, "opened")]
    group, own = (picture.incident(play.world, name) for name in ("I-1", "I-2"))
    assert (len(group["alerts"]), group["priority"], group["split_off"]) == (BOATS - 1, 2, ["I-2"])
    assert (own["subject"]["id"], own["priority"], own["split_from"]) == ("v3", 1, "I-1")
    assert "acked_ms" not in own
    assert group["acked_ms"]
    (split,) = play.of(IncidentSplit)
    assert (split.incident, split.into, split.subject.id, split.why) == ("I-1", "I-2", "v3", "graver")
    kinds = [type(fact) for fact in play.facts if isinstance(fact, IncidentSplit | AlertChanged)]
    assert kinds == [IncidentSplit, AlertChanged], "it left before the card could be called as grave"
    rebuilt(play)
    stepped = restore(None, HERE, "sim", lambda: play.journal)
    assert stepped.differences == 0
    assert memory.dump(stepped.world) == memory.dump(play.world)


def test_near_miss_a_boat_as_late_as_the_others_stays_on_the_card_whatever_it_answers():
    play = recalled()
    answer(play, "v3", "complying")
    report(play, 16)
    assert play.of(IncidentSplit) == []
    assert list(play.world.book.incidents) == ["I-1"]


def test_near_miss_a_boat_that_is_late_before_the_others_makes_the_card_graver_and_stays_on_it():
    play = report(Recalled(), 2)
    recall(play, hours=1.6)
    report(play, 8)
    do(play, "acknowledge")
    answer(play, "v3", "unable")
    report(play, 3)
    assert play.of(IncidentSplit) == []
    assert annunciated(play.facts) == [("I-1", 3, "opened"), ("I-1", 2, "worsened")]


def test_a_call_for_help_takes_its_boat_off_the_card():
    play = recalled()
    sos(play, "ais-b:2")
    own = play.world.book.incidents["I-2"]
    assert (own.priority, own.split_from) == (1, "I-1")
    assert len(own.alerts) == 2
    assert len(play.world.book.incidents["I-1"].alerts) == BOATS - 1
    (split,) = play.of(IncidentSplit)
    assert (split.why, split.into) == ("other-rule", "I-2")
    assert [joined.split_from for joined in play.of(IncidentJoined)][-1] == "I-1"
    assert annunciated(play.facts) == [("I-1", 2, "opened"), ("I-2", 1, "opened")]
    rebuilt(play)


def test_a_telephone_call_about_a_boat_takes_it_off_the_card_too():
    play = recalled()
    told = {"vessel": "v1", "sos_kind": "flooding", "priority": 1, "note": "water in the engine room"}
    play.hear_act(OpenIncident(actor="li", role="officer", request_id="tel", **told))
    assert len(play.world.book.incidents["I-2"].alerts) == 1
    assert [split.subject.id for split in play.of(IncidentSplit)] == ["v1"]


def test_the_last_boat_out_half_an_hour_after_the_others_are_in_is_a_case_of_its_own():
    play = recalled()
    report(play, 16, home=(0, 1, 2, 3))
    standing = [one for one in play.world.alerts.open.values() if one.rule == "recall-failing"]
    assert [one.subject.id for one in standing] == ["v4"]
    report(play, splitting.OUTLASTS_MS // 60_000 - 3, home=(0, 1, 2, 3))
    assert play.of(IncidentSplit) == []
    report(play, 4, home=(0, 1, 2, 3))
    (split,) = play.of(IncidentSplit)
    assert (split.subject.id, split.why) == ("v4", "outlasts")
    assert picture.incident(play.world, "I-1")["danger"] is False
    assert picture.incident(play.world, "I-2")["danger"] is True
    rebuilt(play)


def test_what_a_person_took_out_keeps_its_own_case_when_it_is_raised_again():
    play = recalled()
    do(play, "split", to="v0", note="engine trouble, tow arranged")
    assert play.world.book.incidents["I-2"].owner is None
    report(play, 16, home=(0,))
    play.x_m[0] = 1_500
    report(play, 5)
    own = play.world.book.incidents["I-2"]
    assert [alert for alert in own.alerts if alert in play.world.alerts.open], "raised again, in its own case"
    assert len(play.world.book.incidents["I-1"].alerts) == BOATS - 1
