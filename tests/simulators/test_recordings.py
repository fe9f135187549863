import gzip

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulators.recordings import open_form, ordered, read_observed, read_tracks, sentences, steps_of
from twin.port import ConfigError


def test_fixes_in_any_order_become_tracks_by_vessel_and_time():
    code = np.array([1, 0, 1, 0])
    t_ms = np.array([9_000, 5_000, 3_000, 1_000])
    numbers = (np.array([4.0, 2.0, 3.0, 1.0]), np.zeros(4))
    tracks = ordered(code, t_ms, numbers, numbers, (("a", "b"), ("trawl", ""), ("beidou",) * 2), metres=True)
    assert tracks.vessel.tolist() == [0, 0, 1, 1]
    assert tracks.t_ms.tolist() == [1_000, 5_000, 3_000, 9_000]
    assert tracks.x_m.tolist() == tracks.sog_kn.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert tracks.only(gear="trawl").t_ms.tolist() == [1_000, 5_000]
    assert len(tracks.only(kind="cell").t_ms) == 0


def test_degrees_become_metres_from_each_vessels_first_fix_even_over_the_date_line():
    lonlat = (np.array([179.999, -179.999, 10.0]), np.array([0.0, 0.0, 60.0]))
    still = (np.zeros(3), np.zeros(3))
    described = (("a", "b"), ("", ""), ("ais-a", "ais-a"))
    tracks = ordered(np.array([0, 0, 1]), np.array([0, 1_000, 0]), lonlat, still, described, metres=False)
    assert tracks.x_m.tolist() == pytest.approx([0.0, 222.64, 0.0], abs=0.01)
    assert tracks.y_m.tolist() == [0.0, 0.0, 0.0]


def test_a_step_says_what_speed_it_needs_and_no_time_needs_endless_speed():
    xy = (np.array([0.0, 1852.0, 1852.0, 1900.0]), np.zeros(4))
    described = (("a",), ("",), ("beidou",))
    t_ms = np.array([0, 3_600_000, 3_600_000, 3_600_000])
    steps = steps_of(ordered(np.zeros(4, dtype=int), t_ms, xy, xy, described, metres=True))
    assert steps.speed_kn.tolist() == pytest.approx([1.0, 0.0, np.inf])


def write(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def test_rows_without_an_instant_or_a_place_are_left_out_and_classes_are_told(tmp_path):
    path = write(
        tmp_path / "ais.parquet",
        **{name: ["", "", "", ""] for name in ("vesselname", "imo", "callsign")},
        mmsi=[412000001, 412000001, 412000002, 412000003],
        basedatetime=pa.array([1_000_000, None, 2_000_000, 3_000_000], pa.timestamp("us")),
        lon=[122.0, 122.0, 122.0, None],
        lat=[29.0] * 4,
        sog=[3.0, 3.0, 102.3, 4.0],
        cog=[10.0, 10.0, 20.0, 30.0],
        transceiverclass=["A", "A", "B", "B"],
    )
    tracks = read_tracks(path)
    assert tracks.names == ("412000001", "412000002")
    assert tracks.kind == ("ais-a", "ais-b")
    assert tracks.t_ms.tolist() == [1_000, 2_000]
    assert np.isnan(tracks.sog_kn).tolist() == [False, True]


def test_a_file_of_no_known_form_is_refused_with_its_columns_and_the_known_ones(tmp_path):
    with pytest.raises(ConfigError, match=r"colour.*no known form.*vessel, t, x, y"):
        open_form(write(tmp_path / "odd.parquet", colour=["red"]))
    (tmp_path / "torn.parquet").write_bytes(b"PAR1")
    with pytest.raises(ConfigError, match="cannot be read as Parquet"):
        open_form(tmp_path / "torn.parquet")


def test_sentences_of_position_are_read_and_others_passed_over(tmp_path):
    lines = [
        "!AIVDM,1,1,,A,17P@<J?P00blFWmjG@5a5?v62<10,0*27,1327992119157",
        "$BSALR,,006,V,V,general failure*62",
        "!AIVDM,1,1,,A,broken",
        "!AIVDM,1,1,,B,B52K>;h00Fc>jpUlNV@ikwpUoP06,0*4C",
    ]
    with gzip.open(tmp_path / "nmea.txt.gz", "wt") as file:
        file.write("\n".join(lines))
    first, second = sentences(tmp_path / "nmea.txt.gz")
    assert first.is_a
    assert not second.is_a
    assert second.status == -1
    assert (first.mmsi, first.sog_kn, first.status) == (503581800, 0.0, 15)


def test_the_recordings_are_what_they_were_described_as(shared_data):
    tracks = read_tracks(shared_data("ais/zhihai_fishing_36h.parquet"))
    assert (len(tracks.t_ms), len(tracks.names)) == (183_141, 894)
    assert set(tracks.gear) == {"trawl", "purse-seine", "gillnet"}
    assert np.median(steps_of(tracks).dt_s) == 600
    observed = read_observed(shared_data("labels/ices_wkssfgeo_labelled_fishing.parquet"))
    assert set(observed.doing) == {"fishing", "steaming"}
    assert "pots" in observed.gear
