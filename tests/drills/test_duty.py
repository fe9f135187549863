from drills.duty import Duty
from drills.judge import Judge
from simulators.scenario import Expect, Scenario, Task
from tests.drills.test_judge import raised

OPENED = {
    "kind": "incident-opened",
    "alerts": ["left-zone-1"],
    "incident": "I-1",
    "subject": {"kind": "vessel", "id": "a"},
    "t_s": 60,
}


def task(**more: object) -> Task:
    fields = {
        "id": "t",
        "on": "e",
        "role": "officer",
        "does": "acknowledge",
        "within_s": 30,
        "source": "ours",
    }
    return Task(**(fields | {"plays_after_s": 5} | more))


def acted(t_s: float, verb: str = "acknowledge", role: str = "officer", incident: str = "I-1") -> dict:
    return {"kind": "incident-acted", "verb": verb, "role": role, "incident": incident, "t_s": t_s}


def duty(*heard: dict, tasks: tuple[Task, ...]) -> Duty:
    expects = (Expect(id="e", rule="left-zone", vessel="a", by_s=100),)
    judge = Judge(Scenario(expects=expects, tasks=tasks))
    watching = Duty(judge)
    for saying in heard:
        judge.hear(saying)
        watching.hear(saying)
    return watching


def outcome(*heard: dict, robots: bool = True, **more: object) -> tuple[str, str]:
    (row,) = duty(*heard, tasks=(task(**more),)).rows(by_robots=robots)
    return row.outcome, row.why


def test_a_task_counts_from_what_calls_for_it_until_its_role_has_done_it():
    done = duty(raised(60), OPENED, acted(61, role="leader"), acted(62, "note"), acted(80), tasks=(task(),))
    (row,) = done.rows(by_robots=True)
    assert (row.outcome, row.due_s, row.came_s, row.delay_s) == ("met", 90, 80, 20)


def test_what_is_done_on_another_case_does_not_count():
    assert outcome(raised(60), OPENED, acted(80, incident="I-2")) == ("failed", "missed")


def test_late_and_missed_fail_and_what_nothing_called_for_is_void():
    assert outcome(raised(60), OPENED, acted(95)) == ("failed", "late by 5 s")
    assert outcome(raised(60), OPENED) == ("failed", "missed")
    assert outcome() == ("void", "nothing called for it: e did not come as expected")


def test_a_task_missed_for_want_of_a_case_says_so():
    why = outcome(raised(60))[1]
    assert why.startswith("missed: the alert left-zone-1 opened no case. Play longer")


def test_robots_are_not_blamed_for_what_they_are_told_to_leave_or_to_do_late():
    assert outcome(raised(60), OPENED, plays_after_s=None) == ("void", "nobody plays it")
    assert outcome(raised(60), OPENED, acted(95), plays_after_s=35) == ("void", "late by 5 s")
    assert outcome(raised(60), OPENED, plays_after_s=None, robots=False) == ("failed", "missed")


def test_a_task_may_count_from_an_instant_of_its_own():
    assert outcome(raised(60), OPENED, acted(80), at_s=40) == ("failed", "late by 10 s")


def test_a_case_opened_by_hand_is_what_other_tasks_work_on():
    by_hand = {
        "kind": "incident-opened",
        "incident": "I-9",
        "role": "officer",
        "actor": "officer",
        "subject": {"kind": "vessel", "id": "b"},
        "t_s": 12,
    }
    tasks = (
        task(id="phone", on="", at_s=5, does="open", vessel="b"),
        task(id="ack", on="phone", role="leader"),
    )
    watching = duty(by_hand, acted(20, role="leader", incident="I-9"), tasks=tasks)
    assert [row.outcome for row in watching.rows(by_robots=True)] == ["met", "met"]
    assert watching.case_of(tasks[1]) == "I-9"
    assert watching.called_s(tasks[1]) == 12
