import pytest

from geo.faults import FaultList, Place
from geo.rings import read_line, read_point, read_ring

HERE = Place("feature 0", "ring 0")
SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]


def faults_of(reader, raw):
    faults = FaultList()
    assert reader(raw, HERE, faults) is None
    return faults.all()


def test_a_sound_ring_comes_back_as_it_stands():
    faults = FaultList()
    ring = read_ring(SQUARE, HERE, faults)
    assert ring.positions == [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert ring.place == HERE
    assert not faults.count


def test_a_height_after_the_latitude_is_left_out():
    assert read_point([121.9, 29.2, 15], HERE, FaultList()) == (121.9, 29.2)


def test_a_line_of_two_positions_is_enough():
    assert read_line([[121.9, 29.2], [121.8, 29.1]], HERE, FaultList()) == [(121.9, 29.2), (121.8, 29.1)]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("there", "not [longitude, latitude]"),
        ([121.9], "not [longitude, latitude]"),
        ([1, 2, 3, 4], "not [longitude, latitude]"),
        (["121.9", "29.2"], "not [longitude, latitude]"),
        ([True, 29.2], "not [longitude, latitude]"),
        ([None, 29.2], "not [longitude, latitude]"),
        ([float("inf"), 29.2], "not finite"),
        ([10**400, 29.2], "not finite"),
        ([13_574_000.0, 3_400_000.0], "looks like metres"),
        ([29.2, 121.9], "latitude before longitude"),
        ([181, 29.2], "outside -180..180, -90..90"),
        ([121.9, -90.1], "outside -180..180, -90..90"),
    ],
    ids=str,
)
def test_a_position_that_is_none_is_named_with_its_coordinate(wrong, why):
    (fault,) = faults_of(read_ring, [*SQUARE[:2], wrong, *SQUARE[3:]])
    assert why in fault.why
    assert fault.place.coordinate == 2
    assert fault.place.ring == "ring 0"


def test_every_kind_of_fault_in_one_ring_is_told():
    faults = faults_of(read_ring, [[0, 0], "x", [29, 121], [1e9, 0], [30, 122], [0, 0]])
    assert [fault.place.coordinate for fault in faults] == [1, 3, 2]
    assert "and 1 more here" in faults[2].why


@pytest.mark.parametrize("raw", [None, 5, {}, "ring"])
def test_what_is_no_list_is_no_ring(raw):
    assert "not a list of positions" in faults_of(read_ring, raw)[0].why


def test_an_open_ring_is_named_at_its_end():
    (fault,) = faults_of(read_ring, SQUARE[:-1])
    assert "not closed" in fault.why
    assert fault.place.coordinate == 3
    assert fault.place.at == (0, 10)


@pytest.mark.parametrize("raw", [[], [[0, 0]], [[0, 0], [1, 1], [0, 0]]])
def test_three_positions_enclose_nothing(raw):
    assert any("encloses nothing" in fault.why for fault in faults_of(read_ring, raw))


def test_a_repeated_position_is_named():
    (fault,) = faults_of(read_ring, [*SQUARE[:3], *SQUARE[2:]])
    assert "repeats the position before" in fault.why
    assert fault.place.coordinate == 3


def test_an_edge_across_the_antimeridian_is_named():
    (fault,) = faults_of(read_ring, [[175, 0], [-175, 0], [-175, 5], [175, 5], [175, 0]])
    assert "antimeridian" in fault.why
    assert fault.place.coordinate == 1


@pytest.mark.parametrize("raw", [[], [[1, 2]], [[1, 2], [1, 2]]])
def test_a_line_needs_two_different_positions(raw):
    assert faults_of(read_line, raw)
