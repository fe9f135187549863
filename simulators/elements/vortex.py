"""A storm on its recorded track, moved in time: its wind, pressure and rain at any place and instant.

In each quadrant the wind falls outward from the radius of the strongest wind through the recorded radii as a
power of the distance, the modified Rankine vortex of wind-radii statistics (Depperman 1947; Knaff et al.
2007, Weather and Forecasting 22), so that at a recorded radius it is exactly what was recorded. Storms
without recorded radii get theirs from the profile of Holland 1980. Inside, the air turns like a solid body.

Recorded radii hold the asymmetry of a moving storm already; to fitted ones 0.55 of the forward speed is
added, turned 20 degrees to the left (Lin and Chavas 2012, JGR 117). Land is not modelled: the record has the
weakening of the storm over land, but no coast, hill or street takes wind away.
"""

from typing import NamedTuple

import numpy as np

from geo.arrays import BoolArray, FloatArray
from geo.frame import PortFrame
from geo.units import MS_PER_SECOND
from simulators.elements.tracks import FAR_HPA, LEVELS_MPS, Track, holland_b

MID_BEARINGS_DEG = np.array([45.0, 135.0, 225.0, 315.0])
FORWARD_PART, FORWARD_LEFT_DEG = 0.55, 20.0
OUTER_POWER = 1.0
"""Beyond the outermost radius the wind falls as 1/r; ours: the recorded exponents hold within it only."""
INNER_M = 1_000.0
SEARCH_MS = 60_000
_HOLLAND_T: FloatArray = np.geomspace(1e-9, 1, 4_000)
_HOLLAND_V: FloatArray = np.sqrt(_HOLLAND_T * np.exp(1 - _HOLLAND_T))


class Moment(NamedTuple):
    """A storm at an instant.

    Attributes:
        xy_m: its centre in the port frame, shape (2,).
        wind_mps, pressure_hpa, rmax_km: strongest mean wind, pressure at the centre, radius of that wind.
        log_m, log_mps: logarithms of radii in metres and of winds, shape (4, 4): strongest wind, then 64, 50
            and 30 kt; by quadrant NE SE SW NW.
    """

    xy_m: FloatArray
    wind_mps: float
    pressure_hpa: float
    rmax_km: float
    log_m: FloatArray
    log_mps: FloatArray


class Storm:
    """A recorded storm that passes nearest to the port at an instant of our choosing.

    Args:
        track: the record.
        frame: the port frame, the port at its origin.
        closest_ms: when its centre is to be nearest to the port, UTC ms.

    Attributes:
        name: in Chinese and English.
        first_ms, last_ms: its life, UTC ms; outside it there is no storm.
    """

    def __init__(self, track: Track, frame: PortFrame, closest_ms: float) -> None:
        self.name = track.name
        xy_m = np.column_stack(frame.to_xy(track.lonlat_deg[:, 0], track.lonlat_deg[:, 1]))
        fine_ms = np.arange(track.t_ms[0], track.t_ms[-1], SEARCH_MS)
        away_m = np.hypot(*(np.interp(fine_ms, track.t_ms, xy_m[:, axis]) for axis in (0, 1)))
        self._t_ms: FloatArray = track.t_ms + (closest_ms - fine_ms[int(np.argmin(away_m))])
        self.first_ms, self.last_ms = float(self._t_ms[0]), float(self._t_ms[-1])
        velocity_mps = np.gradient(xy_m, self._t_ms / MS_PER_SECOND, axis=0)
        log_m, log_mps = _nodes(track, velocity_mps)
        self._columns = np.column_stack(
            [
                xy_m,
                track.wind_mps,
                track.pressure_hpa,
                track.rmax_km,
                log_m.reshape(len(xy_m), -1),
                log_mps.reshape(len(xy_m), -1),
            ]
        )

    def at(self, t_ms: float) -> Moment | None:
        """Return the storm at an instant, between two rows of the record; None before and after its life."""
        if not self.first_ms <= t_ms <= self.last_ms:
            return None
        row = min(int(np.searchsorted(self._t_ms, t_ms, side="right")), len(self._t_ms) - 1)
        part = (t_ms - self._t_ms[row - 1]) / (self._t_ms[row] - self._t_ms[row - 1])
        now = self._columns[row - 1] * (1 - part) + self._columns[row] * part
        return Moment(
            now[:2],
            float(now[2]),
            float(now[3]),
            float(now[4]),
            now[5:21].reshape(4, 4),
            now[21:].reshape(4, 4),
        )


def wind_of(storm: Moment, xy_m: FloatArray) -> FloatArray:
    """Return the mean wind of a storm at places, shape (n, 2), as metres a second blowing to east and north.

    It blows round the centre against the clock and inward by 10 degrees at the middle, 20 at the strongest
    wind and 25 outside (Phadke et al. 2003, Ocean Engineering 30).
    """
    off_m = xy_m - storm.xy_m
    away_m = np.maximum(np.hypot(off_m[:, 0], off_m[:, 1]), INNER_M)
    turn = ((np.degrees(np.arctan2(off_m[:, 0], off_m[:, 1])) - MID_BEARINGS_DEG[0]) / 90) % 4
    quadrant = turn.astype(np.int64) % 4
    part = turn - np.floor(turn)
    after = (quadrant + 1) % 4
    log_m = storm.log_m[:, quadrant] * (1 - part) + storm.log_m[:, after] * part
    log_mps = storm.log_mps[:, quadrant] * (1 - part) + storm.log_mps[:, after] * part
    speed_mps = np.exp(_log_wind(np.log(away_m), log_m, log_mps))
    ratio = away_m / (storm.rmax_km * 1_000)
    inflow = np.radians(np.where(ratio < 1, 10 * (1 + ratio), np.minimum(20 + 25 * (ratio - 1), 25)))
    along = speed_mps * np.cos(inflow) / away_m
    inward = speed_mps * np.sin(inflow) / away_m
    return np.column_stack(
        [-off_m[:, 1] * along - off_m[:, 0] * inward, off_m[:, 0] * along - off_m[:, 1] * inward]
    )


def pressure_hpa_of(storm: Moment, away_m: float) -> float:
    """Return the pressure at a distance from the centre: p + dp exp(-(R/r)^B) (Holland 1980)."""
    shape = float(holland_b(np.array(storm.wind_mps), np.array(storm.pressure_hpa)))
    ratio = storm.rmax_km * 1_000 / max(away_m, INNER_M)
    return float(storm.pressure_hpa + (FAR_HPA - storm.pressure_hpa) * np.exp(-(ratio**shape)))


def radii_km_of(storm: Moment) -> FloatArray:
    """Return the radii of 64, 50 and 30 kt by quadrant NE SE SW NW, km, shape (3, 4); 0 where none blows."""
    blows = np.exp(storm.log_mps[1:]) >= LEVELS_MPS[:, None] * 0.999
    radii_km: FloatArray = np.where(blows, np.exp(storm.log_m[1:]) / 1_000, 0.0)
    return radii_km


def rain_of(storm: Moment, xy_m: FloatArray) -> FloatArray:
    """Return the mean rain of a storm at places, mm/h, shape (n,): R-CLIPER, from its wind and the distance.

    Tuleya, DeMaria and Kuligowski 2007, Weather and Forecasting 22, equations 1-3; inches a day there.
    """
    away_km = np.hypot(*(xy_m - storm.xy_m).T) / 1_000
    strength = 1 + (storm.wind_mps * 3_600 / 1_852 - 35) / 33
    middle, most = max(-1.10 + 3.96 * strength, 0.0), max(-1.60 + 4.80 * strength, 0.0)
    peak_km, fall_km = 64.5 - 13.0 * strength, 150.0 - 16.0 * strength
    peak_km, fall_km = max(peak_km, 10.0), max(fall_km, 50.0)
    inches = np.where(
        away_km < peak_km,
        middle + (most - middle) * away_km / peak_km,
        most * np.exp(-(away_km - peak_km) / fall_km),
    )
    rain: FloatArray = inches * (25.4 / 24)
    return rain


def _log_wind(log_away: FloatArray, log_m: FloatArray, log_mps: FloatArray) -> FloatArray:
    """Return the logarithm of the wind: solid inside the first radius, straight lines between the others."""
    wind = log_mps[0] + np.minimum(log_away - log_m[0], 0)
    for inner in range(3):
        width = log_m[inner + 1] - log_m[inner]
        part = np.clip((log_away - log_m[inner]) / width, 0, 1)
        wind = wind + part * (log_mps[inner + 1] - log_mps[inner])
    outer: FloatArray = wind - OUTER_POWER * np.maximum(log_away - log_m[3], 0)
    return outer


def _nodes(track: Track, velocity_mps: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return logarithms of radii (m) and winds (m/s), shape (p, 4, 4), radii rising and winds falling."""
    count = len(track.t_ms)
    forward_mps = np.hypot(velocity_mps[:, 0], velocity_mps[:, 1])
    added_mps = np.minimum(FORWARD_PART * forward_mps, 0.3 * track.wind_mps)
    still_mps = track.wind_mps - added_mps
    course_deg = np.degrees(np.arctan2(velocity_mps[:, 0], velocity_mps[:, 1])) - FORWARD_LEFT_DEG
    aligned = np.cos(np.radians(MID_BEARINGS_DEG - 90 - course_deg[:, None]))
    quadrant_mps = still_mps[:, None] + added_mps[:, None] * aligned
    shape = holland_b(track.wind_mps, track.pressure_hpa)
    part = np.minimum(LEVELS_MPS[:, None] / quadrant_mps[:, None], 0.999)
    fitted_km = track.rmax_km[:, None, None] * np.interp(part, _HOLLAND_V, _HOLLAND_T) ** (
        -1 / shape[:, None, None]
    )
    recorded: BoolArray = np.isfinite(track.radii_km)
    radii_m = np.empty((count, 4, 4))
    winds_mps = np.empty((count, 4, 4))
    known = recorded.reshape(count, -1).max(axis=1)
    radii_m[:, 0] = track.rmax_km[:, None] * 1_000
    winds_mps[:, 0] = np.where(known[:, None], track.wind_mps[:, None], quadrant_mps)
    for level in range(3):
        radius_m = np.where(recorded[:, level], track.radii_km[:, level], fitted_km[:, level]) * 1_000
        radii_m[:, level + 1] = np.maximum(radius_m, radii_m[:, level] * 1.02)
        winds_mps[:, level + 1] = np.minimum(LEVELS_MPS[level], winds_mps[:, level] * 0.99)
    return np.log(radii_m), np.log(winds_mps)
