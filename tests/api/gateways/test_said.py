from hypothesis import given
from hypothesis import strategies as st

from api.gateways.said import Static, followed_ms, taken_ms

T0_S = 1_767_225_600


def test_the_second_of_a_fix_says_when_it_was_taken_if_it_fits():
    received_ms = T0_S * 1000 + 3_250
    assert taken_ms(received_ms, 1) == T0_S * 1000 + 1_000
    assert taken_ms(received_ms, 55) == T0_S * 1000 - 5_000
    assert taken_ms(received_ms, 4) == received_ms
    assert taken_ms(received_ms, 30) == received_ms
    assert taken_ms(received_ms, None) == received_ms


@given(st.integers(0, 2**42), st.none() | st.integers(0, 59))
def test_a_fix_is_never_taken_after_it_was_heard_nor_long_before(received_ms: int, second: int | None):
    assert 0 <= received_ms - taken_ms(received_ms, second) <= 10_000


def test_a_line_without_a_time_is_received_no_earlier_than_its_position_was_taken():
    latest_ms = T0_S * 1000 + 3_250
    assert followed_ms(latest_ms, 5) == T0_S * 1000 + 5_000
    assert followed_ms(latest_ms, 8) == T0_S * 1000 + 8_000
    assert followed_ms(latest_ms, 9) == latest_ms
    assert followed_ms(latest_ms, 2) == latest_ms
    assert followed_ms(latest_ms, None) == latest_ms


@given(st.integers(0, 2**42), st.none() | st.integers(0, 59))
def test_following_the_last_known_time_never_leads_far_from_it(latest_ms: int, second: int | None):
    assert 0 <= followed_ms(latest_ms, second) - latest_ms <= 5_000


def test_a_static_report_without_claims_says_so():
    assert Static(kind="ais-b", terminal="412345678").claims_nothing
    assert not Static(kind="ais-b", terminal="412345678", ship_type=30).claims_nothing
