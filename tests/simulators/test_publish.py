import asyncio
import contextlib
import logging

import aiomqtt
import msgspec
import pytest

from api.broker_conf import EVENT_WORDS, FIX_WORDS
from api.clock import RealmClock
from simulators.line import Broker
from simulators.player import Player
from simulators.publish import FREE_MS, SILENT_CLOCK_S, STALE_MS, Publisher, RealmTime, StrangerError
from simulators.scenario_reader import parse_scenario
from tests.broker.brokers import KINDS, ROOT, running, until
from tests.simulators.conftest import START_MS
from twin import wire

STRAY = b'[[start]]\nvessel = "zxy10009"\nbehaviour = "leave-zone"\nlon = 122.455\nlat = 29.2\n'
RATE = 20.0


def test_the_realms_time_runs_at_its_rate_between_beats_and_a_beat_puts_it_right():
    time = RealmTime()
    time.tick(1.0)
    assert time.now_ms is None
    time.hear(wire.ClockBeat(1_000, 10.0))
    time.tick(0.5)
    assert time.now_ms == 6_000
    time.hear(wire.ClockBeat(5_500, 1.0))
    time.tick(0.5)
    assert time.now_ms == 6_000


def test_a_clock_not_heard_for_long_stops_the_time():
    time = RealmTime()
    time.hear(wire.ClockBeat(1_000, 1.0))
    time.tick(SILENT_CLOCK_S)
    assert time.now_ms is None
    time.hear(wire.ClockBeat(99_000, 1.0))
    assert time.now_ms == 99_000


@pytest.fixture
def make(shipu, land_geojson):
    scenario = parse_scenario(STRAY, "s.toml", shipu)
    return lambda start_ms: Player(shipu, land_geojson, 1, 5, start_ms, scenario)


def publisher(make, broker=None, start_ms=None):
    nowhere = Broker("127.0.0.1", 1, "simulator", "x")
    return Publisher(broker or nowhere, ROOT, make, start_ms, seed=1)


class Wire:
    """Keeps what is published, and breaks off when told to."""

    def __init__(self, breaks_after=10**9):
        self.said = []
        self.breaks_after = breaks_after

    def drop(self, topic, payload, qos=0):
        if len(self.said) >= self.breaks_after:
            raise aiomqtt.MqttError("broken off")
        self.said.append((topic, payload, qos))

    async def publish(self, topic, payload, qos):
        self.drop(topic, payload, qos)


async def test_what_the_broker_did_not_take_is_published_over_the_next_connection(make):
    speaking = publisher(make)
    letters = make(START_MS).letters_until(START_MS + 20_000)
    speaking._waiting.extend(letters)
    first, second = Wire(breaks_after=7), Wire()
    with pytest.raises(aiomqtt.MqttError):
        await speaking._hand_over(first)
    await speaking._hand_over(second)
    assert [payload for _, payload, _ in first.said] == [said.payload for said in letters[:7]]
    assert [payload for _, payload, _ in second.said] == [said.payload for said in letters]
    assert speaking.published == len(letters)


async def test_stale_fixes_are_counted_and_left_out_and_nothing_else_is(make):
    speaking = publisher(make)
    letters = make(START_MS).letters_until(START_MS + 20_000)
    speaking._waiting.extend(letters)
    speaking._time.hear(wire.ClockBeat(START_MS + 20_001 + STALE_MS, 1.0))
    out = Wire()
    await speaking._hand_over(out)
    fixes = sum(said.qos == 0 for said in letters)
    assert fixes > 0
    assert speaking.stale == fixes
    assert len(out.said) == len(letters) - fixes


def test_the_simulation_begins_anew_when_the_realms_clock_does(make):
    speaking = publisher(make)
    speaking._time.hear(wire.ClockBeat(START_MS, 1.0))
    player = speaking._player_of_now()
    speaking._time.hear(wire.ClockBeat(START_MS + 600_000, 1.0))
    assert speaking._player_of_now() is player
    speaking._time.hear(wire.ClockBeat(START_MS - 3_600_000, 1.0))
    anew = speaking._player_of_now()
    assert anew is not player
    assert anew.played_ms == START_MS - 3_600_000


def test_a_given_start_is_kept_whatever_the_realms_clock_says(make):
    speaking = publisher(make, start_ms=START_MS)
    speaking._time.hear(wire.ClockBeat(START_MS + 10**8, 1.0))
    assert speaking._player_of_now().played_ms == START_MS


class Engine:
    """Stands where the twin stands: beats the clock, waits for the simulator, hears all, calls boats."""

    def __init__(self, broker, rate=RATE):
        self._login = broker.secrets.accounts["engine"]
        self._port = broker.port
        self.heard = []
        self.clock = RealmClock(START_MS)
        self.clock.run_at(rate, None, rate)
        self.played_ms = 0

    @contextlib.asynccontextmanager
    async def listening(self):
        async with aiomqtt.Client(
            "127.0.0.1",
            self._port,
            username=self._login.user,
            password=self._login.password,
            identifier=self._login.client_id,
        ) as client:
            for words in (*EVENT_WORDS, *FIX_WORDS, wire.PROGRESS):
                await client.subscribe(f"{ROOT}/{words}", qos=1)
            keeping = asyncio.gather(self._keep(client), self._beat(client))
            try:
                yield client
            finally:
                keeping.cancel()
                await asyncio.gather(keeping, return_exceptions=True)

    async def _beat(self, client):
        while True:
            self.clock.gap()
            beat = wire.encode(wire.ClockBeat(self.clock.now_ms(), self.clock.rate))
            await client.publish(f"{ROOT}/clock", beat, qos=1, retain=True)
            await asyncio.sleep(0.1)

    async def _keep(self, client):
        async for message in client.messages:
            self.heard.append((str(message.topic).removeprefix(f"{ROOT}/"), message.payload))
            if self.heard[-1][0] == wire.PROGRESS:
                self.played_ms = msgspec.json.decode(message.payload)["played_ms"]
                self.clock.hear_played(self.played_ms)

    def said(self, ending):
        return [payload for topic, payload in self.heard if topic.endswith(ending)]


@contextlib.asynccontextmanager
async def published(make, broker, start_ms=None):
    account = broker.secrets.accounts["simulator"]
    at = Broker("127.0.0.1", broker.port, account.user, account.password, account.client_id)
    speaking = publisher(make, at, start_ms)
    task = asyncio.create_task(speaking.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.broker
@pytest.mark.parametrize("kind", KINDS)
async def test_boats_speak_at_the_realms_pace_answer_calls_and_say_when_the_feeds_end(kind, tmp_path, make):
    async with running(kind, tmp_path) as broker:
        engine = Engine(broker)
        async with engine.listening() as client:
            async with published(make, broker, START_MS):
                await until(lambda: engine.said("412900000/fix") and engine.said("/water-level"))
                words = wire.Words("请返回", "Please return")
                call = wire.CallBody("c1", START_MS, "warning", words, START_MS + 60_000)
                await client.publish(f"{ROOT}/terminal/ais-b/412900000/call", wire.encode(call), qos=1)
                await until(lambda: len(engine.said("/answer")) == 2)
            ended = b'"boot":%d,"offline":true' % START_MS
            await until(lambda: sum(ended in beat for beat in engine.said("/heartbeat")) >= 4)
        answers = [msgspec.json.decode(payload, type=wire.AnswerBody) for payload in engine.said("/answer")]
        assert [answer.answer for answer in answers] == ["received", "complying"]
        now_ms = engine.clock.now_ms()
        assert START_MS < answers[0].t_ms <= answers[1].t_ms <= now_ms + FREE_MS


@pytest.mark.broker
async def test_a_broker_that_comes_back_is_spoken_to_again(tmp_path, make):
    async with running("embedded", tmp_path) as broker:
        before, after = Engine(broker), Engine(broker)
        async with published(make, broker):
            async with before.listening():
                await until(lambda: before.said("/fix"))
            await broker.kill()
            async with after.listening():
                await until(lambda: after.said("/fix"))


@pytest.mark.broker
async def test_a_broker_that_does_not_know_us_ends_the_run_with_a_sentence(tmp_path, make):
    async with running("embedded", tmp_path) as broker:
        stranger = publisher(make, Broker("127.0.0.1", broker.port, "simulator", "wrong"))
        with pytest.raises(StrangerError, match="does not let simulator in"):
            async with asyncio.timeout(60):
                await stranger.run()


async def letters_at(rate, home, make, span_ms):
    """What a broker hears of a fixed start at this rate until so much is played, by topic, in order."""
    async with running("embedded", home) as broker:
        engine = Engine(
            broker, 1.0
        )  # a world that is still being built is not hurried: late fixes are dropped
        async with engine.listening(), published(make, broker, start_ms=START_MS):
            await until(lambda: engine.played_ms > START_MS)
            engine.clock.run_at(rate, None, rate)
            await until(lambda: engine.played_ms > START_MS + span_ms)
    heard = {}
    for topic, payload in engine.heard:
        if topic != wire.PROGRESS and b'"offline":true' not in payload:
            heard.setdefault(topic, []).append(payload)
    return heard


@pytest.mark.broker
async def test_the_letters_of_a_fixed_start_are_the_same_at_every_rate(tmp_path, make):
    slow = await letters_at(4.0, tmp_path / "slow", make, 8_000)
    fast = await letters_at(20.0, tmp_path / "fast", make, 60_000)
    assert sum(map(len, slow.values())) > 50
    for topic, letters in slow.items():
        assert fast[topic][: len(letters)] == letters, topic


@pytest.mark.broker
async def test_it_says_how_far_every_letter_is_with_the_broker(tmp_path, make):
    async with running("embedded", tmp_path) as broker:
        engine = Engine(broker)
        async with engine.listening(), published(make, broker):
            await until(lambda: len(engine.said(wire.PROGRESS)) >= 10)
    told = [msgspec.json.decode(body, type=wire.ProgressBody) for body in engine.said(wire.PROGRESS)]
    played = [progress.played_ms for progress in told]
    assert played == sorted(played)
    # a late beat may put the time back behind what was played, by no more than runs between two beats
    assert all(progress.played_ms - progress.now_ms <= FREE_MS for progress in told)
    assert played[-1] > START_MS + 2_000


def test_a_beat_that_comes_late_puts_the_time_back():
    time = RealmTime()
    time.hear(wire.ClockBeat(1_000, 20.0))
    time.tick(0.15)
    assert time.now_ms == 4_000
    time.hear(wire.ClockBeat(3_000, 20.0))
    assert time.now_ms == 3_000


def test_the_time_does_not_run_far_from_the_last_beat_and_stands_while_the_realm_is_paused():
    time = RealmTime()
    time.hear(wire.ClockBeat(1_000, 100.0))
    time.tick(1.0)
    assert time.now_ms == 1_000 + FREE_MS
    time.hear(wire.ClockBeat(3_000, 0.0))
    time.tick(1.0)
    assert time.now_ms == 3_000


@pytest.mark.broker
async def test_a_scenario_takes_the_broker_away_for_a_while_and_nothing_but_old_fixes_is_lost(
    tmp_path, shipu, land_geojson, caplog
):
    caplog.set_level(logging.INFO, "simulators")
    restart = b'[[inject]]\nkind = "broker-restart"\nat_s = 10\nfor_s = 60\n'
    scenario = parse_scenario(STRAY + restart, "s.toml", shipu)

    def make(start_ms):
        return Player(shipu, land_geojson, 1, 5, start_ms, scenario)

    def beats():
        told = [msgspec.json.decode(payload) for payload in engine.said("bds-gw/heartbeat")]
        return sorted((beat["t_ms"] - START_MS) // 5_000 for beat in told if "t_ms" in beat)

    async with running("embedded", tmp_path) as broker:
        engine = Engine(broker)
        async with engine.listening(), published(make, broker):
            await until(lambda: len(beats()) >= 5)
        said = [(one.created, one.getMessage()) for one in caplog.records if one.name == "simulators"]
        gone_s = next(at_s for at_s, words in said if "takes the broker away for 60 s" in words)
        back_s = next(at_s for at_s, words in said if at_s > gone_s and words.startswith("connected"))
        assert back_s - gone_s > 0.9 * 60 / RATE
        first = beats()[0]
        assert beats()[:5] == list(range(first, first + 5))
