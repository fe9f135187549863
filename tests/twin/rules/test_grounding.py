import msgspec
import pytest

from tests.twin.harbour import BOATS, ZONES, box, port, zone
from tests.twin.play import Play
from tests.twin.rules.readings import sense
from twin.facts import AlertCleared
from twin.judgement import view_of
from twin.rules import grounding

SHOAL = zone("bank", "permitted", box(3_000, -500, 4_000, 500), depth_m=2.0)
"""The test boats draw 3.0 m; at 6 kn they need 3.7 m."""


def shallow(depth_m: float = 2.0, **more: object) -> Play:
    return Play(port(zones=(*ZONES, msgspec.structs.replace(SHOAL, depth_m=depth_m)), **more))


def steam(play: Play, *x_m: float, cog_deg: float = 90, sog_kn: float = 6.0) -> Play:
    return play.sail("ais-b:1", [(x, 0) for x in x_m], sog_kn=sog_kn, cog_deg=cog_deg)


def test_a_boat_that_will_be_on_the_shoal_within_ten_minutes_is_warned():
    play = steam(shallow(), 1_400, 1_490, 1_580, 1_670).wait(2)
    assert play.raised("grounding") == [("a", None, 3)]
    steam(play, 1_700, 1_700, 1_700, 1_700, cog_deg=270).wait(2)
    assert "a is clear of the shoal" in [fact.words.en for fact in play.of(AlertCleared)]


def test_a_shoal_that_was_drawn_anew_lies_where_it_is_drawn():
    play = steam(shallow(), -3_000, -2_910).wait(2)
    moved = msgspec.structs.replace(SHOAL, shape=box(-1_500, -500, -500, 500))
    play.world.fences.redraw(play.world.fleet, moved, play.now)
    assert steam(play, -2_820, -2_730, -2_640).wait(2).raised("grounding") == [("a", None, 3)]


@pytest.mark.parametrize(
    ("depth_m", "cog_deg", "from_m"),
    [(3.8, 90, 1_400), (2.0, 270, 1_400), (2.0, 90, -500)],
    ids=["deep enough", "heads away", "farther than ten minutes"],
)
def test_these_float(depth_m, cog_deg, from_m):
    play = steam(shallow(depth_m), *[from_m + 60 * n for n in range(5)], cog_deg=cog_deg)
    assert play.wait(2).raised("grounding") == []


def test_the_tide_is_added_where_a_gauge_tells_it():
    play = shallow(3.0)
    for number in range(5):
        sense(play, "tide", "water-level", 1.2)
        steam(play, 1_400 + 90 * number)
    assert play.wait(2).raised("grounding") == []


@pytest.mark.parametrize(("aboard", "priority"), [(False, 2), (True, 1)])
def test_at_rest_on_too_little_water_it_is_aground_and_people_aboard_make_it_an_emergency(aboard, priority):
    play = shallow()
    if aboard:
        play.world.people.aboard["a"] = 5
    steam(play, *[3_500] * 14, sog_kn=0.0).wait(2)
    assert play.raised("grounding") == [("a", None, priority)]


def test_without_depths_or_a_draught_nobody_can_tell():
    def lacking(play: Play) -> list[tuple[str, int]]:
        view = view_of(play.world, play.now, {})
        return [(lack.words.en, lack.subjects) for lack in grounding.lacks(view, grounding.GroundingParams())]

    assert lacking(steam(Play(), 1_400)) == [("no depths on record", 1)]
    assert lacking(steam(shallow(), 1_400)) == [("no draught on record", 0)]
    play = shallow(vessels=BOATS[1:])
    assert lacking(steam(play, 1_400)) == [("no draught on record", 1)]
