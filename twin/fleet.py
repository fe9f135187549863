"""The fleet as columns: one row a vessel, one row a terminal (`twin.columns`)."""

import numpy as np

from twin.columns import DERIVED, TERMINAL_COLUMNS, UNKNOWN, VESSEL_COLUMNS, VOYAGE_COLUMNS
from twin.facts import VesselKnown
from twin.port import GEARS, VesselClass
from twin.table import Array, Table
from twin.wire import HealthBody, TerminalKind

KINDS: tuple[str, ...] = TerminalKind.__args__  # type: ignore[attr-defined]  # typing's Literal
KIND_CODE = {kind: code for code, kind in enumerate(KINDS)}
CLASSES: tuple[str, ...] = (*VesselClass.__args__, "unregistered")  # type: ignore[attr-defined]  # typing's Literal
CLASS_CODE = {name: code for code, name in enumerate(CLASSES)}
GEAR_CODE = {name: code for code, name in enumerate(GEARS)}
SLOW_CLASSES = ("fishing", "village", "visitor", "supply")


STATE_BITS = 15


class State:
    """What a vessel's symbol says, as the low bits of the state column; flags stand above them."""

    NO_POSITION = 0
    UNDER_WAY = 1
    MOORED = 2
    CANNOT_TELL = 3
    OFF_IN_PORT = 4
    LATE = 5
    DARK = 6
    DOUBTFUL_FLAG = 16
    PERMITTED_FLAG = 32


class Fleet:
    """All vessels and terminals heard or registered; numbers are rows, dense, never reused.

    Attributes:
        known: what was last said of each vessel, by row.
        row_of: vessel id -> row.
        terminal_of: terminal key `kind:id` -> terminal row.
        terminals_of: rows of the terminals each vessel carries, by vessel row.
        strangers: AIS numbers of vessels that nobody registered.
    """

    def __init__(self) -> None:
        self.vessels = Table(VESSEL_COLUMNS)
        self.terminals = Table(TERMINAL_COLUMNS)
        self.known: list[VesselKnown] = []
        self.keys: list[str] = []
        self.row_of: dict[str, int] = {}
        self.terminal_of: dict[str, int] = {}
        self.terminals_of: list[list[int]] = []
        self.strangers: set[int] = set()
        self._layers, self._layered = list[tuple[Array | slice, Array]](), (0, 0)
        self._group_of: dict[str, int] = {}

    def __len__(self) -> int:
        """Return the number of vessels."""
        return len(self.vessels)

    def learn(self, fact: VesselKnown) -> None:
        """Add the vessel of a fact, or take what it newly says of a known one.

        Its terminals are added; those that another vessel carried move over if the register says so, and a
        vessel left without any is nowhere.
        """
        if fact.number == len(self.known):
            self.vessels.add()
            self.known.append(fact)
            self.terminals_of.append([])
            self.row_of[fact.vessel] = fact.number
        else:
            self.known[fact.number] = fact
        self._describe(fact)
        for key in fact.terminals:
            if key not in self.terminal_of:
                self._add_terminal(key, fact.number)
            elif fact.registered and self.carrier(key) != fact.number:
                self._rehang(self.terminal_of[key], fact.number)

    def carrier(self, key: str) -> int | None:
        """Return the row of the vessel that carries a terminal, None for one never heard of."""
        row = self.terminal_of.get(key)
        return None if row is None else int(self.terminals["vessel"][row])

    def note_health(self, row: int, said: HealthBody, heard_ms: int) -> None:
        """Take what a terminal, by its row, tells of itself; what it does not tell stays as it was."""
        terminals = self.terminals
        terminals["health_ms"][row] = heard_ms
        for name, value in (
            ("battery_pct", said.battery_pct),
            ("power", said.power),
            ("tamper", said.tamper),
        ):
            if value is not None:
                terminals[name][row] = value

    def restore(
        self,
        known: list[VesselKnown],
        keys: list[tuple[str, int]],
        vessels: dict[str, bytes],
        terminals: dict[str, bytes],
    ) -> None:
        """Fill an empty fleet with stored rows: facts by row, (terminal key, vessel row) by row, columns."""
        self.known = list(known)
        self.row_of = {fact.vessel: row for row, fact in enumerate(known)}
        self.terminals_of = [[] for _ in known]
        for row, (key, vessel) in enumerate(keys):
            self.keys.append(key)
            self.terminal_of[key] = row
            self.terminals_of[vessel].append(row)
        self.vessels.load(vessels, len(known))
        self.terminals.load(terminals, len(keys))
        for fact in known:
            self._describe(fact)

    def highest(self, of_terminals: Array, empty: float) -> Array:
        """Return the largest value among the terminals of each vessel, float64 [n]; `empty` where none.

        Args:
            of_terminals: one value a terminal row, [t].
            empty: for a vessel that carries no terminal.
        """
        if self._layered != (len(self.terminals), len(self.vessels)):
            self._layers, self._layered = self._in_layers(), (len(self.terminals), len(self.vessels))
        highest = np.full(len(self.vessels), empty, dtype=np.float64)
        for number, (carriers, terminals) in enumerate(self._layers):
            values = of_terminals[terminals]
            highest[carriers] = np.maximum(highest[carriers], values) if number else values
        return highest

    def _in_layers(self) -> list[tuple[Array | slice, Array]]:
        """Return vessels and terminals of theirs: the first of each, then the second of those with two."""
        carried, layers = self.terminals_of, list[tuple[Array | slice, Array]]()
        while rows := [row for row, some in enumerate(carried) if len(some) > len(layers)]:
            terminals = np.array([carried[row][len(layers)] for row in rows])
            layers.append((slice(None) if len(rows) == len(carried) else np.array(rows), terminals))
        return layers

    def _describe(self, fact: VesselKnown) -> None:
        """Write the columns that follow from what is known of a vessel."""
        row, vessels = fact.number, self.vessels
        self._number(fact)
        vessels["fast"][row] = fact.vessel_class not in SLOW_CLASSES
        vessels["sort"][row] = CLASS_CODE.get(fact.vessel_class, UNKNOWN)
        vessels["gear"][row] = GEAR_CODE.get(fact.gear, UNKNOWN) if fact.registered else UNKNOWN
        for name, value in (
            ("length_m", fact.length_m),
            ("draught_m", fact.draught_m),
            ("wind_class", fact.wind_class),
        ):
            vessels[name][row] = np.nan if value is None else value
        vessels["rated"][row] = -1 if fact.rated_persons is None else fact.rated_persons
        if fact.group:
            vessels["group"][row] = self._group_of.setdefault(fact.group, len(self._group_of))
        partner = self.row_of.get(fact.pair or "")
        if partner is not None:
            vessels["pair"][row], vessels["pair"][partner] = partner, row

    def _number(self, fact: VesselKnown) -> None:
        """Keep the AIS numbers of those whom nobody registered."""
        for key in fact.terminals:
            kind, number = key.split(":", 1)
            if kind.startswith("ais-") and number.isdecimal():
                (self.strangers.discard if fact.registered else self.strangers.add)(int(number))

    def _rehang(self, row: int, vessel_row: int) -> None:
        old = int(self.terminals["vessel"][row])
        self.terminals["vessel"][row] = vessel_row
        self.terminals_of[old].remove(row)
        self.terminals_of[vessel_row].append(row)
        self._layered = (0, 0)
        if not self.terminals_of[old]:
            for column in VESSEL_COLUMNS:
                if column.name not in DERIVED and column not in VOYAGE_COLUMNS:
                    self.vessels[column.name][old] = column.empty

    def _add_terminal(self, key: str, vessel_row: int) -> None:
        row = self.terminals.add()
        self.terminal_of[key] = row
        self.keys.append(key)
        self.terminals["vessel"][row] = vessel_row
        self.terminals["kind"][row] = KIND_CODE[key.split(":", 1)[0]]
        self.terminals_of[vessel_row].append(row)
