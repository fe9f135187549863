import numpy as np

from geo.encounter import passing
from tests.twin.play import Play
from twin.judgement import view_of
from twin.meetings import SHIFT
from twin.rules.base import HOLDS, HOLDS_NOT
from twin.rules.pair_findings import Said, findings, unseen
from twin.traffic import traffic
from twin.watched_pairs import Watched

AHEAD_S = 600.0


def met(play: Play, *, holds: bool, explain: bool):
    """What is said of b and a, 2 km apart and head-on."""
    seen = traffic(play.world.fleet, play.now, 60)
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
    watched = Watched(np.array([0 << SHIFT | 1]), np.array([3]))
    assert unseen(view, watched) == []
    play.world.fleet.vessels["moored"][1] = True
    (over,) = unseen(view, watched)
    assert (over.subject, over.other, over.verdict) == ("a", "b", HOLDS_NOT)
