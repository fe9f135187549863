"""How many letters a second reach Python through the whole door: embedded broker, link, inbox, decoding.

The letters come from a thread that writes ready-made packets to a socket, so that the publisher's cost does
not count as the twin's.
"""

import asyncio
import contextlib
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from api.broker import EmbeddedBroker
from api.clock import RealmClock
from api.inbox import Inbox
from api.mqtt import MqttDoor
from api.mqtt_login import Login, login_at
from api.secrets import Secrets
from twin.decode import TerminalSaid, decode
from twin.wire import FixBody, Letter, encode

ROOT = "yugang/sim/bench"
LETTERS = 20_000
TERMINALS = 5_000
PATIENCE_S = 120.0
TURN_S = 0.1
"""Letters are taken and acknowledged as often as the twin steps."""


def run(letters: int = LETTERS) -> list[tuple[str, float, str]]:
    """Return rows (what, figure, unit) for fixes at QoS 0 and QoS 1."""
    return asyncio.run(_run(letters))


async def _run(letters: int) -> list[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory() as folder:
        home, clock = Path(folder), RealmClock()
        secrets = Secrets.load_or_make(home, {})
        async with EmbeddedBroker(home, secrets, ("127.0.0.1", 0), ROOT, clock) as broker:
            logins = {
                user: login_at(broker.host, broker.port, account)
                for user, account in secrets.accounts.items()
            }
            door = MqttDoor(logins["engine"], logins["engine-fixes"], ROOT, clock)
            inbox = Inbox(door.acknowledge, clock)
            running = asyncio.create_task(door.run(inbox.hear))
            await door.connected()
            rows = []
            for qos in (0, 1):
                rows += await _measured(inbox, logins["simulator"], letters, qos)
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
            return rows


async def _measured(inbox: Inbox, login: Login, letters: int, qos: int) -> list[tuple[str, float, str]]:
    packets = b"".join(_packets(letters, qos))
    publisher = threading.Thread(target=_publish, args=(login, packets))
    begun = time.perf_counter()
    publisher.start()
    heard = said = 0
    while heard < letters and time.perf_counter() - begun < PATIENCE_S:
        await asyncio.sleep(TURN_S)
        for entry in inbox.take(letters):
            entry.done(None)
            if isinstance(entry.payload, Letter) and entry.payload.topic.endswith("/fix"):
                heard += 1
                said += isinstance(decode(entry.payload, ROOT), TerminalSaid)
    took_s = time.perf_counter() - begun
    publisher.join()
    return [
        (f"MQTT QoS {qos} into Python, decoded and acknowledged", said / took_s, "letters/s"),
        (f"MQTT QoS {qos}: not heard of {letters}", float(letters - heard), "letters"),
    ]


def _packets(letters: int, qos: int) -> Iterator[bytes]:
    """Yield PUBLISH packets (MQTT 3.1.1 section 3.3), each terminal at most 20 times."""
    for number in range(letters):
        topic = f"{ROOT}/terminal/ais-b/{number % TERMINALS}/fix".encode()
        body = encode(FixBody(t_ms=1_790_000_000_000 + number, lon=122.1, lat=29.2, sog_kn=6.5, cog_deg=90.0))
        mid = (number % 65_535 + 1).to_bytes(2, "big") if qos else b""
        yield _packet(0x30 | qos << 1, len(topic).to_bytes(2, "big") + topic + mid + body)


def _packet(kind: int, body: bytes) -> bytes:
    low, high = len(body) & 127, len(body) >> 7
    return bytes([kind, low | 128, high] if high else [kind, low]) + body


def _publish(login: Login, packets: bytes) -> None:
    """Sign in, write all packets, and read the acknowledgements away."""
    words = (login.client_id, login.user or "", login.password or "")
    told = b"".join(len(word).to_bytes(2, "big") + word.encode() for word in words)
    with socket.create_connection((login.host, login.port)) as line:
        line.sendall(_packet(0x10, b"\x00\x04MQTT\x04\xc2\x00\x3c" + told))
        line.recv(4)
        reader = threading.Thread(target=_read_away, args=(line,))
        reader.start()
        line.sendall(packets)
        line.sendall(b"\xe0\x00")
        reader.join()


def _read_away(line: socket.socket) -> None:
    with contextlib.suppress(ConnectionError):
        while line.recv(65536):
            pass
