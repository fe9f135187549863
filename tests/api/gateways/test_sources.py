import asyncio
import gzip
import io
import os
import socket
from pathlib import Path

import pytest

from api.gateways.sources import (
    MAX_DATAGRAMS,
    FileSource,
    PipeSource,
    Source,
    TcpSource,
    UdpSource,
    open_source,
)
from api.gateways.tally import Tally
from tests.api.gateways.stand import JumpClock
from twin.port import ConfigError

LINE = b"!AIVDM,1,1,,A,15DCR`000BbmIUadM6ia1Pn40@28,0*41"


def opened(source: str, tally: Tally | None = None, said: list[str] | None = None) -> Source:
    report = (said if said is not None else []).append
    return open_source(source, tally or Tally(), JumpClock(), report, "seed", io.BufferedReader(io.BytesIO()))


async def lines_of(source: Source) -> list[bytes]:
    return [line async for batch in source.batches() for line in batch.lines]


async def first_lines(source: Source, count: int) -> list[bytes]:
    lines: list[bytes] = []
    async with asyncio.timeout(60):
        async for batch in source.batches():
            lines += batch.lines
            if len(lines) >= count:
                break
    return lines


@pytest.mark.parametrize("packed", [False, True])
async def test_a_recording_is_read_to_its_end_with_its_progress(tmp_path: Path, packed: bool):
    path = tmp_path / "recording"
    raw = b"\n".join([LINE, LINE + b",1327664821"] * 3000)
    path.write_bytes(gzip.compress(raw) if packed else raw)
    source = opened(str(path))
    assert isinstance(source, FileSource)
    assert source.first_instant_ms() == 1_327_664_821_000
    batches = [batch async for batch in source.batches()]
    assert [line for batch in batches for line in batch.lines] == raw.split(b"\n")
    shares = [batch.done or 0.0 for batch in batches]
    assert (shares, shares[-1]) == (sorted(shares), 1.0)


async def test_a_torn_archive_is_read_as_far_as_it_goes_and_says_so(tmp_path: Path):
    path = tmp_path / "torn.gz"
    path.write_bytes(gzip.compress(b"\n".join(b"%d" % i for i in range(100_000)))[:-2000])
    source = opened(str(path), tally := Tally())
    assert len(await lines_of(source)) > 50_000
    assert tally.broken is not None
    assert tally.exit_code == 1


async def test_a_recording_without_times_has_no_first_instant(tmp_path: Path):
    path = tmp_path / "plain.txt"
    path.write_bytes(LINE)
    source = opened(str(path))
    assert isinstance(source, FileSource)
    assert source.first_instant_ms() is None
    assert await lines_of(source) == [LINE]


async def test_a_pipe_is_read_until_it_is_closed():
    out, into = os.pipe()
    source = open_source("-", Tally(), JumpClock(), print, "seed", os.fdopen(out, "rb"))
    assert isinstance(source, PipeSource)
    os.write(into, LINE + b"\n" + LINE)
    os.close(into)
    assert await lines_of(source) == [LINE, LINE]


async def test_a_file_given_as_standard_input_is_a_recording(tmp_path: Path):
    path = tmp_path / "recording"
    path.write_bytes(LINE)
    source = open_source("-", Tally(), JumpClock(), print, "seed", path.open("rb"))
    assert isinstance(source, FileSource)
    assert await lines_of(source) == [LINE]


async def test_a_device_that_is_no_terminal_ends_at_once():
    async with asyncio.timeout(60):
        assert await lines_of(opened(os.devnull)) == []


async def test_a_lost_tcp_connection_is_made_again_and_told():
    served = 0

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal served
        served += 1
        writer.write(LINE + b"\n" + b"%d" % served)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    said: list[str] = []
    async with server:
        source = opened(f"tcp://127.0.0.1:{port}", said=said)
        assert isinstance(source, TcpSource)
        assert source.live
        assert await first_lines(source, 4) == [LINE, b"1", LINE, b"2"]
    assert f"127.0.0.1:{port}: connected" in said
    assert any("trying again" in one for one in said)


async def test_a_server_that_is_not_there_is_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    said: list[str] = []
    source = opened(f"tcp://127.0.0.1:{port}", said=said)
    reading = asyncio.create_task(lines_of(source))
    while len(said) < 3:  # noqa: ASYNC110  # each turn is a real refused connection
        await asyncio.sleep(0)
    reading.cancel()
    assert all("trying again" in one for one in said)


async def test_datagrams_hold_one_line_or_more():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    source = opened(f"udp://127.0.0.1:{port}")
    assert isinstance(source, UdpSource)
    assert source.live
    reading = asyncio.create_task(first_lines(source, 3))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.sendto(b"UdPbC\0" + LINE + b"\r\n" + LINE + b"\r\n", ("127.0.0.1", port))
        receiver.sendto(LINE, ("127.0.0.1", port))
        assert await reading == [b"UdPbC\0" + LINE + b"\r", LINE + b"\r", LINE]


def test_datagrams_that_nobody_reads_are_bounded_and_counted():
    source = UdpSource("127.0.0.1", 1, tally := Tally())
    for _ in range(MAX_DATAGRAMS + 5):
        source.datagram_received(LINE, ("127.0.0.1", 1))
    assert tally.remarks == {"datagrams": 5}


async def test_an_address_that_is_taken_is_a_fault_of_the_configuration():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(ConfigError, match="cannot be listened on"):
            await lines_of(opened(f"udp://127.0.0.1:{taken.getsockname()[1]}"))


@pytest.mark.parametrize(
    "source",
    ["none.txt", "http://x:1", "tcp://:1", "tcp://x", "udp://x:1", "tcp://x:99999", "udp://:1/path", "/"],
)
def test_what_cannot_be_read_is_refused_with_the_remedy(source: str):
    with pytest.raises(ConfigError, match=r"Name a file|Write tcp://"):
        opened(source)
