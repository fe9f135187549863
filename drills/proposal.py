"""What a play proposes for an alert that nobody expected: tables that the reader takes as they stand."""

import itertools
import json
import math
from collections.abc import Iterator

from drills.piece import Piece, is_boat
from drills.result import Row
from drills.sayings import Saying, sentence_of
from simulators.scenario import Scenario
from simulators.scenario_key import Key
from simulators.scenario_reader.expected import STATEMENT
from simulators.scenario_reader.values import Known, WrongError, read

ROUND_S = 10
"""A proposed window begins and ends on a multiple of so many seconds, to be widened or narrowed (ours)."""
WHY = "write here why an officer would accept it"


def surprises(piece: Piece, strays: list[Saying]) -> tuple[Row, ...]:
    """Return a row for every alert that nobody expected or allowed, each with what may be written for it."""
    known = Known(piece.port)
    return tuple(_surprise(piece, known, saying) for saying in strays)


def expect_needs(scenario: Scenario) -> tuple[str, ...]:
    """Return what a file must say besides before an `[[expect]]` may be added to it: its head, a goal."""
    bilingual = '{ zh = "中文", en = "English" }'
    head = [f"{key} = {bilingual}" for key in ("title", "about") if not getattr(scenario, key).zh]
    head += ["lasts_s = 1800"] if scenario.lasts_s is None else []
    goal = ["its id in the met_by of an [[objective]]"] if scenario.objectives else []
    return (*head, *goal)


def _surprise(piece: Piece, known: Known, saying: Saying) -> Row:
    rule, t_s = saying["rule"], saying["t_s"]
    about = [f"rule = {_quoted(rule)}", *_about(known, saying)]
    end_s = min(math.ceil(t_s / ROUND_S) * ROUND_S, piece.lasts_s)
    expect = [
        "[[expect]]",
        f"id = {_quoted(_free_id(piece.scenario, saying['alert']))}",
        *about,
        f"priority = {saying['priority']}",
        f"after_s = {min(math.floor(t_s / ROUND_S) * ROUND_S, end_s):g}",
        f"by_s = {end_s:g}",
    ]
    allow = ["[[allow]]", *about, f"why = {_quoted(WHY)}"]
    return Row(
        id=saying["alert"],
        what=f"{rule} {saying['subject']['id']} P{saying['priority']}",
        outcome="failed",
        due_s=t_s,
        came_s=t_s,
        why=sentence_of(saying),
        proposals=("\n".join(expect), "\n".join(allow)),
    )


def _about(known: Known, saying: Saying) -> Iterator[str]:
    """Yield the lines that name whom and where an alert is about, by keys where the reader takes them."""
    kind, name = saying["subject"]["kind"], saying["subject"]["id"]
    if _takes(known, kind, name):
        yield f"{kind} = {_quoted(name)}"
    else:
        yield f'says = {{ "subject.kind" = {_quoted(kind)}, "subject.id" = {_quoted(name)} }}'
    if _takes(known, "zone", saying.get("zone")):
        yield f"zone = {_quoted(saying['zone'])}"


def _takes(known: Known, word: str, value: object) -> bool:
    """Return whether the reader takes a value for a key of a statement: an alert's zone may be a mouth."""
    key = _KEYS.get(word)
    if key is None:
        return False
    try:
        named = read(known, value, key)
    except WrongError:
        return False
    return word != "vessel" or is_boat(named, known.vessels)


def _free_id(scenario: Scenario, alert: str) -> str:
    """Return the number of an alert, or what follows it, that is no id in the file yet."""
    taken = {each.id for each in scenario.expects} | {each.id for each in scenario.nevers}
    taken |= {each.id for each in scenario.tasks} | {each.id for each in scenario.objectives}
    names = itertools.chain([alert], (f"{alert}-{count}" for count in itertools.count(2)))
    return next(name for name in names if name not in taken)


def _quoted(text: str) -> str:
    """Return a text as a basic string of TOML, which escapes as JSON does, and DEL besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


_KEYS: dict[str, Key] = {
    key.name: key for key in STATEMENT if key.name in ("vessel", "station", "feed", "person", "zone")
}
