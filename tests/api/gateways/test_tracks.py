from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from api.gateways.layouts import MARINE_CADASTRE, ZHIHAI, Layout
from api.gateways.said import Distress, Fix, Heard, Static
from api.gateways.tables import open_table
from api.gateways.tally import WHY, Tally
from api.gateways.tracks import Tracks
from geo.distance import distance_m
from twin.port import ConfigError

ROW = {
    "MMSI": "412345678",
    "BaseDateTime": "2022-01-03T00:00:00",
    "LON": "121.95",
    "LAT": "29.2",
    "SOG": "8.4",
    "COG": "90.5",
    "Heading": "92",
    "Status": "7",
    "TransceiverClass": "A",
    "VesselName": "ZHE XIANG YU 50277",
    "CallSign": "BZXY",
    "VesselType": "30",
    "Length": "35",
    "Width": "7",
}
T0_MS = 1_641_168_000_000


def play(rows: list[dict[str, object]], layout: Layout = MARINE_CADASTRE) -> tuple[list[Heard], Tally]:
    tally = Tally()
    heard = list(Tracks(pa.Table.from_pylist(rows), layout, tally).heard())
    tally.carried = len(heard)
    assert tally.accounted == tally.lines == len(rows)
    return heard, tally


def test_a_row_says_a_fix_and_once_its_static_claims():
    (first, second), tally = play([ROW, ROW | {"BaseDateTime": "2022-01-03T00:00:10"}])
    assert first == Heard(
        T0_MS,
        (
            Fix(
                kind="ais-a",
                terminal="412345678",
                lon=121.95,
                lat=29.2,
                sog_kn=8.4,
                cog_deg=90.5,
                heading_deg=92,
                status=7,
            ),
            Static(
                kind="ais-a",
                terminal="412345678",
                name="ZHE XIANG YU 50277",
                callsign="BZXY",
                length_m=35,
                beam_m=7,
                ship_type=30,
            ),
        ),
    )
    assert second.received_ms == T0_MS + 10_000
    assert [type(one) for one in second.said] == [Fix]
    assert not tally.remarks


def test_rows_are_played_in_order_of_time_and_a_repeated_row_once():
    times = ["2022-01-03T00:00:20", "2022-01-03T00:00:10", "2022-01-03T00:00:20"]
    heard, tally = play([ROW | {"BaseDateTime": at} for at in times])
    assert [one.received_ms - T0_MS for one in heard] == [10_000, 20_000]
    assert tally.passed_over == {"repeated": 1}


@pytest.mark.parametrize(
    ("change", "reason", "faulty"),
    [
        ({"MMSI": "0"}, "mmsi-zero", True),
        ({"MMSI": "1072211352"}, "mmsi", True),
        ({"MMSI": "abc"}, "mmsi", True),
        ({"MMSI": ""}, "mmsi", True),
        ({"MMSI": "³"}, "mmsi", True),
        ({"MMSI": "3669884"}, "base-station", False),
        ({"MMSI": "993669884"}, "aid-to-navigation", False),
        ({"MMSI": "111366001"}, "sar-aircraft", False),
        ({"BaseDateTime": "soon"}, "time", True),
        ({"LAT": "95"}, "not-on-earth", True),
        ({"LAT": "here"}, "not-on-earth", True),
        ({"LON": "inf"}, "not-on-earth", True),
    ],
)
def test_a_row_that_cannot_be_played_is_counted_with_its_reason(
    change: dict[str, str], reason: str, faulty: bool
):
    heard, tally = play([ROW, ROW | change])
    assert len(heard) == 1
    assert (tally.refused if faulty else tally.passed_over) == {reason: 1}


def test_values_that_are_not_available_are_absent_and_those_out_of_range_remarked():
    nothing = {"LAT": "91", "LON": "181", "SOG": "102.3", "COG": "360", "Heading": "511", "Status": ""}
    claims = {"VesselType": "0", "Length": "0", "Width": "", "VesselName": "", "CallSign": ""}
    (heard,), tally = play([ROW | nothing | claims])
    assert heard.said == (Fix(kind="ais-a", terminal="412345678"),)
    assert not tally.remarks
    wrong = {"SOG": "-3", "COG": "400", "Heading": "360", "Status": "under way", "VesselType": "1004"}
    (heard,), tally = play([ROW | wrong])
    assert isinstance(heard.said[0], Fix)
    assert heard.said[0].lon == 121.95
    assert tally.remarks == {"sog_kn": 1, "cog_deg": 1, "heading_deg": 1, "status": 1, "ship_type": 1}


@pytest.mark.parametrize(("status", "test"), [("14", False), ("15", True), ("", False)])
def test_a_beacons_row_is_a_distress(status: str, test: bool):
    (heard,), _ = play([ROW | {"MMSI": "972971214", "Status": status}])
    distress = heard.said[0]
    assert isinstance(distress, Distress)
    assert (distress.sos, distress.test, distress.lon) == ("man-overboard", test, 121.95)


def test_terminals_that_are_not_ais_keep_the_ids_they_have():
    layout = Layout(kind="cell", terminal="id", t="t", lon="lon", lat="lat")
    rows = [{"id": name, "t": T0_MS, "lon": 122.0, "lat": 29.0} for name in ("boat-7", "a b", "9" * 33)]
    heard, tally = play(rows, layout)
    assert [one.said[0].terminal for one in heard] == ["boat-7"]
    assert tally.refused == {"id": 2}


def test_tracks_in_metres_are_placed_around_the_origin_with_their_shape_kept():
    rows = [
        {"vessel": i, "t": T0_MS, "x": 6_000_000 + x, "y": 5_000_000} for i, x in enumerate((-900, 0, 900))
    ]
    tracks = Tracks(pa.Table.from_pylist(rows), ZHIHAI, Tally(), (122.5, 29.0))
    fixes = [one.said[0] for one in tracks.heard()]
    assert all(isinstance(fix, Fix) and fix.kind == "beidou" for fix in fixes)
    assert (fixes[1].lon, fixes[1].lat) == (122.5, 29.0)
    assert abs(distance_m(fixes[0].lon, fixes[0].lat, fixes[2].lon, fixes[2].lat) - 1800) < 1


def test_tracks_in_metres_without_an_origin_are_refused_with_the_remedy():
    table = pa.table({"vessel": [1], "t": [T0_MS], "x": [0], "y": [0]})
    with pytest.raises(ConfigError, match="--origin LON,LAT"):
        Tracks(table, ZHIHAI, Tally())
    with pytest.raises(ConfigError, match="Longitude first"):
        Tracks(table, ZHIHAI, Tally(), (29.0, 122.5))


def test_an_empty_table_plays_nothing():
    tracks = Tracks(pa.table({name: pa.array([], pa.string()) for name in ROW}), MARINE_CADASTRE, Tally())
    assert (len(tracks), tracks.first_ms, list(tracks.heard())) == (0, None, [])


CELLS = (
    st.none() | st.sampled_from(["", "0", "-1", "1e9", "nan", "29.2", "412345678", "x"]) | st.text(max_size=6)
)


@settings(max_examples=50)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(ROW, CELLS)), min_size=1, max_size=8))
def test_whatever_the_cells_every_row_ends_in_one_count(rows: list[dict[str, object]]):
    schema = pa.schema([(name, pa.string()) for name in ROW])
    tally = Tally()
    heard = list(Tracks(pa.Table.from_pylist(rows, schema), MARINE_CADASTRE, tally).heard())
    assert len(heard) + tally.accounted == tally.lines == len(rows)
    assert {*tally.refused, *tally.passed_over} <= set(WHY)


def test_the_us_recording_arrives_but_for_counted_rows(shared_data: Callable[[str], Path]):
    path = shared_data("ais/us_marinecadastre_20220103_99999.parquet")
    table, layout = open_table(path, None, tally := Tally())
    heard = list(Tracks(table, layout, tally).heard())
    numbers = parquet.read_table(path, columns=["mmsi"])["mmsi"].to_pylist()
    vessels = {f"{mmsi:09d}" for mmsi in numbers}
    assert (len(numbers), len(vessels)) == (99_999, 10_631)
    assert tally.refused == {"mmsi": 5}
    assert tally.passed_over == {"base-station": 60, "aid-to-navigation": 24}
    assert len(heard) == 99_999 - 89
    ours = {(one.said[-1].terminal) for one in heard}
    left_out = {mmsi for mmsi in vessels if len(mmsi) > 9 or mmsi.startswith(("00366", "00775", "99"))}
    assert ours == vessels - left_out
    sos = [said for one in heard for said in one.said if isinstance(said, Distress)]
    assert {(call.terminal, call.sos, call.test) for call in sos} == {("972971214", "man-overboard", False)}


def test_the_fishing_fleet_on_beidou_arrives_whole(shared_data: Callable[[str], Path]):
    path = shared_data("ais/zhihai_fishing_36h.parquet")
    table, layout = open_table(path, None, tally := Tally())
    tracks = Tracks(table, layout, tally, (122.5, 29.0))
    assert (len(tracks), tally.accounted) == (183_141, 0)
    fixes = [one.said[0] for one in tracks.heard()]
    assert len({fix.terminal for fix in fixes}) == 894
    assert isinstance(fixes[0], Fix)
    lons = np.array([fix.lon for fix in fixes if isinstance(fix, Fix)])
    assert abs(float(np.median(lons)) - 122.5) < 0.01
