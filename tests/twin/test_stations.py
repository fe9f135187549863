from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.harbour import T0, port
from twin import stations
from twin.decode import StationSensed
from twin.port import StationRecord
from twin.wire import UNIT_OF, SenseBody, Words


def value(
    amount: float, t_ms: int, station: str = "met", quantity: str = "wind", heard_ms: int = T0
) -> StationSensed:
    return StationSensed(
        station, quantity, SenseBody(t_ms=t_ms, value=amount, unit=UNIT_OF[quantity]), heard_ms
    )


def test_the_newest_value_of_each_quantity_is_kept() -> None:
    known = stations.Stations.of(port())
    assert stations.sensed(known, value(8.0, T0), T0) is None
    assert stations.sensed(known, value(900, T0, quantity="visibility"), T0) is None
    assert stations.sensed(known, value(9.5, T0 + 60_000), T0 + 60_000) is None
    assert {key: r.value for key, r in known.newest.items()} == {"met/wind": 9.5, "met/visibility": 900}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (value(1, T0, station="nowhere"), "unknown-station"),
        (value(1, T0, quantity="water-level"), "unknown-quantity"),
        (value(99, T0), "duplicate"),
        (value(99, T0 - 1), "late"),
    ],
)
def test_what_cannot_be_used_is_ignored_with_a_reason(said: StationSensed, reason: str) -> None:
    known = stations.Stations.of(port())
    stations.sensed(known, value(8.0, T0), T0)
    assert stations.sensed(known, said, T0) == reason
    assert [r.value for r in known.newest.values()] == [8.0]


def test_a_clock_that_is_ahead_neither_hides_the_value_nor_locks_out_the_right_time() -> None:
    known = stations.Stations.of(port())
    ahead = T0 + 10 * 365 * 86_400_000
    assert stations.sensed(known, value(20.0, ahead), T0) is None
    reading = known.newest["met/wind"]
    assert (reading.t_ms, reading.said_ms, reading.clock_ahead) == (T0, ahead, True)
    assert stations.readings(known, T0)[0]["state"] == "clock-ahead"
    assert stations.sensed(known, value(20.0, ahead), T0 + 1_000) == "duplicate"
    assert stations.sensed(known, value(21.0, ahead + 60_000), T0) is None
    assert stations.sensed(known, value(22.0, T0 + 60_000), T0 + 60_000) is None
    assert not known.newest["met/wind"].clock_ahead


def test_two_minutes_of_skew_are_believed() -> None:
    known = stations.Stations.of(port())
    stations.sensed(known, value(8.0, T0 + stations.CLOCK_AHEAD_MS), T0)
    assert not known.newest["met/wind"].clock_ahead


def test_a_value_is_stale_after_three_periods_of_its_station() -> None:
    known = stations.Stations.of(port())
    stations.sensed(known, value(8.0, T0), T0)
    assert stations.readings(known, T0 + 180_000)[0]["state"] == ""
    assert stations.readings(known, T0 + 180_001)[0]["state"] == "stale"


def test_silence_counts_from_anything_heard_even_what_was_late() -> None:
    known = stations.Stations.of(port())
    assert stations.silence_s(known, "met", T0) is None
    stations.sensed(known, value(8.0, T0, heard_ms=T0), T0)
    stations.sensed(known, value(8.0, T0 - 5, heard_ms=T0 + 30_000), T0 + 30_000)
    assert stations.silence_s(known, "met", T0 + 45_000) == 15.0
    assert stations.silence_s(known, "tide", T0) is None


def test_readings_come_in_the_order_of_the_port_with_all_that_a_screen_shows() -> None:
    known = stations.Stations.of(port())
    stations.sensed(known, value(2.1, T0, "tide", "water-level"), T0)
    stations.sensed(known, value(900, T0, quantity="visibility"), T0)
    stations.sensed(known, value(8.0, T0), T0)
    rows = stations.readings(known, T0)
    assert [(row["station"], row["quantity"]) for row in rows] == [
        ("met", "wind"),
        ("met", "visibility"),
        ("tide", "water-level"),
    ]
    assert rows[2] == {
        "station": "tide",
        "quantity": "water-level",
        "value": 2.1,
        "unit": "m",
        "t_ms": T0,
        "state": "",
    }


def test_a_changed_port_keeps_the_readings_that_still_fit() -> None:
    known = stations.Stations.of(port())
    stations.sensed(known, value(8.0, T0), T0)
    stations.sensed(known, value(2.1, T0, "tide", "water-level"), T0)
    only_met = port(
        stations=(StationRecord("met", Words("气象站", "Met"), 122.0, 29.0, ("wind", "rain"), 30),)
    )
    stations.refit(known, only_met)
    assert (list(known.records), list(known.newest), list(known.heard_ms)) == (["met"], ["met/wind"], ["met"])
    assert known.records["met"].period_s == 30
    assert stations.sensed(known, value(1, T0, "tide", "water-level"), T0) == "unknown-station"


@given(
    st.lists(st.tuples(st.integers(-200, 200), st.floats(0, 60)), min_size=1, unique_by=lambda said: said[0])
)
def test_in_whatever_order_they_arrive_the_newest_value_stands(said: list[tuple[int, float]]) -> None:
    known: Any = stations.Stations.of(port())
    outcomes = [stations.sensed(known, value(v, T0 + s * 1_000), T0 + 200_000) for s, v in said]
    assert known.newest["met/wind"].value == max(said)[1]
    assert set(outcomes) <= {None, "late"}
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(known), type=stations.Stations) == known
