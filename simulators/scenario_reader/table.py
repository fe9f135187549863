"""Reads a table of a scenario key by key: what is wrong is noted with its remedy, and reading goes on."""

from typing import Any

from simulators.scenario_key import MUST, Key
from simulators.scenario_reader.values import Known, WrongError, did_you_mean, read, remedy_of, stand_in
from twin.port import ConfigFault, Port


class Tables:
    """Reads tables by their keys.

    Attributes:
        faults: everything found wrong so far, in the order in which it was read.
        port: whose boats, stations, zones and people may be named.
        known: the same by name.
    """

    def __init__(self, file: str, port: Port) -> None:
        self.faults: list[ConfigFault] = []
        self.port = port
        self.known = Known(port)
        self._file = file

    def refuse(self, place: str, what: str, remedy: str) -> None:
        """Note a fault."""
        self.faults.append(ConfigFault(self._file, place, what, remedy))

    def refused(self, place: str) -> bool:
        """Return whether a fault has been noted there, so that what follows from it need not be told."""
        return any(fault.place == place for fault in self.faults)

    def listed(self, said: dict[str, Any], key: str) -> list[tuple[str, dict[str, Any]]]:
        """Return the tables under `[[key]]`, each with its place: `script 3`."""
        tables = said.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.refuse(f"key {key}", "is not a list of tables", f"Write [[{key}]]")
            return []
        return [(f"{key} {number}", table) for number, table in enumerate(tables, 1)]

    def take(self, place: str, said: dict[str, Any], keys: tuple[Key, ...]) -> dict[str, Any]:
        """Return the value of every key; a stand-in where it is wrong or missing, with the fault noted."""
        self.refuse_unknown(place, said, tuple(key.name for key in keys))
        return {key.name: self.value(place, said, key) for key in keys}

    def refuse_unknown(self, place: str, said: dict[str, Any], names: tuple[str, ...]) -> None:
        """Note a fault for every key that is none of `names`."""
        for name in said:
            if name not in names:
                remedy = f"{did_you_mean(name, names)}Known here are: {', '.join(names)}"
                self.refuse(f"{place}, key {name}", "unknown key", remedy)

    def value(self, place: str, said: dict[str, Any], key: Key) -> Any:
        """Return the value of one key; where it is wrong, its default or a stand-in, with the fault noted."""
        if key.name not in said:
            if key.default is not MUST:
                return key.default
            self.refuse(f"{place}, key {key.name}", "is missing", remedy_of(self.known, key))
            return stand_in(self.known, key)
        try:
            return read(self.known, said[key.name], key)
        except WrongError as wrong:
            self.refuse(f"{place}, key {key.name}", wrong.what, wrong.remedy)
            return stand_in(self.known, key) if key.default is MUST else key.default
