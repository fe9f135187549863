from collections import Counter

import msgspec
import numpy as np
import pytest

from simulators import skippers as module
from simulators.post import Post
from simulators.sensors import Sensors
from simulators.skippers import Skippers, share_manners
from tests.simulators.conftest import START_MS
from twin.wire import AnswerBody, CallBody, FixBody, SosBody, Words

OUTSIDE = (122.462, 29.2)
INSIDE = (122.2, 29.2)


class Deck:
    """One gill-netter, its skipper and what is heard from it."""

    def __init__(self, running):
        self.running = running
        self.scene = running.scene
        self.post = Post(START_MS)
        terminals = Sensors(running.scene, self.post, START_MS, 1).terminals
        self.skippers = Skippers(running.scene, running.pilots, self.post, terminals, START_MS, 1)

    def call(self, call_id="c1", kind="warning", number="412900000"):
        call = CallBody(call_id, START_MS, kind, Words("请返回", "Please return"), START_MS + 120_000)
        self.skippers.hear_call("ais-b", number, call)

    def run(self, seconds):
        for _ in range(seconds):
            self.scene.now_s += 1.0
            self.running.pilots.step(1.0)
            self.skippers.step()
        return self.post.take(START_MS + 10**9)

    def answers(self, seconds=120):
        letters = [said for said in self.run(seconds) if said.topic.endswith("/answer")]
        return [msgspec.json.decode(said.payload, type=AnswerBody) for said in letters]


@pytest.fixture
def astray(told):
    return Deck(told("zxy10009", starts={"zxy10009": ("gillnet", OUTSIDE)}))


@pytest.fixture
def inside(told):
    return Deck(told("zxy10009", starts={"zxy10009": ("gillnet", INSIDE)}))


def test_a_skipper_astray_answers_received_then_complying_and_turns_back(astray):
    astray.call()
    answers = astray.answers()
    assert [(answer.call_id, answer.answer) for answer in answers] == [
        ("c1", "received"),
        ("c1", "complying"),
    ]
    assert 12_000 <= answers[0].t_ms - START_MS <= 42_000
    assert 15_000 <= answers[1].t_ms - answers[0].t_ms <= 46_000
    assert astray.scene.behaviour[0] == "obey"


def test_a_boat_where_it_may_be_only_says_that_it_heard(inside):
    inside.call()
    assert [answer.answer for answer in inside.answers()] == ["received"]
    assert inside.scene.behaviour[0] == "gillnet"


def test_who_hears_a_warning_looks_out_and_who_hears_a_question_does_not(inside):
    inside.call(kind="question")
    inside.answers(60)
    assert inside.scene.warned_until_s[0] < 0
    inside.call("c2")
    inside.answers(60)
    assert inside.scene.warned_until_s[0] > inside.scene.now_s + 60


def test_a_boat_ordered_home_complies_and_returns(inside):
    inside.call(kind="order")
    assert [answer.answer for answer in inside.answers()] == ["received", "complying"]
    assert inside.scene.behaviour[0] == "return"


def test_a_boat_astray_that_is_ordered_home_does_not_only_go_back_to_its_water(astray):
    astray.call(kind="order")
    astray.answers()
    assert astray.scene.behaviour[0] == "return"


@pytest.mark.parametrize(
    ("manner", "words"),
    [("unable", ["received", "unable"]), ("need-help", ["received", "need-help"]), ("silent", [])],
)
def test_skippers_answer_in_the_manner_a_scenario_gives_them_and_do_not_turn_back(astray, manner, words):
    astray.scene.answering[0] = manner
    astray.call()
    assert [answer.answer for answer in astray.answers()] == words
    assert astray.scene.behaviour[0] != "obey"


def test_a_call_delivered_twice_is_answered_once_and_a_second_call_again(astray):
    astray.call()
    astray.call()
    assert len(astray.answers()) == 2
    astray.call("c2")
    assert {answer.call_id for answer in astray.answers()} == {"c2"}


def test_a_busy_skipper_misses_calls_and_answers_the_next(astray):
    astray.scene.ignores[0] = 1
    astray.call()
    astray.call()
    assert astray.answers() == []
    astray.call("c2")
    assert [(answer.call_id, answer.answer) for answer in astray.answers()] == [
        ("c2", "received"),
        ("c2", "complying"),
    ]


def test_a_dark_boat_neither_hears_nor_answers(astray):
    astray.scene.dark_until_s[0] = 50.0
    astray.call()
    assert astray.answers() == []
    astray.call("c2")
    astray.scene.dark_until_s[0] = 1_000.0
    assert astray.answers() == []


def test_a_covered_terminal_neither_hears_nor_answers_and_the_others_do(told):
    deck = Deck(told("zxy10009", starts={"zxy10009": ("gillnet", OUTSIDE)}))
    deck.scene.beidou_dark_until_s[0] = 1_000.0
    call = CallBody("c1", START_MS, "warning", Words("请返回", "Please return"), START_MS + 120_000)
    deck.skippers.hear_call("beidou", "0300000", call)
    assert not deck.answers()
    deck.call("c2")
    assert {answer.call_id for answer in deck.answers()} == {"c2"}


def test_calls_and_receipts_for_nobody_here_are_counted(inside):
    inside.call(number="999999999")
    inside.skippers.hear_receipt("sos-of-another")
    assert inside.skippers.unknown == 2


def test_no_more_calls_are_remembered_than_allowed(inside, monkeypatch):
    monkeypatch.setattr(module, "REMEMBERED_CALLS", 5)
    for number in range(50):
        inside.call(f"c{number}")
    assert len(inside.skippers._heard) == 5


def test_an_sos_is_repeated_every_15_s_until_its_receipt_is_heard(inside, places):
    inside.skippers.press_sos(0, "medical", "腹痛", test=False)
    letters = inside.run(61)
    bodies = [msgspec.json.decode(said.payload, type=SosBody) for said in letters]
    assert {said.topic for said in letters} == {"terminal/beidou/0300000/sos"}
    assert {said.qos for said in letters} == {1}
    assert len(bodies) == 5
    assert len({(body.event_id, body.t_ms, body.lon, body.lat) for body in bodies}) == 1
    assert [body.seq for body in bodies] == [1, 2, 3, 4, 5]
    assert (bodies[0].kind, bodies[0].test) == ("medical", False)
    inside.skippers.hear_receipt(bodies[0].event_id)
    assert inside.run(61) == []


def test_every_press_is_an_event_of_its_own(inside):
    inside.skippers.press_sos(0, "fire", None, test=False)
    inside.skippers.press_sos(0, "distress", None, test=True)
    bodies = [msgspec.json.decode(said.payload, type=SosBody) for said in inside.run(2)]
    assert len({body.event_id for body in bodies}) == 2
    assert [body.test for body in bodies] == [False, True]


def test_a_late_skipper_answers_after_it_was_due_and_then_turns_back(astray):
    astray.scene.answering[0] = "late"
    astray.call()
    assert astray.answers(120) == []
    late = astray.answers(900)
    assert [body.answer for body in late] == ["received", "complying"]
    assert late[0].t_ms >= START_MS + 120_000 + 60_000
    assert astray.scene.behaviour[0] in ("obey", "gillnet")
    assert astray.scene.behaviour[0] != "moored"


def test_a_skipper_who_only_says_that_he_complies_goes_on(astray):
    astray.scene.answering[0] = "wrong"
    astray.call()
    assert [body.answer for body in astray.answers()] == ["received", "complying"]
    assert astray.scene.behaviour[0] == "gillnet"


def test_a_terminal_that_is_not_aboard_answers_from_elsewhere(astray):
    astray.scene.answering[0] = "misplaced"
    astray.call()
    letters = [said for said in astray.run(120) if said.topic.endswith("/fix")]
    [fix] = [msgspec.json.decode(said.payload, type=FixBody) for said in letters]
    there_m = astray.scene.places.xy_m(fix.lon, fix.lat)[0]
    off_m = np.hypot(*(there_m - astray.scene.hulls.xy_m[0]))
    assert 0.8 * module.MISPLACED_M < off_m < 1.2 * module.MISPLACED_M
    assert astray.scene.behaviour[0] == "gillnet"


def test_manners_are_shared_out_by_lot(make_scene, shipu):
    scene = make_scene(*(vessel.id for vessel in shipu.vessels[:400]))
    share_manners(scene, (("late", 0.25), ("silent", 0.5)), seed=1)
    count = Counter(scene.answering)
    assert count["silent"] / 400 == pytest.approx(0.5, abs=0.08)
    assert count["late"] / 400 == pytest.approx(0.25, abs=0.08)
    assert count["complying"] == 400 - count["silent"] - count["late"]
    first = list(scene.answering)
    share_manners(scene, (("late", 0.25), ("silent", 0.5)), seed=1)
    assert scene.answering == first
    share_manners(scene, (), seed=1)
    assert set(scene.answering) == {"complying"}
