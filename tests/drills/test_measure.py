import pytest

from drills import measure
from drills.__main__ import main


@pytest.mark.slow
def test_the_page_counts_what_is_found_of_faults_in_the_real_recording(shared_data, monkeypatch, tmp_path):
    recording = shared_data("ais/zhihai_fishing_36h.parquet")
    few = measure.read_tracks(recording)
    part = few.at(few.t_ms < few.t_ms.min() + 2 * 3_600_000)
    monkeypatch.setattr(measure, "read_tracks", lambda _path: part)
    monkeypatch.setattr(measure, "tracks_in", lambda _table, _form: part)
    page = tmp_path / "detection.md"
    assert main(["measure", str(recording), "--each", "4", "--markdown", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "| silence | 4 |" in text
    assert "## Raised where nothing was done" in text


def test_a_recording_that_cannot_be_read_is_refused(tmp_path, capsys):
    absent = tmp_path / "none.parquet"
    assert main(["measure", str(absent)]) == 2
    assert "none.parquet" in capsys.readouterr().err
