from typing import Any

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.distance import distance_m
from tests.twin.harbour import FRAME
from twin import berths
from twin.facts import BerthChanged, GapNoted
from twin.port import Berth
from twin.wire import Words


def berth(name: str, x_m: float, y_m: float, radius_m: float = 100) -> Berth:
    lon, lat = FRAME.to_lonlat(x_m, y_m)
    return Berth(name, Words(name, name), float(lon), float(lat), "quay", radius_m, 10)


PLACES = (berth("b", 150, 0), berth("a", 0, 0), berth("c", 1000, 0, 160))


def count(
    book: berths.Berths, at_m: dict[str, tuple[float, float]], places: Any = PLACES
) -> list[BerthChanged]:
    x, y = np.array([*at_m.values()], dtype=np.float64).reshape(-1, 2).T
    lon, lat = FRAME.to_lonlat(x, y)
    facts = berths.occupancy(book, places, [*at_m].__getitem__, lon, lat, 7_000)
    for fact in facts:
        berths.fold(book, fact)
    return facts


def test_a_boat_lies_at_the_nearest_berth_whose_radius_holds_it() -> None:
    book = berths.Berths()
    count(book, {"z": (10, 0), "y": (90, 0), "x": (1_150, 0), "w": (500, 0), "v": (-20, 5)})
    assert book.lying == {"a": ("v", "z"), "b": ("y",), "c": ("x",)}


def test_between_two_equally_near_berths_the_first_by_id_has_the_boat() -> None:
    twins = (berth("n", 0, 0), berth("m", 0, 0))
    book = berths.Berths()
    count(book, {"v": (30, 30)}, twins)
    assert book.lying == {"m": ("v",)}


def test_only_berths_that_changed_are_said_and_in_the_order_of_their_ids() -> None:
    book = berths.Berths()
    count(book, {"v": (0, 0), "w": (1_000, 0)})
    assert count(book, {"w": (1_001, 0), "v": (1, 0)}) == []
    assert count(book, {"v": (150, 0), "w": (1_000, 0)}) == [
        BerthChanged(t_ms=7_000, berth="a", vessels=()),
        BerthChanged(t_ms=7_000, berth="b", vessels=("v",)),
    ]


def test_a_berth_that_the_port_no_longer_has_is_emptied() -> None:
    book = berths.Berths()
    count(book, {"v": (0, 0)})
    assert count(book, {"v": (0, 0)}, PLACES[2:]) == [BerthChanged(t_ms=7_000, berth="a", vessels=())]
    assert book.lying == {}


def test_no_boats_and_no_berths_are_no_trouble() -> None:
    book = berths.Berths()
    assert count(book, {}) == count(book, {"v": (0, 0)}, ()) == []


def test_a_boat_without_a_position_lies_nowhere() -> None:
    nowhere = np.array([np.nan])
    assert berths.occupancy(berths.Berths(), PLACES, ["v"].__getitem__, nowhere, nowhere, 1) == []


def test_the_box_about_a_berth_reaches_over_the_date_line() -> None:
    place = Berth("d", Words("d", "d"), 179.9999, 65.0, "anchorage", 160, 9)
    facts = berths.occupancy(
        berths.Berths(), [place], ["v"].__getitem__, np.array([-179.9995]), np.array([65.0]), 1
    )
    assert [fact.vessels for fact in facts] == [("v",)]


def test_facts_about_other_things_change_nothing() -> None:
    book = berths.Berths()
    berths.fold(book, GapNoted(t_ms=9, from_ms=1, why="stall"))
    assert book == berths.Berths()


near_m = st.floats(-300, 300)


@given(
    places=st.lists(st.tuples(near_m, near_m, st.sampled_from([60, 100, 160])), max_size=6),
    moves=st.lists(st.lists(st.tuples(near_m, near_m), max_size=12), min_size=1, max_size=3),
)
def test_occupancy_agrees_with_a_recount_of_every_boat_against_every_berth(places: Any, moves: Any) -> None:
    port = [berth(f"b{n}", x, y, radius) for n, (x, y, radius) in enumerate(places)]
    book, facts = berths.Berths(), []
    for boats in moves:
        facts += count(book, {f"v{n}": where for n, where in enumerate(boats)}, port)
        naive: dict[str, list[str]] = {}
        for n, (x, y) in enumerate(boats):
            lon, lat = FRAME.to_lonlat(x, y)
            far = [(round(float(distance_m(lon, lat, b.lon, b.lat)), 3), b.id, b.radius_m) for b in port]
            holding = [(m, name) for m, name, radius in far if m <= radius]
            if holding:
                naive.setdefault(min(holding)[1], []).append(f"v{n}")
        assert book.lying == {name: tuple(sorted(ids)) for name, ids in naive.items()}
        assert sum(map(len, book.lying.values())) == sum(map(len, naive.values()))
    rebuilt = berths.Berths()
    for fact in facts:
        berths.fold(rebuilt, fact)
    assert rebuilt == book == msgspec.msgpack.decode(msgspec.msgpack.encode(book), type=berths.Berths)
