"""What was written down is what was done, and nothing else was done."""

import json
from itertools import pairwise

import numpy as np
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulators.injection.injecting import Wanted, inject, write
from simulators.recordings import open_form, read_tracks, steps_of, tracks_in
from tests.simulators.injection.conftest import boats_at_work, in_degrees, in_metres
from twin.port import ConfigError

FEW = Wanted(silences=4, jumps=4, drifts=2, swaps=4, zone_exits=2)
FORMS = {"metres": in_metres, "degrees": in_degrees}
ZONES = {
    "metres": shapely.box(-90_000, -90_000, 20_000, 90_000),
    "degrees": shapely.box(179.0, 28.0, 179.95, 30.0),
}
patiently = settings(
    max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


def rows_by_serial(table):
    return {row["serial"]: row for row in table.to_pylist()}


def windows(done):
    """Every vessel's injections: vessel -> (from, until) in order."""
    found: dict[str, list[tuple[int, int]]] = {}
    for each in done:
        for vessel in filter(None, (each.vessel, each.other)):
            found.setdefault(vessel, []).append((each.from_ms, each.until_ms))
    return {vessel: sorted(spans) for vessel, spans in found.items()}


@patiently
@given(seed=st.integers(0, 10_000), form=st.sampled_from(sorted(FORMS)))
def test_truth_and_copy_agree_and_the_rest_is_untouched(written, seed, form):
    original = FORMS[form](boats_at_work(40, 36, seed))
    path = written(original)
    copy, done = inject(path, FEW, seed, ZONES[form])
    assert len(done) == 16
    assert copy.schema == original.schema
    the_rest_is_untouched(original, copy, done, open_form(path))
    for spans in windows(done).values():
        assert all(later[0] - earlier[1] > 3_000_000 for earlier, later in pairwise(spans))
    agrees(tracks_in(copy, open_form(path)), done)


def the_rest_is_untouched(original, copy, done, form):
    spans = windows(done)
    before, after = rows_by_serial(original), rows_by_serial(copy)
    assert list(after) == sorted(after)
    touched = 0
    for serial, row in before.items():
        vessel, t_ms = str(row[form.vessel]), row[form.t].timestamp() * 1000
        inside = any(low <= t_ms <= high for low, high in spans.get(vessel, []))
        if not inside:
            assert after[serial] == row
        touched += after.get(serial) != row
    assert touched > len(done)


def agrees(tracks, done):
    steps = steps_of(tracks)
    for each in done:
        code = tracks.names.index(each.vessel)
        own = (tracks.vessel == code) & (tracks.t_ms >= each.from_ms) & (tracks.t_ms <= each.until_ms)
        about = (tracks.vessel[steps.first] == code) & (tracks.t_ms[steps.first + 1] >= each.from_ms)
        about &= tracks.t_ms[steps.first] <= each.until_ms
        fastest_kn = steps.speed_kn[about].max()
        said = each.parameters
        match each.kind:
            case "silence":
                assert np.ptp(tracks.t_ms[own]) == said["off_s"] * 1000 >= 1_800_000
                assert own.sum() == 2
            case "jump":
                assert own.sum() == said["fixes"] <= 3
                assert (steps.speed_kn[about] > 30).sum() >= 2
            case "drift":
                adrift = own & (tracks.t_ms <= said["engine_off_until_ms"])
                assert adrift.sum() == said["fixes"] >= 4
                assert tracks.sog_kn[adrift].max() < 3.6
                assert fastest_kn < 12.5
            case "swap-exchanged":
                assert fastest_kn > 30
            case "swap-carried":
                they_lie_together(tracks, each, code)
            case "zone-exit":
                assert said["fixes_outside"] >= 2
                assert fastest_kn < 15


def they_lie_together(tracks, each, code):
    said = each.parameters
    own = (tracks.vessel == code) & (tracks.t_ms >= said["together_from_ms"])
    own &= tracks.t_ms <= said["together_until_ms"]
    assert own.sum() == said["fixes"] >= 4
    assert tracks.sog_kn[own].min() > 2.9
    assert np.median(steps_of(tracks.at(own)).speed_kn) > 2.9
    silent = (tracks.vessel == code) & (tracks.t_ms >= each.from_ms) & (tracks.t_ms <= each.until_ms) & ~own
    assert not silent.any()


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(written, tmp_path):
    path = written(in_metres(boats_at_work(30, 36, 5)))
    for name, seed in (("one", 7), ("again", 7), ("other", 8)):
        write(tmp_path / name, *inject(path, Wanted(silences=5, jumps=5, drifts=2, swaps=4), seed))
    texts = {name: (tmp_path / name / "truth.csv").read_bytes() for name in ("one", "again", "other")}
    assert texts["one"] == texts["again"] != texts["other"]
    copies = {name: pq.read_table(tmp_path / name / "recording.parquet") for name in texts}
    assert copies["one"].equals(copies["again"])
    truth = pa_csv.read_csv(tmp_path / "one" / "truth.csv").to_pylist()
    assert len(truth) == 16
    assert {"kind", "vessel", "other", "from_ms", "until_ms", "parameters"} == set(truth[0])
    assert all(json.loads(row["parameters"]) for row in truth)


def test_nothing_asked_for_is_the_recording_itself(written):
    original = in_degrees(boats_at_work(3, 12, 1))
    copy, done = inject(written(original), Wanted(), 1)
    assert copy.equals(original)
    assert done == []


def test_what_does_not_fit_is_said_and_a_zone_must_be_given(written):
    path = written(in_metres(boats_at_work(2, 6, 1)))
    with pytest.raises(ConfigError, match=r"only \d+ of 50 silences found a place.*fewer"):
        inject(path, Wanted(silences=50), 1)
    with pytest.raises(ConfigError, match="zone exits need a zone"):
        inject(path, Wanted(zone_exits=1), 1)
    empty = written(in_metres(boats_at_work(2, 6, 1)).slice(0, 0), "empty.parquet")
    with pytest.raises(ConfigError, match="only 0 of 1 jumps"):
        inject(empty, Wanted(jumps=1), 1)


@pytest.mark.slow
def test_a_thousand_of_each_kind_fit_into_the_recording_of_36_hours(shared_data):
    path = shared_data("ais/zhihai_fishing_36h.parquet")
    wanted = Wanted(silences=1_000, jumps=1_000, drifts=1_000, swaps=1_000)
    copy, done = inject(path, wanted, 1)
    assert len(done) == 4_000
    assert copy.schema == pq.read_schema(path)
    assert 160_000 < copy.num_rows < read_tracks(path).t_ms.size
    agrees(tracks_in(copy, open_form(path)), done)
