"""What the twin makes of a real recording, and of copies of it into which faults were placed by seed.

The recording is heard in its own order by the engine alone, through one feed that beats, over open water in
one permitted zone: only its silences, its order and its motion are real, its place is disguised. Its boats
are in the register with their gear, as a port has them. Where and while a drift was placed an anemometer
tells its wind; elsewhere nobody knows the wind. What was injected is known, so that detection and delay can
be counted; what is raised about boats that nothing was done to, at times when nothing was done, is nuisance,
or a truth of the recording itself.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import shapely

from geo.frame import PortFrame
from geo.units import MS_PER_HOUR, MS_PER_SECOND
from simulators.injection.ground import Injected
from simulators.recordings import Tracks
from twin.decode import FeedBeat, Heard, StationSensed, TerminalSaid
from twin.engine import Gap, new_world, step
from twin.facts import AlertRaised
from twin.feeds import CANARY
from twin.port import Port, StationRecord, VesselRecord, Zone
from twin.rules import RULES
from twin.stations import STALE_PERIODS
from twin.wire import UNIT_OF, FixBody, HeartbeatBody, SenseBody, Words

FEED = "bds-gw"
START_MS = 1_790_000_000_000
"""2026-09-21, when every recording is heard."""
MS_PER_MINUTE = 60 * MS_PER_SECOND
STRIDE_MS = 30 * MS_PER_SECOND
"""How often the twin looks: terminals of ten minutes are judged to the half minute as well as to the second,
in a sixth of the time; ours."""
LATE_MS = 35 * MS_PER_MINUTE
"""An alert counts for an injection until so long after its end: BeiDou letters come in batches (domain.md
§2.2: watermark 15 min), and that a boat jumped back is certain after two reports, ten minutes apart."""
MOST_SOG_KN = 102.2
GLITCH = "jump-of-one-fix"
"""A jump that one fix made: held back, and told to nobody (domain.md alert 6: twice in five minutes)."""
DETECTS: dict[str, tuple[str, ...]] = {
    "silence": ("went-dark",),
    "jump": ("position-jump",),
    GLITCH: (),
    "drift": ("adrift",),
    "swap-exchanged": ("identity-clash", "position-jump"),
    "swap-carried": ("identity-clash",),
}
"""Which rules are meant to find which kind of injection."""


class Measured(NamedTuple):
    """How one kind of injection was found.

    Attributes:
        placed, found: injections, and those of which a rule meant for them spoke in time.
        delay_s: seconds from the beginning of each found one to the alert, ascending.
        waits_for: rules meant for it that are not written yet.
    """

    kind: str
    placed: int
    found: int
    delay_s: tuple[float, ...]
    waits_for: tuple[str, ...]


def shift_ms(tracks: Tracks) -> int:
    """Return what to add to a recording's instants so that it begins at `START_MS`, by the minute."""
    return START_MS - int(tracks.t_ms.min()) // MS_PER_MINUTE * MS_PER_MINUTE


def shifted(truth: Sequence[Injected], by_ms: int) -> list[Injected]:
    """Return the truth of a recording whose instants were all moved."""
    return [one._replace(from_ms=one.from_ms + by_ms, until_ms=one.until_ms + by_ms) for one in truth]


def open_sea(tracks: Tracks, stations: tuple[StationRecord, ...] = ()) -> Port:
    """Return a port of one wide permitted zone and a recording's boats, whose place is disguised.

    Length, crew and class of the boats are not recorded: the register says the least that judges nobody.
    """
    name = Words("开阔海域", "Open sea")
    zone = Zone(
        "open-sea", name, "permitted", shapely.box(120.0, 0.0, 180.0, 40.0), "open water about nothing"
    )
    box = (119.0, -1.0, 181.0, 41.0)
    boats = tuple(_boat(number, gear) for number, gear in enumerate(tracks.gear))
    return Port("open-sea", name, 150.0, 20.0, box, 8, (zone,), boats, stations, (), (), (), {}, "open-sea")


def _boat(number: int, gear: str) -> VesselRecord:
    name = Words(str(number), str(number))
    return VesselRecord(
        f"beidou-{number}", name, "fishing", gear, (f"beidou:{number}",), np.nan, np.nan, np.nan, 99, 17, "-"
    )


class Winds(NamedTuple):
    """Anemometers where drifts were placed, and what each says when its drift begins."""

    stations: tuple[StationRecord, ...]
    said: tuple[StationSensed, ...]


def winds(truth: Sequence[Injected], names: Sequence[str], said: Sequence[TerminalSaid]) -> Winds:
    """Return an anemometer for every drift that is heard to begin: it tells its wind while it lasts.

    Args:
        truth: what was done, in the instants of `said`.
        names: of the boats, in order of their numbers.
        said: the fixes, in order of time.
    """
    code = {name: place for place, name in enumerate(names)}
    place: dict[tuple[str, int], tuple[float, float]] = {}
    for one in said:
        if isinstance(one.body, FixBody) and one.body.lon is not None and one.body.lat is not None:
            place[one.terminal, one.heard_ms] = one.body.lon, one.body.lat
    drifts = [
        each
        for each in truth
        if each.kind == "drift" and (f"beidou:{code[each.vessel]}", each.from_ms) in place
    ]
    stations, words = [], []
    for number, each in enumerate(drifts):
        name = f"wind-{number}"
        lon, lat = place[f"beidou:{code[each.vessel]}", each.from_ms]
        period_s = int((each.until_ms - each.from_ms) / MS_PER_SECOND / STALE_PERIODS) + 1
        stations.append(StationRecord(name, Words(name, name), lon, lat, ("wind-direction",), period_s))
        from_deg = (float(each.parameters["wind_to_deg"]) + 180) % 360
        body = SenseBody(t_ms=each.from_ms, value=from_deg, unit=UNIT_OF["wind-direction"], via=FEED)
        words.append(StationSensed(name, "wind-direction", body, each.from_ms))
    return Winds(tuple(stations), tuple(words))


def heard(tracks: Tracks, by_ms: int) -> list[TerminalSaid]:
    """Return a recording's fixes in order of time, each from a BeiDou terminal of its own vessel.

    Args:
        tracks: the recording.
        by_ms: added to its instants: the twin believes no fix from before 2024.
    """
    frame = PortFrame(150.0, 20.0)
    lon, lat = frame.to_lonlat(tracks.x_m - np.median(tracks.x_m), tracks.y_m - np.median(tracks.y_m))
    order = np.argsort(tracks.t_ms, kind="stable")
    columns = (tracks.vessel, tracks.t_ms + by_ms, lon, lat, tracks.sog_kn, tracks.cog_deg)
    return [
        _said(*values)
        for values in zip(*(np.asarray(column)[order].tolist() for column in columns), strict=True)
    ]


def _said(vessel: int, t_ms: int, lon: float, lat: float, sog: float, cog: float) -> TerminalSaid:
    body = FixBody(
        t_ms=t_ms,
        lon=round(lon, 6),
        lat=round(lat, 6),
        sog_kn=None if np.isnan(sog) else min(max(sog, 0.0), MOST_SOG_KN),
        cog_deg=None if np.isnan(cog) else cog % 360,
        via=FEED,
        seq=t_ms // MS_PER_SECOND,
    )
    return TerminalSaid(f"beidou:{vessel}", "beidou", body, t_ms)


def raised(said: Sequence[TerminalSaid | StationSensed], port: Port) -> Iterator[AlertRaised]:
    """Yield every alert about a boat that becomes true while letters, in order of time, are heard."""
    world = new_world(port, "replay-measured")
    start_ms = said[0].heard_ms
    step(world, [Gap(start_ms - 1, "start")], start_ms)
    at = 0
    for now_ms in range(start_ms, said[-1].heard_ms + 1, STRIDE_MS):
        inputs: list[Heard] = []
        while at < len(said) and said[at].heard_ms <= now_ms:
            inputs.append(said[at])
            at += 1
        beats = (HeartbeatBody(t_ms=now_ms), HeartbeatBody(t_ms=now_ms, heard=at))
        inputs += [FeedBeat(feed, body, now_ms) for feed, body in zip((CANARY, FEED), beats, strict=True)]
        for fact in step(world, inputs, now_ms).facts:
            if isinstance(fact, AlertRaised) and fact.subject.kind != "station":
                yield fact


def sampled(alerts: Sequence[AlertRaised], rules: int, each: int) -> list[AlertRaised]:
    """Return alerts to look at, spread over time: `each` of the most frequent rules, the commonest first."""
    counts = Counter(alert.rule for alert in alerts)
    chosen: list[AlertRaised] = []
    for rule, count in counts.most_common(rules):
        mine = [alert for alert in alerts if alert.rule == rule]
        chosen += [mine[at] for at in np.linspace(0, count - 1, min(each, count)).round().astype(int)]
    return chosen


def judged(truth: Sequence[Injected], names: Sequence[str], alerts: Sequence[AlertRaised]) -> list[Measured]:
    """Return how each kind of injection was found, in the order of `DETECTS`."""
    code = {name: place for place, name in enumerate(names)}
    known = {rule.id for rule in RULES}
    found: list[Measured] = []
    for kind, rules in DETECTS.items():
        placed = [each for each in truth if _kind(each) == kind]
        meant = [alert for alert in alerts if alert.rule in rules]
        delays = [delay for each in placed if (delay := _delay_s(each, code, meant)) is not None]
        missing = tuple(rule for rule in rules if rule not in known)
        found.append(Measured(kind, len(placed), len(delays), tuple(sorted(delays)), missing))
    return found


def _kind(each: Injected) -> str:
    return GLITCH if each.kind == "jump" and each.parameters.get("fixes") == 1 else each.kind


def nuisance(
    truth: Sequence[Injected], names: Sequence[str], alerts: Sequence[AlertRaised]
) -> dict[str, int]:
    """Return by rule how many alerts match no injection: nothing was done to their boats at that time."""
    code = {name: place for place, name in enumerate(names)}
    spans: dict[str, list[tuple[int, int]]] = {}
    for each in truth:
        for vessel in _vessels(each, code):
            spans.setdefault(vessel, []).append((each.from_ms, each.until_ms + LATE_MS))
    counts: dict[str, int] = {}
    for alert in alerts:
        touched = any(
            low <= alert.t_ms <= high
            for vessel in (alert.subject.id, alert.other)
            for low, high in spans.get(vessel or "", ())
        )
        counts[alert.rule] = counts.get(alert.rule, 0) + (not touched)
    return counts


def _delay_s(each: Injected, code: dict[str, int], meant: Sequence[AlertRaised]) -> float | None:
    """Return how long after its beginning an injection was first spoken of, None if never in time."""
    vessels = _vessels(each, code)
    times = [
        alert.t_ms
        for alert in meant
        if each.from_ms <= alert.t_ms <= each.until_ms + LATE_MS
        and (alert.subject.id in vessels or alert.other in vessels)
    ]
    return (min(times) - each.from_ms) / MS_PER_SECOND if times else None


def _vessels(each: Injected, code: dict[str, int]) -> set[str]:
    return {f"beidou-{code[name]}" for name in (each.vessel, each.other) if name in code}


def vessel_hours(tracks: Tracks) -> float:
    """Return the sum over vessels of the time between their first fix and their last, hours."""
    order = np.lexsort((tracks.t_ms, tracks.vessel))
    vessel, t_ms = tracks.vessel[order], tracks.t_ms[order]
    first = np.flatnonzero(np.append(True, vessel[1:] != vessel[:-1]))
    last = np.append(first[1:], len(vessel)) - 1
    return float((t_ms[last] - t_ms[first]).sum() / MS_PER_HOUR)
