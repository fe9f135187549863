"""Boats' terminals that travel aboard another hull while their own boat is elsewhere.

Weihai 2022: eight BeiDou sets were found aboard two boats, their owners in harbour. What a terminal says of
its place is compared with where every boat under way was at that instant, by that boat's own terminals.
"""

from typing import NamedTuple

import numpy as np

from geo.distance import distance_m
from geo.near import pairs_within
from geo.units import kn_to_mps
from twin.admit import DEFAULT_SIGMA_M
from twin.columns import NEVER
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Verdict, View
from twin.rules.companions import SEEN_FROM_ASHORE, TOWING, Limits
from twin.table import Array, among

TOLD_MS = 60_000
"""A place told longer ago is compared no more: the hull may have turned since. Two class B reports, ours."""


class Carried(NamedTuple):
    """A terminal by row, the hull it travels aboard, how far from that hull's own terminals, and whether."""

    terminal: int
    hull: int
    away_m: float
    verdict: Verdict


def carried(view: View, limits: Limits) -> list[Carried]:
    """Return the terminals that are aboard another hull, and those whose alert is pending or open.

    A terminal is judged while its newest place is new and not its boat's own; between two such places, or
    when the hull rests, nobody can tell. Hulls are boats under way whose own track is sound; a registered
    pair and tows are left out.
    """
    fleet, terminals = view.fleet, view.fleet.terminals
    off = (terminals["apart_ms"] != NEVER) | (terminals["doubts"] > 0)
    at = np.flatnonzero(off)
    if not len(at):
        return []
    said = _newest(view, at)
    away_m = distance_m(
        said.lon, said.lat, *(fleet.vessels[name][terminals["vessel"][at]] for name in ("lon", "lat"))
    )
    heard = (view.now_ms - said.t_ms <= TOLD_MS) & (away_m > limits.parted_m)
    aboard = _aboard(view, limits, at[heard], Said(*(column[heard] for column in said)))
    asked, hulls = set(at[heard].tolist()), set(_hulls(view, limits).tolist())
    told = {(one.terminal, one.hull) for one in aboard}
    rest = [
        Carried(terminal, hull, 0.0, HOLDS_NOT if terminal in asked and hull in hulls else CANNOT_TELL)
        for terminal in at.tolist()
        for hull in _suspected(view, int(terminals["vessel"][terminal]))
        if (terminal, hull) not in told
    ]
    return sorted(aboard + rest)


class Said(NamedTuple):
    """What terminals told last, believed or not: places in degrees, and their own time, [m] each."""

    lon: Array
    lat: Array
    t_ms: Array


def _newest(view: View, at: Array) -> Said:
    terminals = view.fleet.terminals
    doubted = (terminals["doubts"][at] > 0) & (terminals["doubt_t_ms"][at] > terminals["t_ms"][at])
    names = (("lon", "doubt_lon"), ("lat", "doubt_lat"), ("t_ms", "doubt_t_ms"))
    return Said(*(np.where(doubted, terminals[ghost][at], terminals[name][at]) for name, ghost in names))


def _aboard(view: View, limits: Limits, at: Array, said: Said) -> list[Carried]:
    """Return which of these terminals were aboard which hull when they told their place."""
    fleet, vessels = view.fleet, view.fleet.vessels
    hulls = _hulls(view, limits)
    if not len(at) or not len(hulls):
        return []
    x, y = view.fences.frame.to_xy(said.lon, said.lat)
    reach_m = limits.within_m / 2 + 2 * np.concatenate(
        (np.full(len(at), DEFAULT_SIGMA_M), vessels["sigma_m"][hulls].astype(np.float64))
    )
    reach_m[len(at) :] += kn_to_mps(vessels["sog_kn"][hulls].astype(np.float64)) * TOLD_MS / 1000
    asks = np.arange(len(reach_m)) < len(at)
    first, second = pairs_within(
        np.concatenate((x, vessels["x"][hulls])), np.concatenate((y, vessels["y"][hulls])), reach_m, asks
    )
    found = []
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        if other < len(at):
            continue
        row, hull = int(fleet.terminals["vessel"][at[one]]), int(hulls[other - len(at)])
        when_s = (float(said.t_ms[one]) - float(vessels["fix_ms"][hull])) / 1000
        course, way_m = np.radians(vessels["cog_deg"][hull]), kn_to_mps(vessels["sog_kn"][hull]) * when_s
        east_m = vessels["x"][hull] + way_m * np.sin(course) - x[one]
        away_m = float(np.hypot(east_m, vessels["y"][hull] + way_m * np.cos(course) - y[one]))
        near = away_m <= limits.within_m + 2 * (DEFAULT_SIGMA_M + float(vessels["sigma_m"][hull]))
        if row != hull and int(vessels["pair"][row]) != hull and near:
            found.append(Carried(int(at[one]), hull, away_m, HOLDS))
    return found


def _hulls(view: View, limits: Limits) -> Array:
    """Return the boats under way whose own fixes are new and sound, rows [k]."""
    vessels = view.fleet.vessels
    lately = (vessels["fix_ms"] != NEVER) & (view.now_ms - vessels["fix_ms"] <= 2 * TOLD_MS)
    sound = lately & ~vessels["doubtful"] & (vessels["sog_kn"] >= limits.least_kn)
    sound &= ~np.isnan(vessels["cog_deg"]) & ~among(vessels["status"], TOWING)
    sound &= ~among(vessels["kind"], SEEN_FROM_ASHORE)
    return np.flatnonzero(sound)


def _suspected(view: View, owner: int) -> list[int]:
    """Return the hulls, by row, in an alert pending or open about a terminal of this boat."""
    name = view.fleet.known[owner].vessel
    return [view.fleet.row_of[hull] for hull, others in view.tracked.items() if name in others]
