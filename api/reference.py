"""Writes the reference pages from the code they describe: `python -m api.reference docs`.

`rules.md` says what every rule finds and what each of its thresholds means; `fleet.md` every column of the
fleet. A test fails when they are not what this writes.
"""

import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from api.catalogue import KINDS, LISTED, distress
from twin.columns import TERMINAL_COLUMNS, VESSEL_COLUMNS
from twin.fleet import State
from twin.rules import RULES
from twin.rules.base import Group, Params, Rule
from twin.table import Column
from twin.wire import Words

_WRITTEN = "<!-- Written by `python -m api.reference docs`. Do not edit. -->\n\n"
_UNITS = {
    "mps": "m/s",
    "m2": "m²",
    "deg": "°",
    "degc": "°C",
    "pct": "%",
    "share": "share of 1",
    "factor": "times",
    "force": "Beaufort force",
    "forces": "Beaufort forces",
    "smoke": "share of 1",
}
"""How the last word of a setting's name is written, where it is not its unit itself."""
_RULES_HEAD = """# Rules

What each rule finds, why that is dangerous, and every threshold with its unit. A port changes thresholds in
`rules.toml`, under the rule's name: `[left-zone]` and below it `margin_m = 150`. What stands there is checked
before anything starts.

A rule is asked as often as its section says. One that is asked every second raises its alert to the second;
any other less than two of its periods after that: one may pass until it sees the danger, and one until it
sees that the hold is over.

"""
_SOS_SAID = """
Kinds 8 and 12 are no rule: a call for help is an alarm at once, whatever else is known.
"""
_FLEET_HEAD = """# The fleet

One row a vessel, one row a terminal. The columns are declared once, in `twin/fleet.py`; allocation, snapshots
and this page follow from there. Row numbers never leave a step.

"""


def pages() -> dict[str, str]:
    """Return the text of every reference page by its file name."""
    return {"rules.md": _rules(), "fleet.md": _fleet()}


def _rules() -> str:
    every = f"{_flat(Params.__doc__)}\n\n"
    parts = [_WRITTEN + _RULES_HEAD + every + "## Kinds of alarm", "", *_kinds(), "", "## sos", _SOS_SAID]
    return "\n".join([*parts, *_table(("what", "source"), distress().items()), "", *map(_rule, RULES)])


def _kinds() -> Iterator[str]:
    """List the kinds of domain.md §2 by number, then those without one, each with what raises it."""
    numbered = [(str(n), kind.name, ", ".join(map(_link, kind.raised_by))) for n, kind in KINDS.items()]
    listed = [("-", name, _link(rule)) for rule, name in LISTED.items()]
    return _table(("kind", "of domain.md §2", "raised by"), [*numbered, *listed])


def _link(rule: str) -> str:
    return f"[{rule}](#{rule})"


def _rule(rule: Rule) -> str:
    module, params = inspect.getmodule(rule.find), type(rule.params)
    rows = [
        (f"`{name}`", _plain(value), _unit(name))
        for name, value in msgspec.structs.asdict(rule.params).items()
    ]
    notes = [
        f"- Thresholds: {_flat(params.__doc__)}",
        f"- Source: {rule.source}",
        f"- About a {rule.subject}, measured in {rule.unit}",
        f"- Asked {_often(rule.every_s)}",
        f"- First automatic call to the boat: {rule.call or 'none'}",
        f"- Silent for boats with a permit: {', '.join(rule.heed) or 'no permit silences it'}",
        f"- Together on one card: {_card(rule.group)}",
        f"- What it assumes: {_both(rule.assumes)}",
        f"- What ends it: {'a person only' if rule.latched else _both(rule.clears)}",
        f"- When it is over: {rule.over.zh} · {rule.over.en}",
    ]
    said = inspect.getdoc(module) or ""
    return "\n".join(
        [f"## {rule.id}", "", said, "", *_table(("setting", "value", "unit"), rows), "", *notes, ""]
    )


def _often(every_s: int) -> str:
    return "every second" if every_s == 1 else f"every {every_s} s"


def _card(group: Group | None) -> str:
    return "never" if group is None else f"more than {group.above} at once, as {_both(group.words)}"


def _both(words: Words | None) -> str:
    return "nothing" if words is None else f"{words.zh} · {words.en}"


def _fleet() -> str:
    parts = [_WRITTEN + _FLEET_HEAD + "## Vessels", "", *_columns(VESSEL_COLUMNS), "", "## Terminals", ""]
    parts += [*_columns(TERMINAL_COLUMNS), "", "## States", "", *_states(vars(State)), ""]
    return "\n".join(parts)


def _columns(columns: Iterable[Column]) -> Iterator[str]:
    rows = [(f"`{c.name}`", c.dtype.lstrip("<"), c.unit, _plain(c.empty), c.meaning) for c in columns]
    return _table(("column", "type", "unit", "empty", "meaning"), rows)


def _states(named: Mapping[str, object]) -> Iterator[str]:
    rows = [(str(value), name.lower().replace("_", " ")) for name, value in named.items() if name.isupper()]
    return _table(("code", "state"), rows)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_plain, value))
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _unit(setting: str) -> str:
    last = setting.rpartition("_")[2]
    return _UNITS.get(last, last)


def _flat(text: str | None) -> str:
    return " ".join((text or "").split()).replace("Attributes: ", "")


def _main() -> None:
    folder = Path(sys.argv[1])
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _main()
