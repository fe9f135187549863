import re
from itertools import pairwise

from api.gateways.distress import MAX_CALLS, RETRY_MS, SERIES_GAP_MS, SosBook
from api.gateways.said import Distress
from twin.wire import ID_PATTERN


def call(terminal: str = "972001234", *, test: bool = False, lon: float | None = None) -> Distress:
    return Distress(
        kind="ais-a", terminal=terminal, sos="man-overboard", test=test, lon=lon, lat=lon and 29.0
    )


def test_a_call_is_due_at_once_and_again_after_growing_waits_until_its_receipt():
    book = SosBook()
    book.hear(call(), 1_000, 1_000)
    said_ms, now_ms = [], 1_000
    for _ in range(6):
        (one,) = book.due(now_ms)
        said_ms.append(now_ms)
        assert book.next_ms is not None
        now_ms = book.next_ms
    assert [b - a for a, b in pairwise(said_ms)] == [*RETRY_MS, RETRY_MS[-1]]
    assert book.receipt(one.event_id)
    assert (book.due(now_ms), book.next_ms, book.open_calls) == ([], None, 0)
    assert not book.receipt(one.event_id)


def test_one_series_is_one_event_that_learns_its_latest_place():
    book = SosBook()
    book.hear(call(lon=122.0), 0, 0)
    (first,) = book.due(0)
    book.hear(call(lon=122.5), 60_000, 60_000)
    book.hear(call(), 61_000, 61_000)
    (again,) = book.due(61_000)
    assert again.event_id == first.event_id
    assert (again.said.lon, again.said.lat) == (122.5, 29.0)
    assert again.t_ms == 0


def test_a_receipted_series_stays_one_event_until_it_falls_silent():
    book = SosBook()
    book.hear(call(), 0, 0)
    (first,) = book.due(0)
    book.receipt(first.event_id)
    book.hear(call(), SERIES_GAP_MS, SERIES_GAP_MS)
    assert book.due(SERIES_GAP_MS) == []
    later_ms = 2 * SERIES_GAP_MS + 1
    book.hear(call(), later_ms, later_ms)
    (second,) = book.due(later_ms)
    assert second.event_id != first.event_id


def test_a_test_and_a_call_of_one_beacon_are_two_events_with_ids_fit_for_the_wire():
    book = SosBook()
    book.hear(call(test=True), 2**42, 0)
    book.hear(call(), 2**42, 0)
    calls = book.due(0)
    assert [one.said.test for one in calls] == [True, False]
    assert len({one.event_id for one in calls}) == 2
    assert all(re.match(ID_PATTERN, one.event_id) for one in calls)


def test_a_flood_of_invented_numbers_is_bounded_and_counted():
    book = SosBook()
    book.hear(call("972000000"), 0, 0)
    book.receipt(book.due(0)[0].event_id)
    for number in range(1, MAX_CALLS + 1):
        book.hear(call(f"{972_000_000 + number}"), 0, 0)
    assert (book.open_calls, book.not_followed) == (MAX_CALLS, 0)
    book.hear(call("972999999"), 0, 0)
    assert (book.open_calls, book.not_followed) == (MAX_CALLS, 1)
