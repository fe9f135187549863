"""Swaps: two boats under each other's name, and one boat that carries the terminal of another as well.

The second is the case of Weihai, February 2022: the sets of eight boats found on two (`domain.md` [S21]).
"""

import numpy as np

from geo.arrays import FloatArray
from geo.units import MS_PER_SECOND, SECONDS_PER_HOUR, kn_to_mps
from simulators.calibration.measures import IMPOSSIBLE_KN
from simulators.injection.ground import LEAST_S, Ground, Injected, Parameters, Span
from simulators.injection.kinds import UNDER_WAY_KN, truth, wander_m

EXCHANGED_S = (SECONDS_PER_HOUR, 3 * SECONDS_PER_HOUR)
FAR_FACTOR = 1.2
"""Boats that change names lie so far apart that each name seems to fly at 1.2 times 30 kn or more."""
CARRIED_S = (3_000.0, 3 * SECONDS_PER_HOUR)
"""Half an hour together at 3 kn or more is the definition (`domain.md` §2, 7c); 50 min is sure to show it."""
ABOARD_M = 15.0
"""Two antennas of a boat stand at most so far apart."""
NEAR_M = 30_000.0
FERRY_KN = 20.0
"""The set is off while it is brought aboard, as long as a fast boat would need (ours)."""
FERRY_S = 2.5 * SECONDS_PER_HOUR


def exchanged(ground: Ground, row: int, rng: np.random.Generator) -> Injected | None:
    """Exchange the identities of two boats for a drawn time."""
    lasts_ms, other = rng.uniform(*EXCHANGED_S) * MS_PER_SECOND, int(rng.integers(len(ground.names)))
    first = Span(row, ground.until(row, ground.t_ms[row] + lasts_ms))
    start_ms = int(ground.t_ms[row])
    head = int(ground.bounds[other])
    second = Span(ground.until(head, start_ms - 1) + 1, ground.until(head, start_ms + lasts_ms))
    if ground.code[row] == other or second.last < second.first or not _within(ground, second, other):
        return None
    if not (ground.free(first) and ground.free(second)):
        return None
    if min(_leap_mps(ground, first, second), _leap_mps(ground, second, first)) <= FAR_FACTOR * kn_to_mps(
        IMPOSSIBLE_KN
    ):
        return None
    ground.identity[first.first : first.last + 1] = second.first
    ground.identity[second.first : second.last + 1] = first.first
    ground.take(first)
    ground.take(second)
    from_ms = int(min(ground.t_ms[first.first], ground.t_ms[second.first]))
    until_ms = int(max(ground.t_ms[first.last], ground.t_ms[second.last]))
    apart_m = float(np.hypot(*ground.metres(first.first, second.first)))
    parameters: Parameters = {
        "apart_m": round(apart_m, 1),
        "fixes": first.last - first.first + 1,
        "other_fixes": second.last - second.first + 1,
    }
    done = truth(ground, "swap-exchanged", first, parameters, ground.names[other])
    return done._replace(from_ms=from_ms, until_ms=until_ms)


def carried(ground: Ground, row: int, rng: np.random.Generator) -> Injected | None:
    """Let a boat under way carry the terminal of another one for a drawn time.

    The row belongs to the boat that carries. The other terminal falls silent, speaks from aboard, falls
    silent again, and is back on its own boat.
    """
    lasts_ms, pick = rng.uniform(*CARRIED_S) * MS_PER_SECOND, rng.random()
    turn, off_m = rng.uniform(0, 2 * np.pi), rng.uniform(2.0, ABOARD_M)
    host = Span(row, ground.until(row, ground.t_ms[row] + lasts_ms))
    if not ground.free(host) or host.last - host.first < 4:
        return None
    if ground.steps(host.first, host.last)[1].min() < kn_to_mps(UNDER_WAY_KN):
        return None
    near = _near(ground, host)
    if not len(near):
        return None
    other = int(near[int(pick * len(near))])
    head, from_ms, until_ms = int(ground.bounds[other]), ground.t_ms[host.first], ground.t_ms[host.last]
    aboard = Span(ground.until(head, from_ms - 1) + 1, ground.until(head, until_ms))
    if aboard.last - aboard.first < 3 or not _within(ground, aboard, other):
        return None
    rows = np.arange(aboard.first, aboard.last + 1)
    xy_m, motion_mps = _along(ground, host, rows)
    xy_m += off_m * np.array([[np.sin(turn)], [np.cos(turn)]])
    xy_m += wander_m((ground.t_ms[rows] - from_ms) / MS_PER_SECOND, rng)
    first = _off(ground, host.first, xy_m[:, 0], aboard.first, -1)
    last = _off(ground, host.first, xy_m[:, -1], aboard.last, 1)
    if first is None or last is None or not ground.free(Span(first, last)):
        return None
    wide = Span(
        ground.until(row, ground.t_ms[first] - 1) + 1,
        ground.until(row, ground.t_ms[last]),
    )
    if not ground.free(wide):
        return None
    ground.put(rows, host.first, xy_m, motion_mps)
    ground.dropped[first : aboard.first] = True
    ground.dropped[aboard.last + 1 : last + 1] = True
    ground.take(Span(first, last))
    ground.take(wide)
    return truth(
        ground,
        "swap-carried",
        Span(first, last),
        {
            "together_from_ms": int(ground.t_ms[aboard.first]),
            "together_until_ms": int(ground.t_ms[aboard.last]),
            "off_before_fixes": aboard.first - first,
            "off_after_fixes": last - aboard.last,
            "fixes": len(rows),
            "antennas_m": round(float(off_m), 1),
        },
        ground.names[ground.code[row]],
    )


def _within(ground: Ground, span: Span, code: int) -> bool:
    return bool(ground.bounds[code] < span.first and span.last + 1 < ground.bounds[code + 1])


def _leap_mps(ground: Ground, own: Span, other: Span) -> float:
    """Return the least speed at which a name would leave its own boat for the other and come back."""
    out_m = np.hypot(*ground.metres(own.first - 1, other.first))
    back_m = np.hypot(*ground.metres(other.last, own.last + 1))
    out_s = (ground.t_ms[other.first] - ground.t_ms[own.first - 1]) / MS_PER_SECOND
    back_s = (ground.t_ms[own.last + 1] - ground.t_ms[other.last]) / MS_PER_SECOND
    return float(min(out_m / max(out_s, LEAST_S), back_m / max(back_s, LEAST_S)))


def _near(ground: Ground, host: Span) -> np.ndarray:
    """Return the other vessels that are near the host's way when it begins and when it ends."""
    near = np.ones(len(ground.names), dtype=np.bool_)
    near[ground.code[host.first]] = False
    for row in (host.first, host.last):
        at = ground.rows_at(int(ground.t_ms[row]))
        near &= np.hypot(*ground.metres(row, at)) < NEAR_M
    return np.flatnonzero(near)


def _along(ground: Ground, host: Span, rows: np.ndarray) -> tuple[FloatArray, FloatArray]:
    """Return where the host was and how it moved when rows of another vessel were said, two of (2, k)."""
    of_host = np.arange(host.first, host.last + 1)
    way_m, t_ms = ground.metres(host.first, of_host), ground.t_ms[of_host]
    at_ms = ground.t_ms[rows]
    xy_m = np.stack([np.interp(at_ms, t_ms, column) for column in way_m])
    piece = np.clip(np.searchsorted(t_ms, at_ms, "right") - 1, 0, len(t_ms) - 2)
    dt_s = np.maximum(np.diff(t_ms)[piece] / MS_PER_SECOND, LEAST_S)
    return xy_m, np.diff(way_m, axis=1)[:, piece] / dt_s


def _off(ground: Ground, origin: int, from_m: FloatArray, row: int, side: int) -> int | None:
    """Return the last row, going to one side, that is silent while the set is ferried; or None."""
    whole = ground.vessel_span(row)
    at_ms = ground.t_ms[row]
    own = row + side
    while whole.first <= own <= whole.last:
        lasts_s = abs(float(ground.t_ms[own] - at_ms)) / MS_PER_SECOND
        if lasts_s > FERRY_S:
            return None
        if np.hypot(*(ground.metres(origin, own) - from_m)) <= kn_to_mps(FERRY_KN) * lasts_s:
            return own - side
        own += side
    return None
