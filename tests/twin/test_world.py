import numpy as np
import pytest

from tests.twin.harbour import T0, box, port, zone
from tests.twin.play import Play
from twin.port import ConfigError
from twin.world import Step, World, new_world


def test_a_new_world_has_heard_nothing():
    world = new_world(port(), "sim")
    assert (world.now_ms, len(world.fleet), world.alerts.open, world.counters) == (-1, 0, {}, {})
    assert world.feeds.feeds[0].id == "link"


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"no-such-rule": {}}, "no-such-rule"),
        ({"left-zone": {"margin_km": 1}}, "margin_km"),
        ({"left-zone": {"margin_m": "far"}}, "margin_m"),
    ],
)
def test_settings_no_rule_knows_stop_the_start_with_place_and_remedy(settings, word):
    with pytest.raises(ConfigError, match=word) as refused:
        World(port(rules=settings), "sim")
    assert all(fault.file == "rules.toml" and fault.remedy for fault in refused.value.faults)


def test_counters_count_what_happened_and_nothing_else():
    world = new_world(port(), "sim")
    world.count("a")
    world.count("a", 3)
    world.count("b", 0)
    assert world.counters == {"a": 4}


def test_a_step_touches_every_row_once():
    step = Step(T0)
    step.touch(np.array([3, 1]))
    step.touch(np.array([1, 2]))
    assert step.touched.tolist() == [1, 2, 3]


def test_a_drawn_zone_holds_at_once_for_boats_inside_and_only_while_its_window_is_open():
    play = Play().sail("ais-b:1", [(3_000, 0)])
    row = play.world.fleet.row_of["a"]
    play.world.draw(zone("new", "forbidden", box(2_000, -1_000, 4_000, 1_000)))
    assert play.world.fences.trespassing[row]
    play.world.draw(zone("new", "forbidden", box(20_000, -1_000, 40_000, 1_000)))
    assert not play.world.fences.trespassing[row]
    assert play.world.fences.bound[row]


def test_a_zone_may_be_drawn_before_anything_was_heard():
    world = new_world(port(), "sim")
    world.draw(zone("new", "forbidden", box(0, 0, 1, 1)))
    assert world.fences.zones[-1].id == "new"
