from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from api.gateways.reader import BASE_LOST_LINES, MAX_JUMP_MS, AisReader, StreamTime
from api.gateways.said import Distress, Fix, Heard, Static
from api.gateways.tally import WHY, Tally

Speak = Callable[..., list[bytes]]
GOLDEN = Path(__file__).parents[2] / "golden" / "ais_shipu.nmea"
SHIP = {"type": 1, "mmsi": 412_345_678, "lon": 121.95, "lat": 29.2, "second": 17}
T0_S = 1_767_225_600


def read_all(lines: list[bytes]) -> tuple[list[Heard], Tally]:
    tally = Tally()
    reader = AisReader(tally)
    heard = [said for line in lines if (said := reader.read(line))]
    reader.end()
    tally.carried = sum(one.lines for one in heard)
    assert tally.accounted == tally.lines == len(lines)
    return heard, tally


def test_the_golden_recording_is_read_line_by_line_with_reasons():
    heard, tally = read_all(GOLDEN.read_bytes().splitlines())
    assert tally.lines == 109
    assert tally.carried == 93
    assert tally.refused == {"checksum": 1, "no-checksum": 1, "mmsi-zero": 1, "part-missing": 1}
    assert tally.passed_over == {"repeated": 3, "base-station": 3, "aid-to-navigation": 3, "not-ais": 3}
    said = [one for each in heard for one in each.said]
    assert Counter(type(one) for one in said) == {Fix: 79, Static: 9, Distress: 6}
    assert sum(isinstance(one, Distress) and one.test for one in said) == 2
    assert {one.terminal for one in said if isinstance(one, Distress)} == {"972001234", "970009999"}


def test_lines_without_a_time_follow_the_last_known_one(speak: Speak):
    (first,), (second,), (third,) = (speak(**SHIP | {"lat": lat}) for lat in (29.1, 29.2, 29.3))
    heard, _ = read_all([first, second + b",%d" % T0_S, third])
    assert [one.received_ms for one in heard] == [None, T0_S * 1000, T0_S * 1000]


def test_a_late_line_keeps_its_own_time_and_does_not_turn_the_stream_back(speak: Speak):
    lines = [speak(**SHIP | {"lat": 29 + i / 10})[0] for i in range(3)]
    heard, _ = read_all([lines[0] + b",%d" % T0_S, lines[1] + b",%d" % (T0_S - 9), lines[2]])
    assert [one.received_ms - T0_S * 1000 for one in heard] == [0, -9_000, 0]


def test_one_garbled_time_far_ahead_is_not_believed_but_two_that_agree_are():
    time = StreamTime()
    assert time.believe(0)
    assert not time.believe(10 * MAX_JUMP_MS)
    assert time.believe(1_000)
    assert time.latest_ms == 1_000
    assert not time.believe(10 * MAX_JUMP_MS)
    assert time.believe(10 * MAX_JUMP_MS + 500)
    assert time.latest_ms == 10 * MAX_JUMP_MS + 500


def test_a_transmission_heard_again_within_half_a_minute_is_a_repeat_and_later_a_new_report(speak: Speak):
    line = speak(**SHIP)[0]
    relayed = speak(**SHIP | {"repeat": 1, "radio": 77})[0]
    times = [0, 2, 30, 31]
    heard, tally = read_all(
        [raw + b",%d" % (T0_S + at) for raw, at in zip([line, relayed, line, line], times, strict=True)]
    )
    assert [one.received_ms - T0_S * 1000 for one in heard] == [0, 31_000]
    assert tally.passed_over == {"repeated": 2}


def test_the_same_place_in_another_second_is_no_repeat(speak: Speak):
    heard, tally = read_all([speak(**SHIP)[0], speak(**SHIP | {"second": 18})[0]])
    assert len(heard) == 2
    assert not tally.passed_over


def test_a_distress_call_is_never_a_repeat(speak: Speak):
    line = speak(**SHIP | {"mmsi": 972_000_001, "status": 14})[0]
    heard, _ = read_all([line, line, line])
    assert len(heard) == 3


@given(st.lists(st.one_of(st.binary(max_size=90), st.sampled_from(GOLDEN.read_bytes().splitlines()))))
def test_whatever_the_lines_every_one_ends_in_one_count_with_a_known_reason(lines: list[bytes]):
    heard, tally = read_all(lines)
    assert {*tally.refused, *tally.passed_over} <= set(WHY)
    assert all(isinstance(one, Fix | Static | Distress) for each in heard for one in each.said)


@given(st.data())
def test_a_damaged_recording_never_raises(data: st.DataObject):
    raw = bytearray(GOLDEN.read_bytes())
    for _ in range(data.draw(st.integers(1, 30))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    read_all(bytes(raw).split(b"\n"))


def base(speak: Speak, second: int, mmsi: int = 4_120_001) -> bytes:
    then = {"year": 2026, "month": 1, "day": 1, "hour": 0, "minute": 0, "second": second}
    return speak(type=4, mmsi=mmsi, lon=121.9, lat=29.2, **then)[0]


def times(lines: list[bytes]) -> list[float | None]:
    reader = AisReader(Tally(), ask_base_stations=True)
    heard = [one for line in lines if (one := reader.read(line))]
    return [one.received_ms and (one.received_ms - T0_S * 1000) / 1000 for one in heard]


def test_a_recording_without_times_follows_a_base_station(speak: Speak):
    ships = [speak(**SHIP | {"second": second})[0] for second in range(4)]
    lines = [ships[0], base(speak, 5), ships[1], base(speak, 9), ships[2], base(speak, 60), ships[3]]
    assert times(lines) == [None, 5, 9, 9]


def test_one_base_station_is_asked_as_long_as_it_is_heard(speak: Speak):
    ships = [speak(**SHIP | {"second": second})[0] for second in range(3)]
    other = base(speak, 50, 4_120_002)
    lines = [
        base(speak, 5),
        other,
        ships[0],
        *[b""] * BASE_LOST_LINES,
        other,
        ships[1],
        base(speak, 55),
        ships[2],
    ]
    assert times(lines) == [5, 50, 50]


def test_a_line_with_a_time_of_its_own_ends_the_asking(speak: Speak):
    ships = [speak(**SHIP | {"second": second})[0] for second in range(2)]
    lines = [base(speak, 5), ships[0] + b",%d" % (T0_S + 7), base(speak, 30), ships[1]]
    assert times(lines) == [7, 7]


def test_a_base_station_is_not_asked_where_nobody_wants_it(speak: Speak):
    heard, _ = read_all([base(speak, 5), speak(**SHIP)[0]])
    assert heard[0].received_ms is None
