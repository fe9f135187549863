"""Pairs that rest could not be found by `collision-risk`: against a look at all pairs each second."""

import msgspec
import numpy as np

from tests.twin.harbour import FRAME, T0, ZONES, box, port, zone
from tests.twin.play import Play
from tests.twin.rules.test_collision_risk import Way
from twin.decode import TerminalSaid
from twin.port import Gate
from twin.rules import collision_risk
from twin.wire import StaticBody, Words


def test_no_second_is_missed_by_letting_pairs_be():
    """Boats crowd about a mouth and turn now and then; whoever looks at all pairs anew finds the same."""
    lon, lat = FRAME.to_lonlat(np.array([4_900.0, 5_100.0]), np.array([5_000.0, 5_000.0]))
    gate = Gate("g", Words("口", "Mouth"), ((lon[0], lat[0]), (lon[1], lat[1])), 200)
    mouth = zone("mouth", "gate", box(4_900, 4_800, 5_100, 5_200))
    play, told = Play(port(zones=(*ZONES, mouth), gates=(gate,))), []

    def both(view, params):
        found = collision_risk.find(view, params)
        assert collision_risk.find(msgspec.structs.replace(view, meetings={}), params) == found
        told.extend(found)
        return found

    play.world.rules = tuple(
        msgspec.structs.replace(rule, find=both) if rule.id == "collision-risk" else rule
        for rule in play.world.rules
    )
    rng = np.random.default_rng(5)
    ways = [
        Way(f"ais-b:{number}", *rng.uniform(4_500, 5_500, 2), rng.uniform(1, 12), rng.uniform(0, 360))
        for number in range(12)
    ]
    for second in range(60):
        play.until(T0 + second * 1_000)
        ways = [way.moved(1) for way in ways]
        for number in range(second % 10, len(ways), 10):
            turn, way = rng.choice([0.0, 0.0, 30.0]), ways[number]
            ways[number] = Way(way.terminal, way.x_m, way.y_m, way.kn, way.course + turn)
            play.hear(ways[number].fix(play.now, 0))
        if second in (20, 40):  # one is known for a ship now, another is the first to tell its length
            said = StaticBody(t_ms=play.now, length_m=120.0, via="rx")
            play.hear(TerminalSaid(f"ais-b:{second // 20}", "ais-b", said, play.now))
        if second == 30:
            play.world.draw(msgspec.structs.replace(mouth, shape=box(4_800, 4_800, 5_200, 5_200)))
    assert len(told) > 10
