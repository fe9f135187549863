"""36 hours of real fishing boats on BeiDou terminals, through the engine as they were heard.

The recording's origin is disguised: it is placed over open water with one constant offset, inside one
permitted zone; its coordinates mean nothing, only its silences, its order and its jumps are real.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq
import shapely

from tests.twin.harbour import T0, beat, port, zone
from twin import admit
from twin.decode import Heard, TerminalSaid
from twin.engine import Gap, World, new_world, step
from twin.facts import AlertChanged, AlertRaised, AnyFact, FeedChanged, IncidentOpened
from twin.feeds import CANARY
from twin.wire import FixBody

RECORDING = "ais/zhihai_fishing_36h.parquet"
STRIDE_MS = 5_000
OCEAN = port(
    lon=150.0,
    lat=20.0,
    box=(120.0, 0.0, 180.0, 40.0),
    zones=(zone("ocean", "permitted", shapely.box(125.0, 2.0, 175.0, 38.0)),),
    vessels=(),
    stations=(),
    berths=(),
    gates=(),
    people=(),
)


class Tracks(NamedTuple):
    """The recording by columns, ordered by time: vessel, seconds since its start, degrees, knots, degrees."""

    vessel: np.ndarray
    t_s: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    sog_kn: np.ndarray
    cog_deg: np.ndarray


def tracks(path: Path, hours: float) -> Tracks:
    table = pq.read_table(path)
    columns = {name: table[name].to_numpy() for name in ("vessel", "t", "x", "y", "speed_kn", "course")}
    order = np.argsort(columns["t"], kind="stable")
    columns = {name: column[order] for name, column in columns.items()}
    t_s = (columns["t"] - columns["t"][0]).astype("timedelta64[s]").astype(np.int64)
    lat = 20 + (columns["y"] - np.median(columns["y"])) / 110_800
    lon = 150 + (columns["x"] - np.median(columns["x"])) / (111_320 * np.cos(np.radians(lat)))
    part = t_s <= hours * 3600
    return Tracks(
        *(c[part] for c in (columns["vessel"], t_s, lon, lat, columns["speed_kn"], columns["course"]))
    )


def letters(said: Tracks) -> Iterator[TerminalSaid]:
    for vessel, t_s, lon, lat, sog, cog in zip(*(column.tolist() for column in said), strict=True):
        t_ms = T0 + t_s * 1000
        speed, course = min(sog, 102.2), cog % 360
        body = FixBody(t_ms=t_ms, lon=lon, lat=lat, sog_kn=speed, cog_deg=course, via="bds", seq=t_s)
        yield TerminalSaid(f"beidou:{vessel}", "beidou", body, t_ms)


def replayed(said: Tracks) -> tuple[World, list[AnyFact]]:
    """Everything that becomes true while the recording is heard through one feed that beats."""
    world = new_world(OCEAN, "replay-zhihai")
    facts = list(step(world, [Gap(T0 - 1000, "start")], T0).facts)
    coming, heard = letters(said), 0
    waiting = next(coming, None)
    for now in range(T0, T0 + int(said.t_s[-1]) * 1000 + STRIDE_MS, STRIDE_MS):
        inputs: list[Heard] = []
        while waiting is not None and waiting.heard_ms <= now:
            inputs.append(waiting)
            waiting = next(coming, None)
        heard += len(inputs)
        inputs += [beat(CANARY, now), beat("bds", now, heard=heard)]
        facts += step(world, inputs, now).facts
    assert waiting is None
    return world, facts


def dark_by_tier(facts: list[AnyFact]) -> Counter:
    """How many alerts of darkness reached each priority."""
    dark = [fact for fact in facts if isinstance(fact, AlertRaised) and fact.rule == "went-dark"]
    names = {fact.alert for fact in dark}
    grown = [fact for fact in facts if isinstance(fact, AlertChanged) and fact.alert in names]
    return Counter(fact.priority for fact in (*dark, *grown))


def silences_over(said: Tracks, limit_s: float) -> int:
    """How often a fixed limit would have fired: every silence of a boat longer than it, the last one too."""
    count = 0
    end_s = said.t_s[-1]
    for vessel in np.unique(said.vessel):
        times = np.append(said.t_s[said.vessel == vessel], end_s)
        count += int(np.count_nonzero(np.diff(times) > limit_s))
    return count


HOURS = 6


def test_real_boats_are_all_counted_and_seldom_dark_and_their_feed_is_never_blamed(
    shared_data: Callable[[str], Path],
) -> None:
    said = tracks(shared_data(RECORDING), HOURS)
    world, facts = replayed(said)
    every_fix_is_counted(said, world)
    boats_are_dark_as_often_as_was_measured(said, facts)
    feeds = [fact.state for fact in facts if isinstance(fact, FeedChanged) and fact.feed == "bds"]
    assert feeds == ["up"]
    raised = Counter((fact.rule, fact.priority) for fact in facts if isinstance(fact, AlertRaised))
    # Their harbours are not on this port's chart: who lies in a raft there lies together at sea, on a list;
    # and so are pair trawlers, of which no register tells us.
    listed = {("rendezvous", 4), ("identity-clash", 4)}
    assert set(raised) <= {("went-dark", priority) for priority in (2, 3, 4)} | listed
    assert raised["identity-clash", 4] <= 0.02 * len(np.unique(said.vessel))
    assert raised["rendezvous", 4] <= 0.15 * len(np.unique(said.vessel))
    assert len([fact for fact in facts if isinstance(fact, IncidentOpened)]) <= 20


def every_fix_is_counted(said: Tracks, world: World) -> None:
    by_verdict = {why: world.counters.get(f"fix-{why}", 0) for why in admit.WHY}
    assert sum(by_verdict.values()) == len(said.t_s)
    assert by_verdict["accepted"] > 0.999 * len(said.t_s)
    assert by_verdict["bad-clock"] == by_verdict["no-position"] == 0
    assert len(world.fleet) == len(np.unique(said.vessel))
    assert int(world.fleet.vessels["fix_count"].sum()) == by_verdict["accepted"]


def boats_are_dark_as_often_as_was_measured(said: Tracks, facts: list[AnyFact]) -> None:
    """Check the tiers by day.

    Over all 36 hours there are 179 cautions, of which 75 become warnings and 25 alarms (domain.md §2.3.3
    found 57 gaps of the warning kind, and 17 a day over two hours); a fixed half hour would fire 997 times.
    """
    tiers, day = dark_by_tier(facts), 24 / HOURS
    assert 57 / 1.5 / 2 <= tiers[3] * day <= 57 / 1.5 * 2
    assert 17 / 2 <= tiers[2] * day <= 17 * 2
    assert silences_over(said, 1800) >= 8 * tiers[3]
    assert 400 <= silences_over(said, 1800) * day <= 900
