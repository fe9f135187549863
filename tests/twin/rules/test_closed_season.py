import msgspec

from tests.twin.harbour import BOATS, T0, box, port
from tests.twin.play import Play
from twin.acts import GrantPermit
from twin.facts import AlertCleared
from twin.judgement import view_of
from twin.port import Ban
from twin.rules import closed_season

NOON = T0 + 1_800_000
CLOSED = Ban(frozenset({"trawl"}), 26.5, 35, T0 - 86_400_000, NOON, "", "test")


def banned(**ban: object) -> Play:
    return Play(port(bans=(msgspec.structs.replace(CLOSED, **ban),)))


def test_a_trawler_at_sea_in_its_closed_season_is_an_alarm():
    play = banned().sail("ais-b:1", [(3_000, 0)] * 4)
    assert play.raised("closed-season") == [("a", None, 2)]
    raised = next(alert for alert in play.world.alerts.open.values() if alert.rule == "closed-season")
    assert raised.words.en == "a at sea in the closed season of its gear"


def test_half_an_hour_at_fishing_speed_is_said():
    play = Play(port(bans=(msgspec.structs.replace(CLOSED, from_ms=T0 + 2_000_000, to_ms=T0 + 9_000_000),)))
    play.sail("ais-b:1", [(3_000 + 50 * n, 0) for n in range(80)], sog_kn=3.0)
    raised = next(alert for alert in play.world.alerts.open.values() if alert.rule == "closed-season")
    assert "fishing speed" in raised.words.en


def test_within_five_hundred_metres_of_the_harbour_nobody_is_at_sea():
    assert banned().sail("ais-b:1", [(1_450, 0)] * 6).raised("closed-season") == []


def test_a_harbour_that_was_drawn_wider_is_a_harbour_at_once():
    play = banned().sail("ais-b:1", [(1_450, 0)] * 2)
    harbour = next(zone for zone in play.world.fences.zones if zone.kind == "harbour")
    wider = msgspec.structs.replace(harbour, shape=box(-3_000, -3_000, 3_200, 3_000))
    play.world.fences.redraw(play.world.fleet, wider, play.now)
    assert play.sail("ais-b:1", [(3_400, 0)] * 6).raised("closed-season") == []


def test_another_gear_or_another_latitude_is_open():
    assert banned(gears=frozenset({"gillnet"})).sail("ais-b:1", [(3_000, 0)] * 6).raised() == []
    assert banned(south_deg=30).sail("ais-b:1", [(3_000, 0)] * 6).raised() == []


def test_queueing_in_the_port_before_the_opening_and_leaving_at_noon_is_right():
    play = banned().until(NOON - 120_000)
    play.sail("ais-b:1", [(900, 0), (950, 0), (1_000, 0)])
    play.until(NOON)
    assert play.sail("ais-b:1", [(2_000 + 150 * n, 0) for n in range(6)]).raised("closed-season") == []


def test_a_minute_too_early_is_too_early_and_the_opening_ends_it():
    play = banned().until(NOON - 300_000)
    play.sail("ais-b:1", [(3_000, 0)] * 5)
    assert play.raised("closed-season") == [("a", None, 2)]
    play.sail("ais-b:1", [(3_000, 0)] * 12)
    assert [fact.words.en for fact in play.of(AlertCleared)] == ["a is in port, or its season is open"]


def test_a_ban_transfer_is_permitted():
    play = banned()
    play.hear_act(
        GrantPermit(
            request_id="r1",
            actor="lin",
            role="leader",
            vessels=("a",),
            permit_kind="ban-transfer",
            from_ms=T0,
            to_ms=NOON,
            note="to the yard",
        )
    )
    assert play.sail("ais-b:1", [(3_000, 0)] * 6).raised("closed-season") == []


def test_without_a_table_or_a_gear_nobody_can_tell():
    play = Play().sail("ais-b:1", [(3_000, 0)] * 6)
    params = closed_season.ClosedSeasonParams()
    assert play.raised("closed-season") == []
    lacks = closed_season.lacks(view_of(play.world, play.now, {}), params)
    assert [(lack.words.en, lack.subjects) for lack in lacks] == [("no closed season on record", 1)]
    play = Play(port(vessels=BOATS[:1], bans=(CLOSED,))).sail("ais-b:7", [(3_000, 0)] * 6)
    lacks = closed_season.lacks(view_of(play.world, play.now, {}), params)
    assert [(lack.words.en, lack.subjects) for lack in lacks] == [("no gear on record", 1)]
