import json

import pyarrow.parquet as pq
import shapely

from api.gateways.tables import open_table
from api.gateways.tally import Tally
from api.gateways.tracks import Tracks
from simulators.injection.__main__ import main
from tests.simulators.injection.conftest import boats_at_work, in_metres


def test_the_copy_is_what_the_gateway_plays_and_the_truth_lies_beside_it(written, tmp_path, capsys):
    path = written(in_metres(boats_at_work(40, 36, 3)))
    zone = tmp_path / "zone.geojson"
    zone.write_text(shapely.to_geojson(shapely.box(-90_000, -90_000, 20_000, 90_000)), encoding="utf-8")
    out = tmp_path / "bent"
    words = [str(path), "--out", str(out), "--seed", "4", "--zone", str(zone)]
    for kind in ("silences", "jumps", "drifts", "swaps", "zone-exits"):
        words += [f"--{kind}", "2"]
    assert main(words) == 0
    assert "2 jump, 2 silence, 1 swap-carried, 1 swap-exchanged, 2 zone-exit" in capsys.readouterr().err
    truth = (out / "truth.csv").read_text(encoding="utf-8").splitlines()
    assert len(truth) == 11
    tally = Tally()
    table, layout = open_table(out / "recording.parquet", None, tally)
    assert (
        len(Tracks(table, layout, tally, origin=(122.5, 29.0)))
        == pq.read_metadata(out / "recording.parquet").num_rows
    )
    assert json.loads(truth[1].split(",", 5)[5].strip('"').replace('""', '"'))


def test_wrong_options_are_refused_and_nothing_is_written(written, tmp_path, capsys):
    path = written(in_metres(boats_at_work(2, 6, 1)))
    out = tmp_path / "bent"
    assert main([str(path), "--out", str(out), "--jumps", "-1"]) == 2
    assert main([str(path), "--out", str(tmp_path)]) == 2
    assert main([str(tmp_path / "absent.parquet"), "--out", str(out)]) == 2
    assert not out.exists()
    err = capsys.readouterr().err
    assert "below 0" in err
    assert "Name another --out" in err
    assert "cannot be read" in err
