"""The fleet as columns: one row a vessel, one row a terminal; declared once, documented from here."""

import numpy as np

from twin.facts import VesselKnown
from twin.port import GEARS, VesselClass
from twin.table import Array, Column, Table
from twin.wire import HealthBody, TerminalKind

KINDS: tuple[str, ...] = TerminalKind.__args__  # type: ignore[attr-defined]  # typing's Literal
KIND_CODE = {kind: code for code, kind in enumerate(KINDS)}
CLASSES: tuple[str, ...] = (*VesselClass.__args__, "unregistered")  # type: ignore[attr-defined]  # typing's Literal
CLASS_CODE = {name: code for code, name in enumerate(CLASSES)}
GEAR_CODE = {name: code for code, name in enumerate(GEARS)}
SLOW_CLASSES = ("fishing", "village", "visitor", "supply")
NEVER = -1
UNKNOWN = 255

VOYAGE_COLUMNS = (
    Column("aboard", "<i4", 0, "1", "persons last said to be aboard"),
    Column("departed_ms", "<i8", NEVER, "ms", "its newest departure report's own time"),
    Column("declared", "<i4", -1, "1", "persons on that report's crew list; -1 it had none"),
    Column("return_ms", "<i8", NEVER, "ms", "when that report planned to be back"),
    Column("arrived_ms", "<i8", NEVER, "ms", "its newest arrival report's own time"),
    Column("out_ms", "<i8", NEVER, "ms", "when it last went out through a gate"),
    Column("out_persons", "<i4", -1, "1", "persons counted aboard then; -1 nobody counted"),
    Column("in_ms", "<i8", NEVER, "ms", "when it last came in through a gate"),
    Column("in_persons", "<i4", -1, "1", "persons counted aboard then; -1 nobody counted"),
    Column("posts", "<i2", -1, "1", "certified posts a boat of its length must fill; -1 not on record"),
    Column("filled", "<i2", -1, "1", "of these, filled by the crew of its newest report; -1 cannot be told"),
    Column("skipper_ms", "<i8", NEVER, "ms", "until when its skipper's certificate is good"),
)
"""What people, gates and the register tell of a boat (`twin.voyages`), whatever becomes of its terminals."""
VESSEL_COLUMNS = (
    Column("lon", "<f8", np.nan, "deg", "longitude of the newest believed fix"),
    Column("lat", "<f8", np.nan, "deg", "latitude of the newest believed fix"),
    Column("x", "<f8", np.nan, "m", "metres east of the port's origin"),
    Column("y", "<f8", np.nan, "m", "metres north of the port's origin"),
    Column("sog_kn", "<f4", np.nan, "kn", "speed over ground of that fix"),
    Column("cog_deg", "<f4", np.nan, "deg", "course over ground of that fix"),
    Column("heading_deg", "<f4", np.nan, "deg", "heading of that fix"),
    Column("sigma_m", "<f4", 10, "m", "one standard deviation of that fix's position"),
    Column("status", "u1", UNKNOWN, "code", "AIS navigational status"),
    Column("kind", "u1", UNKNOWN, "code", "kind of the terminal that gave the fix"),
    Column("fix_ms", "<i8", NEVER, "ms", "the position's own time"),
    Column("heard_ms", "<i8", NEVER, "ms", "when anything of the vessel was last heard"),
    Column("changed_ms", "<i8", NEVER, "ms", "when its state last changed"),
    Column("fix_count", "<i4", 0, "1", "believed fixes so far"),
    Column("interval_s", "<f4", 0, "s", "expected time between reports of its slowest working terminal"),
    Column("silence_s", "<f4", 0, "s", "time unheard while a feed that covers it was up"),
    Column("state", "u1", 0, "code", "what is shown: see State"),
    Column("doubtful", "?", 0, "flag", "newer fixes were not believed"),
    Column("leapt_ms", "<i8", NEVER, "ms", "when its fixes were last believed again after a jump"),
    Column("source", "<i8", NEVER, "row", "the terminal that leads its position"),
    Column("spoke_ms", "<i8", NEVER, "ms", "when its last long silence ended"),
    Column("hushed_s", "<f4", 0, "s", "how long that silence was"),
    Column("late_fixes", "<i4", 0, "1", "fixes of that silence that came afterwards"),
    Column("moored", "?", 0, "flag", "lies in a harbour or anchorage"),
    Column("blind", "?", 0, "flag", "no feed that covers it is up, and it has not spoken since"),
    Column("at_sea", "?", 0, "flag", "last seen outside every harbour and anchorage"),
    Column("fast", "?", 0, "flag", "not a fishing hull: may exceed 30 kn"),
    Column("length_m", "<f4", np.nan, "m", "length, by the register or as claimed"),
    Column("draught_m", "<f4", np.nan, "m", "draught, by the register"),
    Column("wind_class", "<f4", np.nan, "Bft", "force it is certified for"),
    Column("rated", "<i4", -1, "1", "persons it may carry"),
    Column("sort", "u1", UNKNOWN, "code", "class of vessel: index into CLASSES"),
    Column("gear", "u1", UNKNOWN, "code", "its gear: index into GEARS"),
    Column("group", "<i8", -1, "code", "its group (编组): vessels of one number sail together"),
    Column("pair", "<i8", NEVER, "row", "its registered pair-trawl partner"),
    Column("last_x", "<f8", np.nan, "m", "where it was at the fix before the newest"),
    Column("last_y", "<f8", np.nan, "m", "where it was at the fix before the newest"),
    Column("last_ms", "<i8", NEVER, "ms", "that fix's own time"),
    Column("last_sog_kn", "<f4", np.nan, "kn", "speed over ground of that fix"),
    Column("prior_sog_kn", "<f4", np.nan, "kn", "speed over ground of the fix before that one"),
    Column("slow_ms", "<i8", NEVER, "ms", "since when it has been slower than 2 kn"),
    Column("rest_ms", "<i8", NEVER, "ms", "since when it has been at rest, under 0.5 kn"),
    Column("rest_x", "<f8", np.nan, "m", "mean of its places since"),
    Column("rest_y", "<f8", np.nan, "m", "mean of its places since"),
    Column("rest_fixes", "<i4", 0, "1", "fixes since"),
    Column("lay_ms", "<i8", NEVER, "ms", "when it last lay settled, until it leaves under way"),
    Column("lay_x", "<f8", np.nan, "m", "mean of its places there"),
    Column("lay_y", "<f8", np.nan, "m", "mean of its places there"),
    Column("fishing_ms", "<i8", NEVER, "ms", "since when it has kept a speed of fishing, 1.5-4.5 kn"),
    Column("way_ms", "<i8", NEVER, "ms", "when it last made 5 kn"),
    Column("drift_ms", "<i8", NEVER, "ms", "a stranger: since when no faster than a current (`twin.buoys`)"),
    Column("buoy", "?", 0, "flag", "taken for a net buoy (网位仪), until it steams"),
    Column("steady_ms", "<i8", NEVER, "ms", "since when it has kept course and speed"),
    Column("steady_deg", "<f4", np.nan, "deg", "that course"),
    Column("steady_kn", "<f4", np.nan, "kn", "that speed"),
    Column("mean_deg", "<f4", np.nan, "deg", "its course over twenty minutes"),
    Column("mean_kn", "<f4", np.nan, "kn", "its speed over twenty minutes"),
    Column("keeps_ms", "<i8", NEVER, "ms", "since when these have stayed as they were"),
    Column("keeps_deg", "<f4", np.nan, "deg", "that course"),
    Column("keeps_kn", "<f4", np.nan, "kn", "that speed"),
    *VOYAGE_COLUMNS,
    Column("cruise_kn", "<f4", np.nan, "kn", "75th percentile of its speeds from 5 kn"),
    Column("cruise_fixes", "<i4", 0, "1", "fixes that it was learnt from"),
)
DERIVED = ("fast", "length_m", "draught_m", "wind_class", "rated", "sort", "gear", "group", "pair")
"""Columns that follow from what is known of the vessel, not from what it reports."""

TERMINAL_COLUMNS = (
    Column("vessel", "<i8", NEVER, "row", "the vessel that carries it"),
    Column("kind", "u1", UNKNOWN, "code", "kind of terminal"),
    Column("feed", "<i8", 0, "row", "the feed of its newest believed fix"),
    Column("t_ms", "<i8", NEVER, "ms", "its newest believed fix's own time"),
    Column("lon", "<f8", np.nan, "deg", "that fix"),
    Column("lat", "<f8", np.nan, "deg", "that fix"),
    Column("heard_ms", "<i8", NEVER, "ms", "when it was last heard"),
    Column("up_mark_ms", "<i8", 0, "ms", "its feed's up-time when the vessel was last fixed"),
    Column("own_mark_ms", "<i8", 0, "ms", "its feed's up-time at its own newest believed fix"),
    Column("interval_s", "<f4", 0, "s", "learnt median time between its fixes"),
    Column("doubt_t_ms", "<i8", NEVER, "ms", "newest fix that was not believed"),
    Column("doubt_lon", "<f8", np.nan, "deg", "that fix"),
    Column("doubt_lat", "<f8", np.nan, "deg", "that fix"),
    Column("doubts", "u1", 0, "1", "consistent unbelieved fixes in a row"),
    Column("jump_ms", "<i8", NEVER, "ms", "own time of its newest fix that no hull could reach"),
    Column("prior_jump_ms", "<i8", NEVER, "ms", "own time of the one before"),
    Column("turns", "u1", 0, "1", "times its number spoke from a second track and from the first again"),
    Column("apart_ms", "<i8", NEVER, "ms", "since when it disagrees with its boat's other terminals"),
    Column("apart_m", "<f4", 0, "m", "how far it was off when it was last compared"),
    Column("held", "?", 0, "flag", "its newest believed fix repeats the place of the one before"),
    Column("run", "u1", 0, "1", "believed fixes in a row without a gap"),
    Column("backs", "u1", 0, "1", "fixes in a row that say its clock was set back"),
    Column("back_t_ms", "<i8", NEVER, "ms", "the newest of those: its own time"),
    Column("back_heard_ms", "<i8", NEVER, "ms", "the newest of those: arrival"),
    Column("behind_ms", "<i8", 0, "ms", "how far its clock was set back; added to its times"),
    Column("gap_s", "(8,)<f4", np.nan, "s", "the last eight times between fixes, in no order"),
    Column("gaps", "<i4", 0, "1", "times between fixes seen so far"),
    Column("health_ms", "<i8", NEVER, "ms", "when it last told of its battery, power and tamper switch"),
    Column("battery_pct", "<f4", np.nan, "%", "battery, as it told"),
    Column("power", "u1", UNKNOWN, "flag", "mains power there (1), lost (0), never told (255)"),
    Column("tamper", "u1", UNKNOWN, "flag", "tamper switch open (1), closed (0), never told (255)"),
)


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
