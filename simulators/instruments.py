"""What the instruments of shore stations make of the truth: noise and slow drift always, faults when told to.

Everyday errors stay far below the marks that rules watch, so that on a calm day no instrument raises an
alert by itself. Faults come only from a scenario.
"""

from typing import Literal, NamedTuple

import numpy as np

from geo.units import SECONDS_PER_HOUR

FaultKind = Literal["stuck", "spike", "drift", "silent", "skew"]
"""Stuck at its last value; a value in five off by the amount; off by the amount more every hour; saying
nothing; the station's clock wrong by the amount in seconds."""
SPIKE_CHANCE = 0.2
NOISE: dict[str, float] = {
    "wind": 0.3,
    "gust": 0.5,
    "wind-direction": 6.0,
    "water-level": 0.01,
    "wave-height": 0.05,
    "heat": 0.2,
    "battery": 0.3,
}
"""Standard deviation of one value in the quantity's own unit: of the order of WMO-No. 8 annex 1.A; ours."""
NOISE_PART: dict[str, float] = {"wind": 0.02, "gust": 0.03, "visibility": 0.03, "rain": 0.05}
"""The same as a part of the value."""
WANDER: dict[str, float] = {"wind": 0.1, "wind-direction": 2.0, "water-level": 0.015, "heat": 0.3}
"""Standard deviation of the slow drift that every instrument has; ours."""
WANDER_S = 12 * 3_600.0
"""Time in which a drift is forgotten to 37 %."""
BOUNDS: dict[str, tuple[float, float]] = {
    "visibility": (10.0, 50_000.0),
    "water-level": (-10.0, 30.0),
    "heat": (-60.0, 1_200.0),
    "battery": (0.0, 100.0),
    "berth-occupancy": (0.0, 1.0),
    "person-at-edge": (0.0, 1.0),
    "smoke": (0.0, 1.0),
}
"""What an instrument can show at all; 0..1000 for what is not named."""
CLOCK_S = 0.4
"""Standard deviation of a station's clock, held by NTP; ours."""


class _Fault(NamedTuple):
    kind: FaultKind
    since_s: float
    until_s: float
    amount: float


class Instruments:
    """The instruments of all stations.

    Args:
        senses: (station, quantity) of each instrument.
        rng: of every error.
    """

    def __init__(self, senses: list[tuple[str, str]], rng: np.random.Generator) -> None:
        self._rng = rng
        self._clock_s = {station: float(rng.normal(0, CLOCK_S)) for station, _ in senses}
        self._wander = {sense: float(rng.normal(0, WANDER.get(sense[1], 0.0))) for sense in senses}
        self._read_s = dict.fromkeys(senses, 0.0)
        self._last: dict[tuple[str, str], float] = {}
        self._faults: dict[tuple[str, str], dict[FaultKind, _Fault]] = {}

    def fail(
        self, station: str, quantity: str, kind: FaultKind, since_s: float, until_s: float, amount: float
    ) -> None:
        """Let an instrument fail from one instant to another; faults of several kinds add up."""
        faults = self._faults.setdefault((station, quantity), {})
        faults[kind] = _Fault(kind, since_s, until_s, amount)

    def read(self, station: str, quantity: str, truth: float, now_s: float) -> float | None:
        """Return what an instrument shows of the truth, in its own unit; None if it says nothing."""
        sense = (station, quantity)
        shown = truth + self._noise(quantity, truth) + self._drifted(sense, now_s)
        faults = {kind: fault for kind, fault in self._faults.get(sense, {}).items() if fault.until_s > now_s}
        if "silent" in faults:
            return None
        if "stuck" in faults and sense in self._last:
            return self._last[sense]
        if "drift" in faults:
            shown += faults["drift"].amount * (now_s - faults["drift"].since_s) / SECONDS_PER_HOUR
        if "spike" in faults and self._rng.random() < SPIKE_CHANCE:
            shown += faults["spike"].amount
        low, high = BOUNDS.get(quantity, (0.0, 1_000.0))
        shown = shown % 360 if quantity == "wind-direction" else min(max(shown, low), high)
        self._last[sense] = shown
        return shown

    def clock_ahead_s(self, station: str, quantity: str, now_s: float) -> float:
        """Return how far the clock behind a value is ahead of the right time, seconds."""
        fault = self._faults.get((station, quantity), {}).get("skew")
        wrong_s = fault.amount if fault is not None and fault.until_s > now_s else 0.0
        return self._clock_s[station] + wrong_s

    def _noise(self, quantity: str, truth: float) -> float:
        sigma = NOISE.get(quantity, 0.0) + NOISE_PART.get(quantity, 0.0) * abs(truth)
        return float(self._rng.normal(0, sigma)) if sigma else 0.0

    def _drifted(self, sense: tuple[str, str], now_s: float) -> float:
        """Return the slow drift of an instrument: a first-order Gauss-Markov process."""
        sigma = WANDER.get(sense[1], 0.0)
        if not sigma:
            return 0.0
        kept = float(np.exp(-(now_s - self._read_s[sense]) / WANDER_S))
        self._read_s[sense] = now_s
        fresh = float(self._rng.normal(0, sigma * np.sqrt(1 - kept**2)))
        self._wander[sense] = self._wander[sense] * kept + fresh
        return self._wander[sense]
