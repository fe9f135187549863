"""How long it takes to say which boats are in which zones: one by one, by bounding box, and by `ZoneSet`."""

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import shapely
from shapely import Polygon, STRtree

from geo.ahead import Lookout
from geo.arrays import BoolArray, FloatArray, ShapeArray
from geo.gates import passages
from geo.zones import ZoneSet

BOATS, ZONES, VERTICES, GATES = 20_000, 200, 200, 20
SIDE_M = 100_000.0
AHEAD_S = 900.0
"""As far as a warning before a zone looks; a tenth of the boats, those with a new fix."""
REACH_M = (10_400.0, 20_800.0)
"""Radii that make 200 zones overlap until they hold about 188,000 of 20,000 boats' places."""
SPIKES = 0.4
"""Each corner stands at 60 to 100 % of its zone's radius: far more edge than a person draws."""

_Answer = TypeVar("_Answer")


def run(boats: int = BOATS, zones: int = ZONES, vertices: int = VERTICES) -> list[tuple[str, float, str]]:
    """Return rows (what, figure, unit): seconds, best of several, and ratios against one Point at a time.

    Raises:
        AssertionError: the ways do not give the same answers.
    """
    rng = np.random.default_rng(188)
    shapes = np.array([_star(rng, vertices) for _ in range(zones)], dtype=np.object_)
    x, y = rng.uniform(0, SIDE_M, (2, boats))
    names = [f"z{number}" for number in range(zones)]
    fresh = [
        shapely.from_wkb(shapely.to_wkb(shapes)) for _ in range(6)
    ]  # an earlier run prepares none of them
    one_by_one_s, truth = _best(3, lambda: _one_by_one(shapes, x, y))
    shapely.prepare(shapes)
    boxes_s, by_boxes = _best(5, lambda: _by_boxes(shapes, x, y))
    built_s, set_of_zones = _best(len(fresh), lambda: ZoneSet.build(names, fresh.pop().tolist()))
    asked_s, by_cells = _best(9, lambda: set_of_zones.inside(x, y))
    redrawn = shapes.copy()
    redrawn[zones // 2] = _star(rng, vertices)
    edited_s, edited = _best(9, lambda: set_of_zones.replaced(names[zones // 2], redrawn[zones // 2]))
    after = ZoneSet.build(names, redrawn.tolist()).inside(x, y)
    agree = np.array_equal(truth, by_boxes) and np.array_equal(truth, by_cells)
    if not (agree and np.array_equal(after, edited.inside(x, y))):
        raise AssertionError("the ways to find who is inside do not agree")
    moving = boats // 10
    east, north = rng.normal(0, 3, (2, moving))
    lookout = Lookout.of(set_of_zones)
    ahead_s, ahead = _best(5, lambda: lookout.ahead(x[:moving], y[:moving], east, north, AHEAD_S))
    gates = rng.uniform(0, SIDE_M, (GATES, 1, 2)) + rng.normal(0, 200, (GATES, 2, 2))
    moves = x[:moving], y[:moving], x[:moving] + east * 60, y[:moving] + north * 60
    gates_s, _ = _best(5, lambda: passages(gates, *moves))
    what = f"{boats:,} boats x {zones} zones x {vertices} vertices"
    return [
        (f"geofence, {what}: containments", float(truth.sum()), "boats in zones"),
        ("geofence: one Point at a time, STRtree", one_by_one_s, "s"),
        ("geofence: bounding boxes, then contains_xy", boxes_s, "s"),
        ("geofence: ZoneSet asked", asked_s, "s"),
        ("geofence: ZoneSet built, once per start", built_s, "s"),
        ("geofence: ZoneSet with one zone drawn anew", edited_s, "s"),
        (f"geofence: {moving:,} boats' next edges in {AHEAD_S:.0f} s: met", float(len(ahead.boat)), "edges"),
        ("geofence: next edges and seconds to them", ahead_s, "s"),
        (f"geofence: {moving:,} moves through {GATES} directed gates", gates_s, "s"),
        ("geofence: bounding boxes against one Point at a time", one_by_one_s / boxes_s, "x"),
        ("geofence: ZoneSet asked against one Point at a time", one_by_one_s / asked_s, "x"),
        ("geofence: ZoneSet built and asked once against it", one_by_one_s / (built_s + asked_s), "x"),
        ("geofence: one zone drawn anew and asked once against it", one_by_one_s / (edited_s + asked_s), "x"),
    ]


def _star(rng: np.random.Generator, vertices: int) -> Polygon:
    x, y = rng.uniform(0, SIDE_M, 2)
    turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    reach_m = rng.uniform(*REACH_M) * rng.uniform(1 - SPIKES, 1, vertices)
    return Polygon(np.column_stack([x + reach_m * np.cos(turn), y + reach_m * np.sin(turn)]))


def _one_by_one(shapes: ShapeArray, x: FloatArray, y: FloatArray) -> BoolArray:
    tree = STRtree(shapes)
    inside = np.zeros((len(x), len(shapes)), dtype=np.bool_)
    for row in range(len(x)):
        inside[row, tree.query(shapely.Point(x[row], y[row]), predicate="intersects")] = True
    return inside


def _by_boxes(shapes: ShapeArray, x: FloatArray, y: FloatArray) -> BoolArray:
    inside = np.zeros((len(x), len(shapes)), dtype=np.bool_)
    for number, (west, south, east, north) in enumerate(shapely.bounds(shapes)):
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        inside[near, number] = shapely.contains_xy(shapes[number], x[near], y[near])
    return inside


def _best(times: int, work: Callable[[], _Answer]) -> tuple[float, _Answer]:
    """Return the shortest of several times in seconds, and the last answer."""
    took_s = []
    for _ in range(times):
        begun = time.perf_counter()
        answer = work()
        took_s.append(time.perf_counter() - begun)
    return min(took_s), answer
