"""The elements of a simulated port: pure functions of place and instant."""

import numpy as np

from geo.arrays import FloatArray
from geo.frame import PortFrame
from geo.sun import sun_deg
from geo.units import MS_PER_SECOND
from simulators.elements.sea import fetch_m, height_m, surge_m
from simulators.elements.sky import Sky, seen_m
from simulators.elements.spec import WeatherSpec
from simulators.elements.tide import TidalStream, tide_m
from simulators.elements.tracks import FAR_HPA, read_track
from simulators.elements.vortex import Storm, pressure_hpa_of, rain_of, wind_of
from twin.port import Port

STORM_TAKES_OVER_MPS = 15.4
"""The everyday wind fades as the storm's grows, and is gone at its 30-knot radius; ours."""
_PORT_M: FloatArray = np.zeros((1, 2))


class Elements:
    """Sea and sky about a port; places are metres of its frame, shape (n, 2), instants UTC ms.

    Args:
        port: whose mouths lead the stream.
        frame: the port frame.
        seed: of the everyday swings of wind and haze.
        start_ms: when the scenario begins; a storm is moved in time after it.
        spec: what the scenario says of its weather.

    Attributes:
        spec: the same.
        start_ms: the same.
        storm: the storm that passes, or None.
    """

    def __init__(self, port: Port, frame: PortFrame, seed: int, start_ms: int, spec: WeatherSpec) -> None:
        self.spec = spec
        self.start_ms = start_ms
        self._frame = frame
        self._sky = Sky(spec, seed)
        gates_m = np.array(
            [np.column_stack(frame.to_xy(*zip(*gate.ends, strict=True))) for gate in port.gates]
        ).reshape(-1, 2, 2)
        berths_m = np.column_stack(
            frame.to_xy([berth.lon for berth in port.berths], [berth.lat for berth in port.berths])
        )
        inside_m = np.vstack([gates_m.reshape(-1, 2), berths_m, _PORT_M])
        self._box_m = inside_m.min(axis=0), inside_m.max(axis=0)
        self._stream = TidalStream(gates_m, np.mean(self._box_m, axis=0))
        closest_ms = start_ms + spec.closest_at_s * MS_PER_SECOND
        self.storm = Storm(read_track(spec.storm), frame, closest_ms) if spec.storm else None

    def stream_mps(self, xy_m: FloatArray, t_ms: float) -> FloatArray:
        """Return the tidal stream, metres a second east and north, shape (n, 2)."""
        return self._stream.mps(xy_m, t_ms)

    def wind_mps(self, xy_m: FloatArray, t_ms: float) -> FloatArray:
        """Return the mean wind at 10 m, metres a second east and north where it blows TO, shape (n, 2)."""
        everyday = self._sky.wind_mps(t_ms, xy_m[:, 0])
        storm = self.storm.at(t_ms) if self.storm else None
        if storm is None:
            return everyday
        of_storm = wind_of(storm, xy_m)
        taken = np.minimum(np.hypot(of_storm[:, 0], of_storm[:, 1]) / STORM_TAKES_OVER_MPS, 1)
        mixed: FloatArray = of_storm + everyday * (1 - taken)[:, None]
        return mixed

    def wave_m(self, xy_m: FloatArray, t_ms: float) -> FloatArray:
        """Return the significant wave height, metres, shape (n,): small in the harbour."""
        return self.wave_of(xy_m, self.wind_mps(xy_m, t_ms))

    def wave_of(self, xy_m: FloatArray, wind_mps: FloatArray) -> FloatArray:
        """Return the wave height at places whose wind, shape (n, 2), is known already."""
        speed_mps = np.hypot(wind_mps[:, 0], wind_mps[:, 1])
        return height_m(speed_mps, fetch_m(self.outside_m(xy_m), wind_mps))

    def outside_m(self, xy_m: FloatArray) -> FloatArray:
        """Return how far places lie outside the harbour, the box about its mouths and berths; 0 within."""
        low_m, high_m = self._box_m
        off_m = np.maximum(np.maximum(low_m - xy_m, xy_m - high_m), 0)
        outside: FloatArray = np.hypot(off_m[:, 0], off_m[:, 1])
        return outside

    def visibility_m(self, xy_m: FloatArray, t_ms: float) -> FloatArray:
        """Return how far one can see, metres, shape (n,)."""
        wind = np.hypot(*self.wind_mps(xy_m, t_ms).T)
        return seen_m(self._sky.visibility_m(t_ms, self.sun_deg(t_ms)), self.rain_mm_h(xy_m, t_ms), wind)

    def rain_mm_h(self, xy_m: FloatArray, t_ms: float) -> FloatArray:
        """Return the rain, mm/h, shape (n,)."""
        shower = np.full(len(xy_m), self._sky.rain_mm_h(t_ms))
        storm = self.storm.at(t_ms) if self.storm else None
        return shower if storm is None else np.maximum(shower, rain_of(storm, xy_m))

    def level_m(self, t_ms: float) -> float:
        """Return the height of the water at the port above the gauges' datum: tide and surge."""
        return tide_m(t_ms) + self.surge_m(t_ms)

    def surge_m(self, t_ms: float) -> float:
        """Return how much a storm raises (or lowers) the water at the port, metres; 0 without one."""
        storm = self.storm.at(t_ms) if self.storm else None
        if storm is None:
            return 0.0
        deficit_hpa = FAR_HPA - pressure_hpa_of(storm, float(np.hypot(*storm.xy_m)))
        return surge_m(wind_of(storm, _PORT_M)[0], deficit_hpa)

    def sun_deg(self, t_ms: float) -> float:
        """Return the altitude of the sun at the port, degrees; below -6 it is night at sea."""
        return sun_deg(self._frame.lon0_deg, self._frame.lat0_deg, t_ms)
