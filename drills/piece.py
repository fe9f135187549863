"""A scenario ready to be played: with its port, the land about it, and what the file left open."""

import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec

from api.port_files import land_path, port_folder, read_port
from drills.rights import impossible_tasks
from drills.sayings import ABOUT, RAISED, REJECTED, SEQUELS
from simulators.player import Player
from simulators.scenario import Scenario
from simulators.scenario_reader import parse_scenario
from simulators.scenario_reader.aground import on_land
from simulators.scenario_reader.lines import located
from simulators.scenario_reader.values import did_you_mean
from twin.facts import AnyFact
from twin.intake import SOS_RULE
from twin.port import ConfigError, ConfigFault, Port
from twin.rules import RULES
from twin.wire import TerminalKind

LIBRARY = Path(__file__).parents[1] / "simulators" / "scenarios"
NOT_A_WORD = re.compile(r"[^A-Za-z0-9_-]+")
LONGEST_NAME = 32
NO_LAND = b'{"type": "FeatureCollection", "features": []}'
START_MS = 1_791_763_200_000
"""2026-10-12 08:00 in Zhejiang, a working day outside the closed season: where a file names no instant."""
KNOWN_RULES = frozenset({SOS_RULE, *(rule.id for rule in RULES)})
SUBJECT_OF: dict[str, str] = {SOS_RULE: "vessel"} | {rule.id: rule.subject for rule in RULES}
"""Rule -> the kind of thing that its alerts are about."""
TYPES_OF: dict[str, dict[str, Any]] = {
    str(fact.__struct_config__.tag): {field.encode_name: field.type for field in msgspec.structs.fields(fact)}
    for fact in get_args(AnyFact)
}
"""Kind of fact -> its fields, each with the type of what it may say."""
KNOWN_FACTS = frozenset({REJECTED, *TYPES_OF})
UNREGISTERED = re.compile(rf"({'|'.join(get_args(TerminalKind))})-[0-9A-Za-z-]+")
"""How the twin names a boat that no register knows: by its terminal."""
SEED, BOATS = 16, 100
LASTS_S = 1800.0
"""What holds where neither the file nor the command line says otherwise (ours)."""


class Piece(msgspec.Struct, frozen=True):
    """What a stage plays.

    Attributes:
        name: of the scenario; the realm is `drill-{name}`.
        land: GeoJSON, polygons in degrees WGS-84.
        start_ms: the realm's first instant, UTC ms, a whole second.
        lasts_s: how long it is played.
    """

    name: str
    scenario: Scenario
    port: Port
    land: bytes
    seed: int
    boats: int
    start_ms: int
    lasts_s: float

    @property
    def realm(self) -> str:
        """The realm it is played in, which no real port can be in."""
        return f"drill-{self.name}"

    def player(self) -> Player:
        """Return the simulated port at the first instant."""
        return Player(self.port, self.land, self.seed, self.boats, self.start_ms, self.scenario)


def read_piece(named: str, port: str = "shipu", seed: int | None = None, boats: int | None = None) -> Piece:
    """Return a scenario of the library, or of a file, ready to be played.

    Args:
        named: a name of the library, or the path of a TOML file.
        port: name of a built-in port, or a port folder.
        seed: instead of the file's.
        boats: instead of the file's.

    Raises:
        ConfigError: file or port cannot be read, or is wrong; every fault is named.
    """
    folder = port_folder(port)
    played = read_port(folder)
    path = _path(named)
    try:
        text = path.read_bytes()
    except OSError as fault:
        remedy = f"Name a file, or one of: {', '.join(each.stem for each in library())}"
        raise ConfigError(
            [ConfigFault(named, "the file", f"cannot be read: {fault.strerror}", remedy)]
        ) from None
    scenario = parse_scenario(text, path.name, played)
    land = land_path(folder)
    outline = NO_LAND if land is None else land.read_bytes()
    faults = [*strangers(scenario, played, path.name), *on_land(scenario, outline, path.name)]
    if faults:
        raise ConfigError(located(text.decode(), faults))
    return Piece(
        name=NOT_A_WORD.sub("-", path.stem).strip("-_")[:LONGEST_NAME] or "unnamed",
        scenario=scenario,
        port=played,
        land=outline,
        seed=_first(seed, scenario.seed, SEED),
        boats=_first(boats, scenario.boats, BOATS),
        start_ms=_first(scenario.begins_ms, START_MS) // 1000 * 1000,
        lasts_s=scenario.lasts_s or LASTS_S,
    )


def library() -> list[Path]:
    """Return the files of the library that say what to expect, by name."""
    return sorted(path for path in LIBRARY.glob("*.toml") if b"\n[[expect]]" in path.read_bytes())


def strangers(scenario: Scenario, port: Port, file: str) -> list[ConfigFault]:
    """Return a fault for each rule, fact, field or boat that does not exist, save rules the file waits for.

    Of what does not exist nothing is ever said, so that a `never` about it would always hold. A fault is as
    well a task that the house would refuse whatever the case.
    """
    faults = [
        ConfigFault(
            file, place, f"there is no rule {rule}", f"Name it in waits_for, or use: {_listed(KNOWN_RULES)}"
        )
        for place, rule in scenario.rules_named()
        if rule not in KNOWN_RULES and rule not in scenario.waits_for
    ]
    faults += [
        ConfigFault(file, place, f"there is no fact {kind}", f"Use one of: {_listed(KNOWN_FACTS)}")
        for place, kind in scenario.facts_named()
        if kind not in KNOWN_FACTS
    ]
    faults += [*_unknown_fields(scenario, file), *_unknown_boats(scenario, port, file)]
    faults += _wrong_subjects(scenario, file)
    faults += impossible_tasks(scenario, file)
    return faults


def _unknown_fields(scenario: Scenario, file: str) -> Iterator[ConfigFault]:
    """Yield a fault for every field that a fact does not have, and every value that it never has there."""
    for place, each in scenario.statements():
        kind = each.fact or RAISED
        types = TYPES_OF.get(kind, {})
        fields = {*types, *(ABOUT if kind in SEQUELS else ())} if types else ()
        for name, value in each.says:
            what, remedy = "", ""
            if fields and name.split(".")[0] not in fields:
                what, remedy = f"no {kind} says {name}", f"Use one of: {_listed(fields)}"
            elif name in types and value is not False and value != "":  # which stand for what is not said
                what, remedy = _unfit(name, value, types[name])
            if what:
                yield ConfigFault(file, f"{place}, key says", what, remedy)


def _unfit(name: str, value: object, field: Any) -> tuple[str, str]:
    """Return what is wrong with a value of a field and what may stand there; nothing if it may be."""
    try:
        msgspec.convert(value, field)
    except msgspec.ValidationError as fault:
        words = [
            word for each in (field, *get_args(field)) for word in get_args(each) if isinstance(word, str)
        ]
        remedy = (
            f"Use one of: {_listed(words)}" if words else "Write what docs/scenarios.md has the field say"
        )
        return f"{name} is never {value!r:.60}: {fault}", remedy
    return "", ""


def _unknown_boats(scenario: Scenario, port: Port, file: str) -> Iterator[ConfigFault]:
    known = {vessel.id for vessel in port.vessels}
    for place, each in scenario.statements():
        kind, name = each.subject or ("", "")
        if kind == "vessel" and not is_boat(name, known):
            remedy = "Name one of the register, or kind-number of a terminal that nobody registered"
            remedy = did_you_mean(name, known) + remedy
            yield ConfigFault(file, f"{place}, key vessel", f"there is no vessel {name}", remedy)


def _wrong_subjects(scenario: Scenario, file: str) -> Iterator[ConfigFault]:
    """Yield a fault for every alert that is said to be of a thing that its rule never speaks of."""
    for place, each in scenario.statements():
        kind, _ = each.subject or ("", "")
        if kind and kind != SUBJECT_OF.get(each.rule, kind):
            what = f"{each.rule} speaks of a {SUBJECT_OF[each.rule]}, never of a {kind}"
            yield ConfigFault(
                file, f"{place}, key {kind}", what, f"Name the {SUBJECT_OF[each.rule]}, or nobody"
            )


def is_boat(name: str, register: Container[str]) -> bool:
    """Return whether the twin may speak of a boat by this name: of the register, or of a terminal."""
    return name in register or UNREGISTERED.fullmatch(name) is not None


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _path(named: str) -> Path:
    built_in = LIBRARY / f"{named}.toml"
    return built_in if "/" not in named and built_in.is_file() else Path(named)


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)
