import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from twin import coverage as cover
from twin.columns import TERMINAL_COLUMNS
from twin.coverage import HEARINGS, LATELY_MS, PERIOD_MS, Coverage
from twin.feeds import LINK, Feed, Feeds
from twin.table import Table

BOX = (122.0, 29.0, 122.3, 29.2)
"""Four columns and three rows, for a box holds the squares that it touches."""
T0 = 1_790_000_000_000
MINUTE_MS = PERIOD_MS


def terminals(*said: tuple[float, float, int, int]) -> Table:
    """Terminals whose newest fixes are these: (lon, lat, feed, t_ms)."""
    table = Table(TERMINAL_COLUMNS)
    for lon, lat, feed, t_ms in said:
        row = table.add()
        for name, value in (("lon", lon), ("lat", lat), ("feed", feed), ("t_ms", t_ms)):
            table[name][row] = value
    return table


def feeds(*down: int, since_ms: int = T0, count: int = 3) -> Feeds:
    """The link and receivers, some of them down since then."""
    made = [
        Feed(LINK if n == 0 else f"rx{n}", state="down" if n in down else "up", since_ms=since_ms)
        for n in range(count)
    ]
    return Feeds(made, {feed.id: n for n, feed in enumerate(made)})


def words(found: cover.Squares) -> list[list[str]]:
    return [[HEARINGS[code] for code in row] for row in found.hearing]


def asked(coverage: Coverage, of: Feeds, now_ms: int, hidden=()) -> cover.Squares:
    places = np.array(hidden, dtype=float).reshape(-1, 2)
    return cover.squares(coverage, of, BOX, (places[:, 0], places[:, 1]), now_ms)


def test_squares_are_five_minutes_of_the_chart_and_a_box_has_all_that_it_touches():
    found = asked(Coverage(), feeds(), T0)
    assert (found.west / 12 - 180, found.south / 12 - 90) == (122.0, 29.0)
    assert words(found) == [["unheard"] * 4] * 3


def test_a_square_goes_blind_with_its_only_feed_and_stays_so_however_long_it_is_down():
    seen = Coverage()
    cover.note(seen, terminals((122.1, 29.1, 1, T0), (122.2, 29.1, 2, T0)), BOX, T0)
    assert words(asked(seen, feeds(), T0))[1] == ["unheard", "heard", "heard", "unheard"]
    later = T0 + 10 * LATELY_MS
    cover.note(seen, terminals((122.1, 29.1, 1, T0), (122.2, 29.1, 2, later)), BOX, later)
    found = asked(seen, feeds(1, since_ms=later), later)
    assert words(found)[1] == ["unheard", "blind", "heard", "unheard"]
    assert found.heard_ms[1].tolist() == [-1, T0, later, -1]
    # with the link all is lost, whatever the receivers think
    assert words(asked(seen, feeds(0, since_ms=later), later))[1] == ["unheard", "blind", "blind", "unheard"]


def test_what_a_feed_heard_long_before_its_last_word_is_forgotten():
    seen = Coverage()
    cover.note(seen, terminals((122.1, 29.1, 1, T0)), BOX, T0)
    later = T0 + LATELY_MS + MINUTE_MS
    cover.note(seen, terminals((122.1, 29.1, 1, T0), (122.2, 29.1, 1, later)), BOX, later)
    assert words(asked(seen, feeds(1, since_ms=later), later))[1] == [
        "unheard",
        "unheard",
        "blind",
        "unheard",
    ]
    assert len(seen.heard_ms) == 1


def test_a_boat_that_nobody_hears_makes_its_square_partly_heard_or_blind():
    seen = Coverage()
    cover.note(seen, terminals((122.1, 29.1, 1, T0)), BOX, T0)
    hidden = [(122.1, 29.1), (122.11, 29.11), (122.2, 29.1), (np.nan, np.nan), (130.0, 29.1)]
    found = asked(seen, feeds(2), T0, hidden)
    assert words(found)[1] == ["unheard", "partly", "blind", "unheard"]
    assert found.hidden[1].tolist() == [0, 2, 1, 0]


def test_a_feed_that_is_down_hears_where_it_still_brings_fixes_from():
    seen = Coverage()
    spoke = T0 + MINUTE_MS
    cover.note(seen, terminals((122.1, 29.1, 1, spoke), (122.2, 29.1, 1, T0 - 1)), BOX, spoke)
    assert words(asked(seen, feeds(1), spoke))[1] == ["unheard", "heard", "blind", "unheard"]
    assert words(asked(seen, feeds(1), spoke + 11 * MINUTE_MS))[1][1] == "blind"


def test_it_is_brought_up_to_date_once_a_minute_and_never_ahead_of_the_clock():
    seen = Coverage()
    cover.note(seen, terminals((122.1, 29.1, 1, T0 + 90_000)), BOX, T0)
    assert list(seen.heard_ms.values()) == [T0]
    cover.note(seen, terminals((122.2, 29.1, 1, T0)), BOX, T0 + 1_000)
    assert len(seen.heard_ms) == 1
    cover.note(seen, terminals((122.2, 29.1, 1, T0), (179.0, 80.0, 1, T0)), BOX, seen.next_ms)
    assert len(seen.heard_ms) == 2


places = st.tuples(st.floats(121.9, 122.4), st.floats(28.9, 29.3))
reports = st.tuples(places, st.integers(0, 2), st.integers(-700, 0))


@given(st.lists(reports, max_size=12), st.sets(st.integers(0, 2)), st.lists(places, max_size=4))
@settings(deadline=None, max_examples=60)
def test_squares_agree_with_a_hand_that_looks_at_every_square_and_every_report(said, down, hidden):
    fixes = [(lon, lat, feed, T0 + 60_000 * minutes) for (lon, lat), feed, minutes in said]
    seen = Coverage()
    cover.note(seen, terminals(*fixes), BOX, T0)
    found = asked(seen, feeds(*down, since_ms=T0 + 1), T0, hidden)
    for row, column in itertools.product(range(3), range(4)):
        west, south = 122 + column / 12, 29 + row / 12

        def here(lon: float, lat: float, west: float = west, south: float = south) -> bool:
            return (np.floor(lon * 12), np.floor(lat * 12)) == (round(west * 12), round(south * 12))

        mine = [one for one in fixes if here(one[0], one[1]) and T0 - one[3] < LATELY_MS]
        up = {one[2] not in down and 0 not in down for one in mine}
        lies = any(here(*place) for place in hidden)
        word = ("partly" if lies else "heard") if True in up else "blind" if lies or mine else "unheard"
        assert HEARINGS[found.hearing[row, column]] == word, (row, column)
