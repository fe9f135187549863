"""Where lines come from: a file, standard input, a TCP server, UDP datagrams."""

import asyncio
import gzip
import os
import socket
import stat
import zlib
from collections import deque
from collections.abc import AsyncIterator, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import BinaryIO, Protocol, cast
from urllib.parse import urlsplit

import msgspec

from api.clock import Backoff
from api.doors import Clock
from api.gateways.layouts import fault
from api.gateways.lines import LineCutter
from api.gateways.said import Report
from api.gateways.sentences import Sentence, read_line
from api.gateways.tally import Tally

PIECE_BYTES = 65_536
PEEK_BYTES = 4 * PIECE_BYTES
"""How far the first receive time of a recording is looked for."""
MAX_DATAGRAMS = 10_000
"""Datagrams waiting to be read: seconds of the busiest receiver. More are dropped, oldest first, counted."""
RETRY_FIRST_S, RETRY_MOST_S = 1.0, 60.0
CONNECT_S = 10.0
_GZIP_MAGIC = b"\x1f\x8b"


class Batch(msgspec.Struct, frozen=True, gc=False):
    """Lines in order, and how much of the source is behind them: 0..1, None where it has no end."""

    lines: list[bytes]
    done: float | None = None


class Source(Protocol):
    """Lines from somewhere.

    `live`: they are news, published at once. `prompt`: the next batch never keeps anyone waiting.
    """

    live: bool
    prompt: bool

    def batches(self) -> AsyncIterator[Batch]:
        """Yield lines until the source ends; a live one connects again for ever."""


class FileSource:
    """A recording, plain or packed by gzip (recognised by its first bytes)."""

    live, prompt = False, True

    def __init__(self, file: BinaryIO, tally: Tally, name: str) -> None:
        self._file, self._tally, self._name = file, tally, name

    async def batches(self) -> AsyncIterator[Batch]:
        """Yield the recording, once; a torn archive ends it, and says so in `tally.broken`."""
        cutter = LineCutter()
        size = os.fstat(self._file.fileno()).st_size
        with self._file:
            try:
                for piece in _pieces(self._file):
                    yield Batch(cutter.feed(piece), min(1.0, self._file.tell() / size) if size else None)
            except (EOFError, OSError, zlib.error) as error:
                self._tally.broken = f"{self._name}: {error}"
        yield Batch(cutter.end(), 1.0)

    def first_instant_ms(self) -> int | None:
        """Return the first receive time near the start of the recording, None where there is none."""
        cutter, left = LineCutter(), PEEK_BYTES
        try:
            for piece in _pieces(self._file):
                for line in cutter.feed(piece):
                    sentence = read_line(line)
                    if isinstance(sentence, Sentence) and sentence.received_ms is not None:
                        return sentence.received_ms
                left -= len(piece)
                if left <= 0:
                    return None
        except (EOFError, OSError, zlib.error):
            return None  # the reading of the whole file will say so
        return None


class PipeSource:
    """Standard input that is a pipe or a terminal: lines come when they come."""

    live, prompt = False, False

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    async def batches(self) -> AsyncIterator[Batch]:
        """Yield lines until the pipe is closed."""
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, self._file)
        cutter = LineCutter()
        try:
            while piece := await reader.read(PIECE_BYTES):
                yield Batch(cutter.feed(piece))
        finally:
            transport.close()
        yield Batch(cutter.end())


class TcpSource:
    """A receiver that serves sentences over TCP; a lost connection is made again, with growing waits."""

    live, prompt = True, False

    def __init__(self, host: str, port: int, clock: Clock, report: Report, seed: str) -> None:
        self._host, self._port, self._clock, self._report = host, port, clock, report
        self._backoff = Backoff(RETRY_FIRST_S, RETRY_MOST_S, seed)

    async def batches(self) -> AsyncIterator[Batch]:
        """Yield lines for ever."""
        where = f"{self._host}:{self._port}"
        while True:
            try:
                async for batch in self._connected(where):
                    yield batch
                why = "the receiver closed the connection"
            except OSError as error:
                why = str(error) or "no answer"
            wait_s = self._backoff.next_s()
            self._report(f"{where}: {why}; trying again in {wait_s:.0f} s")
            await self._clock.sleep_until(
                self._clock.now_ms() + round(wait_s * 1000 * max(self._clock.rate, 1))
            )

    async def _connected(self, where: str) -> AsyncIterator[Batch]:
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_connection(self._host, self._port)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._report(f"{where}: connected")
        cutter = LineCutter()
        try:
            while piece := await reader.read(PIECE_BYTES):
                self._backoff.reset()
                yield Batch(cutter.feed(piece))
        finally:
            writer.close()
        yield Batch(cutter.end())


class UdpSource(asyncio.DatagramProtocol):
    """Sentences in datagrams, one or more in each; a multicast address joins its group."""

    live, prompt = True, False

    def __init__(self, host: str, port: int, tally: Tally) -> None:
        self._host, self._port, self._tally = host, port, tally
        self._waiting: deque[bytes] = deque()
        self._arrived = asyncio.Event()

    def datagram_received(self, data: bytes, addr: tuple[str | object, int]) -> None:  # noqa: ARG002  # asyncio's
        """Keep a datagram for the reader; the oldest gives way when there is no room."""
        if len(self._waiting) >= MAX_DATAGRAMS:
            self._waiting.popleft()
            self._tally.remarks["datagrams"] += 1
        self._waiting.append(data)
        self._arrived.set()

    async def batches(self) -> AsyncIterator[Batch]:
        """Yield lines for ever.

        Raises:
            ConfigError: the address cannot be listened on.
        """
        try:
            transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: self, sock=self._bound()
            )
        except OSError as error:
            place = f"udp://{self._host}:{self._port}"
            remedy = "Choose an address of this machine (or none), and a port that is free."
            raise fault("SOURCE", place, f"cannot be listened on ({error.strerror})", remedy) from None
        try:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                data, self._waiting = self._waiting, deque()
                yield Batch([line for one in data for line in one.removesuffix(b"\n").split(b"\n")])
        finally:
            transport.close()

    def _bound(self) -> socket.socket:
        address = ip_address(self._host or "0.0.0.0")  # noqa: S104  # a gateway listens for receivers elsewhere
        family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_DGRAM)
        try:
            if address.is_multicast and address.version == 4:
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                group = address.packed + bytes(4)
                bound.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
            bound.bind((str(address), self._port))
        except OSError:
            bound.close()
            raise
        bound.setblocking(False)
        return bound


def open_source(
    source: str, tally: Tally, clock: Clock, report: Report, seed: str, stdin: BinaryIO
) -> Source:
    """Return the source that a word on the command line names: `-`, `tcp://host:port`, `udp://:port`, a path.

    Args:
        source: the word.
        tally: counts what a source has to drop.
        clock: times reconnections.
        report: told of connections made and lost.
        seed: spreads reconnections of several gateways.
        stdin: standard input.

    Raises:
        ConfigError: it names nothing that can be read.
    """
    if "://" not in source:
        file, name = (stdin, "standard input") if source == "-" else (_open(Path(source)), source)
        mode = os.fstat(file.fileno()).st_mode
        # A device that is no terminal, such as /dev/null, cannot be waited for.
        ends = stat.S_ISREG(mode) or (stat.S_ISCHR(mode) and not file.isatty())
        return FileSource(file, tally, name) if ends else PipeSource(file)
    scheme, host, port = _address(source)
    if scheme == "tcp":
        return TcpSource(host, port, clock, report, seed)
    return UdpSource(host, port, tally)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file's bytes, unpacked where it starts like a gzip archive."""
    file.seek(0)
    head = file.read(2)
    file.seek(0)
    unpacked = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if head == _GZIP_MAGIC else file
    while piece := unpacked.read(PIECE_BYTES):
        yield piece


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        remedy = "Name a file, tcp://host:port, udp://:port or - for standard input."
        raise fault("SOURCE", str(path), f"cannot be read ({error.strerror})", remedy) from None


def _address(source: str) -> tuple[str, str, int]:
    remedy = "Write tcp://host:port, udp://:port or udp://address:port."
    try:
        parts = urlsplit(source)
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
        if scheme == "udp" and host:
            ip_address(host)
    except ValueError as error:
        raise fault("SOURCE", source, str(error), remedy) from None
    if scheme not in ("tcp", "udp") or not port or (scheme == "tcp" and not host) or parts.path.strip("/"):
        raise fault("SOURCE", source, "is no address that can be read from", remedy)
    return scheme, host, port
