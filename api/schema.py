"""Writes the page's TypeScript types from the Python structs: `python -m api.schema FILE`.

Nothing in `web` is copied from Python by hand: `web/src/generated/protocol.ts` is what this writes, and a
test fails when it is not.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from msgspec import inspect

from api import answers, identity, shapes
from twin import acts, facts
from twin.incident_loop import State, verbs_now
from twin.wire import AnswerWord, TerminalKind

_HEADER = "// Written by `python -m api.schema` from the Python structs. Do not edit.\n"
_ROOTS: tuple[type, ...] = (
    *(shapes.Welcome, shapes.Snapshot, shapes.Positions, shapes.Readings, shapes.Heartbeat),
    *(
        answers.Me,
        answers.ClockSeen,
        answers.PortSeen,
        answers.Track,
        answers.IncidentFile,
        answers.ActDone,
        answers.CoverageSeen,
        answers.SquareRun,
        answers.Problem,
    ),
    acts.Evidence,
)
_ROLES: tuple[acts.Role, ...] = get_args(acts.Role)
_LOOPS: tuple[tuple[str, facts.Priority], ...] = (("URGENT", 2), ("USUAL", 3))
_PLAIN = {
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.StrType: "string",
    inspect.BoolType: "boolean",
    inspect.NoneType: "null",
    inspect.AnyType: "unknown",
}


def typescript() -> str:
    """Return the whole of `protocol.ts`: one interface for each struct, unions and constants."""
    found: dict[str, inspect.StructType] = {}
    for root in (*_ROOTS, *get_args(facts.AnyFact)):
        _collect(inspect.type_info(root), found)
    parts = [_HEADER, *(_interface(name, found[name]) for name in sorted(found))]
    parts.append(_union("Fact", sorted(kind.__name__ for kind in get_args(facts.AnyFact))))
    parts.append("export type FactFrame = Fact & { readonly type: 'fact'; readonly seq: number }\n")
    frames = ["FactFrame", "Heartbeat", "Positions", "Readings", "Snapshot", "Welcome"]
    parts.append(_union("Frame", frames))
    for name, words in (
        ("Role", acts.ROLES),
        ("Verb", acts.VERBS),
        ("IncidentState", get_args(shapes.IncidentState)),
        ("FixState", shapes.FIX_STATES),
        ("TerminalKind", get_args(TerminalKind)),
        ("AnswerWord", get_args(AnswerWord)),
    ):
        parts.append(_words(name, words))
    parts.append(f"export const DOUBTFUL = {shapes.DOUBTFUL}\n")
    parts.append(f"export const PERMITTED_SILENCE = {shapes.PERMITTED_SILENCE}\n")
    parts.extend(_loop())
    return "\n".join(parts)


def _loop() -> Iterator[str]:
    """What a state allows and what a role may do, apart for P1, P2 (urgent) and P3, P4 (usual)."""
    opens = tuple(role for role in _ROLES if identity.may(_somebody(role), "open-incident"))
    turns = tuple(role for role in _ROLES if identity.may(_somebody(role), "turn-clock"))
    shelves = tuple(role for role in _ROLES if identity.may(_somebody(role), "shelve-alarm"))
    yield f"export const MAY_SHELVE: readonly Role[] = [{', '.join(repr(role) for role in shelves)}]\n"
    yield f"export const MAY_TURN: readonly Role[] = [{', '.join(repr(role) for role in turns)}]\n"
    yield f"export const MAY_OPEN: readonly Role[] = [{', '.join(repr(role) for role in opens)}]\n"
    yield "/** Who stands the watch: their consoles tell when they are touched. */\n"
    watch = tuple(role for role in _ROLES if identity.may(_somebody(role), "keep-watch"))
    yield f"export const MAY_WATCH: readonly Role[] = [{', '.join(repr(role) for role in watch)}]\n"
    for which, priority in _LOOPS:
        thing = identity.Thing(priority=priority)
        rights: dict[str, list[str]] = {
            role: [verb for verb in acts.VERBS if identity.may(_somebody(role), verb, thing)]
            for role in _ROLES
        }
        yield _table(f"RIGHTS_{which}", "Role", rights)
        states = {state.value: verbs_now(state, priority) for state in State}
        yield _table(f"VERBS_{which}", "IncidentState", states)


def _somebody(role: acts.Role) -> identity.Actor:
    return identity.Actor("somebody", role)


def _collect(kind: inspect.Type, found: dict[str, inspect.StructType]) -> None:
    """Add every struct that `kind` leads to."""
    if isinstance(kind, inspect.Metadata):
        _collect(kind.type, found)
    elif isinstance(kind, inspect.StructType):
        if kind.cls.__name__ not in found:
            found[kind.cls.__name__] = kind
            for field in kind.fields:
                _collect(field.type, found)
    elif isinstance(kind, inspect.UnionType):
        for member in kind.types:
            _collect(member, found)
    elif isinstance(kind, inspect.VarTupleType):
        _collect(kind.item_type, found)
    elif isinstance(kind, inspect.TupleType):
        for item in kind.item_types:
            _collect(item, found)


def _interface(name: str, struct: inspect.StructType) -> str:
    lines = [f"/** {_first_line(struct.cls)} */", f"export interface {name} {{"]
    if struct.tag is not None:
        lines.append(f"  readonly {struct.tag_field}: '{struct.tag}'")
    for field in struct.fields:
        mark = ":" if field.required else "?:"
        lines.append(f"  readonly {field.encode_name}{mark} {_type(field.type)}")
    return "\n".join([*lines, "}\n"])


def _first_line(struct: type) -> str:
    text = (struct.__doc__ or "").strip().splitlines()[0]
    return re.sub(r"\*/", "", text)


def _type(kind: inspect.Type) -> str:
    """Return the TypeScript spelling of a msgspec type."""
    if isinstance(kind, inspect.Metadata):
        return _type(kind.type)
    if isinstance(kind, inspect.StructType):
        return kind.cls.__name__
    if isinstance(kind, inspect.LiteralType):
        return " | ".join(f"'{v}'" if isinstance(v, str) else str(v) for v in kind.values)
    if isinstance(kind, inspect.UnionType):
        return " | ".join(_type(member) for member in kind.types)
    if isinstance(kind, inspect.VarTupleType):
        inner = _type(kind.item_type)
        return f"readonly ({inner})[]" if re.search(r"\||^readonly", inner) else f"readonly {inner}[]"
    if isinstance(kind, inspect.TupleType):
        return f"readonly [{', '.join(_type(item) for item in kind.item_types)}]"
    if isinstance(kind, inspect.DictType):
        return f"Readonly<Record<{_type(kind.key_type)}, {_type(kind.value_type)}>>"
    return _PLAIN[type(kind)]


def _union(name: str, members: list[str]) -> str:
    return f"export type {name} =\n" + "\n".join(f"  | {member}" for member in members) + "\n"


def _words(name: str, words: tuple[str, ...]) -> str:
    """Return a constant list of words and the type of one of them."""
    listed = ", ".join(f"'{word}'" for word in words)
    constant = f"{re.sub(r'(?<!^)(?=[A-Z])', '_', name).upper()}S"
    return (
        f"export const {constant} = [{listed}] as const\nexport type {name} = (typeof {constant})[number]\n"
    )


def _table(name: str, key: str, rows: Mapping[str, Sequence[str]]) -> str:
    """Return a constant that lists the verbs of each role or state."""
    lines = [f"  {row}: [{', '.join(repr(v) for v in verbs)}]," for row, verbs in rows.items()]
    return "\n".join([f"export const {name}: Readonly<Record<{key}, readonly Verb[]>> = {{", *lines, "}", ""])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(typescript(), encoding="utf-8")
