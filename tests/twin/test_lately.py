from hypothesis import given
from hypothesis import strategies as st

from twin.lately import KEPT, MEAN_MS, Lately, Sample


def said(values: list[float]) -> Lately:
    lately = Lately()
    for minute, value in enumerate(values):
        lately.take(Sample(minute * 60_000, value, 0.0))
    return lately


def test_a_value_that_changes_begins_anew():
    assert (said([1, 2, 2, 2]).same, said([1, 2, 2, 2]).same_since_ms) == (3, 60_000)


def test_the_middle_of_its_readings_is_moved_by_no_single_one_and_by_none_of_long_ago():
    assert Lately().middle(60) is None
    assert said([5_000, 150]).middle(60) is None
    assert said([5_000, 150, 5_000]).middle(60) == 5_000
    assert said([150, 5_000, 150, 5_000, 150]).middle(60) == 150
    assert said([5_000, 5_000, 150, 150]).middle(60) == 150


def test_where_ten_minutes_hold_too_few_the_newest_reading_speaks():
    late = said([5_000, 5_000, 5_000])
    late.take(Sample(2 * 60_000 + MEAN_MS + 1, 150, 0.0))
    assert late.middle(60) == 150
    assert said([150]).middle(201) == 150
    assert said([150]).middle(200) is None


@given(st.lists(st.sampled_from([0.0, 0.4, 1.0]), min_size=1, max_size=30))
def test_it_says_what_a_look_at_every_reading_says(values):
    lately = said(values)
    assert [sample.value for sample in lately.samples] == values[-KEPT:]
    assert lately.at_least(0.4) == sum(value >= 0.4 for value in values[-KEPT:])
    run = 0
    while run < len(values) and values[-1 - run] > 0:
        run += 1
    assert lately.on_since_ms == (-1 if run == 0 else (len(values) - run) * 60_000)
    on = [minute for minute, value in enumerate(values) if value > 0]
    assert lately.seen_ms == (on[-1] * 60_000 if on else -1)
