import numpy as np

from twin.table import Column, Table, among

COLUMNS = (
    Column("lon", "<f8", np.nan, "deg", "longitude"),
    Column("t_ms", "<i8", -1, "ms", "instant"),
    Column("flag", "?", 0, "flag", "a flag"),
)


def test_rows_begin_empty_and_keep_their_values_through_growth():
    table = Table(COLUMNS)
    assert len(table) == 0
    for n in range(1000):
        assert table.add() == n
        table["t_ms"][n] = n
    assert np.array_equal(table["t_ms"], np.arange(1000))
    assert np.isnan(table["lon"]).all()
    assert not table["flag"].any()


def test_a_dump_loads_into_an_equal_table_and_unknown_columns_stay_empty():
    table = Table(COLUMNS, 3)
    table["t_ms"][:] = [5, 6, 7]
    table["flag"][1] = True
    stored = table.dump()
    del stored["lon"]
    other = Table(COLUMNS)
    other.load(stored, 3)
    assert other["t_ms"].tolist() == [5, 6, 7]
    assert other["flag"].tolist() == [False, True, False]
    assert np.isnan(other["lon"]).all()
    assert other.add() == 3


def test_a_table_made_of_arrays_has_their_values_and_grows_like_any_other():
    arrays = {"lon": np.array([1.0, 2.0]), "t_ms": np.array([5, 6]), "flag": np.array([True, False])}
    table = Table(COLUMNS, 2, arrays)
    assert (len(table), table["t_ms"].tolist()) == (2, [5, 6])
    assert table.add() == 2
    assert table["flag"].tolist() == [True, False, False]
    assert np.isnan(table["lon"][2])


def test_codes_are_among_some_as_numpy_says():
    codes = np.array([0, 3, 255, 7, 3], dtype=np.uint8)
    for some in ((), (3,), (255, 0), range(256)):
        assert among(codes, some).tolist() == np.isin(codes, list(some)).tolist()
