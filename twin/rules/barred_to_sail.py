"""Finds boats that leave although they must not: an old certificate, no terminal working, a shut port.

Alert 21 of domain.md §2; items 4 and 6 of 农渔发〔2022〕11号. A boat that went out through a gate while all
its terminals stay silent is invisible from then on, and the rule of silence cannot speak of it: it was last
seen moored.
"""

import numpy as np

from geo.units import MS_PER_SECOND
from twin.columns import NEVER
from twin.fleet import CLASS_CODE
from twin.moves import KIND
from twin.rules.base import Finding, Group, Lack, Params, Rule, View
from twin.rules.boats import findings
from twin.silence import OVERDUE_INTERVALS
from twin.table import Array, among
from twin.voyages import under_way
from twin.wire import Words

REASONS = (
    Words("船长证书已过期", "its skipper's certificate has run out"),
    Words("出港时终端未工作", "no terminal of it worked when it left"),
    Words("终端已拆动", "a terminal of it was opened"),
    Words("港口禁止出港期间出港", "the port is shut to boats going out"),
)
"""Why a boat may not sail; the finding's value counts from 1."""
SHUT = ("in-only", "closed", "shelter")
"""States of the port in which nobody goes out, but by an order to move (domain.md §1.3 and 21)."""
PASSES_MS = 10_800_000
"""From the outermost gate of Shipu to the innermost are 9 nm: in the file of a recall simulated boats took up
to 2 h 20 min; ours."""
BOUND = tuple(CLASS_CODE[name] for name in ("fishing", "village", "visitor", "supply"))
"""Classes that a shut port keeps in; patrol boats go out because of the storm."""


class BarredToSail(Params, frozen=True, kw_only=True):
    """How long after the gate a terminal may still be silent before nobody believes that it works.

    Ten minutes and 3.5 expected intervals, the larger, as for silence (domain.md §2.3.3); ours for the gate.

    Attributes:
        through_s: who came in by another gate a little before passes through a shut port, to a berth or an
            anchorage beyond, and has so long to be there; ours, 1.4 nm at 2.8 kn, half of what boats make
            in harbour: by a quarter of an hour ten boats of a recall were stopped in file off their berths.
    """

    start_s: float = 600
    through_s: float = 1_800
    hold_s: float = 60


def find(view: View, params: BarredToSail) -> list[Finding]:
    """Return a verdict for every boat that leaves and is barred; the first reason is told."""
    vessels = view.fleet.vessels
    leaves = under_way(vessels, view.now_ms)
    expired = (vessels["skipper_ms"] != NEVER) & (vessels["skipper_ms"] <= view.now_ms)
    unheard = _unheard(view, params)
    why = np.select([expired, unheard, _opened(view), _shut_in(view, params)], [1, 2, 3, 4], 0)
    unsure = leaves & (why == 2)
    rows = np.flatnonzero(unsure)
    unsure[rows] = vessels["blind"][rows] | ~view.graced(rows)
    return findings(view, leaves & (why > 0), unsure, value=why, limit=0, priority=2)


def _unheard(view: View, params: BarredToSail) -> Array:
    """Return which boats went out long enough ago and have been heard by no terminal since, bool [n]."""
    vessels = view.fleet.vessels
    wait_s = np.maximum(params.start_s, OVERDUE_INTERVALS * vessels["interval_s"])
    out_ms, wait_ms = vessels["out_ms"], wait_s * MS_PER_SECOND
    gone = (out_ms != NEVER) & (view.now_ms - out_ms > wait_ms) & (vessels["heard_ms"] < out_ms - wait_ms)
    rows = np.flatnonzero(gone)
    gone[rows] = [bool(view.fleet.terminals_of[row]) for row in rows.tolist()]
    return np.asarray(gone)


def _opened(view: View) -> Array:
    """Return which boats carry a terminal whose tamper switch stands open, bool [n]."""
    tampered = (view.fleet.terminals["tamper"] == 1).astype(np.float64)
    return np.asarray(view.fleet.highest(tampered, 0.0) > 0)


def _shut_in(view: View, params: BarredToSail) -> Array:
    """Return which boats went out through a gate while the port was shut, and move by no order, bool [n].

    Gates lie in a row, and a berth may lie beyond one: a boat that has come to lie or sail in a harbour or an
    anchorage since has gone nowhere; one that passes through the port has time to get there, or lies there.
    """
    vessels = view.fleet.vessels
    if view.orders.port_state not in SHUT:
        return np.zeros(len(vessels), dtype=bool)
    since_ms = max(one.t_ms for one in view.orders.standing.values() if one.order_kind == "port-state")
    went = among(vessels["sort"], BOUND) & (vessels["out_ms"] >= since_ms)
    went &= vessels["at_sea"] | (vessels["fix_ms"] < vessels["out_ms"])
    through_ms = params.through_s * MS_PER_SECOND
    passes = (vessels["in_ms"] != NEVER) & (vessels["out_ms"] - vessels["in_ms"] <= PASSES_MS)
    lies = vessels["rest_ms"] != NEVER
    went &= ~passes | (~lies & (view.now_ms - vessels["out_ms"] > through_ms))
    went[[row for row, kinds in view.permitted.items() if KIND in kinds]] = False
    return np.asarray(went)


def lacks(view: View, params: BarredToSail) -> list[Lack]:  # noqa: ARG001 -- every rule is asked alike
    """Return what is not on record of the boats that leave: certificates, and the list of barred boats."""
    vessels = view.fleet.vessels
    leaves = under_way(vessels, view.now_ms)
    unknown = leaves & (vessels["skipper_ms"] == NEVER)
    return [
        Lack(
            Words("船长证书期限未登记", "no expiry of the skipper's certificate on record"),
            int(unknown.sum()),
        ),
        Lack(Words("禁止出航名单未登记", "no list of barred boats on record"), int(leaves.sum())),
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say why the boat should not have left."""
    why = REASONS[int(finding.value) - 1]
    return Words(f"{subject.zh} 禁航出港: {why.zh}", f"{subject.en} leaves although barred: {why.en}")


RULE = Rule(
    "barred-to-sail",
    "vessel",
    "reason",
    BarredToSail(),
    find,
    words,
    over=Words("{subject} 已回港或已排除", "{subject} is back, or the reason is gone"),
    source="农渔发〔2022〕11号第4、6项 · MARA notice 2022/11, items 4 and 6",
    call="warning",
    heed=("repair",),
    clears=Words(
        "证书有效的船长在船, 终端恢复, 港口开放, 或船已回港",
        "a skipper with a valid certificate, a terminal that works, the port open, or the boat is back",
    ),
    assumes=Words("未在名单上时, 以常任船长为准", "where no list says otherwise, its usual skipper sails"),
    group=Group(Words("多船禁航出港", "several boats leave although barred"), 3),
    lacks=lacks,
    every_s=10,
    at_s=9,
)
