"""The shore stations: what sea, sky and quays are like where they stand, through instruments that err."""

import numpy as np

from geo.units import MS_PER_SECOND, SECONDS_PER_HOUR
from simulators.instruments import FaultKind, Instruments
from simulators.post import SHORE, Post
from simulators.scene import Scene
from twin.port import StationRecord
from twin.wire import UNIT_OF, SenseBody

ROUNDING = {"rain": 1, "wind": 1, "gust": 1, "wind-direction": 0, "visibility": -1, "water-level": 2}
GUST_FACTOR = 1.35
"""A gust of 3 s to the mean of 10 min on a coast (Harper, Kepert and Ginger 2010: 1.38 off the sea, 1.23 at
sea)."""
DROPPED = 0.002
"""Share of values lost between instrument and gateway; ours: two in a row, and nothing is stale yet."""
WARMEST_DAY, MEAN_C, SEASON_C, DAILY_C = 205.0, 17.0, 10.0, 4.0
"""Air at Shipu: 27 degrees in late July, 7 in January, and the swing of a day (示例)."""
DAY_MS = 86_400_000
YEAR_DAYS = 365.2425
FULL_PCT, FLAT_PCT, BEGIN_PCT = 100.0, 5.0, 86.0
CHARGED_PCT_H, USED_PCT_H, CLOUDED = 9.0, 1.6, 0.8
"""Solar cells: charge an hour under a high sun, use an hour, part lost under rain clouds (示例)."""


class Shore:
    """All stations of a port, speaking through the post once a period each.

    A scenario may force a quantity of a station to a value for a while, or let its instrument fail.
    """

    def __init__(self, scene: Scene, post: Post, start_ms: int, seed: int) -> None:
        self._post = post
        self._scene = scene
        self._start_ms = start_ms
        self._rng = np.random.default_rng([seed, 3])
        stations = scene.port.stations
        self._due_s = [float(self._rng.uniform(1, min(20.0, s.period_s))) for s in stations]
        self._at_m = {s.id: scene.places.xy_m(s.lon, s.lat) for s in stations}
        self._charge_pct = {s.id: BEGIN_PCT for s in stations if "battery" in s.quantities}
        self._flat: set[str] = set()
        self._instruments = Instruments([(s.id, q) for s in stations for q in s.quantities], self._rng)
        self._forced: dict[tuple[str, str], tuple[float, float]] = {}

    def force(self, station: str, quantity: str, value: float, until_s: float) -> None:
        """Let a station report a value of a quantity until an instant, in seconds since the start."""
        self._forced[station, quantity] = (value, until_s)

    def fault(self, station: str, quantity: str, kind: FaultKind, until_s: float, amount: float) -> None:
        """Let an instrument fail from now until an instant, in seconds since the start.

        Args:
            station: its id.
            quantity: what it measures; "" for everything that the station measures.
            kind: as `simulators.instruments` has it.
            until_s: seconds since the start.
            amount: spike: how far off, in the quantity's unit; drift: how much more every hour; skew: seconds
                that the clock is ahead; of no meaning to stuck and silent. A battery that drifts below 5 %
                silences its station.
        """
        record = next(record for record in self._scene.port.stations if record.id == station)
        for sense in (quantity,) if quantity else record.quantities:
            self._instruments.fail(station, sense, kind, self._scene.now_s, until_s, amount)

    def step(self) -> None:
        """Let every station speak whose time came."""
        for place, station in enumerate(self._scene.port.stations):
            if self._due_s[place] <= self._scene.now_s:
                t_ms = self._start_ms + round(self._due_s[place] * MS_PER_SECOND)
                self._due_s[place] += station.period_s
                if station.id in self._charge_pct:
                    self._charge(station, t_ms)
                for quantity in station.quantities:
                    self._say(station, quantity, t_ms)

    def _say(self, station: StationRecord, quantity: str, t_ms: int) -> None:
        now_s, instruments = self._scene.now_s, self._instruments
        forced, until_s = self._forced.get((station.id, quantity), (0.0, -1.0))
        value: float | None = forced
        if until_s <= now_s:
            value = instruments.read(station.id, quantity, self._truth(station, quantity, t_ms), now_s)
        delay_ms = int(self._rng.integers(50, 900))
        if value is None or station.id in self._flat or self._rng.random() < DROPPED:
            return
        said_ms = t_ms + round(instruments.clock_ahead_s(station.id, quantity, now_s) * MS_PER_SECOND)
        body = SenseBody(t_ms=said_ms, value=round(value, ROUNDING.get(quantity, 2)), unit=UNIT_OF[quantity])
        self._post.send(t_ms, f"station/{station.id}/{quantity}", body, SHORE, station.id, 1, delay_ms)

    def _truth(self, station: StationRecord, quantity: str, t_ms: int) -> float:
        elements, at_m = self._scene.elements, self._at_m[station.id]
        east, north = elements.wind_mps(at_m, t_ms)[0]
        value = 0.0
        match quantity:
            case "water-level":
                value = elements.level_m(t_ms)
            case "wind":
                value = np.hypot(east, north)
            case "gust":
                value = np.hypot(east, north) * GUST_FACTOR
            case "wind-direction":
                value = np.degrees(np.arctan2(-east, -north)) % 360
            case "visibility":
                value = elements.visibility_m(at_m, t_ms)[0]
            case "wave-height":
                value = elements.wave_m(at_m, t_ms)[0]
            case "rain":
                value = elements.rain_mm_h(at_m, t_ms)[0]
            case "heat":
                value = self._air_c(t_ms)
            case "battery":
                value = self._charge_pct[station.id]
            case "berth-occupancy":
                value = self._occupancy(station)
            case "person-at-edge":
                value = float(self._rng.random() < 0.02)
        return float(value)

    def _air_c(self, t_ms: int) -> float:
        day = t_ms / DAY_MS % YEAR_DAYS
        season = SEASON_C * np.cos(2 * np.pi * (day - WARMEST_DAY) / YEAR_DAYS)
        return float(MEAN_C + season + DAILY_C * np.sin(np.radians(self._scene.elements.sun_deg(t_ms))))

    def _charge(self, station: StationRecord, t_ms: int) -> None:
        """Charge a station's battery by the sun, drain it, and mark a flat one."""
        elements = self._scene.elements
        high = max(float(np.sin(np.radians(elements.sun_deg(t_ms)))), 0.0)
        clouded = CLOUDED * min(float(elements.rain_mm_h(self._at_m[station.id], t_ms)[0]), 1.0)
        hours = station.period_s / SECONDS_PER_HOUR
        charge = self._charge_pct[station.id] + (CHARGED_PCT_H * high * (1 - clouded) - USED_PCT_H) * hours
        self._charge_pct[station.id] = min(max(charge, 0.0), FULL_PCT)
        shown = self._instruments.read(station.id, "battery", charge, self._scene.now_s)
        flat = shown is not None and shown < FLAT_PCT
        (self._flat.add if flat else self._flat.discard)(station.id)

    def _occupancy(self, station: StationRecord) -> float:
        """Return the part of the places at the nearest berth that is taken."""
        places = self._scene.places
        berths = self._scene.port.berths
        berths_m = places.xy_m([berth.lon for berth in berths], [berth.lat for berth in berths])
        nearest = int(np.argmin(np.hypot(*(berths_m - places.xy_m(station.lon, station.lat)).T)))
        away_m = np.hypot(*(self._scene.hulls.xy_m - berths_m[nearest]).T)
        return min(float((away_m <= berths[nearest].radius_m).sum()) / berths[nearest].places, 1.0)
