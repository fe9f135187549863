"""Sail with: the boat keeps its station off another, whatever that one does (编组航行)."""

from simulators.behaviours.station import keep_station
from simulators.scene import Plan, Scene

OFF_M = 700.0
"""Boats of a group sail within sight of each other; ours: 700 m, a row further abeam for each of them."""
ABREAST, LINES = 12, 4
"""The boats of a company stand within so many lines of the register; ours."""
LOOKS_S = 30.0


def plan(scene: Scene, row: int) -> Plan:
    """Return half a minute towards the boat's station off the other, then the next.

    When the other goes home or lies in harbour, so does this boat; without another it goes on with its work.
    """
    other = scene.other(row)
    if other is None:
        return Plan((), scene.work_of(row))
    if scene.behaviour[other] in ("return", "moored", "shelter"):
        return Plan((), "return")
    if scene.behaviour[other] == "pair-trawl" and scene.vessels[other].pair == scene.vessels[row].id:
        return Plan((), "pair-trawl")
    return keep_station(scene, row, other, _station_m(row, other), LOOKS_S, "sail-with")


def _station_m(row: int, other: int) -> tuple[float, float]:
    """Return the place beside the other, starboard and ahead of it, metres: sides take turns.

    No two of a company share a place: twelve sail abreast, the next twelve in a line behind them.
    """
    line, place = divmod(abs(row - other), ABREAST)
    side = 1 if place % 2 else -1
    return side * OFF_M * (1 + place // 2), -OFF_M * (0.5 + line % LINES)
