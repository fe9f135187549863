"""`yugang ais`: one run of the gateway, from the words of the command line to the final account."""

import asyncio
import contextlib
import re
import secrets
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import BinaryIO

import msgspec

from api.doors import Clock
from api.gateways.layouts import Layout, fault, read_layout
from api.gateways.play import Player
from api.gateways.reader import AisReader
from api.gateways.said import Report
from api.gateways.sources import FileSource, open_source
from api.gateways.speaker import Outlet, Speaker
from api.gateways.tables import is_table, open_table
from api.gateways.tally import Tally
from api.gateways.tracks import Tracks
from twin import wire

FEED = "ais-gw"
STOP_S = 2.0
"""How long a run that is stopped tries to say that it ends here."""


class GatewayOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What one run is asked to do.

    Attributes:
        source: a file of sentences (`.gz` too) or of decoded tracks (`.csv`, `.csv.gz`, `.parquet`),
            `tcp://host:port`, `udp://:port`, `udp://group:port`, or `-` for standard input.
        realm: `live`, `sim`, `replay-NAME` or `drill-NAME`. Recordings are refused in `live`.
        port: the port's id, as `shipu`.
        feed: this gateway's name, which stands in `via` of all it says and in its heartbeat.
        speed: realm seconds in a real one; None takes the realm's, any other value must equal it.
        keep_time: say a recording's own times instead of moving its start to the realm's now.
        origin: longitude and latitude at which the middle of tracks in metres is placed.
        columns: a TOML file that says which column of a decoded track means what.
        fix_qos: 1, or 0 for fixes that may be lost.
        boot: names this run; drawn anew where it is not given.
    """

    source: str
    realm: str
    port: str
    feed: str = FEED
    speed: float | None = None
    keep_time: bool = False
    origin: tuple[float, float] | None = None
    columns: Path | None = None
    fix_qos: int = 1
    boot: str = msgspec.field(default_factory=lambda: secrets.token_hex(6))


class Gateway:
    """One run. `hear` takes the receipts of distress calls; `run` plays the source to its end.

    Args:
        options: what to do.
        clock: the realm's clock; it must have been heard already.
        outlet: takes the letters.
        report: told of progress and of connections, one sentence each.
        tally: keeps the account, where somebody wants to read it after a run was stopped.
        stdin: what the source `-` stands for.

    Attributes:
        tally: the account so far, readable at any time; whole once `run` has returned or was cancelled.

    Raises:
        ConfigError: an option is wrong, or the source cannot be read.
    """

    def __init__(
        self,
        options: GatewayOptions,
        clock: Clock,
        outlet: Outlet,
        report: Report,
        *,
        tally: Tally | None = None,
        stdin: BinaryIO | None = None,
    ) -> None:
        root = root_of(options)
        _check_pace(options, clock)
        self._options, self._clock, self._report = options, clock, report
        self._stdin = sys.stdin.buffer if stdin is None else stdin
        self.tally = Tally() if tally is None else tally
        self._speaker = Speaker(
            clock,
            outlet,
            self.tally,
            root=root,
            feed=options.feed,
            boot=options.boot,
            fix_qos=options.fix_qos,
        )
        self._player = Player(clock, self._speaker, self.tally, report, keep_time=options.keep_time)

    def hear(self, letter: wire.Letter) -> None:
        """Take a letter on `speaker.receipt_topic(root)`."""
        self._speaker.hear(letter)

    async def run(self) -> Tally:
        """Play the source to its end, wait for the receipts of distress calls, and sign off.

        Raises:
            ConfigError: the source cannot be read.
        """
        path = Path(self._options.source)
        table = is_table(path) and "://" not in self._options.source
        play = self._opened_table(path) if table else self._opened_source()
        await self._speaker.speak_up()
        try:
            await play()
            await self._player.await_receipts()
        except asyncio.CancelledError:
            self._player.count_open_calls()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STOP_S):
                    await self._speaker.sign_off()
            raise
        await self._speaker.sign_off()
        return self.tally

    def _opened_table(self, path: Path) -> Callable[[], Awaitable[None]]:
        columns = self._options.columns
        layout: Layout | None = None if columns is None else read_layout(columns)
        table, layout = open_table(path, layout, self.tally)
        tracks = Tracks(table, layout, self.tally, self._options.origin)

        async def play() -> None:
            if tracks.first_ms is not None:
                self._player.start_at(tracks.first_ms)
            await self._player.play_rows(tracks.heard(), len(tracks))

        return play

    def _opened_source(self) -> Callable[[], Awaitable[None]]:
        options, tally = self._options, self.tally
        source = open_source(options.source, tally, self._clock, self._report, options.boot, self._stdin)
        recorded = isinstance(source, FileSource)
        first_ms = source.first_instant_ms() if isinstance(source, FileSource) else None
        reader = AisReader(tally, ask_base_stations=recorded and first_ms is None)

        async def play() -> None:
            if first_ms is not None:
                reader.time.believe(first_ms)
                self._player.start_at(first_ms)
            try:
                await self._player.play_lines(source, reader)
            finally:
                reader.end()

        return play


_LIVE = re.compile(r"(tcp|udp)://", re.ASCII)


def root_of(options: GatewayOptions) -> str:
    """Return the root of the topics.

    Raises:
        ConfigError: a name is none, or a recording is to be played as if it happened now.
    """
    try:
        root = wire.root(options.realm, options.port)
    except ValueError as error:
        raise fault("--realm, --port", options.realm, str(error), "Name a realm and a port.") from None
    if not wire.ID_PATTERN.match(options.feed):
        raise fault("--feed", options.feed, "is no id", "Use letters, digits, - and _, at most 32.")
    if options.realm == "live" and options.source != "-" and not _LIVE.match(options.source):
        what = "a recording is not what happens now"
        raise fault("--realm", "live", what, "Start the twin in a realm replay-NAME and play it there.")
    return root


def _check_pace(options: GatewayOptions, clock: Clock) -> None:
    """Refuse a speed that is not the realm's, and news in a realm whose time is not the world's.

    Raises:
        ConfigError: one of both.
    """
    if options.speed is not None and options.speed != clock.rate:
        what = f"the realm {options.realm} runs at {clock.rate:g} times real time, not {options.speed:g}"
        raise fault("--speed", f"{options.speed:g}", what, "Leave --speed out, or start the twin with it.")
    if _LIVE.match(options.source) and clock.rate != 1:
        what = f"news comes at the speed of the world, and this realm runs {clock.rate:g} times as fast"
        raise fault("SOURCE", options.source, what, "Start the twin with --speed 1.")
