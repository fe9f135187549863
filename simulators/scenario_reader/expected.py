"""What a scenario says of the system (expect, never, allow) and of people (task, objective)."""

from typing import Any

import msgspec

from simulators.scenario import Allow, Expect, Never, Objective, Task
from simulators.scenario_key import MUST, SOS_KINDS, Key, seconds, text, word
from simulators.scenario_reader.table import Tables

ROLES = ("officer", "dispatcher", "patrol", "leader", "director", "evaluator", "skipper", "township", "admin")
"""Who may have something to do: the roles of `contract.md` §3 that a person holds and acts in."""
VERBS = (
    "acknowledge",
    "verify",
    "confirm",
    "dispatch",
    "arrive",
    "control",
    "resolve",
    "review",
    "close",
    "reopen",
    "false-alarm",
    "merge",
    "split",
    "transfer",
    "call",
    "note",
    "assign",
)
"""The verbs of the loop, `contract.md` §3."""
OPEN = "open"
ORDER = "order"
WATCH = "watch"
PERMIT = "permit"
DRAW = "draw"
BY_HAND = (OPEN, ORDER, PERMIT, WATCH, DRAW)
"""What needs no case to work on."""
ORDERS = ("recall", "port-state", "move")
PORT_STATES = ("open", "restricted", "in-only", "closed", "shelter")
"""Kinds of order, and states of the port, `contract.md` §3."""
MOST = 100_000
STATEMENT = (
    Key("rule", "the rule whose alert it is", "id", ""),
    Key("fact", "the kind of another fact instead; `rejected`: a letter was refused", "id", ""),
    Key("vessel", "the boat it is about; `kind-number` for a terminal nobody registered", "id", ""),
    word("station", "the station it is about", "station", ""),
    word("feed", "the feed it is about", "any feed", ""),
    word("person", "the person it is about", "person", ""),
    word("zone", "the zone it names", "zone", ""),
    Key("says", "fields of the fact and their values; `subject.id` looks into one", "says", ()),
)
EXPECT = (
    Key("id", "its name, for tasks and objectives", "id"),
    *STATEMENT,
    seconds("after_s", "not said before", 0.0),
    seconds("by_s", "said by then"),
    Key("priority", "of the alert, 1 emergency to 4 caution", "whole", None, 1, 4),
    seconds("clears_by_s", "the alert has cleared by itself by then", None),
    Key("count", "said exactly so often", "whole", None, 1, MOST),
    Key("at_least", "said so often or more", "whole", None, 1, MOST),
    Key("at_most", "said so often or less", "whole", None, 1, MOST),
    Key("case", "true: it must be in an incident; false: it must not", "flag", None),
    text("why", "why it must be said"),
)
SPAN = (
    seconds("from_s", "from when", 0.0),
    seconds("to_s", "until when; left out: the end", None),
)
NEVER = (Key("id", "its name, for objectives", "id", ""), *STATEMENT, *SPAN, text("why", "why not", MUST))
ALLOW = (*STATEMENT, *SPAN, text("why", "why it may be said", MUST))
TASK = (
    Key("id", "its name, for objectives", "id"),
    Key("on", "the expectation whose incident is worked on, or the task that opens the case", "id", ""),
    seconds("at_s", "counts from this instant instead of from what `on` names", None),
    word("role", "who does it", ROLES),
    word(
        "does",
        "a verb of the loop; `open`: opens a case by hand, of the alert `on` names or as after a call; "
        "`order` gives an order, `permit` grants a permit, `watch` touches a console, `draw` draws a zone",
        (*VERBS, *BY_HAND),
    ),
    seconds("within_s", "the standard: how long it may take", low=1),
    text("source", "where the standard comes from", MUST),
    seconds("plays_after_s", "when the robot crew does it, from the same start; left out: never", None),
    text("note", "what is written or said", "", 2_000),
    text("to", "whom (assign), where (transfer), which incident (merge), what kind of call (call)", None, 64),
    Key("evidence", "what proves it", "evidence", (), high=2_000),
)
OPENING = (
    word("vessel", "the boat of the case", "vessel"),
    word("kind", "of distress", SOS_KINDS),
    Key("priority", "of the case", "whole", 1, 1, 4),
    Key("persons", "aboard, as told", "whole", None, 0, 500),
    text("caller", "who told it", "", 64),
)
"""Keys of a task that opens a case by hand without an alert, as after a phone call, besides."""
ORDERING = (
    word("order", "its kind", ORDERS),
    seconds("until_s", "recall: in shelter by then; move: there by then; state: stands until then", low=1),
    Key("vessels", "boats it is for; a recall of none: every boat at sea", "words", (), 1, 100, "vessel"),
    word("state", "of the port, for a port-state", PORT_STATES, ""),
    word("zone", "where to, for a move", "zone", ""),
)
"""Keys of a task that gives an order, besides."""
PERMITS = ("ban-transfer", "repair", "planned-silence", "opening-day", "move")
PERMITTING = (
    word("permit", "its kind", PERMITS),
    seconds("until_s", "when it ends", low=1),
    Key("vessels", "boats it is for", "words", MUST, 1, 100, "vessel"),
    word("zone", "where it holds, or where a move leads", "zone", ""),
)
"""Keys of a task that grants a permit, besides."""
DRAWING = (
    Key("zone", "id of the zone that is drawn, or drawn anew", "id"),
    text("feature", "what is drawn: a GeoJSON feature as in `zones.geojson`", MUST, 20_000),
)
"""Keys of a task that draws a zone, besides."""
BESIDES = {ORDER: ORDERING, PERMIT: PERMITTING, DRAW: DRAWING}
OBJECTIVE = (
    Key("id", "its name", "id"),
    Key("text", "what the rehearsal is for, in both languages", "both", MUST, high=500),
    Key("met_by", "expectations, nevers and tasks that must all be met", "ids", MUST, high=100),
)


def read_expects(tables: Tables, said: dict[str, Any]) -> tuple[Expect, ...]:
    """Return what must be said."""
    expects = []
    for place, table in tables.listed(said, "expect"):
        values = _statement(tables, place, table, EXPECT)
        values |= _count(tables, place, values)
        expects.append(Expect(**values))
    return tuple(expects)


def read_nevers(tables: Tables, said: dict[str, Any], end_s: float) -> tuple[Never, ...]:
    """Return what must not be said, until the end where it does not say until when."""
    spans = [_span(tables, place, table, NEVER, end_s) for place, table in tables.listed(said, "never")]
    return tuple(Never(**values) for values in spans)


def read_allows(tables: Tables, said: dict[str, Any], end_s: float) -> tuple[Allow, ...]:
    """Return what may be said, until the end where it does not say until when."""
    spans = [_span(tables, place, table, ALLOW, end_s) for place, table in tables.listed(said, "allow")]
    return tuple(Allow(**values) for values in spans)


def read_tasks(tables: Tables, said: dict[str, Any]) -> tuple[Task, ...]:
    """Return what people should do."""
    tasks = []
    for place, table in tables.listed(said, "task"):
        does = table.get("does")
        besides = {**BESIDES, OPEN: () if "on" in table else OPENING}.get(str(does), ())
        task = Task(**tables.take(place, table, (*TASK, *besides)))
        if not task.on and (task.at_s is None or does not in BY_HAND):
            remedy = "Name an expectation, or a task that opens a case"
            tables.refuse(f"{place}, key on", "is missing", remedy)
        if does == ORDER:
            _check_order(tables, place, task)
        if does in (ORDER, PERMIT) and not task.note:
            tables.refuse(f"{place}, key note", "is missing", f"Write the reason for the {does}")
        if does == DRAW:
            _check_drawing(tables, place, task)
        tasks.append(task)
    return tuple(tasks)


def _check_drawing(tables: Tables, place: str, task: Task) -> None:
    """The door refuses a drawing that is no feature, as a fault of the house; here it is one of the file."""
    try:
        msgspec.json.decode(task.feature, type=dict[str, Any])
    except msgspec.MsgspecError as fault:
        tables.refuse(f"{place}, key feature", f"is no JSON object: {fault}", "Write a GeoJSON feature")


def _check_order(tables: Tables, place: str, task: Task) -> None:
    """A port has a state, a move a place and boats; the other orders have none of these."""
    for key, kind in (("state", "port-state"), ("zone", "move")):
        said, needed, place_of = bool(getattr(task, key)), task.order == kind, f"{place}, key {key}"
        if said and not needed:
            tables.refuse(place_of, f"is for a {kind} only", "Leave it out")
        if needed and not said and not tables.refused(place_of):
            tables.refuse(place_of, f"is missing, and a {kind} needs it", f"Say {key} here")
    if task.order == "move" and not task.vessels:
        tables.refuse(f"{place}, key vessels", "is missing", "Say which boats move")
    if task.order == "port-state" and task.vessels:
        tables.refuse(f"{place}, key vessels", "is for a recall or a move", "Leave it out")


def read_objectives(tables: Tables, said: dict[str, Any]) -> tuple[Objective, ...]:
    """Return what the rehearsal is for."""
    return tuple(
        Objective(**tables.take(place, table, OBJECTIVE)) for place, table in tables.listed(said, "objective")
    )


def _statement(tables: Tables, place: str, table: dict[str, Any], keys: tuple[Key, ...]) -> dict[str, Any]:
    """Return the values of a statement, which is of one rule or one fact and of one subject at most."""
    values = tables.take(place, table, keys)
    if "rule" not in table and "fact" not in table:
        tables.refuse(f"{place}, key rule", "is missing", "Name a rule, or another fact")
    if "rule" in table and "fact" in table:
        tables.refuse(f"{place}, key fact", "stands beside a rule", "Leave one of the two out")
    subjects = [word for word in ("vessel", "station", "feed", "person") if word in table]
    if len(subjects) > 1:
        what = f"is about {' and '.join(subjects)}"
        tables.refuse(f"{place}, key {subjects[1]}", what, "Write a table for each")
    if "fact" in table and any(table.get(word) is not None for word in _OF_ALERTS if word in table):
        first = next(word for word in _OF_ALERTS if word in table)
        tables.refuse(f"{place}, key {first}", "is of alerts only", "Leave it out, or name a rule")
    return values


def _count(tables: Tables, place: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return how often it must be said: an alert once, another fact at least once, if nothing is said."""
    count, least, most = values.pop("count"), values.pop("at_least"), values.pop("at_most")
    if count is not None and (least, most) != (None, None):
        tables.refuse(f"{place}, key count", "stands beside at_least or at_most", "Say one or the other")
    if count is None and least is None and most is None and values["rule"]:
        count = 1
    least, most = (count, count) if count is not None else (least or 1, most)
    if most is not None and most < least:
        tables.refuse(f"{place}, key at_most", f"{most} is below at_least", f"Give {least} or more")
    return {"least": least, "most": most}


def _span(
    tables: Tables, place: str, table: dict[str, Any], keys: tuple[Key, ...], end_s: float
) -> dict[str, Any]:
    """Return the values of a statement of a span of time."""
    values = _statement(tables, place, table, keys)
    if values["to_s"] is None:
        values["to_s"] = end_s
    if values["to_s"] < values["from_s"]:
        tables.refuse(f"{place}, key to_s", "is before from_s", "Let the span end after it begins")
    return values


_OF_ALERTS = ("zone", "priority", "clears_by_s", "case")
