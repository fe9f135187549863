import numpy as np

from simulators.crew_names import person_name


def test_names_have_three_characters_vary_and_follow_the_seed():
    names = [person_name(np.random.default_rng(seed)) for seed in range(200)]
    assert all(len(name) == 3 for name in names)
    assert len(set(names)) > 180
    assert person_name(np.random.default_rng(7)) == names[7]
