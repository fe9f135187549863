"""What must hold across the tables of a scenario: ids, references, windows; and nothing is without use."""

from collections.abc import Iterable

from simulators.scenario import Scenario
from simulators.scenario_reader.expected import BY_HAND, OPEN, ORDER, PERMIT
from simulators.scenario_reader.table import Tables


def check_whole(tables: Tables, scenario: Scenario) -> None:
    """Note every fault that no single table shows."""
    _check_head(tables, scenario)
    _check_ids(tables, scenario)
    _check_tasks(tables, scenario)
    _check_objectives(tables, scenario)
    _check_instants(tables, scenario)
    _check_deeds(tables, scenario)


def _check_head(tables: Tables, scenario: Scenario) -> None:
    """A file that expects something is a rehearsal: it says what it is and how long it is played."""
    if not (scenario.expects or scenario.nevers or scenario.tasks or scenario.objectives):
        return
    bilingual = 'Write { zh = "中文", en = "English" }'
    missing = [("lasts_s", "Say how many seconds are played, past the last window")]
    missing = missing if scenario.lasts_s is None else []
    missing += [(name, bilingual) for name in ("title", "about") if not getattr(scenario, name).zh]
    for name, remedy in missing:
        if not tables.refused(f"the file, key {name}"):
            tables.refuse(f"the file, key {name}", "is missing", f"{remedy}, before the first table")


def _named(scenario: Scenario) -> Iterable[tuple[str, str]]:
    """Yield the place and the id of everything that an objective may name."""
    yield from ((f"expect {number}", each.id) for number, each in enumerate(scenario.expects, 1) if each.id)
    yield from ((f"never {number}", each.id) for number, each in enumerate(scenario.nevers, 1) if each.id)
    yield from ((f"task {number}", each.id) for number, each in enumerate(scenario.tasks, 1) if each.id)


def _check_ids(tables: Tables, scenario: Scenario) -> None:
    places: dict[str, str] = {}
    objectives = ((f"objective {n}", each.id) for n, each in enumerate(scenario.objectives, 1) if each.id)
    for place, name in [*_named(scenario), *objectives]:
        if name in places:
            what = f"{name} is the id of {places[name]} too"
            tables.refuse(f"{place}, key id", what, "Give each its own")
        places.setdefault(name, place)


def _check_tasks(tables: Tables, scenario: Scenario) -> None:
    """A task works on the incident of an expectation or on a case that another opens, an order on none."""
    openers = [task.id for task in scenario.tasks if task.does == OPEN]
    alerts = [each.id for each in scenario.expects if each.rule]
    cases = [each.id for each in scenario.expects if each.rule and each.case is not False]
    for number, task in enumerate(scenario.tasks, 1):
        workable = alerts if task.does == OPEN else [*cases, *openers]
        if task.does in BY_HAND and task.does != OPEN:
            workable = [each.id for each in scenario.expects]
        if task.on and task.on not in workable:
            remedy = f"Use one of: {', '.join(workable)}" if workable else "Write the [[expect]] first"
            tables.refuse(f"task {number}, key on", _unworkable(scenario, task.on), remedy)


def _unworkable(scenario: Scenario, name: str) -> str:
    """Return why a task cannot work on what it names."""
    expect = next((each for each in scenario.expects if each.id == name), None)
    if expect is not None and expect.case is False:
        return f"{name} says case = false, and there is no case to work on"
    if expect is not None:
        return f"{name} is of a fact, and only an alert has a case: expect the alert by its rule"
    if any(each.id == name for each in scenario.nevers):
        return f"{name} is a [[never]]"
    if any(each.id == name for each in scenario.tasks):
        return f"{name} is a task that opens no case"
    return f"{name} does not exist"


def _check_objectives(tables: Tables, scenario: Scenario) -> None:
    """Every name exists; and with objectives there, whatever is expected of anybody serves one."""
    named = {name: place for place, name in _named(scenario)}
    met_by = [name for objective in scenario.objectives for name in objective.met_by]
    for number, objective in enumerate(scenario.objectives, 1):
        for name in objective.met_by:
            if name not in named:
                remedy = "Name an [[expect]], a [[never]] or a [[task]] by its id"
                tables.refuse(f"objective {number}, key met_by", f"{name} does not exist", remedy)
    if scenario.objectives:
        for name, place in named.items():
            if name not in met_by:
                tables.refuse(f"{place}, key id", f"{name} serves no objective", "Name it in a met_by")


def _check_instants(tables: Tables, scenario: Scenario) -> None:
    """Windows are not empty, and end, like everything that happens, before the playing ends."""
    end_s = scenario.lasts_s
    for number, each in enumerate(scenario.expects, 1):
        if each.by_s < each.after_s:
            tables.refuse(f"expect {number}, key by_s", "is before after_s", "Let the window end later")
        if each.clears_by_s is not None and each.clears_by_s < each.after_s:
            tables.refuse(f"expect {number}, key clears_by_s", "is before after_s", "It is raised first")
    for place, key, instant_s in _instants(scenario):
        if end_s is not None and instant_s is not None and instant_s > end_s:
            what = f"{instant_s:g} is after the end at {end_s:g}"
            tables.refuse(f"{place}, key {key}", what, "Play longer (lasts_s), or bring it forward")


def _check_deeds(tables: Tables, scenario: Scenario) -> None:
    """A robot does what it is to do before the playing ends; an order or a permit ends after it is given."""
    soonest = {each.id: each.after_s for each in scenario.expects}
    for number, task in enumerate(scenario.tasks, 1):
        begins_s = soonest.get(task.on, 0.0) if task.at_s is None else task.at_s
        done_s, end_s = begins_s + (task.plays_after_s or 0.0), scenario.lasts_s
        if task.plays_after_s is not None and end_s is not None and begins_s <= end_s < done_s:
            what = f"at {done_s:g} it is after the end at {end_s:g}"
            tables.refuse(f"task {number}, key plays_after_s", what, "Play longer (lasts_s), or do it sooner")
        if task.does in (ORDER, PERMIT) and 0 < task.until_s <= done_s:
            what = f"{task.until_s:g} is not after {done_s:g}, when it is given"
            tables.refuse(
                f"task {number}, key until_s", what, "Seconds after the start, like at_s: give more"
            )


def _instants(scenario: Scenario) -> Iterable[tuple[str, str, float | None]]:
    """Yield the place, key and seconds of every instant after the start."""
    for number, expect in enumerate(scenario.expects, 1):
        yield f"expect {number}", "by_s", expect.by_s
        yield f"expect {number}", "clears_by_s", expect.clears_by_s
    for number, never in enumerate(scenario.nevers, 1):
        yield f"never {number}", "from_s", never.from_s
    for number, task in enumerate(scenario.tasks, 1):
        yield f"task {number}", "at_s", task.at_s
    for number, script in enumerate(scenario.scripts, 1):
        yield f"script {number}", "at_s", script.at_s
    for number, inject in enumerate(scenario.injects, 1):
        yield f"inject {number}", "at_s", inject.at_s
