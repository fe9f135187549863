import asyncio
import os
import select
import signal
import socket
import subprocess
import sys
import textwrap

import aiomqtt
import pytest

from api import broker as broker_module
from api.broker import BrokerStartError, EmbeddedBroker
from api.broker_home import PID_FILE
from api.clock import RealmClock
from api.secrets import Secrets
from twin.port import ConfigError

pytestmark = pytest.mark.broker

ROOT = "yugang/sim/shipu"
TWIN = textwrap.dedent("""
        import asyncio, pathlib, sys
        from api.broker import EmbeddedBroker
        from api.clock import RealmClock
        from api.secrets import Secrets

        async def main(home):
            secrets = Secrets.load_or_make(home, {})
            broker = EmbeddedBroker(home, secrets, ("127.0.0.1", 0), "yugang/sim/shipu", RealmClock())
            async with broker:
                print("pid", broker.pid, flush=True)
                await asyncio.Event().wait()

        asyncio.run(main(pathlib.Path(sys.argv[1])))
    """)


def embedded(home, port=0):
    return EmbeddedBroker(home, Secrets.load_or_make(home, {}), ("127.0.0.1", port), ROOT, RealmClock())


def sign_in(broker, account, *, password=None):
    return aiomqtt.Client(
        broker.host,
        broker.port,
        username=account.user,
        password=password or account.password,
        identifier=account.client_id,
        timeout=30,
    )


def ended(pid, within_s=60.0):
    """Whether the process ends within the time."""
    try:
        watch = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watch], [], [], within_s)[0])
    finally:
        os.close(watch)


async def until(true, within_s=60.0):
    async with asyncio.timeout(within_s):
        while not true():  # noqa: ASYNC110  # waits for another process
            await asyncio.sleep(0.02)


async def test_it_answers_when_entered_and_leaves_no_child(tmp_path):
    async with embedded(tmp_path) as broker:
        pid = broker.pid
        assert broker.state().up
        async with sign_in(broker, broker._secrets.accounts["gateway"]):
            pass
    assert not broker.state().up
    assert ended(pid, 0)
    assert not (tmp_path / "broker" / PID_FILE).exists()


async def test_what_it_writes_is_private(tmp_path):
    async with embedded(tmp_path):
        assert (tmp_path / "broker").stat().st_mode & 0o077 == 0
        assert (tmp_path / "broker" / "nats.conf").stat().st_mode & 0o077 == 0


async def test_a_wrong_password_and_an_unknown_user_are_refused_and_counted(tmp_path):
    async with embedded(tmp_path) as broker:
        account = broker._secrets.accounts["engine"]
        with pytest.raises(aiomqtt.MqttError, match="authorized"):
            async with sign_in(broker, account, password="x" * 20):
                pass
        with pytest.raises(aiomqtt.MqttError, match="authorized"):
            async with aiomqtt.Client(broker.host, broker.port, identifier="nobody", timeout=30):
                pass
        broker.log.look()
        assert broker.counts() == {"broker.restarts": 0, "broker.refused.sign-in-denied": 2}


async def test_its_own_protocol_lets_nobody_in(tmp_path):
    async with embedded(tmp_path) as broker:
        log = (tmp_path / "broker" / "broker.log").read_text()
        port = int(log.rpartition("client connections on 127.0.0.1:")[2].split()[0])
        account = broker._secrets.accounts["engine"]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await reader.readline()
        words = f'{{"user":"{account.user}","pass":"{account.password}","verbose":true}}'
        writer.write(f"CONNECT {words}\r\nSUB > 1\r\n".encode())
        assert b"Authorization Violation" in await reader.read(200)
        writer.close()


async def test_a_broker_that_dies_comes_back_at_the_same_address(tmp_path):
    async with embedded(tmp_path) as broker:
        first, port = broker.pid, broker.port
        os.kill(first, signal.SIGKILL)
        await until(lambda: broker.restarts == 1 and broker.state().up)
        assert broker.pid != first
        assert broker.port == port
        async with sign_in(broker, broker._secrets.accounts["gateway"]):
            pass
        second = broker.pid
    assert ended(second, 0)


async def test_cancelling_the_twin_leaves_no_child(tmp_path):
    entered = asyncio.Event()
    pids = []

    async def twin():
        async with embedded(tmp_path) as broker:
            pids.append(broker.pid)
            entered.set()
            await asyncio.Event().wait()

    running = asyncio.create_task(twin())
    await entered.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert ended(pids[0], 0)


async def test_an_error_of_the_twin_leaves_unwrapped_and_without_a_child(tmp_path):
    with pytest.raises(KeyError):
        async with embedded(tmp_path) as broker:
            raise KeyError
    assert broker.pid is None


@pytest.fixture
def orphan(tmp_path):
    """The pid of a broker whose twin was just killed with kill -9."""
    twin = subprocess.Popen([sys.executable, "-c", TWIN, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    pid = next(int(line.split()[1]) for line in twin.stdout if line.startswith("pid"))
    twin.kill()
    twin.communicate()
    return pid


def test_kill_9_of_the_twin_ends_its_broker(orphan):
    assert ended(orphan)


async def test_after_kill_9_of_the_twin_the_next_start_succeeds_at_once(tmp_path, orphan):
    async with embedded(tmp_path) as broker:
        assert broker.pid != orphan
        assert ended(orphan, 0)


async def test_a_second_twin_with_the_same_home_is_refused_and_the_first_lives_on(tmp_path):
    async with embedded(tmp_path) as broker:
        pid = broker.pid
        with pytest.raises(ConfigError, match="another twin runs"):
            await embedded(tmp_path).__aenter__()
        assert broker.pid == pid
        assert (tmp_path / "broker" / PID_FILE).read_text() == str(pid)
        assert not ended(pid, 0)


async def test_an_address_in_use_is_a_wrong_configuration(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"127.0.0.1:{port} is already in use"):
            await embedded(tmp_path, port).__aenter__()


async def test_a_broker_that_cannot_start_says_why(tmp_path):
    (tmp_path / "broker").mkdir()
    (tmp_path / "broker" / "store").write_text("a file where its folder should be")
    broker = embedded(tmp_path)
    with pytest.raises(BrokerStartError, match="storage directory is not a directory"):
        await broker.__aenter__()
    assert broker.pid is None


async def test_a_device_added_later_may_sign_in_without_a_restart(tmp_path, monkeypatch):
    monkeypatch.setattr(broker_module, "LOOK_S", 0.05)
    async with embedded(tmp_path) as broker:
        pid = broker.pid
        added = Secrets.load(tmp_path).add_device("412000001", "ais-b")
        async with asyncio.timeout(60):
            while True:
                try:
                    async with sign_in(broker, added):
                        break
                except aiomqtt.MqttError:
                    await asyncio.sleep(0.05)
        assert broker.pid == pid


@pytest.mark.parametrize("spoil", [lambda path: path.write_text("[["), lambda path: path.unlink()])
async def test_secrets_spoiled_while_it_runs_change_nothing(tmp_path, monkeypatch, spoil):
    monkeypatch.setattr(broker_module, "LOOK_S", 0.02)
    async with embedded(tmp_path) as broker:
        before = broker._secrets_mtime_ns
        spoil(tmp_path / "secrets.toml")
        await until(lambda: broker._secrets_mtime_ns != before)
        async with sign_in(broker, broker._secrets.accounts["gateway"]):
            pass
