"""Slow and plain answers that the fast ones are held against: one place at a time, no numpy."""

import math
from collections.abc import Sequence
from fractions import Fraction

A_M = 6378137.0
F = 1 / 298.257223563
B_M = A_M * (1 - F)

Position = tuple[float, float]
Ring = Sequence[Position]


def vincenty(lon1: float, lat1: float, lon2: float, lat2: float) -> tuple[float, float]:
    """Distance in metres and first azimuth in degrees by Vincenty's inverse formula, iterated to the end."""
    u1 = math.atan2((1 - F) * math.sin(math.radians(lat1)), math.cos(math.radians(lat1)))
    u2 = math.atan2((1 - F) * math.sin(math.radians(lat2)), math.cos(math.radians(lat2)))
    difference = math.radians(math.remainder(lon2 - lon1, 360.0))
    lam = difference
    for _ in range(200):
        east = math.cos(u2) * math.sin(lam)
        north = math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(lam)
        sin_s = math.hypot(east, north)
        if sin_s == 0:
            return 0.0, 0.0
        cos_s = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(lam)
        s = math.atan2(sin_s, cos_s)
        sin_a = math.cos(u1) * math.cos(u2) * math.sin(lam) / sin_s
        cos2_a = 1 - sin_a * sin_a
        cos_2m = cos_s - 2 * math.sin(u1) * math.sin(u2) / cos2_a if cos2_a > 1e-15 else 0.0
        c = F / 16 * cos2_a * (4 + F * (4 - 3 * cos2_a))
        before = lam
        lam = difference + (1 - c) * F * sin_a * (s + c * sin_s * (cos_2m + c * cos_s * (2 * cos_2m**2 - 1)))
        if abs(lam - before) < 1e-15:
            break
    u_sq = cos2_a * (A_M**2 - B_M**2) / B_M**2
    big_a = 1 + u_sq / 16384 * (4096 + u_sq * (-768 + u_sq * (320 - 175 * u_sq)))
    big_b = u_sq / 1024 * (256 + u_sq * (-128 + u_sq * (74 - 47 * u_sq)))
    third = big_b / 6 * cos_2m * (-3 + 4 * sin_s**2) * (-3 + 4 * cos_2m**2)
    delta = big_b * sin_s * (cos_2m + big_b / 4 * (cos_s * (-1 + 2 * cos_2m**2) - third))
    return B_M * big_a * (s - delta), math.degrees(math.atan2(east, north)) % 360


def loxodrome(lon: float, lat: float, run_m: float, course_deg: float, legs: int = 2000) -> Position:
    """Sail a constant course over the ellipsoid in many short legs (midpoint rule)."""
    e2 = F * (2 - F)
    north, east = math.cos(math.radians(course_deg)), math.sin(math.radians(course_deg))
    leg_m = run_m / legs

    def radii(at: float) -> tuple[float, float]:
        w = math.sqrt(1 - e2 * math.sin(at) ** 2)
        return A_M / w, A_M * (1 - e2) / w**3

    phi, lam = math.radians(lat), math.radians(lon)
    for _ in range(legs):
        half = phi + leg_m * north / radii(phi)[1] / 2
        prime, meridian = radii(half)
        lam += leg_m * east / (prime * math.cos(half))
        phi += leg_m * north / meridian
    return math.degrees(lam), math.degrees(phi)


def _cross(px: float, py: float, a: Position, b: Position) -> Fraction:
    ax, ay, bx, by = (Fraction(v) for v in (*a, *b))
    return (bx - ax) * (Fraction(py) - ay) - (by - ay) * (Fraction(px) - ax)


def side_of(px: float, py: float, a: Position, b: Position) -> int:
    """On which side of the line a -> b the point lies (-1, 0, 1), in exact rational arithmetic."""
    cross = _cross(px, py, a, b)
    return (cross > 0) - (cross < 0)


def hair_from_edge(rings: Sequence[Ring], px: float, py: float) -> bool:
    """Whether the point is within 1e-25 of the line of an edge: nearer than GEOS's double-double can tell."""
    return any(
        abs(_cross(px, py, a, b)) < Fraction(math.hypot(b[0] - a[0], b[1] - a[1])) / 10**25
        for ring in rings
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
    )


def covers(rings: Sequence[Ring], px: float, py: float) -> bool:
    """Even-odd over all rings of a polygon or multipolygon, exact; a point on any edge counts as inside."""
    odd = False
    for ring in rings:
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
            if not min(a[1], b[1]) <= py <= max(a[1], b[1]):
                continue
            side = side_of(px, py, a, b)
            if side == 0 and min(a[0], b[0]) <= px <= max(a[0], b[0]):
                return True
            if (a[1] > py) != (b[1] > py) and (side > 0) == (b[1] > a[1]):
                odd = not odd
    return odd


def edge_distance(rings: Sequence[Ring], px: float, py: float) -> float:
    """Unsigned distance to the nearest edge of any ring, edge by edge."""
    best = math.inf
    for ring in rings:
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
            dx, dy = b[0] - a[0], b[1] - a[1]
            along = (px - a[0]) * dx + (py - a[1]) * dy
            t = min(1.0, max(0.0, along / (dx * dx + dy * dy))) if (dx or dy) else 0.0
            best = min(best, math.hypot(px - a[0] - t * dx, py - a[1] - t * dy))
    return best


def meets(rings: Sequence[Ring], start: Position, end: Position) -> bool:
    """Whether the straight way from start to end touches or crosses any edge, exact."""
    return any(
        _segments_meet(start, end, a, b)
        for ring in rings
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
    )


def _segments_meet(p: Position, q: Position, a: Position, b: Position) -> bool:
    if p == q:
        return side_of(*p, a, b) == 0 and _boxes_meet(p, q, a, b)
    apart = side_of(*a, p, q) * side_of(*b, p, q) > 0 or side_of(*p, a, b) * side_of(*q, a, b) > 0
    return not apart and _boxes_meet(p, q, a, b)


def _boxes_meet(p: Position, q: Position, a: Position, b: Position) -> bool:
    return all(max(min(p[i], q[i]), min(a[i], b[i])) <= min(max(p[i], q[i]), max(a[i], b[i])) for i in (0, 1))
