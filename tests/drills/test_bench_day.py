import pytest

from drills import bench_day, day
from twin.decode import decode
from twin.wire import Letter


def read(said, root):
    return decode(Letter(said.topic, said.payload, said.t_ms), root)


def test_a_minute_of_a_small_port_is_played_and_counted():
    figures = {
        what.removeprefix("day: "): figure for what, figure, _ in bench_day.run(boats=60, hours=1 / 60)
    }
    assert figures["together"] == figures["world"] + figures["decoding"] + figures["engine"]
    assert figures["letters"] > 100
    assert figures["facts"] > 100
    assert figures["faster than real time"] == pytest.approx(60 / figures["together"])


def test_a_bench_of_refusals_measures_nothing(monkeypatch):
    monkeypatch.setattr(day, "_read", lambda said, root: read(said, f"{root}-elsewhere"))
    with pytest.raises(AssertionError, match="were refused"):
        bench_day.run(boats=60, hours=1 / 60)


def test_nothing_to_play_is_told():
    with pytest.raises(ValueError, match="less than a second"):
        bench_day.run(boats=60, hours=0)
