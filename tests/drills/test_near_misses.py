import numpy as np

from drills.near_misses import WATERS, Passes, Said, settings, waters_of
from simulators.vessel import Hulls
from tests.twin.harbour import BOATS, T0, port
from twin.fact import Subject
from twin.facts import AlertChanged, AlertCleared, AlertRaised
from twin.wire import Words
from twin.world import new_world

ALERT = "collision-risk-1"
WORDS = Words("词", "word")


def raised(one: str, other: str, t_ms: int, limit_m: float) -> AlertRaised:
    return AlertRaised(
        t_ms=t_ms,
        alert=ALERT,
        rule="collision-risk",
        subject=Subject("vessel", one),
        priority=3,
        since_ms=t_ms,
        words=WORDS,
        zone=None,
        value=10.0,
        limit=limit_m,
        unit="m",
        lon=None,
        lat=None,
        source="",
        other=other,
    )


def passes_of(hulls: Hulls, *companies: str) -> Passes:
    return Passes(hulls, BOATS[:2], companies or ("", ""), new_world(port(vessels=BOATS), "sim"))


def head_on(passes: Passes, hulls: Hulls, facts: dict) -> None:
    """Two boats at sea that pass 20 m apart after a minute."""
    hulls.speed_mps[:], hulls.course_deg[:] = 4.0, (90.0, 270.0)
    for second in range(120):
        hulls.xy_m[0] = 60_000.0 + 4.0 * second, -20_000.0
        hulls.xy_m[1] = 60_480.0 - 4.0 * second, -19_980.0
        passes.look(facts.get(second, []), T0 + second * 1_000)


def test_a_pass_begins_at_the_limit_ends_beyond_it_and_keeps_the_nearest():
    passes = passes_of(hulls := Hulls(2))
    graver = AlertChanged(t_ms=T0 + 30_000, alert=ALERT, priority=2, words=WORDS, value=9.0, limit=1.0)
    over = AlertCleared(t_ms=T0 + 90_000, alert=ALERT, words=WORDS)
    head_on(passes, hulls, {10: [raised("a", "b", T0, settings().boats_m)], 30: [graver], 90: [over]})
    (missed,) = passes.missed
    assert (missed.pair, missed.nearest_ms, missed.nearest_m) == (("a", "b"), T0 + 60_000, 20.0)
    assert T0 + 30_000 < missed.from_ms < T0 + 40_000
    (said,) = passes.said.values()
    assert (said.grave_ms, said.ended_ms, said.nearest_m) == (T0 + 30_000, T0 + 90_000, 20.0)


def test_boats_of_one_company_and_boats_that_hardly_close_are_no_near_miss():
    passes = passes_of(hulls := Hulls(2), "pair", "pair")
    head_on(passes, hulls, {})
    assert passes.missed == []
    passes = passes_of(hulls := Hulls(2))
    hulls.speed_mps[:], hulls.course_deg[:] = 4.0, 90.0
    hulls.xy_m[:] = (60_000.0, -20_000.0), (60_000.0, -20_050.0)
    passes.look([], T0)
    hulls.xy_m[1] = 0.0
    passes.look([], T0 + 1_000)
    assert passes.missed == []


def test_waters_are_those_of_the_chart():
    world = new_world(port(), "sim")
    mouths = world.fences.mouths(world.port.gates)
    near = np.array([[mouths.x_m[0] + 5_000.0, mouths.y_m[0]]])
    places = np.concatenate([np.zeros((1, 2)), near, near + 200_000.0, near + 200_000.0])
    water, limit_m = waters_of(world, places, places, np.array([False, False, False, True]))
    assert [WATERS[at] for at in water] == ["harbour", "approach", "sea", "ship"]
    assert limit_m.tolist() == [30.0, 50.0, settings().boats_m, settings().ship_m]


def test_an_alert_names_its_water_by_its_limit():
    for water, limit_m in (
        ("harbour", 30.0),
        ("ship", 926.0),
        ("approach", 50.0),
        ("sea", 185.2),
        ("mouth", 33.0),
    ):
        assert Said(raised("a", "b", 0, limit_m)).water == water
