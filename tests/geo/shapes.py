"""Polygons for tests: with holes, in parts, spiky, tiny and huge, drawn at random or by Hypothesis."""

import numpy as np
import shapely
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon


def star(rng, x, y, radius_m, vertices, spikes=0.4):
    turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    reach = radius_m * rng.uniform(1 - spikes, 1, vertices)
    return Polygon(np.column_stack([x + reach * np.cos(turn), y + reach * np.sin(turn)]))


def ring_with_island(rng, x, y, radius_m, vertices):
    """A star with a hole, and an island in the hole."""
    outer = star(rng, x, y, radius_m, vertices, 0.2)
    lake = star(rng, x, y, radius_m * 0.6, vertices, 0.2)
    return outer.difference(lake).union(star(rng, x, y, radius_m * 0.3, vertices, 0.2))


def rings_of(shape):
    """All rings of a polygon or multipolygon as lists of positions without the closing one."""
    return [
        shapely.get_coordinates(ring)[:-1].tolist() for ring in shapely.get_rings(shapely.get_parts(shape))
    ]


@st.composite
def polygons(draw):
    """Unions and differences of triangles and boxes on a small lattice: they touch and leave holes."""
    coordinate = st.integers(-6, 6)
    shape = Polygon()
    for _ in range(draw(st.integers(1, 5))):
        corners = draw(st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=3, unique=True))
        (ax, ay), (bx, by), _ = corners
        box = shapely.box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        part = draw(st.sampled_from([Polygon(corners), box]))
        if part.area > 0:
            shape = (
                shape.difference(part) if draw(st.booleans()) and not shape.is_empty else shape.union(part)
            )
    if not isinstance(shape, Polygon | MultiPolygon) or shape.is_empty or not shape.is_valid:
        return shapely.box(0, 0, 1, 1)
    return shape
