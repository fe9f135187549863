"""Writes the tables of the scenario language from its keys, so that the book cannot lag behind the reader."""

import sys
from collections.abc import Iterable

from simulators.behaviours import PLANS
from simulators.injects import ATTACKS, KEYS_OF
from simulators.scenario_key import MUST, Key
from simulators.scenario_reader import expected, played
from simulators.scenario_reader.head import HEAD, SKIPPERS, WEATHER

BEGIN, END = "<!-- words: written by `python -m simulators --words` -->", "<!-- end of the words -->"
LONG = 16
"""More words than this are named by where they stand, not one by one."""
UNITS = {"per_s": "1/s", "_s": "s", "_m": "m", "_kn": "kn", "_mps": "m/s", "_deg": "deg"}


def written_into(book: str) -> str:
    """Return a book with the tables between its two marks written anew.

    Raises:
        ValueError: the marks are not there.
    """
    before, begin, rest = book.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the marks are missing: {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{_reference()}\n{END}{after}"


def _reference() -> str:
    """Return every table, behaviour and inject of the language as Markdown."""
    parts = [
        _table("The head", HEAD),
        _table("`[weather]`", WEATHER),
        _table("`[skippers]`", SKIPPERS),
        _table("`[[start]]`", played.START),
        _table("`[[script]]`", (Key("behaviour", "what happens", "word", among="behaviour"), *played.WHEN)),
        _table("`[[script]]` with a behaviour of a boat, besides", played.SCRIPTS["transit"]),
        _kinds("Behaviours of `[[start]]` and `[[script]]`", PLANS, {}),
        _kinds("What else a `[[script]]` may do", played.ACTS, played.SCRIPTS),
        _table("`[[inject]]`", (Key("kind", "the attack", "word", among="inject"), *played.WHEN)),
        _kinds("Kinds of `[[inject]]`", KEYS_OF, KEYS_OF),
        _table("`[[expect]]`", expected.EXPECT),
        _table("`[[never]]`", expected.NEVER),
        _table("`[[allow]]`", expected.ALLOW),
        _table("`[[task]]`", expected.TASK),
        _table('`[[task]]` with `does = "open"` and no `on`, besides', expected.OPENING),
        _table('`[[task]]` with `does = "order"`, besides', expected.ORDERING),
        _table('`[[task]]` with `does = "permit"`, besides', expected.PERMITTING),
        _table('`[[task]]` with `does = "draw"`, besides', expected.DRAWING),
        _table("`[[objective]]`", expected.OBJECTIVE),
    ]
    return "\n".join(parts)


def _table(title: str, keys: tuple[Key, ...]) -> str:
    head = ["| key | means | unit | what may stand there | left out |", "|---|---|---|---|---|"]
    lines = [f"### {title}", "", *head]
    lines += map(_row, keys)
    return "\n".join([*lines, ""])


def _row(key: Key) -> str:
    return f"| `{key.name}` | {key.about} | {_unit(key)} | {_range(key)} | {_default(key)} |"


def _kinds(title: str, words: Iterable[str], keys_of: dict[str, tuple[Key, ...]]) -> str:
    """Return a list of words with what each does, and its own keys."""
    lines = [f"### {title}", ""]
    for word in words:
        lines.append(f"- **`{word}`** {_about(word)}")
        lines += [
            f"  - `{key.name}`: {key.about}; {' '.join(filter(None, (_range(key), _unit(key))))}"
            + ("" if key.default is MUST else f"; left out: {_default(key)}")
            for key in keys_of.get(word, ())
        ]
    return "\n".join([*lines, ""])


def _about(word: str) -> str:
    """Return what a word does: what the file of its behaviour or attack says first, without its name."""
    if word in played.ACTS:
        return played.ACTS[word]
    module = PLANS[word].__module__ if word in PLANS else _module_of(word)
    told = (sys.modules[module].__doc__ or "").split("\n\n")[0].replace("\n", " ")
    _, colon, rest = told.partition(": ")
    return rest[:1].upper() + rest[1:] if colon else told


def _module_of(kind: str) -> str:
    """Return the module of an attack; those that the stage makes have no class in theirs."""
    return ATTACKS[kind].__module__ if kind in ATTACKS else f"simulators.injects.{kind.replace('-', '_')}"


def _unit(key: Key) -> str:
    if key.reads in ("lon", "lat"):
        return "deg"
    return next((unit for ending, unit in UNITS.items() if key.name.endswith(ending)), "")


def _range(key: Key) -> str:
    if key.reads in ("lon", "lat"):
        return "within the port's box"
    if key.reads in ("number", "whole"):
        return f"{'whole, ' if key.reads == 'whole' else ''}{key.low:g} .. {key.high:g}"
    if key.reads in ("word", "words"):
        many = "one of" if key.reads == "word" else f"list of 1 .. {key.high:g} of"
        if isinstance(key.among, str):
            return f"{many} the {key.among}s"
        return (
            f"{many} {' '.join(f'`{word}`' for word in key.among)}"
            if len(key.among) <= LONG
            else (f"{many} those below")
        )
    return _OTHERS[key.reads].format(key.high)


def _default(key: Key) -> str:
    if key.default is MUST:
        return "must be said"
    if isinstance(key.default, bool):
        return str(key.default).lower()
    if isinstance(key.default, int | float):
        return f"{key.default:g}"
    if isinstance(key.default, tuple) and key.default:
        return "all of them" if key.default == key.among else ", ".join(key.default)
    return key.default if isinstance(key.default, str) and key.default else "nothing"


_OTHERS = {
    "id": "an id: letters, digits, - and _, at most 32",
    "ids": "list of 1 .. {:g} ids",
    "text": "text of 1 .. {:g} characters",
    "flag": "true or false",
    "both": "`{{ zh, en }}` of 1 .. {:g} characters each, or one text for both",
    "instant": "2026-11-25T03:00:00+08:00, of 2024 .. 2099",
    "says": "`{{ field = value }}`, at most 8",
    "evidence": "`[{{ kind, text }}]`, kind `position photo call document waiver`",
    "track": "list of 1 .. {:g} places `[lon, lat]`",
}
