"""What is compared, how near is near enough, and why some things differ with good reason.

A tolerance is a factor between simulated and real, or for small shares and rare events a difference that
is too small to matter (`slack`, in the line's unit). Both are ours: the twin's thresholds (`domain.md` §2)
do not notice less.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from geo.units import SECONDS_PER_HOUR
from simulators.calibration import measures
from simulators.calibration.measures import TRANSIT_KN, Measured, measured, quantile, reported_kn, share
from simulators.recordings import Observed


class Line(NamedTuple):
    """One measure of the simulated world beside the same of a recording, NaN where there is none.

    Attributes:
        factor: how far apart the two may lie.
        slack: or how far apart in their own unit.
        why: why they differ with good reason; "" where there is none.
    """

    name: str
    unit: str
    simulated: float
    real: float
    factor: float
    slack: float = 0.0
    why: str = ""

    @property
    def ratio(self) -> float:
        """Simulated over real, NaN where real is 0."""
        return self.simulated / self.real if self.real else np.nan

    @property
    def verdict(self) -> str:
        """`near`, `differs` (with a reason), `FAR` (without one), or `not measured`."""
        if np.isnan(self.simulated) or np.isnan(self.real):
            return "not measured"
        if abs(self.simulated - self.real) <= self.slack or 1 / self.factor <= self.ratio <= self.factor:
            return "near"
        return "differs" if self.why else "FAR"


class Section(NamedTuple):
    """Lines that compare the same boats with the same recording."""

    title: str
    source: str
    lines: list[Line]


class _Rule(NamedTuple):
    name: str
    unit: str
    measure: Callable[[Measured], float]
    factor: float
    slack: float = 0.0


def _interval(percent: float) -> Callable[[Measured], float]:
    return lambda seen: quantile(measures.intervals_s(seen), percent)


def _speed(low_kn: float, high_kn: float, percent: float) -> Callable[[Measured], float]:
    return lambda seen: quantile(reported_kn(seen, low_kn, high_kn), percent)


def _longest_h(percent: float) -> Callable[[Measured], float]:
    return lambda seen: quantile(measures.longest_gaps_s(seen), percent) / SECONDS_PER_HOUR


def _legs(percent: float) -> Callable[[Measured], float]:
    return lambda seen: quantile(measures.legs_kn(seen), percent)


def _stop_h(percent: float) -> Callable[[Measured], float]:
    return lambda seen: quantile(measures.stops_s(seen), percent) / SECONDS_PER_HOUR


def _part(low_kn: float, high_kn: float) -> Callable[[Measured], float]:
    return lambda seen: share((seen.tracks.sog_kn >= low_kn) & (seen.tracks.sog_kn < high_kn))


_REST, _FAST = measures.AT_REST_KN, measures.IMPOSSIBLE_KN
_RULES = (
    *(
        _Rule(f"reporting interval, {q} %", "s", _interval(q), 1.1 if q in (25, 50, 75) else 1.4, 20.0)
        for q in (5, 25, 50, 75, 95, 99)
    ),
    _Rule("gaps over 30 min", "per boat-day", measures.gaps_a_day(measures.SILENT_S), 2.0, 0.15),
    _Rule("gaps over 2 h", "per boat-day", measures.gaps_a_day(measures.DARK_S), 2.5, 0.03),
    _Rule("longest gap of a boat, median", "h", _longest_h(50), 1.5),
    _Rule("longest gap of a boat, 90 %", "h", _longest_h(90), 2.0),
    _Rule("jumps over 30 kn", "per 1,000 fixes", measures.jumps, 2.5, 0.25),
    _Rule("fixes in stays of 3 h or more", "%", lambda seen: share(measures.stayed(seen.tracks)), 1.4, 5.0),
    _Rule("exact repeats of the last position", "%", measures.repeats, 1.4, 4.0),
    *(_Rule(f"speed of legs, {q} %", "kn", _legs(q), 1.25) for q in (25, 50, 75, 95)),
)
"""Of all fixes."""
_AT_WORK = (
    _Rule("exact repeats of the last position", "%", measures.repeats, 1.5, 4.0),
    _Rule("fixes below 0.5 kn", "%", _part(0, _REST), 1.5, 5.0),
    _Rule("fixes 0.5-5 kn", "%", _part(_REST, TRANSIT_KN), 1.4, 5.0),
    _Rule("fixes from 5 kn", "%", _part(TRANSIT_KN, _FAST), 1.6, 5.0),
    *(
        _Rule(f"speed 0.5-5 kn, {q} %", "kn", _speed(_REST, TRANSIT_KN, q), 1.35, 0.4)
        for q in (5, 25, 50, 75, 95)
    ),
    _Rule("turns over 45 deg from fix to fix", "%", measures.sharp_turns, 1.6, 5.0),
    _Rule("whole stops of half an hour or more", "per day at work", measures.stops_a_day, 2.0, 0.4),
    _Rule("length of such stops, median", "h", _stop_h(50), 1.6),
    _Rule("length of such stops, 95 %", "h", _stop_h(95), 1.6),
)
"""Of fixes outside stays of three hours or more: what boats do when they are not in harbour or at anchor."""

_BANDS = (("below 0.5 kn", 0.0, 0.5), ("2-14 kn", 2.0, 14.0), ("from 14 kn", 14.0, np.inf))


def gear_lines(simulated: Measured, real: Measured, whys: dict[str, str]) -> list[Line]:
    """Return all that is measured of the boats of a gear.

    Args:
        simulated: their fixes by BeiDou in the simulated world.
        real: those of the recording.
        whys: the beginning of a line's name -> why it differs with good reason.
    """
    at_work = [measured(seen.tracks.at(~measures.stayed(seen.tracks))) for seen in (simulated, real)]

    def line(rule: _Rule, name: str, ours: Measured, theirs: Measured) -> Line:
        why = next((why for start, why in whys.items() if name.startswith(start)), "")
        values = rule.measure(ours), rule.measure(theirs)
        return Line(name, rule.unit, *values, rule.factor, rule.slack, why)

    return [
        *(line(rule, rule.name, simulated, real) for rule in _RULES),
        *(line(rule, f"at work: {rule.name}", *at_work) for rule in _AT_WORK),
    ]


def class_lines(simulated: Measured, real: Measured, whys: dict[str, str]) -> list[Line]:
    """Return the intervals of an AIS class by bands of speed, both thinned to a report a minute."""
    return [
        Line(
            f"interval {band}, {percent} %",
            "s",
            quantile(measures.intervals_s(simulated, low, high), percent),
            quantile(measures.intervals_s(real, low, high), percent),
            1.35,
            why=whys.get(band, ""),
        )
        for band, low, high in _BANDS
        for percent in (25, 50, 75)
    ]


def observed_lines(simulated: Observed, real: Observed, whys: dict[str, str]) -> list[Line]:
    """Return the speeds that observers noted of boats steaming, and fishing with way on."""

    def noted(seen: Observed, doing: str, percent: float) -> float:
        return quantile(seen.sog_kn[(seen.doing == doing) & (seen.sog_kn >= measures.AT_REST_KN)], percent)

    return [
        Line(
            f"{doing} with way on, {percent} %",
            "kn",
            noted(simulated, doing, percent),
            noted(real, doing, percent),
            1.4,
            0.6,
            whys.get(doing, ""),
        )
        for doing in ("steaming", "fishing")
        for percent in (25, 50, 75)
    ]
