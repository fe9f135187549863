import hashlib
from collections import Counter, defaultdict

import msgspec
import numpy as np
import pytest
import shapely

from simulators.player import Player
from simulators.post import FEEDS
from simulators.scenario import Scenario
from tests.simulators.conftest import START_MS
from twin import wire
from twin.decode import Rejected, decode
from twin.port import ConfigError

ROOT = "yugang/sim/shipu"
STRAY = """
    [[start]]
    vessel = "zxy10009"
    behaviour = "leave-zone"
    lon = 122.4496
    lat = 29.2
"""


def digest(letters):
    return hashlib.sha256(b"".join(repr(tuple(said)).encode() for said in letters)).hexdigest()


def call(player, now_ms, call_id="c1"):
    body = wire.CallBody(call_id, now_ms, "warning", wire.Words("请返回", "Return"), now_ms + 120_000)
    player.hear("terminal/ais-b/412900000/call", wire.encode(body))


def story(make_player, seed=1, start_ms=START_MS, chunk_ms=1_000, boats=40):
    player = make_player(boats=boats, seed=seed, start_ms=start_ms, scenario=STRAY)
    letters = []
    for now_ms in range(start_ms + chunk_ms, start_ms + 600_001, chunk_ms):
        letters += player.letters_until(now_ms)
        if now_ms == start_ms + 240_000:
            call(player, now_ms)
    return letters


def test_same_seed_start_and_things_heard_give_the_same_bytes(make_player):
    first, second = story(make_player), story(make_player)
    assert len(first) > 1_000
    assert digest(first) == digest(second)


def test_another_seed_or_start_gives_other_bytes(make_player):
    digests = {
        digest(story(make_player)),
        digest(story(make_player, seed=2)),
        digest(story(make_player, start_ms=START_MS + 1)),
    }
    assert len(digests) == 3


def test_it_does_not_matter_how_often_the_player_is_asked(make_player):
    assert digest(story(make_player, chunk_ms=100)) == digest(story(make_player, chunk_ms=12_000))


def test_letters_come_in_order_of_time_and_none_from_the_future(make_player):
    player, last_ms = make_player(), START_MS
    for now_ms in range(START_MS, START_MS + 60_000, 700):
        for said in player.letters_until(now_ms):
            assert last_ms <= said.t_ms <= now_ms
            last_ms = said.t_ms
        assert player.played_ms == now_ms


def test_every_letter_is_a_word_of_the_contract_and_names_a_feed(make_player):
    kinds = Counter()
    for said in story(make_player, boats=150):
        heard = decode(wire.Letter(f"{ROOT}/{said.topic}", said.payload, said.t_ms), ROOT)
        assert not isinstance(heard, Rejected), heard
        kinds[type(heard).__name__] += 1
        assert msgspec.json.decode(said.payload).get("via", FEEDS[0]) in FEEDS
        assert said.qos == int(not said.topic.endswith("/fix"))
    assert set(kinds) >= {"TerminalSaid", "PersonMustered", "StationSensed", "FeedBeat", "WeatherTold"}


def test_no_device_repeats_or_skips_back_in_its_numbering(make_player):
    numbers = defaultdict(list)
    for said in story(make_player):
        body = msgspec.json.decode(said.payload)
        numbers[said.topic.rsplit("/", 1)[0] if said.topic.startswith("terminal") else said.topic].append(
            body["seq"]
        )
    for topic, seen in numbers.items():
        assert len(set(seen)) == len(seen), topic


def test_in_an_hour_of_a_living_port_no_boat_touches_land_or_strays(shipu, make_player, places, over_land):
    player = make_player(boats=300)
    tracks = [player.scene.hulls.xy_m.copy()]
    for second in range(1, 3_601):
        player.letters_until(START_MS + second * 1_000)
        tracks.append(player.scene.hulls.xy_m.copy())
    tracks = np.array(tracks)
    steps_m = np.hypot(*np.moveaxis(np.diff(tracks, axis=0), -1, 0))
    assert steps_m.max() < 8.0  # no boat of the register is faster than 15 knots
    assert (steps_m.sum(axis=0) > 100).sum() > 75
    for row, vessel in enumerate(player.scene.vessels):
        assert not over_land(tracks[:, row]), vessel.id
        water = places.home_water(vessel)
        if water is not None:
            assert shapely.contains_xy(places.permitted[water.id], *tracks[:, row].T).all(), vessel.id


def test_people_balance_after_an_hour_of_comings_and_goings(shipu, make_player):
    player = make_player(boats=150)
    where = {}
    for step in range(1, 7):
        for said in player.letters_until(START_MS + step * 600_000):
            subject = said.topic.split("/")[1]
            if said.topic.endswith("/muster"):
                body = msgspec.json.decode(said.payload, type=wire.MusterBody)
                where[subject] = body.vessel if body.state == "aboard" else None
            elif said.topic.endswith(("/departure", "/arrival")):
                body = msgspec.json.decode(said.payload, type=wire.ReportBody)
                where |= dict.fromkeys((member.person for member in body.crew), subject)
    assert len(where) == len(shipu.people)
    scene = player.scene
    at_berth = (scene.hulls.xy_m == scene.spot_m).all(axis=1)
    aboard = set(where.values())
    crewed = {person.vessel for person in shipu.people}
    for row, vessel in enumerate(scene.vessels):
        if vessel.id in crewed and not at_berth[row]:
            assert vessel.id in aboard
            crew = [p.id for p in shipu.people if p.vessel == vessel.id]
            assert all(where[person] == vessel.id for person in crew)


def test_a_stray_called_back_answers_and_is_well_inside_again_within_minutes(make_player, places):
    player = make_player(scenario=STRAY)
    row = player.scene.row_of["zxy10009"]
    water = places.permitted["permitted-inshore"]

    def inside_m():
        point = shapely.Point(player.scene.hulls.xy_m[row])
        return water.boundary.distance(point) * (1 if water.contains(point) else -1)

    player.letters_until(START_MS + 40_000)
    assert inside_m() < -100
    player.letters_until(START_MS + 300_000)
    call(player, START_MS + 300_000)
    letters = player.letters_until(START_MS + 800_000)
    answers = [msgspec.json.decode(s.payload)["answer"] for s in letters if s.topic.endswith("/answer")]
    assert answers == ["received", "complying"]
    assert inside_m() > 200


def test_an_sos_stops_when_its_receipt_is_heard(make_player):
    scenario = '[[script]]\nat_s = 5\nvessel = "zxy10009"\nbehaviour = "sos"\nkind = "flooding"\n'
    player = make_player(scenario=scenario)
    letters = [s for s in player.letters_until(START_MS + 60_000) if s.topic.endswith("/sos")]
    assert len(letters) == 4
    event_id = msgspec.json.decode(letters[0].payload)["event_id"]
    player.hear("terminal/beidou/0300000/receipt", wire.encode(wire.ReceiptBody(event_id)))
    assert not [s for s in player.letters_until(START_MS + 120_000) if s.topic.endswith("/sos")]


def test_a_feed_cut_by_a_scenario_is_silent_and_comes_back(make_player):
    scenario = '[[script]]\nat_s = 60\nfeed = "ais-shipu"\nbehaviour = "feed-out"\nfor_s = 60\n'
    player = make_player(scenario=scenario)
    heard = Counter()
    for minute in range(3):
        for said in player.letters_until(START_MS + (minute + 1) * 60_000):
            heard[minute] += said.topic == "feed/ais-shipu/heartbeat"
    assert [heard[minute] for minute in range(3)] == [12, 0, 12]


def test_repeated_scripts_happen_again(make_player):
    scenario = '[[script]]\nat_s = 10\nevery_s = 30\nvessel = "zxy10009"\nbehaviour = "sos"\nkind = "fire"\n'
    events = {
        msgspec.json.decode(said.payload)["event_id"]
        for said in make_player(scenario=scenario).letters_until(START_MS + 100_000)
        if said.topic.endswith("/sos")
    }
    assert len(events) == 3


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("terminal/ais-b/412900000/call", b"{"),
        ("terminal/ais-b/412900000/call", b"{}"),
        ("terminal/ais-b/412900000/receipt", b"[]"),
        ("terminal/ais-b/412900000/receipt", b'{"event_id":"\xff"}'),
        ("weather/x/forecast", b"{}"),
        ("", b"\xff"),
    ],
)
def test_what_cannot_be_read_is_counted_and_disturbs_nothing(make_player, topic, payload):
    player = make_player()
    player.hear(topic, payload)
    assert player.misheard == 1
    assert player.letters_until(START_MS + 5_000)


def test_boats_a_scenario_names_sail_whatever_the_number(make_player):
    player = make_player(boats=3, scenario=STRAY.replace("zxy10009", "zxy12040"))
    assert "zxy12040" in player.scene.row_of
    assert len(player.scene.vessels) == 3


def test_more_boats_than_the_register_holds_are_refused_with_a_remedy(shipu, land_geojson):
    with pytest.raises(ConfigError, match=r"simulators\.register"):
        Player(shipu, land_geojson, 1, 3_001, START_MS, Scenario())


def test_a_script_tells_a_boat_where_to_and_its_pair_sails_with_it(make_player):
    told = (
        STRAY
        + """
    [[script]]
    at_s = 2
    vessel = "zxy10009"
    behaviour = "go-to"
    to_lon = 122.4
    to_lat = 29.2
    speed_kn = 5
    [[start]]
    vessel = "zxy10721"
    behaviour = "pair-trawl"
    lon = 122.6
    lat = 29.2
    """
    )
    player = make_player(boats=2, scenario=told)
    player.letters_until(START_MS + 3_000)
    scene = player.scene
    row = scene.row_of["zxy10009"]
    assert scene.behaviour[row] == "go-to"
    assert scene.orders[row][:3] == (122.4, 29.2, 5.0)
    assert "zxy10722" in scene.row_of
    assert scene.bidden[row]
