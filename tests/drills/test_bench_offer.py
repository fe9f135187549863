import pytest

from drills import bench_offer


@pytest.mark.broker
def test_a_small_world_is_offered_to_a_real_broker_as_fast_as_it_takes_it():
    (_, offered, unit), (_, faster, _) = bench_offer.run(boats=60, seconds=5.0)
    assert unit == "letters/s"
    assert offered > 50
    assert faster > 0
