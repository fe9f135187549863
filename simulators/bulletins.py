"""What a weather service says of a storm: where it has been, where it is, and where it thinks it will go."""

import numpy as np

from geo.arrays import FloatArray
from geo.distance import distance_m
from geo.units import MS_PER_HOUR
from simulators.beaufort import direction_of, force_of
from simulators.elements.vortex import Moment, Storm, radii_km_of
from simulators.scene import Scene
from twin.wire import QuadrantRadii, StormPoint, WeatherBody

PAST_H = range(-24, 1, 3)
AHEAD_H = (6, 12, 18, 24, 36, 48, 60, 72)
VALID_H = 6
ERROR_KM_AT_24_H = 75.0
"""Mean error of a position forecast for a day ahead, growing with the lead: of the order of the yearly
verifications that CMA and JMA publish, 75, 130 and 200 km for one, two and three days (示例)."""
ERROR_POWER = 0.9
WIND_ERROR_MPS_AT_24_H = 4.0
ERROR_TURNS_H = (41.0, 29.0, 53.0)
"""In these times the error of position east, north and of wind comes and goes; ours: bulletins that follow
each other err alike."""
FORCES = (12, 10, 7)
"""Forces of the recorded radii, 64, 50 and 30 knots."""
CALM_HPA = 1_005.0


class Bulletins:
    """Writes the bulletins on the storm of a scene, each with its seeded error."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self._scene = scene
        self._phase = np.random.default_rng([seed, 32]).uniform(0, 2 * np.pi, 3)

    def body(self, storm: Storm, issued_ms: int) -> WeatherBody | None:
        """Return the bulletin of an instant, UTC ms, or None when there is no storm."""
        now = storm.at(issued_ms)
        if now is None:
            return None
        past = [self._point(storm, issued_ms, issued_ms + hours * MS_PER_HOUR) for hours in PAST_H]
        ahead = [self._point(storm, issued_ms, issued_ms + hours * MS_PER_HOUR) for hours in AHEAD_H]
        return WeatherBody(
            issued_ms=issued_ms,
            valid_from_ms=issued_ms,
            valid_to_ms=issued_ms + VALID_H * MS_PER_HOUR,
            name=storm.name,
            force=force_of(now.wind_mps),
            track=tuple(point for point in past + ahead if point is not None),
            text=self._text(storm, now, [point for point in ahead if point is not None], issued_ms),
        )

    def _point(self, storm: Storm, issued_ms: int, t_ms: int) -> StormPoint | None:
        moment = storm.at(t_ms)
        if moment is None:
            return None
        lead_days = max(t_ms - issued_ms, 0) / (24 * MS_PER_HOUR)
        turns = np.sin(2 * np.pi * issued_ms / MS_PER_HOUR / np.array(ERROR_TURNS_H) + self._phase)
        off_m = turns[:2] * ERROR_KM_AT_24_H * 1_000 * lead_days**ERROR_POWER
        lon, lat = self._scene.places.frame.to_lonlat(*(moment.xy_m + off_m))
        wind_mps = moment.wind_mps + float(turns[2]) * WIND_ERROR_MPS_AT_24_H * lead_days
        return StormPoint(
            t_ms=t_ms,
            lon=round(float(lon), 1),
            lat=round(float(lat), 1),
            wind_mps=round(max(wind_mps, 0.0)),
            pressure_hpa=round(min(moment.pressure_hpa, CALM_HPA)),
            radii=_radii(moment),
        )

    def _text(self, storm: Storm, now: Moment, ahead: list[StormPoint], issued_ms: int) -> str:
        frame, port = self._scene.places.frame, self._scene.port
        lon, lat = frame.to_lonlat(*now.xy_m)
        bearing = direction_of(now.xy_m)
        away_km = float(distance_m(port.lon, port.lat, lon, lat)) / 1_000
        force = force_of(now.wind_mps)
        zh = (
            f"{storm.name}：中心北纬{lat:.1f}度、东经{lon:.1f}度，{port.name.zh}{bearing.zh}方{away_km:.0f}公里，"
            f"近中心风力{force}级（{now.wind_mps:.0f}米/秒），气压{now.pressure_hpa:.0f}百帕。"
        )
        en = (
            f"{storm.name}: centre {lat:.1f}N {lon:.1f}E, {away_km:.0f} km {bearing.en} of {port.name.en}, "
            f"force {force} ({now.wind_mps:.0f} m/s), {now.pressure_hpa:.0f} hPa."
        )
        if ahead:
            places_m = np.column_stack(frame.to_xy([p.lon for p in ahead], [p.lat for p in ahead]))
            hours, nearest_km = _nearest(
                np.vstack([now.xy_m, places_m]), [issued_ms, *(p.t_ms for p in ahead)]
            )
            zh += f"预计{hours:.0f}小时后距港最近，约{nearest_km:.0f}公里。"
            en += f" Forecast nearest to the port in {hours:.0f} h, about {nearest_km:.0f} km."
        return f"{zh}（模拟）\n{en} (simulated)"


def _nearest(xy_m: FloatArray, t_ms: list[int]) -> tuple[float, float]:
    """Return in how many hours a forecast track is nearest to the port, and how near, km."""
    fine_ms = np.arange(t_ms[0], t_ms[-1] + 1, MS_PER_HOUR)
    away_m = np.hypot(*(np.interp(fine_ms, t_ms, xy_m[:, axis]) for axis in (0, 1)))
    nearest = int(np.argmin(away_m))
    return float(nearest), float(away_m[nearest]) / 1_000


def _radii(moment: Moment) -> tuple[QuadrantRadii, ...]:
    """Return the radii of the forces that blow, the weakest first."""
    listed = zip(FORCES, radii_km_of(moment), strict=True)
    return tuple(
        QuadrantRadii(force, *(round(float(km)) for km in radii_km))
        for force, radii_km in sorted(listed, key=lambda pair: pair[0])
        if radii_km.any()
    )
