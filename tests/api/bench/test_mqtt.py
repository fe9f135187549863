import pytest

from api.bench import mqtt

pytestmark = pytest.mark.broker


def test_the_bench_hears_every_letter_it_measures():
    rows = mqtt.run(300)
    assert [unit for _, _, unit in rows] == ["letters/s", "letters"] * 2
    assert [figure for _, figure, unit in rows if unit == "letters"] == [0, 0]
    assert all(figure > 0 for _, figure, unit in rows if unit == "letters/s")
