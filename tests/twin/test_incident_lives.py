"""Lives of cases: people and machines act in any order, and what was promised of the loop holds."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.twin.casework import act, again, alert, by_hand, call_sent
from twin import incident_acts, incidents
from twin.acts import VERBS, Evidence, WorkIncident
from twin.facts import Fact, IncidentActed, Refused
from twin.incident_loop import ENDED, State, verbs_now

STRAIGHT = ["open", "acknowledged", "verifying", "confirmed", "dispatched", "on_scene", "controlled"]
LISTED = (
    {(s, "resolve", "resolved") for s in STRAIGHT[1:]}
    | {(s, "transfer", "transferred") for s in STRAIGHT[1:]}
    | {(s, "false-alarm", "false_alarm") for s in STRAIGHT}
    | {(s, "merge", "merged") for s in STRAIGHT}
    | {(s, "reopen", "open") for s in ("resolved", "reviewed", "closed", "false_alarm", "transferred")}
    | {(s, v, s) for s in [*STRAIGHT, "resolved", "reviewed"] for v in ("call", "assign")}
    | {(s, "split", s) for s in [*STRAIGHT, "resolved", "reviewed"]}
    | {(s.value, "note", s.value) for s in State}
    | {(s, "dispatch", "dispatched") for s in STRAIGHT[1:4]}
    | {(s, "confirm", "confirmed") for s in STRAIGHT[1:3]}
    | {(s, "acknowledge", s) for s in [*STRAIGHT[1:], "resolved", "reviewed"]}
    | {("open", "acknowledge", "acknowledged"), ("acknowledged", "verify", "verifying")}
    | {("dispatched", "arrive", "on_scene"), ("on_scene", "control", "controlled")}
    | {("resolved", "review", "reviewed"), ("resolved", "close", "closed"), ("reviewed", "close", "closed")}
)
"""Every way between states that domain.md §3.1 and contract.md §3 know, written a second time by hand."""


PEOPLE = st.sampled_from(["chen", "wu", "gu"])
_AHEAD: dict[str, Any] = {
    "open": "acknowledge",
    "acknowledged": "dispatch",
    "dispatched": "arrive",
    "on_scene": "control",
    "controlled": "resolve",
    "resolved": "review",
    "reviewed": "close",
}
_FULL: dict[str, Any] = {"note": "because", "evidence": (Evidence("photo", "seen"),)}


class Loop(RuleBasedStateMachine):
    """People and machines act on cases in any order; what was promised of the loop holds after each act."""

    def __init__(self) -> None:
        super().__init__()
        self.book = incidents.Book()
        self.facts: list[Fact] = []
        self.raised: list[Any] = []
        self.now_ms = 0

    def take(self, fact: Fact) -> None:
        self.facts.append(fact)
        incidents.fold(self.book, fact)

    @rule(vessel=st.sampled_from(["V1", "V2"]), priority=st.integers(1, 4), sent=st.booleans())
    def raise_alert(self, vessel: str, priority: int, *, sent: bool) -> None:
        raised = alert(f"a-{len(self.raised)}", vessel, priority, self.now_ms)
        self.raised.append(raised)
        if sent:
            self.take(call_sent(f"C-{len(self.facts)}", alert_id=raised.alert))
        self.hold(raised)

    @rule(data=st.data())
    def raise_again(self, data: st.DataObject) -> None:
        loose = [a for a in self.raised if a.alert not in self.book.of_alert]
        if loose:
            self.hold(data.draw(st.sampled_from(loose)))

    def hold(self, raised: Any) -> None:
        case = incidents.open_incident_of(self.book, raised.subject)
        if case is None:
            self.take(incidents.open_by_alert(self.book, raised, self.now_ms))
        else:
            assert case.state in STRAIGHT
            self.take(incidents.join(self.book, case.id, raised, self.now_ms))

    @rule(vessel=st.sampled_from(["V1", "unknown"]))
    def open_by_hand(self, vessel: str) -> None:
        self.take(incident_acts.open_by_hand(self.book, by_hand(vessel=vessel), self.now_ms))

    @rule(
        data=st.data(),
        by=PEOPLE,
        role=st.sampled_from(["officer", "dispatcher", "leader"]),
        note=st.sampled_from(["", "because", "because"]),
        kinds=st.lists(st.sampled_from(["photo", "waiver"]), max_size=2),
        off=st.sampled_from([0, 0, 0, 0, 1, -1]),
        danger=st.booleans(),
        likely=st.booleans(),
    )
    def work(self, data, by, role, note, kinds, off, *, danger, likely) -> None:
        names = list(self.book.incidents)
        if not names:
            return
        case = self.book.incidents[data.draw(st.sampled_from(names))]
        verbs = verbs_now(case.state, case.priority, waits=case.waits) if likely else VERBS
        command = act(
            data.draw(st.sampled_from(verbs)),
            case.version + off,
            by=by,
            role=role,
            case=case.id,
            note=note,
            to=data.draw(st.sampled_from([*names, "V1", "V2", "question", None])),
            evidence=tuple(Evidence(kind, "seen") for kind in kinds),
        )
        self.try_act(case, command, danger=danger)

    def try_act(self, case: incidents.Incident, command: WorkIncident, *, danger: bool = False) -> None:
        before = again(self.book)
        standing = {raised.alert: raised for raised in self.raised}
        answer = incident_acts.decide(self.book, command, self.now_ms, danger=danger, standing=standing)
        assert self.book == before
        if isinstance(answer, Refused):
            assert command.seen_version == case.version or answer.code == "stale"
            return
        self.judge(answer[0], before.incidents[case.id], danger=danger)
        for fact in answer:
            self.take(fact)

    def judge(self, acted: Any, before: incidents.Incident, *, danger: bool) -> None:
        assert isinstance(acted, IncidentActed)
        assert (acted.before, acted.verb, acted.after) in LISTED
        assert acted.version == before.version + 1
        assert acted.verb != "acknowledge" or before.acked_ms is None
        if acted.verb == "close":
            did = before.actors.get(acted.actor, ())
            waived = acted.role == "leader" and {"kind": "waiver", "text": "seen"} in acted.evidence
            assert waived or not danger
            assert before.priority >= 3 or not {"dispatch", "arrive", "control", "resolve"} & {*did}
            assert before.priority >= 3 or before.state == "reviewed"
        if acted.verb == "split":
            assert acted.to in {raised.subject.id for raised in self.raised if raised.alert in before.alerts}
        if acted.verb == "resolve":
            assert "photo" in [piece["kind"] for piece in acted.evidence]

    @rule(
        data=st.data(),
        by=st.lists(PEOPLE, min_size=1, max_size=9),
        hasty=st.booleans(),
        danger=st.booleans(),
    )
    def go_straight(self, data: st.DataObject, by: list[str], *, hasty: bool, danger: bool) -> None:
        """Carry a case some way towards its end, each step by somebody, as a quiet watch would."""
        moving = [case for case in self.book.incidents.values() if case.state.value in _AHEAD]
        if not moving:
            return
        case = data.draw(st.sampled_from(moving))
        for person in by:
            verb = _AHEAD.get(case.state.value, "note")
            verb = "close" if hasty and verb == "review" else verb
            self.try_act(case, act(verb, case.version, by=person, case=case.id, **_FULL), danger=danger)

    @rule(hours=st.integers(0, 7))
    def wait(self, hours: int) -> None:
        self.now_ms += hours * 3_600_000

    @invariant()
    def no_alert_is_in_two_open_cases(self) -> None:
        held = [a for case in self.book.incidents.values() if case.state not in ENDED for a in case.alerts]
        assert len(held) == len(set(held))
        assert set(held) == set(self.book.of_alert)

    @invariant()
    def indexes_agree_with_the_cases(self) -> None:
        cases = self.book.incidents
        working = {id_ for ids in self.book.working.values() for id_ in ids}
        assert working == {c.id for c in cases.values() if c.state.value in STRAIGHT}
        assert set(self.book.ended) == {c.id for c in cases.values() if c.state in ENDED}
        calls = [c for case in cases.values() for c in case.calls]
        loose = [c for ids in self.book.calls_of_alert.values() for c in ids]
        assert sorted(calls + loose) == sorted(self.book.calls)

    def teardown(self) -> None:
        rebuilt = incidents.Book()
        for fact in self.facts:
            incidents.fold(rebuilt, fact)
        assert rebuilt == self.book
        assert again(self.book) == self.book


TestLoop = Loop.TestCase
TestLoop.settings = settings(max_examples=100, stateful_step_count=40)
