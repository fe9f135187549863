import pytest

from api.gateways.said import Distress, Fix, Static
from api.gateways.speaker import Speaker, last_will, receipt_topic
from api.gateways.tally import Tally
from tests.api.gateways.stand import NOW_MS, ROOT, JumpClock, Outlet
from twin import wire

FIX = Fix(kind="ais-b", terminal="412345678", lon=122.0, lat=29.0, sog_kn=3.5, status=7)
STATIC = Static(kind="ais-b", terminal="412345678", name="PU TUO 18")
SOS = Distress(kind="ais-a", terminal="972001234", sos="man-overboard", test=False, text="MOB ACTIVE")


@pytest.fixture
def clock() -> JumpClock:
    return JumpClock()


@pytest.fixture
def outlet(clock: JumpClock) -> Outlet:
    return Outlet(clock)


def speaker(clock: JumpClock, outlet: Outlet, tally: Tally | None = None, fix_qos: int = 1) -> Speaker:
    return Speaker(clock, outlet, tally or Tally(), root=ROOT, feed="ais-gw", boot="b1", fix_qos=fix_qos)


async def test_every_letter_names_its_feed_its_boot_and_the_next_number(clock: JumpClock, outlet: Outlet):
    gateway = speaker(clock, outlet)
    await gateway.speak_up()
    for said in (FIX, STATIC, SOS):
        await gateway.say(said, NOW_MS)
    bodies = [one.body for one in outlet.heard()]
    assert [body.seq for body in bodies] == [1, 2, 3, 4]
    assert {(body.via, body.boot) for body in bodies} == {("ais-gw", "b1")}
    assert [one.topic.removeprefix(ROOT) for one in outlet.letters] == [
        "/feed/ais-gw/heartbeat",
        "/terminal/ais-b/412345678/fix",
        "/terminal/ais-b/412345678/static",
        "/terminal/ais-a/972001234/sos",
    ]


async def test_what_is_said_is_what_the_twin_decodes(clock: JumpClock, outlet: Outlet):
    gateway = speaker(clock, outlet)
    for said in (FIX, STATIC, SOS):
        await gateway.say(said, NOW_MS + 1)
    fix, static, sos = (one.body for one in outlet.heard() if not isinstance(one.body, wire.HeartbeatBody))
    assert (fix.t_ms, fix.lon, fix.lat, fix.sog_kn, fix.status) == (NOW_MS + 1, 122.0, 29.0, 3.5, 7)
    assert (static.name, static.callsign) == ("PU TUO 18", None)
    assert (sos.kind, sos.text, sos.test, sos.t_ms) == ("man-overboard", "MOB ACTIVE", False, NOW_MS + 1)


@pytest.mark.parametrize("fix_qos", [0, 1])
async def test_only_fixes_may_be_sent_without_acknowledgement(clock: JumpClock, outlet: Outlet, fix_qos: int):
    gateway = speaker(clock, outlet, fix_qos=fix_qos)
    await gateway.speak_up()
    for said in (SOS, STATIC, FIX):
        await gateway.say(said, NOW_MS)
    assert [one.qos for one in outlet.letters] == [1, 1, 1, fix_qos]


async def test_heartbeats_count_what_came_off_the_air_and_nothing_else(clock: JumpClock, outlet: Outlet):
    tally = Tally(lines=100, carried=5)
    tally.passed_over.update({"not-ais": 60, "blank": 1, "repeated": 7, "base-station": 2})
    tally.refused["checksum"] = 3
    await speaker(clock, outlet, tally).speak_up()
    (beat,) = outlet.beats()
    assert (beat.body.heard, beat.body.t_ms, beat.body.offline) == (14, NOW_MS, False)


async def test_signing_off_says_offline_and_waits_for_the_broker(clock: JumpClock, outlet: Outlet):
    await speaker(clock, outlet).sign_off()
    (beat,) = outlet.beats()
    assert beat.body.offline
    assert outlet.settled_after == [1]
    assert (outlet.letters[0].topic, outlet.letters[0].payload) == last_will(ROOT, "ais-gw", "b1")


def test_the_filter_for_receipts_stands_under_the_root():
    assert receipt_topic(ROOT) == f"{ROOT}/terminal/+/+/receipt"
