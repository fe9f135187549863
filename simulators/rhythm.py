"""The rhythm of life: when boats go out and come home, by size, hour, weather, season and company."""

import datetime as dt

import numpy as np

from geo.arrays import FloatArray
from geo.units import MS_PER_HOUR, MS_PER_SECOND, SECONDS_PER_HOUR
from simulators.scene import Scene

SMALL_M, LARGE_M = 12.0, 24.0
SMALL_OUT_H = (2.5, 5.0)
"""Hours of the port's day at which boats under 12 m go out, before dawn; ours (示例)."""
SMALL_HOME_H = (13.0, 16.0)
"""Hours at which they turn home, in the afternoon; ours (示例)."""
SEA_H = {SMALL_M: (5.0, 9.0), LARGE_M: (8.0, 30.0), np.inf: (24.0, 96.0)}
"""Hours at sea of boats below a length that do not live by the day: large boats stay days; ours (示例)."""
LONG_TRIP_H = {"trawl": (30.0, 96.0), "purse-seine": (20.0, 60.0)}
"""Most recorded trawlers worked all of 36 h: 8 % of their fixes lie in stays of 3 h or more, and 29 %
of the purse-seiners'. Upper ends are ours."""
BERTH_H = {SMALL_M: (6.0, 12.0), LARGE_M: (4.0, 18.0), np.inf: (8.0, 36.0)}
TOGETHER_S = 600.0
"""Boats of a group leave within ten minutes of each other (示例)."""
EXODUS_S = 2_700.0
"""After a season opens boats leave within three quarters of an hour (示例; opening noon: domain.md §1.2)."""
FORESEEN_H = (0, 6, 12, 18, 24)
"""Hours ahead for which a skipper in harbour heeds the wind foretold of a storm: the warning signals look
a day ahead (`domain.md` §1.2)."""
MARGIN = 1
"""A boat stays in or runs home from this many forces below its wind class (ours)."""
BEAUFORT_MPS = (0.3, 1.6, 3.4, 5.5, 8.0, 10.8, 13.9, 17.2, 20.8, 24.5, 28.5, 32.7)
"""Where each force from 1 to 12 begins (WMO; domain.md §1.2)."""


def closed(scene: Scene, row: int) -> int | None:
    """Return until when a boat's gear is closed, UTC ms, or None while it may fish."""
    gear, lat_deg, now_ms = scene.vessels[row].gear, scene.port.lat, scene.now_ms
    return max((b.to_ms for b in scene.port.bans if b.closes(gear, lat_deg, now_ms)), default=None)


def too_windy(scene: Scene, rows: list[int], xy_m: FloatArray, ahead_h: int = 0) -> list[bool]:
    """Return for boats whether the mean wind at places, shape (n, 2), nears what they are certified for.

    Args:
        scene: with the boats.
        rows: of the boats.
        xy_m: a place for each, in metres.
        ahead_h: of the wind so many hours from now, as it will truly be.
    """
    wind_mps = scene.elements.wind_mps(xy_m, scene.now_ms + ahead_h * MS_PER_HOUR)
    forces = np.searchsorted(BEAUFORT_MPS, np.hypot(wind_mps[:, 0], wind_mps[:, 1]), side="right")
    classes = np.array([scene.vessels[row].wind_class for row in rows])
    return [bool(each) for each in forces >= classes - MARGIN]


def stays_in(scene: Scene, row: int) -> bool:
    """Return whether season or weather keeps a boat in harbour that no scenario sends out.

    Of a storm counts what is foretold for its ground and for the harbour.
    """
    if scene.bidden[row]:
        return False
    if closed(scene, row) is not None:
        return True
    if scene.vessels[row].vessel_class == "merchant":
        return False
    if not scene.elements.storm:
        return too_windy(scene, [row], scene.ground_m[row][None])[0]
    there_m = np.stack([scene.ground_m[row], scene.spot_m[row]])
    return any(any(too_windy(scene, [row, row], there_m, each)) for each in FORESEEN_H)


def by_the_day(scene: Scene, row: int) -> bool:
    """Return whether a boat goes out before dawn and comes home in the afternoon."""
    vessel = scene.vessels[row]
    return vessel.length_m < SMALL_M and vessel.vessel_class in ("fishing", "village", "visitor")


def berth_s(scene: Scene, row: int, span_h: tuple[float, float] | None = None) -> float:
    """Return how long a boat lies at its berth from now, seconds, the boats of a group alike.

    Args:
        scene: with the boat.
        row: of the boat.
        span_h: hours from which the time is drawn; None: those of its size.
    """
    until_ms = closed(scene, row)
    if until_ms is not None and not scene.bidden[row]:
        return (until_ms - scene.now_ms) / MS_PER_SECOND + float(scene.rng.uniform(0, EXODUS_S))
    if by_the_day(scene, row):
        return _until_s(scene, float(scene.rng.uniform(*SMALL_OUT_H)))
    return _together_s(scene, row, scene.out_at_s, span_h or _span_h(scene, row, BERTH_H))


def sea_s(scene: Scene, row: int, span_h: tuple[float, float] | None = None) -> float:
    """Return how long from now a boat stays at sea, seconds, the boats of a group alike; as `berth_s`."""
    if by_the_day(scene, row):
        home_s = _until_s(scene, float(scene.rng.uniform(*SMALL_HOME_H)))
        return home_s if home_s < 14 * SECONDS_PER_HOUR else 5 * SECONDS_PER_HOUR
    trip_h = LONG_TRIP_H.get(scene.vessels[row].gear) or _span_h(scene, row, SEA_H)
    return _together_s(scene, row, scene.back_at_s, span_h or trip_h)


def hour_of_day(scene: Scene) -> float:
    """Return the hour by the port's own clock, 0..24."""
    local_ms = scene.now_ms + scene.port.utc_offset_h * MS_PER_HOUR
    at = dt.datetime.fromtimestamp(local_ms / MS_PER_SECOND, dt.UTC)
    return at.hour + at.minute / 60 + at.second / 3600


def _span_h(scene: Scene, row: int, spans: dict[float, tuple[float, float]]) -> tuple[float, float]:
    length_m = scene.vessels[row].length_m
    return next(span for below_m, span in spans.items() if length_m < below_m)


def _together_s(scene: Scene, row: int, at_s: dict[str, float], span_h: tuple[float, float]) -> float:
    """Return a drawn time, or the one that a boat of the same company drew, a few minutes apart."""
    company = scene.company(row)
    drawn_s = float(scene.rng.uniform(*span_h)) * SECONDS_PER_HOUR
    if not company:
        return drawn_s
    if at_s.get(company, -np.inf) <= scene.now_s:
        at_s[company] = scene.now_s + drawn_s
    return at_s[company] - scene.now_s + float(scene.rng.uniform(0, TOGETHER_S))


def _until_s(scene: Scene, hour: float) -> float:
    """Return the seconds until an hour of the port's day comes next."""
    return (hour - hour_of_day(scene)) % 24 * SECONDS_PER_HOUR
