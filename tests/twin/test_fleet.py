import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.harbour import T0, boat, port
from twin import identity
from twin.columns import NEVER, TERMINAL_COLUMNS, UNKNOWN, VESSEL_COLUMNS
from twin.fleet import KIND_CODE, KINDS, STATE_BITS, Fleet, State
from twin.wire import HealthBody


def taught(*boats) -> Fleet:
    made = Fleet()
    for fact in identity.registered(port(vessels=boats), T0):
        made.learn(fact)
    return made


def test_every_vessel_has_a_row_and_so_has_every_terminal():
    made = taught(boat("a", "ais-b:1", "beidou:1"), boat("b"), boat("c", "cell:3"))
    assert (len(made), made.row_of) == (3, {"a": 0, "b": 1, "c": 2})
    assert made.keys == ["ais-b:1", "beidou:1", "cell:3"]
    assert made.terminals_of == [[0, 1], [], [2]]
    assert made.terminals["kind"].tolist() == [KIND_CODE["ais-b"], KIND_CODE["beidou"], KIND_CODE["cell"]]
    assert [made.carrier(key) for key in (*made.keys, "cell:9")] == [0, 0, 2, None]


def test_only_hulls_that_do_not_fish_may_be_fast():
    made = taught(boat("a"), boat("ship", vessel_class="merchant"), boat("p", vessel_class="patrol"))
    assert made.vessels["fast"].tolist() == [False, True, True]


def test_nothing_is_known_of_a_vessel_before_it_is_heard():
    made = taught(boat("a", "ais-b:1"))
    assert made.vessels["fix_ms"].tolist() == [NEVER]
    assert np.isnan(made.vessels["lon"]).all()


def test_what_a_vessel_newly_says_replaces_what_was_known_and_keeps_its_row():
    made = taught(boat("a", "ais-b:1"), boat("b"))
    made.vessels["fix_ms"][0] = T0
    again = next(iter(identity.registered(port(vessels=(boat("a", "ais-b:1", "cell:7"),)), T0 + 5)))
    made.learn(again)
    assert (len(made), made.known[0], made.vessels["fix_ms"][0]) == (2, again, T0)
    assert made.terminals_of == [[0, 1], []]


def test_a_vessel_that_loses_its_last_terminal_is_nowhere():
    made = taught(boat("a", "ais-b:1"), boat("b"))
    made.vessels["fix_ms"][0], made.vessels["lon"][0] = T0, 122.0
    said = next(iter(identity.registered(port(vessels=(boat("b", "ais-b:1"),)), T0)))
    made.learn(identity.renumbered(said, 1))
    assert (made.terminals_of, made.carrier("ais-b:1")) == ([[], [0]], 1)
    assert made.vessels["fix_ms"][0] == NEVER
    assert made.highest(np.array([5.0]), -1).tolist() == [-1, 5]


@given(st.lists(st.integers(0, 4), max_size=12), st.data())
def test_the_highest_of_each_vessels_terminals_is_found(counts, data):
    boats = [boat(f"v{n}", *(f"cell:{n}-{k}" for k in range(count))) for n, count in enumerate(counts)]
    made = taught(*boats)
    values = data.draw(st.lists(st.integers(-9, 9), min_size=sum(counts), max_size=sum(counts)))
    expected = [max((values[row] for row in rows), default=-99) for rows in made.terminals_of]
    assert made.highest(np.array(values, dtype=np.float64), -99).tolist() == expected


def test_columns_are_declared_once_with_a_unit_and_a_meaning():
    for columns in (VESSEL_COLUMNS, TERMINAL_COLUMNS):
        names = [column.name for column in columns]
        assert len(set(names)) == len(names)
        assert all(column.unit and column.meaning for column in columns)
        for column in columns:
            if column.name.endswith(("_ms", "_s", "_m", "_kn", "_deg")):
                assert column.unit == column.name.rpartition("_")[2], column.name


def test_states_fit_below_the_flags():
    low = [value for name, value in vars(State).items() if name.isupper() and not name.endswith("_FLAG")]
    flags = [value for name, value in vars(State).items() if name.endswith("_FLAG")]
    assert sorted(low) == list(range(len(low)))
    assert max(low) <= STATE_BITS
    assert all(flag & STATE_BITS == 0 for flag in flags)
    assert set(KIND_CODE) == set(KINDS)


def test_what_the_register_says_stands_in_columns_and_comes_back_with_a_snapshot():
    made = Fleet()
    for fact, partner in zip(
        identity.registered(port(vessels=(boat("a"), boat("b"))), T0), "ba", strict=True
    ):
        made.learn(msgspec.structs.replace(fact, group="g1", pair=partner))
    again = Fleet()
    again.restore(made.known, [], {}, made.terminals.dump())
    for columns in (made.vessels, again.vessels):
        assert (columns["length_m"].tolist(), columns["draught_m"].tolist()) == ([30, 30], [3, 3])
        assert (columns["wind_class"].tolist(), columns["rated"].tolist()) == ([8, 8], [8, 8])
        assert (columns["pair"].tolist(), columns["group"].tolist()) == ([1, 0], [0, 0])


def test_a_terminals_health_is_kept_as_told_and_what_it_does_not_tell_stays():
    made = taught(boat("a", "beidou:1"))
    assert (made.terminals["tamper"][0], made.terminals["health_ms"][0]) == (UNKNOWN, NEVER)
    made.note_health(0, HealthBody(battery_pct=42.0, tamper=True), 5_000)
    made.note_health(0, HealthBody(power=False), 6_000)
    columns = made.terminals
    assert (columns["battery_pct"][0], columns["tamper"][0], columns["power"][0]) == (42.0, 1, 0)
    assert columns["health_ms"][0] == 6_000
