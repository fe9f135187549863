import pytest

from drills import bench_offer
from simulators.publish import RealmTime


@pytest.mark.broker
def test_a_small_world_is_offered_to_a_real_broker_as_fast_as_it_takes_it(monkeypatch):
    """The first beat of the clock is heard by nobody, as a real broker has it now and then."""
    beats, hear = [], RealmTime.hear

    def hears_late(self, beat):
        beats.append(beat)
        if len(beats) > 1:
            hear(self, beat)

    monkeypatch.setattr(RealmTime, "hear", hears_late)
    (_, offered, unit), (_, faster, _) = bench_offer.run(boats=60, seconds=2.0)
    assert unit == "letters/s"
    assert min(offered, faster) > 0
    assert beats[1].now_ms == beats[0].now_ms, "the clock waited for the player"
