import msgspec
import numpy as np
import pytest
import shapely

from tests.twin.harbour import FRAME, ZONES, boat, box, fix, port, zone
from tests.twin.play import Play
from twin.facts import AlertChanged, AlertCleared
from twin.judgement import view_of
from twin.rules import near_line

NM = 1_852.0
LINE = zone("east", "line", box(40_000, -60_000, 41_000, 60_000), classes=frozenset({"fishing"}))


def steam(
    play: Play,
    off_nm: float,
    course: float,
    *,
    kn: float | None = 8.0,
    fixes: int = 5,
    terminal: str = "ais-b:1",
) -> Play:
    """Let a boat head somewhere so far inside the line (negative: beyond it), a fix every half minute."""
    x_m = 40_000 - off_nm * NM
    for _ in range(fixes):
        play.sail(terminal, [(x_m, 0)], every_s=30, sog_kn=kn, cog_deg=course)
    return play.wait(6)


def chart() -> Play:
    return Play(port(zones=(ZONES[0], LINE)))


def raised(play: Play) -> list:
    return play.raised("near-line")


@pytest.mark.parametrize(("off_nm", "priority"), [(7.5, 4), (4.5, 3)])
def test_a_boat_that_heads_for_the_line_is_listed_at_ten_miles_and_told_at_five(off_nm, priority):
    assert raised(steam(chart(), off_nm, 90.0)) == [("a", "east", priority)]


def test_a_boat_across_that_tells_no_speed_is_seen_all_the_same():
    assert raised(steam(chart(), -0.3, 90.0, kn=None)) == [("a", "east", 2)]


def test_it_must_head_there_and_be_there_within_the_hour():
    assert raised(steam(chart(), 4.5, 0.0)) == []
    assert raised(steam(chart(), 4.5, 270.0)) == []
    assert raised(steam(chart(), 7.5, 90.0, kn=5.0)) == []
    assert raised(steam(chart(), 10.5, 90.0, kn=14.0)) == []
    assert raised(steam(chart(), 4.5, 90.0, kn=1.0)) == []
    assert len(raised(steam(chart(), 4.5, 45.0))) == 1


def test_across_it_is_an_alarm_wherever_the_boat_heads():
    play = steam(chart(), -0.2, 270.0)
    assert raised(play) == [("a", "east", 2)]
    far = steam(chart(), -20, 0.0, kn=3.0)
    assert raised(far) == [("a", "east", 2)]


def test_it_grows_graver_on_the_way_and_ends_only_five_miles_back():
    play = steam(chart(), 5.5, 90.0)
    for off_nm in (5.0, 4.6, 4.2):
        steam(play.wait(240), off_nm, 90.0, fixes=8)
    assert [fact.priority for fact in play.of(AlertChanged)] == [3]
    for off_nm in (4.4, 4.7, 4.9):
        steam(play.wait(240), off_nm, 270.0, fixes=8)
    assert play.of(AlertCleared) == []
    for off_nm in (5.2, 5.6):
        steam(play.wait(240), off_nm, 270.0, fixes=8)
    assert [over.words.en for over in play.of(AlertCleared)] == ["a is well back from east"]


def test_others_whom_the_line_does_not_bind_may_go_where_they_like():
    assert raised(steam(chart(), -3, 90.0, terminal="ais-a:9")) == []


def test_a_chart_without_lines_has_nothing_to_be_near_to():
    assert raised(steam(Play(port(zones=(ZONES[0],))), 4.5, 90.0)) == []


CORNERS = ([40_000, 41_000, 41_000, 40_000], [-60_000, -60_000, 60_000, 60_000])
SLANTED = ([10_000, 50_000, 52_000, 12_000], [30_000, -10_000, -10_000, 30_000])


@pytest.mark.parametrize("corners", [CORNERS, SLANTED])
def test_exactly_those_whose_way_home_meets_the_line_are_across_it(corners):
    rng = np.random.default_rng(5)
    x, y = rng.uniform(-90_000, 90_000, (2, 200))
    boats = tuple(boat(f"v{n}", f"ais-b:{n}") for n in range(len(x)))
    line = msgspec.structs.replace(LINE, shape=shapely.Polygon(np.column_stack(FRAME.to_lonlat(*corners))))
    play = Play(port(zones=(ZONES[0], line), vessels=boats))
    play.hear(*(fix(f"ais-b:{n}", *at, play.now, sog_kn=0.1) for n, at in enumerate(zip(x, y, strict=True))))
    view = view_of(play.world, play.now, {})
    found = {finding.subject for finding in near_line.find(view, near_line.RULE.params)}
    ways = shapely.linestrings([[(0, 0), at] for at in zip(x, y, strict=True)])
    truly = shapely.intersects(play.world.fences.set.shapes[1], ways)
    assert found == {f"v{n}" for n in np.flatnonzero(truly)}
    assert 0 < len(found) < len(x)


@pytest.mark.parametrize(("kn", "heads"), [(1.4, False), (1.6, True)])
def test_a_boat_that_makes_a_knot_and_a_half_heads_somewhere(kn, heads):
    assert bool(raised(steam(chart(), 0.5, 90.0, kn=kn))) is heads
