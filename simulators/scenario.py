"""Scenarios: which boats sail, where some begin, and what happens when; read from TOML and checked."""

import tomllib
from typing import Any, cast

import msgspec

from simulators.behaviours import PLANS
from simulators.post import FEEDS
from simulators.scene import Answering
from twin.port import ConfigError, ConfigFault, Port
from twin.wire import UNIT_OF, SosKind

SOS_KINDS: tuple[str, ...] = SosKind.__args__  # type: ignore[attr-defined]  # typing's Literal
ANSWERS: tuple[str, ...] = Answering.__args__  # type: ignore[attr-defined]  # typing's Literal
LONGEST_S = 7 * 86_400.0
MAX_BOATS = 100_000
_TOP_KEYS = ("seed", "boats", "start", "script")
_START_KEYS = ("vessel", "behaviour", "lon", "lat")
_WHEN_KEYS = ("at_s", "every_s")
_SKIPPER_KEYS = ("vessel", "answers", "ignores")
_KEYS_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(PLANS, _SKIPPER_KEYS),
    "go-dark": (*_SKIPPER_KEYS, "for_s"),
    "sos": (*_SKIPPER_KEYS, "kind", "text", "test"),
    "show": ("station", "quantity", "value", "for_s"),
    "feed-out": ("feed", "for_s"),
}
"""What a script may say beside its instants, by behaviour; `for_s` and its subject must be said."""


class Start(msgspec.Struct, frozen=True):
    """Where a boat is when the simulation begins (degrees), and the behaviour it follows there."""

    vessel: str
    behaviour: str
    lon: float
    lat: float


class Script(msgspec.Struct, frozen=True):
    """Something that happens `at_s` seconds after the start, and again every `every_s` if that is not 0.

    Attributes:
        behaviour: a word of `PLANS`, or go-dark, sos, show (a station shows a value) or feed-out.
        answers: how the skipper answers calls from then on.
        ignores: calls the skipper misses first, being busy with the gear.
        for_s: how long it lasts, seconds.
    """

    at_s: float
    behaviour: str
    every_s: float = 0.0
    vessel: str = ""
    station: str = ""
    feed: str = ""
    answers: Answering | None = None
    ignores: int | None = None
    for_s: float = 0.0
    kind: SosKind = "distress"
    text: str | None = None
    test: bool = False
    quantity: str = ""
    value: float = 0.0


class Scenario(msgspec.Struct, frozen=True):
    """What is played: None where the command line, not the scenario, says how many boats or which seed."""

    seed: int | None = None
    boats: int | None = None
    starts: tuple[Start, ...] = ()
    scripts: tuple[Script, ...] = ()


def parse_scenario(text: bytes, file: str, port: Port) -> Scenario:
    """Return the scenario a file describes.

    Args:
        text: TOML in UTF-8.
        file: its name, for faults.
        port: whose vessels and stations it may name.

    Raises:
        ConfigError: with every fault: its place, what is wrong and how to mend it.
    """
    try:
        said = tomllib.loads(text.decode())
    except UnicodeDecodeError as fault:
        raise ConfigError(
            [ConfigFault(file, f"byte {fault.start}", "not UTF-8", "Save it as UTF-8")]
        ) from None
    except tomllib.TOMLDecodeError as fault:
        raise ConfigError([ConfigFault(file, "the file", f"not TOML: {fault}", "Mend that line")]) from None
    reader = _Reader(file, port)
    scenario = reader.scenario(said)
    if reader.faults:
        raise ConfigError(reader.faults)
    return scenario


class _Reader:
    """Reads a scenario's tables key by key; what is wrong goes to `faults` and a stand-in comes back."""

    def __init__(self, file: str, port: Port) -> None:
        self.faults: list[ConfigFault] = []
        self._file = file
        self._port = port
        self._vessels = {vessel.id: vessel for vessel in port.vessels}
        self._stations = {station.id: station for station in port.stations}

    def scenario(self, said: dict[str, Any]) -> Scenario:
        self._refuse_unknown("the file", said, _TOP_KEYS)
        starts = [self._start(f"start {n}", table) for n, table in enumerate(self._tables(said, "start"), 1)]
        scripts = [
            self._script(f"script {n}", table) for n, table in enumerate(self._tables(said, "script"), 1)
        ]
        seed = self._number("the file", said, "seed", 0, 2**63) if "seed" in said else None
        boats = self._number("the file", said, "boats", 1, MAX_BOATS) if "boats" in said else None
        return Scenario(
            seed=None if seed is None else int(seed),
            boats=None if boats is None else int(boats),
            starts=tuple(starts),
            scripts=tuple(scripts),
        )

    def _start(self, place: str, table: dict[str, Any]) -> Start:
        self._refuse_unknown(place, table, _START_KEYS)
        west, south, east, north = self._port.box
        behaviour = self._word(place, table, "behaviour", tuple(PLANS))
        self._refuse_boundless(place, table, behaviour)
        return Start(
            vessel=self._word(place, table, "vessel", tuple(self._vessels)),
            behaviour=behaviour,
            lon=self._number(place, table, "lon", west, east),
            lat=self._number(place, table, "lat", south, north),
        )

    def _script(self, place: str, table: dict[str, Any]) -> Script:
        behaviour = self._word(place, table, "behaviour", tuple(_KEYS_OF))
        keys = _KEYS_OF.get(behaviour, ())
        self._refuse_unknown(place, table, ("behaviour", *_WHEN_KEYS, *keys))
        self._refuse_boundless(place, table, behaviour)
        every_s = self._number(place, table, "every_s", 1, LONGEST_S) if "every_s" in table else 0.0
        answers = self._word(place, table, "answers", ANSWERS) if "answers" in table else None
        kind = self._word(place, table, "kind", SOS_KINDS) if behaviour == "sos" else "distress"
        station = self._word(place, table, "station", tuple(self._stations)) if "station" in keys else ""
        senses = self._stations[station].quantities if station in self._stations else tuple(UNIT_OF)
        return Script(
            at_s=self._number(place, table, "at_s", 0, LONGEST_S),
            behaviour=behaviour,
            every_s=every_s,
            vessel=self._word(place, table, "vessel", tuple(self._vessels)) if "vessel" in keys else "",
            station=station,
            feed=self._word(place, table, "feed", FEEDS) if "feed" in keys else "",
            answers=cast("Answering | None", answers),
            ignores=int(self._number(place, table, "ignores", 0, 100)) if "ignores" in table else None,
            for_s=self._number(place, table, "for_s", 1, LONGEST_S) if "for_s" in keys else 0.0,
            kind=cast("SosKind", kind),
            text=self._text(place, table, "text"),
            test=self._flag(place, table, "test"),
            quantity=self._word(place, table, "quantity", senses) if "quantity" in keys else "",
            value=self._number(place, table, "value", -1e6, 1e6) if "value" in keys else 0.0,
        )

    def _refuse(self, place: str, what: str, remedy: str) -> None:
        self.faults.append(ConfigFault(self._file, place, what, remedy))

    def _refuse_unknown(self, place: str, table: dict[str, Any], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                self._refuse(f"{place}, key {key}", "unknown key", f"Known here are: {', '.join(known)}")

    def _refuse_boundless(self, place: str, table: dict[str, Any], behaviour: str) -> None:
        """Refuse to let a boat leave its water that is bound to none."""
        vessel = self._vessels.get(str(table.get("vessel")))
        if behaviour != "leave-zone" or vessel is None:
            return
        if not any(
            zone.kind == "permitted" and zone.applies_to(vessel.vessel_class, vessel.gear)
            for zone in self._port.zones
        ):
            self._refuse(
                f"{place}, key vessel", f"{vessel.id} is bound to no permitted water", "Take another boat"
            )

    def _tables(self, said: dict[str, Any], key: str) -> list[dict[str, Any]]:
        tables = said.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._refuse(f"key {key}", "is not a list of tables", f"Write [[{key}]]")
            return []
        return tables

    def _word(self, place: str, table: dict[str, Any], key: str, allowed: tuple[str, ...]) -> str:
        word = table.get(key)
        if isinstance(word, str) and word in allowed:
            return word
        listed = ", ".join(allowed[:24]) + (", ..." if len(allowed) > 24 else "")
        what = "is missing" if word is None else f"unknown word {word!r:.60}"
        self._refuse(f"{place}, key {key}", what, f"Use one of: {listed}")
        return ""

    def _number(self, place: str, table: dict[str, Any], key: str, low: float, high: float) -> float:
        value = table.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        what = "is missing" if value is None else f"{value!r:.60} is not a number {low:g}..{high:g}"
        self._refuse(f"{place}, key {key}", what, "Give one, in the unit the key ends with")
        return low

    def _text(self, place: str, table: dict[str, Any], key: str) -> str | None:
        value = table.get(key)
        if value is None or (isinstance(value, str) and len(value) <= 500):
            return value
        self._refuse(
            f"{place}, key {key}", "is not a text of at most 500 characters", "Write one, or leave it out"
        )
        return None

    def _flag(self, place: str, table: dict[str, Any], key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            self._refuse(f"{place}, key {key}", f"{value!r:.60} is not true or false", "Write true or false")
        return value is True
