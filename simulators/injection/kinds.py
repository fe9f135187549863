"""Silences, jumps and drifts: what one boat's track can be made to show.

Each function tries at one fix. It either changes the ground and returns the truth, or returns None and has
changed nothing.
"""

import numpy as np

from geo.arrays import FloatArray
from geo.units import MS_PER_SECOND, SECONDS_PER_HOUR, kn_to_mps
from simulators.calibration.measures import IMPOSSIBLE_KN
from simulators.injection.ground import LEAST_S, Ground, Injected, Parameters, Span

SILENCE_S = (1_800.0, 6 * SECONDS_PER_HOUR)
"""Half an hour is the shortest that anybody calls out for, and three usual intervals the shortest seen."""
SILENT_INTERVALS = 3.0
JUMP_FIXES = (1, 3)
JUMP_FACTOR = (1.5, 4.0)
"""Offset of a jump, in multiples of what 30 kn would cover between the fixes about it."""
UNDER_WAY_KN = 3.0
"""A boat that makes less may stop of its own accord; a drift begins from at least this speed (ours)."""
DRIFT_S = (2_400.0, 3 * SECONDS_PER_HOUR)
DRIFT_FIXES = 4
STREAM_MPS = (0.2, 0.8)
"""Tidal streams off Shipu reach about 1.5 kn (示例: no table at hand, `domain.md` §6)."""
TIDE_S = 12.4206 * SECONDS_PER_HOUR
"""Period of M2; off a coast the stream turns once in it."""
WIND_MPS = (4.0, 15.0)
DOWNWIND, DOWNWIND_SIGMA_MPS, CROSSWIND, CROSSWIND_SIGMA_MPS = 0.0247, 0.12, 0.0276, 0.094
"""Leeway of a fishing vessel, general: share of the wind, spread (SAROPS list, `domain.md` §6 [R6])."""
FIX_SIGMA_M, WANDER_S = 8.0, 300.0
"""Error of a fix, and how long it lasts: fixes a second apart err alike (ours)."""
HOME_KN = 11.0
"""No faster does the boat make up its way when the engine runs again: 11 kn is the top of transit."""
HOME_S = 4 * SECONDS_PER_HOUR


def silence(ground: Ground, row: int, rng: np.random.Generator) -> Injected | None:
    """Switch the terminal off after a fix, for a drawn time; the boat goes on and is heard again."""
    usual_s = float(ground.usual_s[ground.code[row]])
    least_s = max(SILENCE_S[0], SILENT_INTERVALS * usual_s)
    if least_s >= SILENCE_S[1] or row == 0:
        return None
    off_s = float(np.exp(rng.uniform(np.log(least_s), np.log(SILENCE_S[1]))))
    span = Span(row, ground.until(row, ground.t_ms[row - 1] + off_s * MS_PER_SECOND))
    if span.last < span.first or not ground.free(span):
        return None
    ground.dropped[span.first : span.last + 1] = True
    ground.take(span)
    speed_kn = _known(ground.sog_kn[span.first - 1])
    went_m = float(np.hypot(*ground.metres(span.first - 1, span.last + 1)))
    heard = Span(span.first - 1, span.last + 1)
    return truth(
        ground,
        "silence",
        heard,
        {
            "off_s": (int(ground.t_ms[heard.last]) - int(ground.t_ms[heard.first])) / MS_PER_SECOND,
            "usual_s": usual_s,
            "speed_before_kn": speed_kn,
            "went_m": round(went_m, 1),
            "fixes": span.last - span.first + 1,
        },
    )


def jump(ground: Ground, row: int, rng: np.random.Generator) -> Injected | None:
    """Put one to three fixes off by so much that no boat could have gone there and back."""
    span = Span(row, row + int(rng.integers(JUMP_FIXES[0], JUMP_FIXES[1] + 1)) - 1)
    bearing, factor = rng.uniform(0, 2 * np.pi), rng.uniform(*JUMP_FACTOR)
    if not ground.free(span):
        return None
    dt_s, _ = ground.steps(span.first - 1, span.last + 1)
    offset_m = kn_to_mps(IMPOSSIBLE_KN) * max(dt_s[0], dt_s[-1]) * factor
    rows = np.arange(span.first, span.last + 1)
    kept = (
        ground.x[rows].copy(),
        ground.y[rows].copy(),
        ground.sog_kn[rows].copy(),
        ground.cog_deg[rows].copy(),
    )
    shift_m = offset_m * np.array([[np.sin(bearing)], [np.cos(bearing)]])
    ground.put(rows, span.first - 1, ground.metres(span.first - 1, rows) + shift_m, np.zeros((2, len(rows))))
    ground.sog_kn[rows], ground.cog_deg[rows] = kept[2:]
    _, speed_mps = ground.steps(span.first - 1, span.last + 1)
    if min(speed_mps[0], speed_mps[-1]) <= kn_to_mps(IMPOSSIBLE_KN) or np.abs(ground.y[rows]).max() > _most_y(
        ground
    ):
        ground.x[rows], ground.y[rows] = kept[:2]
        ground.moved[rows] = False
        return None
    ground.take(span)
    needs_kn = float(min(speed_mps[0], speed_mps[-1]) / kn_to_mps(1.0))
    parameters = {"off_m": round(float(offset_m), 1), "fixes": len(rows), "needs_kn": round(needs_kn, 1)}
    return truth(ground, "jump", span, {**parameters, "bearing_deg": round(float(np.degrees(bearing)), 1)})


def drift(ground: Ground, row: int, rng: np.random.Generator) -> Injected | None:
    """Stop the engine of a boat under way: it goes with stream and wind, then makes up its way."""
    lasts_s, way = rng.uniform(*DRIFT_S), _Drift(rng)
    if row == 0 or not _under_way(ground, row):
        return None
    start = row - 1
    last = ground.until(row, ground.t_ms[start] + lasts_s * MS_PER_SECOND)
    if last - row + 1 < DRIFT_FIXES or not ground.free(Span(row, last)):
        return None
    rows = np.arange(row, last + 1)
    t_s = (ground.t_ms[rows] - ground.t_ms[start]) / MS_PER_SECOND
    xy_m = way.went_m(t_s)
    back = _back(ground, start, last, xy_m[:, -1])
    if back is None or not ground.free(Span(row, back)):
        return None
    home = np.arange(last + 1, back + 1)
    goal_m = ground.metres(start, back + 1)
    whole_s = (ground.t_ms[back + 1] - ground.t_ms[last]) / MS_PER_SECOND
    part = (ground.t_ms[home] - ground.t_ms[last]) / MS_PER_SECOND / whole_s
    home_m = xy_m[:, -1:] + (goal_m - xy_m[:, -1])[:, None] * part
    home_mps = np.broadcast_to(((goal_m - xy_m[:, -1]) / whole_s)[:, None], home_m.shape)
    ground.put(rows, start, xy_m + wander_m(t_s, rng), way.speed_mps(t_s))
    ground.put(home, start, home_m, home_mps)
    ground.take(Span(row, back))
    return truth(
        ground,
        "drift",
        Span(row, back),
        {
            "engine_off_until_ms": int(ground.t_ms[last]),
            "fixes": len(rows),
            "speed_before_kn": _known(ground.sog_kn[start]),
            "drift_kn": round(float(np.hypot(*xy_m[:, -1]) / t_s[-1] / kn_to_mps(1.0)), 2),
            **way.parameters(),
        },
    )


def wander_m(t_s: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the error of fixes at rising instants from 0 on, metres east and north, shape (2, k)."""
    knots_s = np.arange(0.0, t_s[-1] + 2 * WANDER_S, WANDER_S)
    return np.stack([np.interp(t_s, knots_s, rng.normal(0, FIX_SIGMA_M, len(knots_s))) for _ in range(2)])


class _Drift:
    """A stream that turns with the tide, and the leeway of a wind that stays."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._stream_mps, self._phase = rng.uniform(*STREAM_MPS), rng.uniform(0, 2 * np.pi)
        self._wind_mps, self._towards = rng.uniform(*WIND_MPS), rng.uniform(0, 2 * np.pi)
        down_mps = max(self._wind_mps * DOWNWIND + rng.normal(0, DOWNWIND_SIGMA_MPS), 0.0)
        side = 1.0 if rng.random() < 0.5 else -1.0
        cross_mps = side * max(self._wind_mps * CROSSWIND + rng.normal(0, CROSSWIND_SIGMA_MPS), 0.0)
        sine, cosine = np.sin(self._towards), np.cos(self._towards)
        self._leeway_mps = np.array(
            [down_mps * sine + cross_mps * cosine, down_mps * cosine - cross_mps * sine]
        )

    def speed_mps(self, t_s: FloatArray) -> FloatArray:
        """Return the motion east and north at instants, shape (2, k)."""
        turn = self._phase + 2 * np.pi * t_s / TIDE_S
        return self._leeway_mps[:, None] + self._stream_mps * np.stack([np.sin(turn), np.cos(turn)])

    def went_m(self, t_s: FloatArray) -> FloatArray:
        """Return the way from instant 0 on, the integral of `speed_mps`, shape (2, k)."""
        turn, radius_m = self._phase + 2 * np.pi * t_s / TIDE_S, self._stream_mps * TIDE_S / (2 * np.pi)
        tide_m = radius_m * np.stack([np.cos(self._phase) - np.cos(turn), np.sin(turn) - np.sin(self._phase)])
        return self._leeway_mps[:, None] * t_s + tide_m

    def parameters(self) -> dict[str, float]:
        """Return what was drawn."""
        return {
            "stream_mps": round(float(self._stream_mps), 3),
            "wind_mps": round(float(self._wind_mps), 2),
            "wind_to_deg": round(float(np.degrees(self._towards)), 1),
        }


def _under_way(ground: Ground, row: int) -> bool:
    """Return whether the boat came to a row's predecessor, and left it, under way."""
    whole = ground.vessel_span(row)
    if row - 2 < whole.first:
        return False
    _, speed_mps = ground.steps(row - 2, row)
    reported_kn = ground.sog_kn[row - 1]
    return bool(speed_mps.min() >= kn_to_mps(UNDER_WAY_KN) and not reported_kn < UNDER_WAY_KN)


def _back(ground: Ground, start: int, last: int, from_m: FloatArray) -> int | None:
    """Return the last row before the boat can be where it really was, making up its way, or None."""
    latest = min(
        ground.until(last, ground.t_ms[last] + HOME_S * MS_PER_SECOND), ground.vessel_span(last).last
    )
    rows = np.arange(last + 1, latest + 1)
    if not len(rows):
        return None
    away_m = np.hypot(*(ground.metres(start, rows) - from_m[:, None]))
    in_time = away_m / np.maximum(
        (ground.t_ms[rows] - ground.t_ms[last]) / MS_PER_SECOND, LEAST_S
    ) <= kn_to_mps(HOME_KN)
    return int(rows[np.argmax(in_time)]) - 1 if in_time.any() else None


def _most_y(ground: Ground) -> float:
    """Return how far north or south a place can be: the recording's own plane has no end."""
    return np.inf if ground.form.metres else 85.0


def _known(speed_kn: float) -> float:
    """Return a reported speed, -1 where there is none."""
    return -1.0 if np.isnan(speed_kn) else round(float(speed_kn), 2)


def truth(ground: Ground, kind: str, span: Span, parameters: Parameters, other: str = "") -> Injected:
    """Return what was done to the vessel of a span, between its first and its last row."""
    name = ground.names[ground.code[span.first]]
    return Injected(kind, name, other, int(ground.t_ms[span.first]), int(ground.t_ms[span.last]), parameters)
