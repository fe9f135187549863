"""Which water a boat is in, as rules of traffic see it: in shelter, in a mouth of known width, or at sea."""

from typing import NamedTuple

import numpy as np

from geo.distance import distance_m
from twin.fleet import NEVER
from twin.rules.base import View
from twin.table import Array


class Waters(NamedTuple):
    """Where boats are, one value a row that was asked for.

    Attributes:
        sheltered: in a harbour or an anchorage, bool [k].
        mouth_m: width of the harbour mouth the boat is in, metres, NaN outside every mouth, [k].
    """

    sheltered: Array
    mouth_m: Array


def waters(view: View, rows: Array) -> Waters:
    """Return which water these vessels are in, by their newest believed fix."""
    vessels, inside = view.fleet.vessels, view.fences.inside
    sheltered = ~vessels["at_sea"][rows] & (vessels["fix_ms"][rows] != NEVER)
    mouth_m = np.full(len(rows), np.nan)
    for zone, width_m in _mouths(view):
        mouth_m[inside[rows, zone]] = width_m
    return Waters(sheltered, mouth_m)


def off_mouth_m(view: View, rows: Array) -> Array:
    """Return how far these vessels are from the middle of the nearest gate, metres [k]; inf without gates."""
    if not view.port.gates:
        return np.full(len(rows), np.inf)
    vessels = view.fleet.vessels
    lon, lat = np.array([np.mean(gate.ends, axis=0) for gate in view.port.gates]).T
    off_m: Array = distance_m(vessels["lon"][rows, None], vessels["lat"][rows, None], lon, lat).min(axis=1)
    return off_m


def _mouths(view: View) -> list[tuple[int, float]]:
    """Return the zones of kind gate and the width of the gate that lies in each."""
    found = []
    for number, zone in enumerate(view.fences.zones):
        if zone.kind != "gate":
            continue
        west, south, east, north = zone.shape.bounds
        for gate in view.port.gates:
            lon, lat = (sum(end[axis] for end in gate.ends) / 2 for axis in (0, 1))
            if west <= lon <= east and south <= lat <= north:
                found.append((number, gate.width_m))
                break
    return found
