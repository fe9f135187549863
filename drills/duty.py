"""The watch of a play: which tasks are called for, when, and whether they were done in time."""

from drills.judge import Judge
from drills.result import Outcome, Row
from drills.sayings import Saying
from simulators.scenario import Task

OPEN, ORDER, PERMIT, WATCH, DRAW = "open", "order", "permit", "watch", "draw"
BY_HAND = (OPEN, ORDER, PERMIT, WATCH, DRAW)
"""What needs no case to work on."""
_SHOWN_BY = {ORDER: "order-given", PERMIT: "permit-granted", WATCH: "watch-kept"}
_HEEDED = ("incident-acted", "incident-opened", "zone-changed", *_SHOWN_BY.values())


class Duty:
    """Follows the tasks of a scenario through a play.

    Attributes:
        done_s: task -> when it was done by its role, seconds after the start.
    """

    def __init__(self, judge: Judge) -> None:
        self._tasks = {task.id: task for task in judge.scenario.tasks}
        self._judge = judge
        self._opened: dict[str, str] = {}
        self.done_s: dict[str, float] = {}

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks in the order of the file."""
        return tuple(self._tasks.values())

    def hear(self, saying: Saying) -> None:
        """Take what became true, in order, after the judge has taken it."""
        if saying["kind"] not in _HEEDED:
            return
        for task in self._tasks.values():
            if task.id not in self.done_s and self._does(task, saying):
                self.done_s[task.id] = saying["t_s"]
                if task.does == OPEN:
                    self._opened[task.id] = saying["incident"]
                return

    def called_s(self, task: Task) -> float | None:
        """Return when a task was called for, seconds after the start; None if nothing has yet."""
        if task.at_s is not None:
            return task.at_s
        if task.on in self._tasks:
            return self.done_s.get(task.on)
        first = self._judge.first_of(task.on)
        return None if first is None else float(first["t_s"])

    def case_of(self, task: Task) -> str | None:
        """Return the case a task is to be done on, None while there is none."""
        if task.on in self._tasks:
            return self._opened.get(task.on)
        alert = self.alert_of(task)
        return None if alert is None else self._judge.case_of(alert)

    def alert_of(self, task: Task) -> str | None:
        """Return the alert that calls for a task, None for others."""
        first = self._judge.first_of(task.on) if task.on else None
        return None if first is None else first.get("alert")

    def rows(self, *, by_robots: bool) -> tuple[Row, ...]:
        """Return what became of every task; of the robots' plays only what they were to do can fail."""
        return tuple(self._row(task, by_robots=by_robots) for task in self._tasks.values())

    def _does(self, task: Task, saying: Saying) -> bool:
        if task.does == DRAW:  # a zone's fact names who drew it, and only an admin may
            return bool(saying["kind"] == "zone-changed" and saying["zone"] == task.zone)
        if saying.get("role") != task.role:
            return False
        if task.does in _SHOWN_BY:
            kind_is_meant = task.does != ORDER or saying.get("order_kind") == task.order
            return bool(saying["kind"] == _SHOWN_BY[task.does] and kind_is_meant)
        if task.does == OPEN:
            alert = self.alert_of(task)
            return saying["kind"] == "incident-opened" and (
                alert in saying.get("alerts", ()) if alert else saying["subject"]["id"] == task.vessel
            )
        return saying.get("verb") == task.does and saying.get("incident") == self.case_of(task)

    def _missed(self, task: Task) -> str:
        """Return that a task was not done, and why where there was nothing to do it on."""
        if task.does in BY_HAND or self.case_of(task) is not None:
            return "missed"
        opener = f"the alert {self.alert_of(task)}" if task.on not in self._tasks else f"task {task.on}"
        remedy = 'Play longer (lasts_s), let it play later, or open the case by hand first (does = "open")'
        return f"missed: {opener} opened no case. {remedy}"

    def _row(self, task: Task, *, by_robots: bool) -> Row:
        called_s, done_s = self.called_s(task), self.done_s.get(task.id)
        due_s = (called_s or 0.0) + task.within_s
        meant_late = by_robots and (task.plays_after_s is None or task.plays_after_s > task.within_s)
        outcome: Outcome = "met"
        why = ""
        if called_s is None:
            outcome, why = "void", f"nothing called for it: {task.on} did not come as expected"
        elif done_s is None:
            outcome, why = ("void", "nobody plays it") if meant_late else ("failed", self._missed(task))
        elif done_s > due_s:
            outcome, why = ("void" if meant_late else "failed"), f"late by {done_s - due_s:g} s"
        delay_s = None if called_s is None or done_s is None else done_s - called_s
        what = f"{task.role}: {task.does}"
        return Row(
            id=task.id, what=what, outcome=outcome, due_s=due_s, came_s=done_s, delay_s=delay_s, why=why
        )
