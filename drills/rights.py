"""Who may do what a task says, and what the deed must bring: asked of the house before a play, not in it.

The rights are those of `api.identity`, the needs of a deed those of `twin.incident_acts`; here stands only
which right a word of a task asks for.
"""

from collections.abc import Iterator
from typing import cast

from api.identity import Actor, Thing, may
from simulators.scenario import Scenario, Task
from simulators.scenario_reader.expected import DRAW, OPEN, ORDER, PERMIT, WATCH
from twin.acts import ROLES, VERBS, Evidence, Role, Verb, WorkIncident
from twin.incident_acts import lacks
from twin.port import ConfigFault

BY_HAND_ASKS = {
    OPEN: "open-incident",
    ORDER: "give-order",
    PERMIT: "grant-permit",
    WATCH: "keep-watch",
    DRAW: "put-zone",
}
"""What the door of a task without a case asks for; a test reads it off the router."""
NEEDED = 'Write it in this task, as note = "...", to = "..." or evidence = [{ kind = "call", text = "..." }]'
LEAST_GRAVE = 4


def impossible_tasks(scenario: Scenario, file: str) -> Iterator[ConfigFault]:
    """Yield a fault for every task that the house would refuse whatever the case: by its role, or as it is.

    A false alarm depends on the priority of the case: where no expectation says it, the least grave is taken.
    """
    for number, task in enumerate(scenario.tasks, 1):
        asks, thing = _rights(task), Thing(priority=_priority(task, scenario))
        able = [role for role in ROLES if all(may(_somebody(role), right, thing) for right in asks)]
        if task.role not in able:
            deed = " ".join(filter(None, (task.does, task.order)))
            grave = f" of a P{thing.priority}" if task.does == "false-alarm" else ""
            what = f"{task.role} may not {deed}{grave}"
            yield ConfigFault(file, f"task {number}, key role", what, f"Use one of: {', '.join(able)}")
        lacking = lacks(_deed(task)) if task.does in VERBS else None
        if lacking is not None:
            place = f"task {number}, does {task.does}"
            yield ConfigFault(file, place, lacking.en.rstrip("."), NEEDED)


def _rights(task: Task) -> tuple[str, ...]:
    """Return every right that a task's door and its deed ask for."""
    if task.does == ORDER:
        return BY_HAND_ASKS[ORDER], f"order-{task.order}"
    return (BY_HAND_ASKS.get(task.does, task.does),)


def _priority(task: Task, scenario: Scenario) -> int:
    """Return the priority of a task's case as the file says it."""
    opener = next((one for one in scenario.tasks if one.id == task.on), None)
    if opener is not None and not opener.on:
        return opener.priority
    alert = task.on if opener is None else opener.on
    said = (one.priority for one in scenario.expects if one.id == alert and one.priority)
    return next(said, LEAST_GRAVE)


def _somebody(role: str) -> Actor:
    return Actor("", cast("Role", role))


def _deed(task: Task) -> WorkIncident:
    return WorkIncident(
        actor=task.role,
        role=cast("Role", task.role),
        request_id=task.id,
        incident="",
        verb=cast("Verb", task.does),
        seen_version=0,
        note=task.note,
        to=task.to,
        evidence=tuple(Evidence(piece.kind, piece.text) for piece in task.evidence),  # type: ignore[arg-type]  # the reader knows the kinds
    )
