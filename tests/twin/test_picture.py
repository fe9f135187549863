import json

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.harbour import T0, fix
from tests.twin.play import Play, sos
from tests.twin.test_command import PROOF, do
from twin import picture
from twin.decode import PersonMustered, StationSensed
from twin.fleet import KIND_CODE, State
from twin.people import ROLL_CALL_MS
from twin.wire import MusterBody, SenseBody


def shown(play: Play, name: str) -> dict[str, int]:
    columns = picture.positions(play.world, np.array([play.world.fleet.row_of[name]]))
    return {key: values[0] for key, values in columns.items() if key != "n"}


def test_a_position_is_whole_numbers_in_the_units_of_the_field():
    play = Play()
    play.hear(fix("ais-b:1", 3_000, 0, play.now, sog_kn=7.24, cog_deg=123.44, heading_deg=121.6))
    play.wait(12)
    known = play.world.fleet.vessels
    columns = shown(play, "a")
    assert columns["lon"] == round(float(known["lon"][0]) * 600_000)
    assert abs(columns["lat"] / 600_000 - known["lat"][0]) < 1e-6
    assert (columns["number"], columns["sog"], columns["cog"], columns["hdg"]) == (0, 72, 1234, 122)
    assert (columns["age"], columns["interval"], columns["state"]) == (120, 30, State.UNDER_WAY)
    assert columns["kind"] == KIND_CODE["ais-b"]


def test_what_is_not_available_is_its_own_number():
    play = Play()
    play.hear(fix("ais-b:1", 3_000, 0, play.now, sog_kn=None))
    assert (shown(play, "a")["sog"], shown(play, "a")["cog"], shown(play, "a")["hdg"]) == (1023, 3600, 511)


@given(
    sog_kn=st.none() | st.floats(0, 102.2),
    cog_deg=st.none() | st.floats(0, 359.9999),
    heading_deg=st.none() | st.floats(0, 359.9999),
)
def test_a_known_value_is_never_shown_as_unknown(sog_kn, cog_deg, heading_deg):
    play = Play()
    body = {"sog_kn": sog_kn, "cog_deg": cog_deg, "heading_deg": heading_deg}
    play.hear(fix("ais-b:1", 3_000, 0, play.now, **body))
    columns = shown(play, "a")
    for said, column, scale, unknown in (
        (sog_kn, "sog", 10, 1023),
        (cog_deg, "cog", 10, 3600),
        (heading_deg, "hdg", 1, 511),
    ):
        assert (columns[column] == unknown) == (said is None)
        if said is not None:
            turn = 360 * scale if column != "sog" else 1e9
            off = abs(columns[column] - said * scale)
            assert min(off, turn - off) <= 0.501


def test_north_is_north():
    play = Play()
    play.hear(fix("ais-b:1", 3_000, 0, play.now, cog_deg=359.97, heading_deg=359.6))
    assert (shown(play, "a")["cog"], shown(play, "a")["hdg"]) == (0, 0)


def test_an_age_grows_and_ends_at_its_bound():
    play = Play().sail("ais-b:1", [(3_000, 0)])
    ages = []
    for wait_s in (0, 1, 59, 7_000):
        play.wait(wait_s)
        ages.append(shown(play, "a")["age"])
    assert ages == [0, 10, 600, 65_535]


def test_a_fix_from_the_future_is_as_old_as_its_arrival():
    play = Play()
    play.hear(msgspec.structs.replace(fix("ais-b:1", 3_000, 0, play.now + 90_000), heard_ms=play.now))
    assert shown(play, "a")["age"] == 0


def test_boats_without_a_position_are_not_shown():
    play = Play().sail("ais-b:1", [(3_000, 0)])
    assert picture.positions(play.world)["number"] == [0]
    columns = picture.positions(play.world, np.array([1, 0, 2]))
    assert (columns["n"], columns["number"]) == (1, [0])
    assert picture.positions(Play().world)["n"] == 0


def busy() -> Play:
    play = Play().sail("ais-b:1", [(20_300, 0)] * 4)
    play.hear(StationSensed("met", "wind", SenseBody(t_ms=play.now, value=11, unit="m/s"), play.now))
    play.hear(PersonMustered("p1", MusterBody(t_ms=play.now, state="ashore"), play.now))
    sos(play)
    return play.wait(70)


def test_a_snapshot_is_plain_json_with_everything_a_screen_starts_from():
    play = busy()
    snapshot = picture.snapshot(play.world)
    assert json.loads(json.dumps(snapshot, allow_nan=False))["now_ms"] == play.now
    assert set(snapshot) == {
        "now_ms",
        "vessels",
        "alerts",
        "incidents",
        "feeds",
        "stations",
        "people",
        "berths",
        "permits",
        "orders",
        "weather",
        "flood_ms",
        "chatters",
        "shelves",
    }
    assert [vessel["number"] for vessel in snapshot["vessels"]] == list(range(4))
    assert {alert["rule"] for alert in snapshot["alerts"]} == {"left-zone", "sos", "strong-wind"}
    assert [case["incident"] for case in snapshot["incidents"]] == ["I-1"]


def test_an_alert_shows_its_case_and_whether_anybody_took_it():
    play = busy()
    left, call = (picture.alert(play.world, name) for name in ("left-zone-1", "sos-2"))
    assert ("incident" in left, left["acked"]) == (False, False)
    assert (call["incident"], call["acked"], call["changed_ms"]) == ("I-1", False, call["t_ms"])
    do(play, "acknowledge")
    assert picture.alert(play.world, "sos-2")["acked"]


def test_a_case_shows_the_danger_while_an_alert_of_it_stands():
    play = busy()
    assert picture.incident(play.world, "I-1")["danger"]
    assert picture.incident(play.world, "I-9") is None
    do(play, "acknowledge")
    do(play, "resolve", who="li", role="dispatcher", evidence=PROOF)
    case = picture.incident(play.world, "I-1")
    assert (case["state"], case["danger"]) == ("resolved", False)


def test_a_feed_shows_how_long_ago_it_last_gave_a_sign_of_life():
    play = Play(feeds=("rx",)).wait(20)
    play.silent.add("rx")
    play.wait(18)
    link, rx = picture.feeds(play.world)
    assert (link["feed"], link["state"], link["age_ms"]) == ("link", "up", 3_000)
    assert (rx["feed"], rx["state"], rx["age_ms"]) == ("rx", "down", 18_000)
    fresh = Play(feeds=()).world
    fresh.feeds.feeds[0].sign_ms = -1
    assert picture.feeds(fresh)[0]["age_ms"] == -1


def test_people_balance_whoever_is_where():
    play = busy()
    ledger = picture.ledger(play.world)
    assert ledger["registered"] == ledger["ashore"] + ledger["aboard"] + ledger["at_sea"] + ledger["unknown"]
    assert ledger["ashore"] == 1
    assert ledger["roll_call_ms"] == T0 + ROLL_CALL_MS


@pytest.mark.parametrize("value", [10.8, 3])
def test_readings_say_when_they_were_measured(value):
    play = Play()
    play.hear(StationSensed("met", "wind", SenseBody(t_ms=play.now - 500, value=value, unit="m/s"), play.now))
    (reading,) = picture.readings(play.world)
    assert (reading["station"], reading["value"], reading["t_ms"]) == ("met", value, T0 - 500)


def test_a_quick_terminals_position_grows_old_at_its_own_pace():
    play = Play().sail("beidou:2", [(3_000, 0), (3_500, 0)], every_s=600)
    play.sail("ais-b:2", [(3_600, 0), (3_700, 0), (3_800, 0)])
    columns = picture.positions(play.world)
    at = columns["number"].index(play.world.fleet.row_of["b"])
    assert play.world.fleet.vessels["interval_s"][play.world.fleet.row_of["b"]] == 600
    assert columns["interval"][at] == 60
