"""The bench of nearness in a small form: it compares with looking at all pairs before it tells a figure."""

import numpy as np
import pytest

from api.bench import near


def figures(**size):
    return {what.removeprefix("near: "): (figure, unit) for what, figure, unit in near.run(**size)}


def test_the_screen_beats_looking_at_all_pairs():
    found = figures(vessels=3_000, times=3)
    assert found["screening against looking at all pairs row by row"][0] > 3
    assert found["3,000 vessels, within reach by two rules"][0] > 100


@pytest.mark.parametrize(("name", "why"), [("pairs_within", "the screen"), ("encounters", "the encounters")])
def test_a_way_that_loses_a_pair_is_not_timed_but_told(monkeypatch, name, why):
    honest = getattr(near, name)

    def loses_one(*asked):
        found = honest(*asked)
        if name == "pairs_within":
            return tuple(side[1:] for side in found)
        return found.where(np.arange(len(found.first)) > 0)

    monkeypatch.setattr(near, name, loses_one)
    with pytest.raises(AssertionError, match=why):
        near.run(vessels=2_000, times=1)
