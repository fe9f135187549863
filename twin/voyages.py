"""The voyage of each boat as columns: reports, gates and musters, written when they change.

Rules about people then compare columns and scan nobody (domain.md alerts 9 to 11, 20, 21, 24, late return).
A passage is told by a gate's own letter, by fixes on both sides of its line, or by both; it counts once.
"""

import numpy as np

from geo.frame import PortFrame
from geo.gates import passages
from twin import officers as certificates
from twin import people as ledger
from twin.behaviour import SLOW_KN, Fixed
from twin.columns import NEVER
from twin.facts import Fact, GateSeen, PersonMoved, VoyageReported
from twin.fleet import Fleet
from twin.officers import Officers
from twin.people import People
from twin.port import Gate
from twin.table import Array, Table

SAME_MS = 1_800_000
"""Passages in one direction within half an hour, with none the other way between, are one seen twice: a
BeiDou card fixes every ten minutes, and gates lie in a row; ours."""
FARTHEST_MS = 1_200_000
"""Fixes more than twenty minutes apart prove no passage: the boat may have gone another way; ours."""
FAR_M = 200.0
"""A boat that reports no way on is taken for moving when its fixes lie farther apart than a moored one
wanders (10 to 100 m, domain.md §2.2); ours."""
STALE_MS = 24 * 3_600_000
"""A report of departure is good for a day (domain.md alert 20)."""


def fold(fleet: Fleet, people: People, officers: Officers, fact: Fact) -> None:
    """Bring the ledger of people, and the columns of the boats a fact concerns, up to it."""
    left = people.persons.get(fact.person) if isinstance(fact, PersonMoved) else None
    boats = [left.vessel] if left is not None else []
    ledger.fold(people, fact)
    match fact:
        case PersonMoved():
            for vessel in (*boats, fact.vessel):
                row = fleet.row_of.get(vessel or "")
                if row is not None:
                    fleet.vessels["aboard"][row] = people.aboard.get(vessel or "", 0)
        case VoyageReported():
            _report(fleet, officers, fact)
        case GateSeen(vessel=str() as vessel) if vessel in fleet.row_of:
            passed_ms = fact.t_ms if fact.said_ms is None else fact.said_ms
            rows = np.array([fleet.row_of[vessel]])
            _pass(fleet.vessels, rows, np.array([passed_ms]), fact.direction, fact.persons)


def refit(fleet: Fleet, people: People, officers: Officers) -> None:
    """Fill the columns anew from the ledger and the register, after either was loaded; passages stay."""
    vessels = fleet.vessels
    for row, known in enumerate(fleet.known):
        vessels["aboard"][row] = people.aboard.get(known.vessel, 0)
        until_ms = certificates.skipper_until_ms(officers, known.vessel, ())
        vessels["skipper_ms"][row] = NEVER if until_ms is None else until_ms
    for voyage in people.voyages.values():
        _report(fleet, officers, voyage)


def ends_of(gates: tuple[Gate, ...], frame: PortFrame) -> Array:
    """Return the ends of the gates in metres about the port, [g, 2, 2]."""
    ends = np.array([gate.ends for gate in gates], dtype=np.float64).reshape(-1, 2, 2)
    return np.stack(frame.to_xy(ends[..., 0], ends[..., 1]), axis=-1)


def cross(vessels: Table, ends_m: Array, rows: Array, was: Fixed, now: Fixed) -> None:
    """Note the boats whose newest fix lies on the other side of a gate than the fix before.

    The harbour lies to the left of a gate (`twin.port.Gate`). A boat that swings at its moorings across the
    line is not under way and passes nothing.

    Args:
        vessels: the fleet's vessel columns; changed.
        ends_m: the gates, as `ends_of` gives them.
        rows: whose fixes, each once, int64 [m].
        was: where they were before, [m].
        now: where they are now, [m].
    """
    took_ms = now.fix_ms - was.fix_ms
    gone_m = np.hypot(now.x - was.x, now.y - was.y)
    moving = (now.sog_kn >= SLOW_KN) | (gone_m >= FAR_M)
    known = np.isfinite(gone_m) & (was.fix_ms != NEVER) & (took_ms <= FARTHEST_MS) & moving
    these = rows[known]
    if not len(these) or not len(ends_m):
        return
    move, _, inward = passages(ends_m, was.x[known], was.y[known], now.x[known], now.y[known])
    if not len(move):
        return
    for direction, chosen in (("in", inward), ("out", ~inward)):
        passed = np.unique(these[move[chosen]])
        _pass(vessels, passed, vessels["fix_ms"][passed], direction, None)


def under_way(vessels: Table, now_ms: int, rows: Array | slice = slice(None)) -> Array:
    """Return which of these boats have left, or said that they leave, and are not back, bool [n].

    A boat that reported its departure a day ago and is not out has stayed.
    """
    left_ms = np.maximum(vessels["departed_ms"][rows], vessels["out_ms"][rows])
    back_ms = np.maximum(vessels["arrived_ms"][rows], vessels["in_ms"][rows])
    stayed = ~vessels["at_sea"][rows] & (now_ms - left_ms > STALE_MS)
    return np.asarray((left_ms > back_ms) & ~stayed)


def _report(fleet: Fleet, officers: Officers, fact: VoyageReported) -> None:
    row = fleet.row_of.get(fact.vessel)
    if row is None:
        return
    vessels, said_ms = fleet.vessels, fact.t_ms if fact.said_ms is None else fact.said_ms
    if fact.what == "arrival":
        vessels["arrived_ms"][row] = said_ms
        return
    planned_ms = fact.planned_return_ms
    found = certificates.manned(officers, float(vessels["length_m"][row]), fact.crew, said_ms)
    until_ms = certificates.skipper_until_ms(officers, fact.vessel, fact.crew)
    for name, value in (
        ("departed_ms", said_ms),
        ("declared", len(fact.crew) or -1),
        ("return_ms", planned_ms if planned_ms is not None and planned_ms > said_ms else NEVER),
        ("posts", -1 if found is None else found.posts),
        ("filled", -1 if found is None or found.filled is None or not fact.crew else found.filled),
        ("skipper_ms", NEVER if until_ms is None else until_ms),
    ):
        vessels[name][row] = value


def _pass(vessels: Table, rows: Array, t_ms: Array, direction: str, persons: int | None) -> None:
    """Note passages, each once: one already told keeps its instant, and takes the persons counted since."""
    this, other = (direction, "in" if direction == "out" else "out")
    before_ms = vessels[f"{this}_ms"][rows]
    same = (np.abs(t_ms - before_ms) <= SAME_MS) & (before_ms > vessels[f"{other}_ms"][rows])
    news = rows[(t_ms > before_ms) & ~same]
    vessels[f"{this}_ms"][news] = t_ms[(t_ms > before_ms) & ~same]
    vessels[f"{this}_persons"][news] = -1
    if persons is not None:
        vessels[f"{this}_persons"][np.union1d(news, rows[same])] = persons
