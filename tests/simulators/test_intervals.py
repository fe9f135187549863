import numpy as np
import pytest

from geo.units import kn_to_mps
from simulators.intervals import CLASS_A, KINDS, SHORTEST_S, interval_s


@pytest.mark.parametrize(
    ("kind", "speed_kn", "at_rest", "turning", "seconds"),
    [
        ("ais-a", 0.0, True, False, 180.0),
        ("ais-a", 3.0, True, False, 180.0),
        ("ais-a", 3.5, True, False, 10.0),
        ("ais-a", 0.0, False, False, 10.0),
        ("ais-a", 14.0, False, False, 10.0),
        ("ais-a", 9.0, False, True, 10 / 3),
        ("ais-a", 14.5, False, False, 6.0),
        ("ais-a", 20.0, False, True, 2.0),
        ("ais-a", 23.5, False, False, 2.0),
        ("ais-b", 0.0, True, False, 180.0),
        ("ais-b", 2.0, False, False, 180.0),
        ("ais-b", 2.1, False, True, 30.0),
        ("ais-b", 25.0, False, False, 30.0),
        ("beidou", 9.0, False, False, 600.0),
        ("beidou", 0.0, True, False, 600.0),
        ("cell", 5.0, False, False, 30.0),
    ],
)
def test_reporting_intervals_are_those_of_the_standards(kind, speed_kn, at_rest, turning, seconds):
    # ITU-R M.1371-5 tables 1 and 2, one row each
    found = interval_s(
        np.array([KINDS.index(kind)]),
        np.array([kn_to_mps(speed_kn)]),
        np.array([at_rest]),
        np.array([turning]),
    )
    assert found.tolist() == pytest.approx([seconds])


@pytest.mark.parametrize("kind", range(len(KINDS)))
@pytest.mark.parametrize("speed_kn", [0.0, 2.0, 2.1, 9.0, 15.0, 25.0])
def test_only_class_a_says_more_than_its_shortest(kind, speed_kn):
    speeds_mps = np.full(4, kn_to_mps(speed_kn))
    rests, turns = np.array([False, True, False, True]), np.array([False, False, True, True])
    found = interval_s(np.full(4, kind), speeds_mps, rests, turns)
    shortest_s = SHORTEST_S[int(speed_kn <= 2)][kind]
    assert (found >= shortest_s).all()
    assert kind == CLASS_A or (found == shortest_s).all()
