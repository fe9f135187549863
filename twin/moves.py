"""Organised moves 移泊: who goes elsewhere by order or permit, and who deviates (domain.md §2.3.12).

In 2021 over 2,000 boats moved from Shipu to another anchorage by order. That is not 2,000 unreported
departures: rules that heed a move keep silent for the boats that keep to it, and speak of those that do not.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from geo.units import METRES_PER_NM
from twin.columns import NEVER
from twin.fences import Fences
from twin.fleet import Fleet
from twin.orders import Orders
from twin.permits import Permits
from twin.port import Gate
from twin.table import Array

KIND = "move"
"""The kind of permit that a boat has which moves by order."""
ASTRAY_NM = 1.0
"""So much farther from where it was ordered than the farthest gate a boat is on its way no more; ours."""
TOWARD_DEG, CLOSING_KN = 60.0, 2.0
"""Farther off, a boat is on its way while it closes: the angle of domain.md 23 ("heading away > 60"), and a
speed below which nobody makes way; ours."""


class Move(NamedTuple):
    """One organised move, by order or by permit.

    Attributes:
        zone: where to; None = nobody can deviate from it.
        from_ms, to_ms: while it stands, UTC ms; of one that was ended early, until then.
    """

    vessels: tuple[str, ...]
    zone: str | None
    from_ms: int
    to_ms: int


def moves(orders: Orders, permits: Permits) -> Iterator[Move]:
    """Yield every move that is on record: those that stand, those to come, and those over for a day."""
    for one in (*orders.standing.values(), *orders.moved.values()):
        if one.order_kind == KIND:
            yield Move(one.vessels, one.zone, one.t_ms, one.to_ms)
    for permit in permits.standing.values():
        if permit.permit_kind == KIND:
            yield Move(permit.vessels, permit.zone, permit.from_ms, permit.to_ms)


def rows_of(fleet: Fleet, move: Move) -> Array:
    """Return the fleet rows of a move's boats, of those that are known, [m]."""
    return np.array([fleet.row_of[name] for name in move.vessels if name in fleet.row_of], dtype=np.int64)


def keeping(fleet: Fleet, fences: Fences, gates: tuple[Gate, ...], rows: Array, zone: str | None) -> Array:
    """Return which boats keep to a move to a zone, bool [m].

    A boat keeps to it in shelter, no farther from the zone than the port's farthest gate and a margin, and
    anywhere while it closes on the zone. Of a boat that was never seen, or tells no course, nobody can say
    that it deviates.

    Args:
        fleet: where the boats are.
        fences: of the port.
        gates: of the port.
        rows: fleet rows, [m].
        zone: where to; None, or a zone that is no more: everyone keeps to it.
    """
    number = fences.number_of.get(zone or "")
    keeps = np.ones(len(rows), dtype=bool)
    if number is None:
        return keeps
    vessels = fleet.vessels
    away = np.flatnonzero((vessels["fix_ms"][rows] != NEVER) & vessels["at_sea"][rows])
    seen, at = rows[away], np.full(len(away), number)
    near = (
        -fences.depth_m(fleet, seen, at)
        <= _farthest_gate_m(fences, gates, number) + ASTRAY_NM * METRES_PER_NM
    )
    x, y = vessels["x"][seen], vessels["y"][seen]
    to_x, to_y = fences.set.nearest_edge(x, y, at)
    bearing_deg = np.degrees(np.arctan2(to_x - x, to_y - y))
    aside_deg = np.abs((vessels["cog_deg"][seen].astype(np.float64) - bearing_deg + 180) % 360 - 180)
    closing = ~(aside_deg > TOWARD_DEG) & (vessels["sog_kn"][seen] >= CLOSING_KN)
    keeps[away] = near | closing
    return keeps


def obeying(
    fleet: Fleet, fences: Fences, gates: tuple[Gate, ...], standing: Iterator[Move], now_ms: int
) -> set[str]:
    """Return the boats that move by an order or permit in force now, and keep to it."""
    found: set[str] = set()
    for move in standing:
        if move.from_ms <= now_ms < move.to_ms:
            rows = rows_of(fleet, move)
            keep = rows[keeping(fleet, fences, gates, rows, move.zone)]
            found.update(fleet.known[row].vessel for row in keep.tolist())
    return found


def _farthest_gate_m(fences: Fences, gates: tuple[Gate, ...], number: int) -> float:
    ends = np.array([gate.ends for gate in gates]).reshape(-1, 2)
    x, y = fences.frame.to_xy(ends[:, 0], ends[:, 1])
    return float(np.max(-fences.set.edge_distance_m(x, y, np.full(len(ends), number)), initial=0.0))
