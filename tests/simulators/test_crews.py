import numpy as np
import pytest

from simulators.cast import CAST
from simulators.crews import crew_of


def crew(shipu, length_m, part=None, seed=1, rated=15):
    vessel = {"id": "b", "length_m": str(length_m), "rated_persons": str(rated)}
    return crew_of(vessel, part, shipu.manning, np.random.default_rng(seed))


@pytest.mark.parametrize(
    ("length_m", "posts"),
    [
        (8, ["助理船副"]),
        (12, ["三级船长", "助理船副", "三级轮机长"]),
        (35.9, ["二级船长", "二级船副", "二级轮机长"]),
        (36, ["二级船长", "二级船副", "助理船副", "二级轮机长"]),
        (45, ["一级船长", "一级船副", "助理船副", "一级轮机长"]),
    ],
)
def test_every_post_that_the_length_asks_for_is_filled_the_skipper_first(shipu, length_m, posts):
    members = crew(shipu, length_m)
    assert members[0]["role"] == "skipper"
    assert [m["certificate"] for m in members if m["role"] != "deckhand"] == posts


def test_no_more_people_than_the_boat_may_carry(shipu):
    assert all(len(crew(shipu, 30, seed=seed, rated=6)) <= 6 for seed in range(20))


def test_some_certificates_run_out_but_none_of_the_cast(shipu):
    drawn = [member["expires"] for seed in range(60) for member in crew(shipu, 30, seed=seed)]
    soon = sum(day < "2027-03" for day in drawn) / len(drawn)
    assert 0.005 < soon < 0.08
    assert min(drawn) >= "2027-01"
    cast = [member["expires"] for seed in range(60) for member in crew(shipu, 30, CAST[0], seed)]
    assert min(cast) >= "2027-03"
