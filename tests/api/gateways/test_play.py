import asyncio
from collections.abc import AsyncIterator, Callable

from api.gateways.play import PATIENCE_MS, YIELD_EVERY, Player, progress
from api.gateways.reader import AisReader
from api.gateways.said import Distress, Fix, Heard
from api.gateways.sources import Batch
from api.gateways.speaker import Speaker
from api.gateways.tally import Tally
from tests.api.gateways.stand import NOW_MS, ROOT, JumpClock, Outlet, TurnedClock
from twin import wire

Speak = Callable[..., list[bytes]]
THEN_MS = 1_327_664_820_000
SHIP = {"type": 1, "mmsi": 412_345_678, "lon": 121.95, "lat": 29.2, "second": 60}


class Bench:
    """A player with its clock, its outlet and its account."""

    def __init__(self, clock: JumpClock | None = None, *, keep_time: bool = False) -> None:
        self.clock = clock or JumpClock()
        self.outlet = Outlet(self.clock)
        self.tally = Tally()
        self.said: list[str] = []
        self.speaker = Speaker(self.clock, self.outlet, self.tally, root=ROOT, feed="ais-gw", boot="b1")
        self.player = Player(self.clock, self.speaker, self.tally, self.said.append, keep_time=keep_time)


def fix(number: int, received_ms: int | None, second: int | None = None) -> Heard:
    return Heard(
        received_ms, (Fix(kind="ais-a", terminal=f"{number:09d}", lon=122.0, lat=29.0, second=second),)
    )


class Lines:
    """Lines that a test hands over one batch at a time; None ends them."""

    prompt = False

    def __init__(self, *, live: bool) -> None:
        self.live = live
        self.queue: asyncio.Queue[list[bytes] | None] = asyncio.Queue()

    async def batches(self) -> AsyncIterator[Batch]:
        while (lines := await self.queue.get()) is not None:
            yield Batch(lines)


async def test_a_recording_starts_at_the_realms_now_and_keeps_its_distances():
    bench = Bench()
    await bench.player.play_rows([fix(1, THEN_MS), fix(2, THEN_MS + 90_000)], 2)
    first, second = bench.outlet.fixes()
    assert (first.body.t_ms, first.heard_ms) == (NOW_MS, NOW_MS)
    assert (second.body.t_ms, second.heard_ms) == (NOW_MS + 90_000, NOW_MS + 90_000)


async def test_heartbeats_go_on_every_five_seconds_through_a_gap():
    bench = Bench()
    await bench.player.play_rows([fix(1, THEN_MS), fix(2, THEN_MS + 60_000)], 2)
    beats = [beat.heard_ms for beat in bench.outlet.beats()]
    assert beats == [NOW_MS + 5_000 * i for i in range(13)]


async def test_a_late_line_is_said_at_once_with_its_own_time():
    bench = Bench()
    await bench.player.play_rows([fix(1, THEN_MS), fix(2, THEN_MS + 9_000), fix(3, THEN_MS + 2_000)], 3)
    late = bench.outlet.fixes()[-1]
    assert (late.body.t_ms, late.heard_ms) == (NOW_MS + 2_000, NOW_MS + 9_000)
    await bench.clock.sleep_until(NOW_MS + 12_000)
    await bench.player._duties()
    assert "behind" not in bench.said[-1]


async def test_a_fix_is_dated_when_it_was_taken():
    bench = Bench()
    await bench.player.play_rows([fix(1, THEN_MS, second=57)], 1)
    assert bench.outlet.fixes()[0].body.t_ms == NOW_MS - 3_000


async def test_with_keep_time_nothing_is_moved_and_what_has_no_time_is_refused():
    bench = Bench(JumpClock(THEN_MS - 1_000), keep_time=True)
    await bench.player.play_rows([fix(1, None), fix(2, THEN_MS), fix(3, THEN_MS + 4_000)], 3)
    told = [(one.body.t_ms, one.heard_ms) for one in bench.outlet.fixes()]
    assert told == [(THEN_MS, THEN_MS), (THEN_MS + 4_000, THEN_MS + 4_000)]
    assert bench.tally.refused == {"no-time": 1}


async def test_news_is_said_at_once_with_the_realms_now(speak: Speak):
    bench = Bench(TurnedClock())
    source = Lines(live=True)
    playing = asyncio.create_task(bench.player.play_lines(source, AisReader(bench.tally)))
    (line,) = speak(**SHIP | {"second": 57})
    await source.queue.put([line])
    await bench.clock.turn(0)
    await bench.clock.turn(7_000)
    await source.queue.put([speak(**SHIP | {"second": 58, "lat": 29.3})[0] + b",1327664820"])
    await bench.clock.turn(0)
    await source.queue.put(None)
    await playing
    told = [(one.body.t_ms - NOW_MS, one.heard_ms - NOW_MS) for one in bench.outlet.fixes()]
    assert told == [(0, 0), (7_000 - 2_000, 7_000)]


async def test_heartbeats_go_on_while_a_live_source_is_silent():
    bench = Bench(TurnedClock())
    source = Lines(live=True)
    playing = asyncio.create_task(bench.player.play_lines(source, AisReader(bench.tally)))
    for _ in range(5):
        await bench.clock.turn(5_000)
    await source.queue.put(None)
    await bench.clock.turn(0)
    await playing
    assert [beat.heard_ms - NOW_MS for beat in bench.outlet.beats()] == [5_000 * i for i in range(1, 6)]


async def test_a_piped_recording_is_paced_by_the_times_in_it(speak: Speak):
    bench = Bench(TurnedClock())
    source = Lines(live=False)
    playing = asyncio.create_task(bench.player.play_lines(source, AisReader(bench.tally)))
    lines = [speak(**SHIP | {"lat": 29 + i / 10})[0] + b",%d" % (1_327_664_820 + 4 * i) for i in range(2)]
    await source.queue.put(lines)
    await source.queue.put(None)
    await bench.clock.turn(0)
    assert len(bench.outlet.fixes()) == 1
    await bench.clock.turn(3_999)
    assert len(bench.outlet.fixes()) == 1
    await bench.clock.turn(1)
    await playing
    assert len(bench.outlet.fixes()) == 2


async def test_other_tasks_have_their_turn_while_nothing_has_to_be_waited_for():
    bench = Bench()
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    await bench.player.play_rows([fix(i, THEN_MS) for i in range(1, 10 * YIELD_EVERY)], 10 * YIELD_EVERY)
    task.cancel()
    assert turns >= 9


async def test_distress_calls_are_repeated_after_the_end_for_so_long_and_counted():
    bench = Bench()
    sos = Distress(kind="ais-a", terminal="972001234", sos="man-overboard", test=False)
    await bench.player.play_rows([Heard(THEN_MS, (sos,))], 1)
    await bench.player.await_receipts()
    said_ms = [call.heard_ms - NOW_MS for call in bench.outlet.calls()]
    assert said_ms == [0, 5_000, 15_000, 35_000, 65_000]
    assert bench.clock.now_ms() == NOW_MS + PATIENCE_MS
    assert (bench.tally.sos_open, bench.tally.exit_code) == (1, 1)


async def test_a_receipt_ends_the_repeating_and_the_waiting():
    bench = Bench()
    sos = Distress(kind="ais-a", terminal="972001234", sos="man-overboard", test=False)
    await bench.player.play_rows([Heard(THEN_MS, (sos,))], 1)
    (call,) = bench.outlet.calls()
    topic = f"{ROOT}/terminal/ais-a/972001234/receipt"
    for payload in (b"{", b'{"event_id":"another"}', wire.encode(wire.ReceiptBody(call.body.event_id))):
        bench.speaker.hear(wire.Letter(topic, payload, NOW_MS))
    await bench.player.await_receipts()
    assert len(bench.outlet.calls()) == 1
    assert (bench.tally.sos_open, bench.tally.exit_code) == (0, 0)
    assert bench.tally.remarks == {"receipt": 1}


async def test_progress_is_told_once_in_a_second_with_long_gaps_named():
    bench = Bench()
    await bench.player.play_rows([fix(1, THEN_MS), fix(2, THEN_MS + 600_000)], 2)
    assert any("next in 9 min" in one for one in bench.said)
    assert progress(Tally(lines=1234), 0.5).startswith(" 50%  1,234 lines")


async def test_a_recording_that_the_broker_cannot_take_in_time_says_how_far_it_is_behind():
    bench = Bench()

    async def slow(topic: str, payload: bytes, *, qos: int = 1, retain: bool = False) -> None:
        bench.clock.at_ms += 2_000

    bench.outlet.publish = slow
    await bench.player.play_rows([fix(i, THEN_MS + i * 1_000) for i in range(1, 40)], 39)
    assert any(one.endswith("s behind") for one in bench.said)
