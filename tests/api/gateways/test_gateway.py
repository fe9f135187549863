import asyncio
import io
from collections import Counter
from pathlib import Path

import pytest

from api.gateways.gateway import Gateway, GatewayOptions
from api.gateways.tally import Tally
from tests.api.gateways.stand import NOW_MS, ROOT, JumpClock, Letter, Outlet, TurnedClock
from twin import wire
from twin.port import ConfigError

GOLDEN = Path(__file__).parents[2] / "golden" / "ais_shipu.nmea"
T0_MS = 1_767_225_600_000


def options(source: str, **more: object) -> GatewayOptions:
    return GatewayOptions(source=source, realm="replay-test", port="shipu", boot="b1", **more)


async def run(asked: GatewayOptions, clock: JumpClock | None = None) -> tuple[Tally, Outlet]:
    clock = clock or JumpClock()

    def receipt(letter: Letter) -> None:
        body = wire.ReceiptBody(letter.payload.split(b'"event_id":"')[1].split(b'"')[0].decode())
        gateway.hear(wire.Letter(letter.topic.replace("/sos", "/receipt"), wire.encode(body), 0))

    outlet = Outlet(clock, receipt)
    gateway = Gateway(asked, clock, outlet, print, stdin=io.BufferedReader(io.BytesIO()))
    return await gateway.run(), outlet


async def test_the_golden_recording_is_played_whole_in_its_own_time():
    tally, outlet = await run(options(str(GOLDEN)))
    assert (tally.lines, tally.accounted, tally.exit_code) == (109, 109, 0)
    assert tally.published == {"fix": 79, "static": 9, "sos": 2, "heartbeat": 35}
    assert len(tally.terminals) == 8
    fixes = outlet.fixes()
    assert fixes[0].body.t_ms == NOW_MS - 1_000
    last = max(one.body.t_ms for one in fixes)
    assert 168_000 <= last - NOW_MS <= 172_000
    assert all(0 <= one.heard_ms - one.body.t_ms <= 10_000 for one in fixes)
    kinds = Counter(one.terminal.split(":")[0] for one in fixes)
    assert kinds["ais-b"] > 0
    assert kinds["ais-a"] > 0


async def test_each_distress_of_the_golden_recording_is_one_event_and_the_test_is_marked():
    _, outlet = await run(options(str(GOLDEN)))
    calls = [(one.terminal, one.body.kind, one.body.test, one.body.lon) for one in outlet.calls()]
    assert calls == [
        ("ais-a:972001234", "man-overboard", False, 122.021),
        ("ais-a:970009999", "distress", True, 122.2),
    ]
    assert all(letter.qos == 1 for letter in outlet.letters)


async def test_a_run_begins_with_a_heartbeat_and_ends_with_a_word_of_its_end():
    _, outlet = await run(options(str(GOLDEN)))
    beats = outlet.beats()
    assert (outlet.letters[0].topic, outlet.letters[-1].topic) == (f"{ROOT}/feed/ais-gw/heartbeat",) * 2
    assert (beats[0].body.offline, beats[-1].body.offline) == (False, True)
    assert outlet.settled_after == [len(outlet.letters)]
    heard = [beat.body.heard for beat in beats[:-1]]
    assert (heard, heard[0]) == (sorted(heard), 0)


async def test_numbers_grow_over_the_whole_run_and_the_boot_differs_between_runs():
    _, outlet = await run(options(str(GOLDEN)))
    numbers = [one.body.seq for one in outlet.heard()[:-1]]
    assert numbers == list(range(1, len(numbers) + 1))
    fresh = {GatewayOptions(source="-", realm="sim", port="shipu").boot for _ in range(3)}
    assert len(fresh) == 3


async def test_with_keep_time_the_times_of_the_recording_stand():
    tally, outlet = await run(options(str(GOLDEN), keep_time=True))
    assert tally.exit_code == 0
    assert outlet.fixes()[0].body.t_ms == T0_MS - 1_000


async def test_decoded_tracks_are_played_with_the_same_words(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text(
        "MMSI,BaseDateTime,LAT,LON,SOG\n"
        "412345678,2022-01-03T00:00:10,29.2,121.96,8.4\n"
        "412345678,2022-01-03T00:00:00,29.2,121.95,8.4\n"
        "412345678,never,29.2,121.95,8.4\n"
    )
    tally, outlet = await run(options(str(path)))
    assert (tally.lines, tally.carried, tally.refused) == (3, 2, {"time": 1})
    assert [(one.body.t_ms - NOW_MS, one.body.lon) for one in outlet.fixes()] == [
        (0, 121.95),
        (10_000, 121.96),
    ]


async def test_a_columns_file_says_what_is_what(tmp_path: Path):
    columns = tmp_path / "columns.toml"
    columns.write_text('kind = "beidou"\n[columns]\nterminal = "card"\nt = "at"\nx = "e"\ny = "n"\n')
    path = tmp_path / "a.csv"
    path.write_text("card,at,e,n\n77,1641168000,100,200\n")
    _, outlet = await run(options(str(path), columns=columns, origin=(122.5, 29.0)))
    (fix,) = outlet.fixes()
    assert (fix.terminal, fix.body.lon, fix.body.lat) == ("beidou:77", 122.5, 29.0)


async def test_a_recording_with_nothing_of_use_is_played_and_says_so_in_its_exit_code(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("$GPZDA,114703.52,27,01,2012,,*64\nnoise\n")
    tally, _ = await run(options(str(path)))
    assert (tally.exit_code, tally.refused, tally.passed_over) == (1, {"bad-sentence": 1}, {"not-ais": 1})


async def test_a_run_that_is_stopped_keeps_its_account(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(GOLDEN.read_bytes())

    clock = TurnedClock()
    outlet = Outlet(clock)
    gateway = Gateway(options(str(path)), clock, outlet, print)
    running = asyncio.create_task(gateway.run())
    for _ in range(110):
        await clock.turn(1_000)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert outlet.beats()[-1].body.offline
    assert 40 < gateway.tally.published["fix"] < 79
    assert gateway.tally.sos_open == 1
    assert "fix" in gateway.tally.table()


@pytest.mark.parametrize(
    ("asked", "rate", "what"),
    [
        (options("x", speed=2.0), 1.0, r"runs at 1 times.*Leave --speed out"),
        (options("x", speed=1.0), 60.0, r"runs at 60 times"),
        (options("tcp://127.0.0.1:9"), 60.0, r"Start the twin with --speed 1"),
        (GatewayOptions(source="a.txt", realm="live", port="shipu"), 1.0, "not what happens now"),
        (GatewayOptions(source="a.txt", realm="moon", port="shipu"), 1.0, "Name a realm"),
        (GatewayOptions(source="a.txt", realm="sim", port="../x"), 1.0, "Name a realm"),
        (options("x", feed="a/b"), 1.0, "is no id"),
    ],
)
def test_options_that_do_not_fit_are_refused_with_the_remedy(asked: GatewayOptions, rate: float, what: str):
    clock = JumpClock(rate=rate)
    with pytest.raises(ConfigError, match=what):
        Gateway(asked, clock, Outlet(clock), print)


async def test_a_speed_that_equals_the_realms_is_welcome():
    tally, _ = await run(options(str(GOLDEN), speed=60.0), JumpClock(rate=60.0))
    assert tally.exit_code == 0


@pytest.mark.parametrize("source", ["none.txt", "none.csv", "none.parquet"])
async def test_a_source_that_is_not_there_is_a_fault_of_the_configuration(source: str):
    clock = JumpClock()
    outlet = Outlet(clock)
    with pytest.raises(ConfigError, match="cannot be read"):
        await Gateway(options(source), clock, outlet, print).run()
    assert not outlet.letters
