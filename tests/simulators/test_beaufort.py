import numpy as np
import pytest

from simulators.beaufort import direction_of, force_of


@pytest.mark.parametrize(
    ("wind_mps", "force"),
    [(0.0, 0), (0.29, 0), (0.3, 1), (10.7, 5), (10.8, 6), (17.2, 8), (24.5, 10), (32.7, 12), (65.0, 17)],
)
def test_forces_begin_at_the_winds_of_the_standard(wind_mps, force):
    assert force_of(wind_mps) == force


@pytest.mark.parametrize(
    ("towards", "name"), [((0, 1), "N"), ((1, 1), "NE"), ((0.1, -1), "S"), ((-1, 0.2), "W"), ((-1, 1), "NW")]
)
def test_directions_have_their_names(towards, name):
    assert direction_of(np.array(towards, dtype=float)).en == name
