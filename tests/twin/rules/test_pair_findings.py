import numpy as np

from geo.encounter import passing
from tests.twin.play import Play
from twin.judgement import view_of
from twin.rules.base import HOLDS, HOLDS_NOT, Params
from twin.rules.pair_findings import Said, ending, findings, holding, ripe, unseen
from twin.traffic import traffic
from twin.watched_pairs import ACTIVE, PENDING, Standing, WatchedPairs

AHEAD_S = 600.0
NOW = 1_790_000_000_000


def met(play: Play, *, holds: bool, explain: bool):
    """What is said of b and a, 2 km apart and head-on."""
    seen = traffic(play.world.fleet, np.array([0, 1]), play.now)
    pairs = passing(seen.tracks, np.array([0]), np.array([1]), AHEAD_S)
    flags = (np.array([flag]) for flag in (holds, explain))
    said = Said(pairs, next(flags), np.array([3]), np.array([185.2]), next(flags))
    return findings(view_of(play.world, play.now, {}), seen, said, AHEAD_S)


def head_on() -> Play:
    play = Play()
    play.sail("ais-b:2", [(5_000, 3_000)], sog_kn=7.0, cog_deg=270.0, every_s=1)
    return play.sail("ais-b:1", [(3_000, 3_000)], sog_kn=7.0, cog_deg=90.0, every_s=1)


def test_a_pair_is_told_under_the_name_that_sorts_first_and_explained_when_asked():
    play = head_on()
    (told,) = met(play, holds=True, explain=True)
    assert (told.subject, told.other, told.verdict, told.limit) == ("a", "b", HOLDS, 185.2)
    assert told.value < 5
    assert "closest in" in told.assumed.en
    way, its = (mark.places for mark in told.draw)
    assert abs(way[1][0] - its[1][0]) < 1e-3
    (bare,) = met(play, holds=False, explain=False)
    assert (bare.verdict, bare.assumed, bare.draw) == (HOLDS_NOT, None, ())


def test_it_is_over_with_who_lies_moored_and_of_the_others_nobody_can_tell():
    play = head_on()
    view = view_of(play.world, play.now, {})
    pairs, params = WatchedPairs(play.world.fleet.row_of), Params(release_s=60)
    pairs.put("b", "a", (ACTIVE, 3, 0, -1, -1, 0, 0))
    assert unseen(view, params, pairs.watched()) == []
    play.world.fleet.vessels["moored"][1] = True
    (over,) = unseen(view, params, pairs.watched())
    assert (over.subject, over.other, over.verdict) == ("a", "b", HOLDS_NOT)
    pairs.put("b", "a", (ACTIVE, 3, 0, play.now - 59_000, -1, 0, 0))
    assert unseen(view, params, pairs.watched()) == []


def standing(**said: list[int]) -> Standing:
    columns = {"phase": [ACTIVE], "priority": [3], "since_ms": [0], "changed_ms": [0], "fixes": [0]} | said
    count = len(next(iter(said.values())))
    begun = {"off_ms": [-1] * count, "graver_ms": [-1] * count}
    made = {name: np.resize(np.array(value), count) for name, value in (begun | columns).items()}
    return Standing(**made)


def flags(*said: int):
    return np.array(said, dtype=bool)


def test_what_is_graver_is_said_when_it_begins_when_it_has_lasted_and_when_it_is_no_graver():
    view = view_of(head_on().world, NOW, {})
    params = Params(graver_s=30, react_s=60)
    at = standing(graver_ms=[-1, NOW - 29_000, NOW - 30_000, NOW - 30_000, NOW - 9_000, NOW - 9_000, -1])
    at.changed_ms[:] = NOW - 60_000
    at.changed_ms[3] = NOW - 59_000
    late = flags(1, 1, 1, 1, 1, 0, 1)
    told = holding(view, params, at, at.fixes, flags(1, 1, 1, 1, 0, 0, 0), late)
    assert told.tolist() == [True, False, True, False, True, False, False]


def test_what_waits_is_said_when_it_is_due():
    view = view_of(head_on().world, NOW, {})
    params = Params(hold_s=20, release_s=60)
    at = standing(phase=[0, PENDING, PENDING], since_ms=[0, NOW - 19_000, NOW - 20_000])
    none, many = flags(0, 0, 0), np.full(3, 9)
    assert holding(view, params, at, many, none, none).tolist() == [True, False, True]
    assert ripe(view, params, at, many).tolist() == [False, False, True]
    few = np.array([9, 9, 1])
    assert ripe(view, Params(hold_s=20, hold_fixes=2), at, few).tolist() == [False, False, False]
    assert ending(view, params, at, many).tolist() == [True, True, True]
    ceased = standing(off_ms=[-1, NOW - 59_000, NOW - 60_000])
    assert ending(view, params, ceased, many).tolist() == [True, False, True]
    assert holding(view, params, ceased, many, none, none).tolist() == [False, True, True]
    view.covered = True
    assert ending(view, params, ceased, many).all()
    assert holding(view, params, ceased, many, none, none).all()
