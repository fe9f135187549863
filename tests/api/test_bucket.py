from hypothesis import given
from hypothesis import strategies as st

from api import bucket
from api.bucket import Buckets


def test_a_burst_passes_and_then_the_rate_holds():
    buckets = Buckets(5, 20)
    assert sum(buckets.take("a", 0) for _ in range(100)) == 20
    assert sum(buckets.take("a", now_ms) for now_ms in range(0, 10_001, 10)) == 50


def test_one_device_does_not_use_up_anothers():
    buckets = Buckets(1, 1)
    assert buckets.take("a", 0)
    assert not buckets.take("a", 0)
    assert buckets.take("b", 0)


@given(st.lists(st.integers(0, 60_000), max_size=1000))
def test_never_more_than_the_burst_and_the_rate_allow_whatever_the_order_of_instants(instants):
    buckets = Buckets(5, 20)
    assert sum(buckets.take("a", now_ms) for now_ms in instants) <= 20 + 5 * 60


def test_the_number_of_buckets_is_bounded_and_the_longest_unheard_goes_first(monkeypatch):
    monkeypatch.setattr(bucket, "MOST_DEVICES", 2)
    buckets = Buckets(1, 1)
    for key in ("a", "b", "a", "c"):
        buckets.take(key, 0)
    assert not buckets.take("a", 0)
    assert buckets.take("b", 0)
