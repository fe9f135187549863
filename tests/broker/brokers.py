"""The two real brokers the tests run against: the embedded nats-server, and Mosquitto as in production."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess

import pytest

from api.broker import EmbeddedBroker
from api.broker_conf import FRAME_BYTES, allowed
from api.broker_home import free_port
from api.clock import RealmClock
from api.mqtt_login import login_at
from api.secrets import Secrets

ROOT = "yugang/sim/shipu"
KINDS = ("embedded", "mosquitto")
_HOST = "127.0.0.1"


class Embedded:
    """nats-server as the twin runs it."""

    def __init__(self, home, secrets):
        self.secrets = secrets
        self.broker = EmbeddedBroker(home, secrets, (_HOST, 0), ROOT, RealmClock())

    async def __aenter__(self):
        await self.broker.__aenter__()
        self.port = self.broker.port
        return self

    async def __aexit__(self, *end):
        await self.broker.__aexit__(*end)

    async def kill(self):
        """Kill -9; it is back when this returns."""
        restarts = self.broker.restarts
        os.kill(self.broker.pid, signal.SIGKILL)
        async with asyncio.timeout(60):
            while self.broker.restarts == restarts or not self.broker.state().up:  # noqa: ASYNC110  # another process
                await asyncio.sleep(0.01)

    def login(self, user):
        return login_at(_HOST, self.port, self.secrets.accounts[user])


class Mosquitto:
    """Mosquitto with the settings the documentation gives for production, and our allow-lists as its ACL."""

    def __init__(self, home, secrets):
        self.secrets = secrets
        self._home = home
        self.port = free_port(_HOST)

    async def __aenter__(self):
        self._write()
        await self._start()
        return self

    async def __aexit__(self, *end):
        self._process.terminate()
        await self._process.wait()

    async def kill(self):
        """Kill -9; it is back when this returns."""
        self._process.kill()
        await self._process.wait()
        await self._start()

    def login(self, user):
        return login_at(_HOST, self.port, self.secrets.accounts[user])

    def _write(self):
        passwords, acl = self._home / "passwords", []
        passwords.touch(mode=0o600)
        for account in self.secrets.accounts.values():
            command = ["mosquitto_passwd", "-b", passwords, account.user, account.password]
            subprocess.run(command, check=True, capture_output=True)
            may = allowed(account, ROOT)
            acl += [f"user {account.user}", *(f"topic write {topic}" for topic in may.publish)]
            acl += [f"topic read {topic}" for topic in may.subscribe]
        (self._home / "acl").write_text("\n".join(acl) + "\n")
        (self._home / "acl").chmod(0o600)
        (self._home / "mosquitto.conf").write_text(
            f"listener {self.port} {_HOST}\n"
            "allow_anonymous false\n"
            f"user {'root' if os.geteuid() == 0 else ''}\n"
            f"password_file {passwords}\nacl_file {self._home / 'acl'}\n"
            f"persistence true\npersistence_location {self._home}/\n"
            "autosave_on_changes true\nautosave_interval 1\n"
            f"max_packet_size {FRAME_BYTES}\nmax_qos 1\n"
            "max_inflight_messages 1000\nmax_queued_messages 100000\n"
        )

    async def _start(self):
        self._process = await asyncio.create_subprocess_exec(
            "mosquitto",
            "-c",
            str(self._home / "mosquitto.conf"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        async with asyncio.timeout(60):
            while True:
                with contextlib.suppress(OSError):
                    _, writer = await asyncio.open_connection(_HOST, self.port)
                    writer.close()
                    return
                await asyncio.sleep(0.02)


def running(kind, home, devices=()):
    """A broker of the kind, with the twin's accounts and `devices` as (name, kind)."""
    if kind == "mosquitto" and not shutil.which("mosquitto", path=os.environ["PATH"] + ":/usr/sbin"):
        if os.environ.get("CI") == "true":
            pytest.fail("Mosquitto is not installed")
        pytest.skip("Mosquitto is not installed")
    secrets = Secrets.load_or_make(home, {})
    for name, device_kind in devices:
        secrets.add_device(name, device_kind)
    return {"embedded": Embedded, "mosquitto": Mosquitto}[kind](home, secrets)


async def until(true, within_s=60.0):
    """Return when `true()` is; for what other processes do."""
    async with asyncio.timeout(within_s):
        while not true():  # noqa: ASYNC110  # another process
            await asyncio.sleep(0.01)
