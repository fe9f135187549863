import gzip
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from api.gateways import tables
from api.gateways.layouts import MARINE_CADASTRE, Layout
from api.gateways.tables import is_table, open_table
from api.gateways.tally import Tally
from twin.port import ConfigError

HEAD = "MMSI,BaseDateTime,LAT,LON,SOG,Notes"
ROW = '412345678,2022-01-03T00:00:00,29.2,121.95,8.4,"a, b"'


def test_names_say_which_files_hold_tracks():
    assert [is_table(Path(name)) for name in ("a.CSV", "a.csv.gz", "a.parquet")] == [True] * 3
    assert [is_table(Path(name)) for name in ("a.txt", "a.nmea.gz", "csv")] == [False] * 3


@pytest.mark.parametrize("packed", [False, True])
def test_a_csv_file_is_read_as_text_with_the_columns_that_mean_something(tmp_path: Path, packed: bool):
    path = tmp_path / ("a.csv.gz" if packed else "a.csv")
    raw = f"\ufeff{HEAD}\n{ROW}\n".encode()
    path.write_bytes(gzip.compress(raw) if packed else raw)
    table, layout = open_table(path, None, Tally())
    assert layout is MARINE_CADASTRE
    assert table.to_pylist() == [
        {
            "MMSI": "412345678",
            "BaseDateTime": "2022-01-03T00:00:00",
            "LAT": "29.2",
            "LON": "121.95",
            "SOG": "8.4",
        }
    ]


def test_torn_rows_are_counted_and_the_others_stay(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEAD, ROW, "412345678,2022", ROW, ROW + ",more"]) + "\n")
    table, _ = open_table(path, None, tally := Tally())
    assert table.num_rows == 2
    assert (tally.lines, tally.refused) == (2, {"bad-row": 2})


def test_a_parquet_file_is_read_with_its_own_types(tmp_path: Path):
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"vessel": [1], "t": [2], "x": [3], "y": [4], "gear": ["trawl"]}), path)
    table, layout = open_table(path, None, Tally())
    assert (table.column_names, layout.kind) == (["vessel", "t", "x", "y"], "beidou")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b""), ("a.parquet", b"PAR1 not"), ("a.csv.gz", b"not packed"), ("a.csv.gz", b"\x1f\x8b\x08")],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str, content: bytes):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"a\.(csv|parquet)"):
        open_table(path, None, Tally())


def test_a_missing_file_and_a_missing_column_are_refused_by_name(tmp_path: Path):
    with pytest.raises(ConfigError, match="cannot be read"):
        open_table(tmp_path / "none.csv", None, Tally())
    path = tmp_path / "a.csv"
    path.write_text(f"{HEAD}\n{ROW}\n")
    with pytest.raises(ConfigError, match="has no column when"):
        open_table(path, Layout(terminal="MMSI", t="when", lon="LON", lat="LAT"), Tally())


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_file_with_too_many_rows_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    path = tmp_path / name
    if name == "a.csv":
        path.write_text(f"{HEAD}\n{ROW}\n{ROW}\n{ROW}\n")
    else:
        parquet.write_table(pa.table({"vessel": [1] * 3, "t": [2] * 3, "x": [3] * 3, "y": [4] * 3}), path)
    with pytest.raises(ConfigError, match="Split the file"):
        open_table(path, None, Tally())
