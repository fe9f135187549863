from tests.twin.harbour import ZONES, boat, box, fix, zone
from tests.twin.play import Play
from tests.twin.quay import gate, manned_port
from tests.twin.test_order_calls import recall
from tests.twin.test_permits import asked
from twin import moves
from twin.facts import AlertRaised
from twin.port import Ban

HOUR = 3_600_000
NEW = zone("east-anchorage", "anchorage", box(12_000, -500, 13_000, 500))
NAMES = tuple(f"m{n}" for n in range(12))


def fleet_of(*zones_more, **changes) -> Play:
    vessels = tuple(boat(name, f"ais-b:{50 + n}") for n, name in enumerate(NAMES))
    return Play(manned_port(vessels=vessels, people=(), zones=(ZONES[0], NEW, *zones_more), **changes))


def told(play: Play, places, **more) -> Play:
    """Let every boat report once, each from its place."""
    play.hear(*(fix(f"ais-b:{50 + n}", x, y, play.now, **more) for n, (x, y) in enumerate(places)))
    return play


def keeps(play: Play, zone_id: str | None = NEW.id) -> list[bool]:
    world = play.world
    rows = moves.rows_of(world.fleet, moves.Move(NAMES[:4], zone_id, 0, 1))
    return moves.keeping(world.fleet, world.fences, world.port.gates, rows, zone_id).tolist()


def test_a_boat_keeps_to_its_move_near_the_port_in_shelter_there_and_wherever_it_closes():
    play = told(fleet_of(), [(0, 0), (12_500, 0), (1_500, 0), (-9_000, 0)], cog_deg=270.0)
    assert keeps(play) == [True, True, True, False]
    far = [(-9_000, 0)] * 4
    assert keeps(told(fleet_of(), far, cog_deg=45.0)) == [True] * 4
    assert keeps(told(fleet_of(), far, cog_deg=90.0, sog_kn=1)) == [False] * 4


def test_nobody_deviates_who_was_never_seen_or_tells_no_course_or_whose_move_names_no_zone():
    play = fleet_of()
    assert keeps(play) == [True] * 4
    assert keeps(told(fleet_of(), [(-9_000, 0)] * 4)) == [True] * 4
    told(play, [(-9_000, 0)] * 4, cog_deg=270.0)
    assert keeps(play) == [False] * 4
    assert keeps(play, None) == keeps(play, "drawn-no-more") == [True] * 4


def test_moves_by_permit_are_obeyed_like_those_by_order_while_they_stand():
    play = fleet_of()
    recall(play, "m0", order_kind="move", zone=NEW.id)
    later = {"from_ms": play.now + HOUR, "to_ms": play.now + 2 * HOUR}
    play.hear_act(asked(vessels=("m1",), permit_kind="move", zone=NEW.id, **later))
    world = play.world

    def obeying(now_ms: int) -> set[str]:
        known = moves.moves(world.orders, world.permits)
        return moves.obeying(world.fleet, world.fences, world.port.gates, known, now_ms)

    assert obeying(play.now) == {"m0"}
    assert obeying(play.now + HOUR) == {"m0", "m1"}
    assert obeying(play.now + 2 * HOUR) == {"m0"}


def test_of_a_move_of_many_boats_every_rule_raises_only_the_one_that_deviates():
    """Twelve boats of a closed gear leave a shut port by order, through a reserve; the last goes west."""
    ban = Ban(frozenset({"trawl"}), 20, 40, 0, 4_000_000_000_000, "", "test")
    ground = zone("ground", "permitted", box(-2_000, -2_000, 2_000, 2_000))
    reserve = zone("reserve", "forbidden", box(2_500, -9_000, 9_000, 9_000))
    west = zone("west-reserve", "forbidden", box(-9_000, -9_000, -2_500, 9_000))
    play = fleet_of(ground, reserve, west, bans=(ban,))
    told(play, [(950, 150 * (n - 6)) for n in range(12)], sog_kn=0)
    recall(play, order_kind="port-state", state="closed")
    recall(play, *NAMES, order_kind="move", zone=NEW.id, request="o2", hours=4)
    for name in NAMES:
        gate(play, "out", vessel=name)
    for step in range(9):
        play.wait(90)
        there = [(1_500 + 600 * step, 150 * (n - 6)) for n in range(11)]
        told(play, there, sog_kn=13, cog_deg=90.0)
        play.hear(fix("ais-b:61", 600 - 700 * step, 750, play.now, sog_kn=13, cog_deg=270.0))
    raised = [fact for fact in play.of(AlertRaised) if fact.rule != "collision-risk"]
    assert {fact.subject.id for fact in raised} == {"m11"}
    heeding = {"unreported-passage", "left-zone", "entered-zone", "closed-season", "barred-to-sail"}
    assert heeding <= {fact.rule for fact in raised}
