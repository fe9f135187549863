"""The rows of the table of bad inputs that the engine answers: A payloads, B time, C feeds, E zones."""

import json
from collections.abc import Sequence

import msgspec
import numpy as np
import pytest
import shapely

from tests.twin.harbour import FRAME, T0, boat, fix, port, zone
from tests.twin.play import Play, sos
from twin.decode import Heard, StationSensed, decode
from twin.engine import Step
from twin.facts import AlertRaised, IncidentOpened, SosHeard
from twin.fleet import State
from twin.wire import Letter, SenseBody

ROOT = "yugang/sim/test"


def letter(play: Play, topic: str, body: object) -> Step:
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    said = decode(Letter(f"{ROOT}/{topic}", payload, play.now), ROOT)
    return play.hear(said) if not hasattr(said, "reason") else play._take([said], play.now)


def column(play: Play, vessel: str, name: str) -> float:
    return play.world.fleet.vessels[name][play.world.fleet.row_of[vessel]]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"lon": 181, "lat": 91}, None),
        ({"lon": 122.05, "lat": 91}, None),
        ({"lon": 122.05, "lat": 95}, "bad-field"),
        ({"lon": 200, "lat": 29}, "bad-field"),
        ({"lon": 122.05, "lat": 29, "sog_kn": 140}, "bad-field"),
        ({"lon": 122.05, "lat": 29, "heading_deg": 400}, "bad-field"),
    ],
)
def test_row_a3_what_is_not_available_or_out_of_range_leaves_the_last_position_its_true_age(said, reason):
    play = Play().sail("ais-b:1", [(3_000, 0)])
    before = column(play, "a", "lon"), column(play, "a", "fix_ms")
    play.wait(60)
    step = letter(play, "terminal/ais-b/1/fix", {"t_ms": play.now, "via": "rx"} | said)
    assert [r.reason for r in step.rejected] == ([] if reason is None else [reason])
    assert (column(play, "a", "lon"), column(play, "a", "fix_ms")) == before
    assert play.now - column(play, "a", "fix_ms") == 60_000


def test_row_a3_an_unavailable_speed_or_heading_is_no_number():
    play = Play()
    body = {"t_ms": play.now, "lon": 122.05, "lat": 29, "sog_kn": 102.3, "cog_deg": 360, "heading_deg": 511}
    letter(play, "terminal/ais-b/1/fix", body)
    assert all(np.isnan(column(play, "a", name)) for name in ("sog_kn", "cog_deg", "heading_deg"))
    assert not np.isnan(column(play, "a", "lon"))


def test_row_a4_a_400_knot_jump_and_back_is_one_doubt_and_no_leaving_and_entering():
    play = Play().sail("ais-b:1", [(3_000 + 50 * n, 0) for n in range(4)])
    play.wait(30).hear(fix("ais-b:1", 3_000, 6_200, play.now))
    play.sail("ais-b:1", [(3_200 + 50 * n, 0) for n in range(6)])
    assert play.world.counters["fix-position-doubtful"] == 1
    assert play.raised() == []
    over_the_edge = Play().sail("ais-b:1", [(19_000, 0)] * 4)
    over_the_edge.wait(30).hear(fix("ais-b:1", 26_000, 0, over_the_edge.now))
    over_the_edge.sail("ais-b:1", [(19_000, n) for n in range(8)])
    assert over_the_edge.raised() == []


def test_row_a5_a_device_of_a_newer_schema_is_quarantined_needs_attention_and_is_not_dark():
    play = Play().sail("ais-b:1", [(3_000, 0)] * 3)
    for _ in range(30):
        play.wait(60)
        step = letter(play, "terminal/ais-b/1/fix", {"t_ms": play.now, "v": 2, "place": "in words"})
    assert [r.reason for r in step.rejected] == ["newer-version"]
    assert play.raised() == []
    assert column(play, "a", "doubtful")
    assert column(play, "a", "state") == State.UNDER_WAY | State.DOUBTFUL_FLAG
    assert column(play, "a", "fix_ms") == T0 + 90_000
    play.wait(1_000)
    assert play.raised("went-dark") == [("a", None, 4)]


@pytest.mark.parametrize(
    "topic", ["terminal/ais-b/777/fix", "terminal/ais-b/1/static", "gate/east/pass", "x"]
)
def test_row_a5_an_unknown_message_of_a_newer_schema_disturbs_nothing(topic):
    play = Play().sail("ais-b:1", [(3_000, 0)])
    before = play.world.fleet.vessels.dump()
    letter(play, topic, {"t_ms": play.now, "v": 2, "new": True})
    assert play.world.fleet.vessels.dump() == before


def an_hour(seed: int) -> tuple[Play, list[Heard]]:
    """An hour of ten boats that wander, leave, jump, fall silent and cry for help, and all that was heard."""
    boats = tuple(boat(f"v{n}", f"ais-b:{n}", f"beidou:{n}") for n in range(10))
    dice = np.random.default_rng(seed)
    play, heard = Play(port(vessels=boats)), []
    x = [dice.uniform(15_000, 19_500) for _ in boats]
    for minute in range(60):
        said: list[Heard] = []
        for n in range(10):
            x[n] += dice.uniform(-100, 200)
            if n < 2 and minute > 20:
                continue
            jump = 50_000 if dice.random() < 0.02 else 0
            said.append(fix(f"ais-b:{n}", x[n] + jump, 900 * n, play.now + 60_000))
            if minute % 10 == n:
                said.append(fix(f"beidou:{n}", x[n], 900 * n, play.now + 40_000))
        body = SenseBody(t_ms=play.now, value=dice.uniform(5, 20), unit="m/s", via="rx")
        said.append(StationSensed("met", "wind", body, play.now + 60_000))
        play.wait(60)
        play.hear(*said)
        heard += said
        if minute in (15, 40):
            sos(play, f"ais-b:{minute // 10}", event=f"e{minute}")
    return play, heard


def open_cases(play: Play) -> list[tuple[str, str, int]]:
    return [(case.subject.id, case.state, case.priority) for case in play.world.book.incidents.values()]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_row_b7_a_whole_hour_replayed_twice_and_shuffled_changes_no_incident_and_no_fact(seed):
    play, heard = an_hour(seed)
    cases, facts, alerts = open_cases(play), len(play.facts), dict(play.world.alerts.open)
    assert {alert.rule for alert in alerts.values()} >= {"sos", "left-zone", "went-dark"}
    again = heard + heard
    np.random.default_rng(seed).shuffle(again)
    believed = play.world.counters["fix-accepted"]
    for start in range(0, len(again), 100):
        play.now += 100
        play._take([now(one, play.now) for one in again[start : start + 100]], play.now)
    sos(play, "ais-b:1", event="e15", at=T0)
    assert play.world.counters["fix-accepted"] == believed
    assert (open_cases(play), play.world.alerts.open) == (cases, alerts)
    assert len(play.facts) == facts


def now(said: Heard, now_ms: int) -> Heard:
    return msgspec.structs.replace(said, heard_ms=now_ms)


@pytest.mark.parametrize("wrong_ms", [T0 - 40 * 86_400_000, T0 - 7_200_000, 0, 315_964_800_000])
def test_row_b8_a_restarted_device_with_old_times_for_half_a_minute_is_itself_again(wrong_ms):
    play = Play().sail("ais-b:1", [(20_300, 0)] * 16)
    cases = len(play.of(IncidentOpened))
    for n in range(6):
        play.wait(5)
        body = msgspec.structs.replace(fix("ais-b:1", 20_300, n, play.now).body, boot="2", seq=n + 1)
        said = fix("ais-b:1", 20_300, n, play.now)
        play.hear(
            msgspec.structs.replace(said, body=msgspec.structs.replace(body, t_ms=wrong_ms + n * 5_000))
        )
    play.sail("ais-b:1", [(20_310, n) for n in range(10)])
    assert len(play.of(IncidentOpened)) == cases
    assert play.raised() == [("a", "ground", 3)]
    assert column(play, "a", "fix_ms") == play.now
    assert round(column(play, "a", "x")) == 20_310


@pytest.mark.parametrize(
    "said", ['"23:59:60"', '"24:00:00"', "1.5e12", "1790000000000.5", "true", "null", "1e400"]
)
def test_row_b9_a_time_is_whole_milliseconds_and_nothing_else(said):
    play = Play()
    step = letter(play, "terminal/ais-b/1/fix", f'{{"t_ms":{said},"lon":122.05,"lat":29}}'.encode())
    assert len(step.rejected) + play.world.counters.get("fix-accepted", 0) == 1
    if step.rejected:
        assert step.rejected[0].reason in ("bad-field", "not-json", "bad-clock")


@pytest.mark.parametrize(
    ("t_ms", "verdict"),
    [
        (1_170_000_000_000, "bad-clock"),  # 2007: a GPS week number that rolled over
        (0, "bad-clock"),
        (1_709_164_800_000, "accepted"),  # 29 February 2024
        (1_703_980_800_000, "bad-clock"),  # 31 December 2023
        (2_200_000_000_000, "accepted"),  # beyond 2038, from the future: as if heard now
    ],
)
def test_row_b9_dates_are_judged_by_the_rule_and_an_sos_pages_with_any_of_them(t_ms, verdict):
    play = Play()
    letter(play, "terminal/ais-b/1/fix", {"t_ms": t_ms, "lon": 122.05, "lat": 29})
    assert play.world.counters[f"fix-{verdict}"] == 1
    assert play.world.counters.get("rejected-bad-clock", 0) == (verdict == "bad-clock")
    letter(play, "terminal/ais-b/1/sos", {"t_ms": t_ms, "event_id": "e", "kind": "fire"})
    assert [fact.said_ms for fact in play.of(SosHeard)] == [t_ms]
    assert [case.priority for case in play.of(IncidentOpened)] == [1]


def test_row_c10_a_receiver_of_5000_vessels_that_stops_for_ten_minutes_is_one_alarm():
    boats = tuple(boat(f"v{n}", f"ais-b:{n}") for n in range(5_000))
    play = Play(port(vessels=boats, zones=()))

    def speak(round_: int) -> None:
        play.wait(60)
        play.hear(*(fix(f"ais-b:{n}", 10 * n, 30 * round_, play.now) for n in range(5_000)))

    for n in range(3):
        speak(n)
    play.silent.add("rx")
    play.wait(600)
    assert [(a.rule, a.subject.id) for a in play.of(AlertRaised)] == [("feed-lost", "rx")]
    play.silent.clear()
    for n in range(3, 6):
        speak(n)
    assert [(a.rule, a.subject.id) for a in play.of(AlertRaised)] == [("feed-lost", "rx")]
    assert len(play.of(IncidentOpened)) == 1
    assert not (play.world.fleet.vessels["state"] == State.DARK).any()


def on_edge(play: Play, places: Sequence[tuple[float, float]]) -> set[str]:
    play.sail("ais-b:1", places, every_s=600)
    row = play.world.fleet.row_of["a"]
    return {play.world.fences.zones[z].id for z in np.flatnonzero(play.world.fences.inside[row])}


def test_row_e20_a_boat_exactly_on_an_edge_or_vertex_is_inside_every_zone_that_touches_there():
    corner = [(0.0, 0.0), (0.0, 4_000.0), (4_000.0, 4_000.0), (4_000.0, 0.0)]
    left, right = (square(corner, dx) for dx in (0.0, 4_000.0))
    zones = (zone("left", "forbidden", left), zone("right", "permitted", right))
    touching = Play(port(zones=zones))
    assert on_edge(touching, [(4_000.0, 2_000.0)]) == {"left", "right"}
    assert on_edge(touching, [(4_000.0, 4_000.0)]) == {"left", "right"}
    assert on_edge(touching, [(0.0, 0.0)]) == {"left"}
    assert on_edge(touching, [(8_000.0, 4_000.0)]) == {"right"}


def test_row_e20_a_boat_that_lies_on_an_edge_raises_nothing_and_clears_nothing():
    ground = square([(0.0, 0.0), (0.0, 4_000.0), (4_000.0, 4_000.0), (4_000.0, 0.0)], 0.0)
    play = Play(port(zones=(zone("ground", "permitted", ground), zone("reef", "forbidden", ground))))
    play.sail("ais-b:1", [(4_000.0, 2_000.0)] * 20)
    assert play.raised() == []
    play.sail("ais-b:1", [(2_000.0, 2_000.0)] * 3, every_s=200)
    assert play.raised() == [("a", "reef", 3)]
    play.wait(200).sail("ais-b:1", [(4_000.0, 2_000.0)] * 20)
    assert len(play.world.alerts.open) == 1


def square(ring: list[tuple[float, float]], east_m: float) -> shapely.Polygon:
    """A ring in metres as degrees, point by point, so that fixes at its corners are the very same numbers."""
    lon, lat = FRAME.to_lonlat([x + east_m for x, _ in ring], [y for _, y in ring])
    return shapely.Polygon(list(zip(lon, lat, strict=True)))
