"""The embedded broker: nats-server as a child process that speaks MQTT and keeps what is not acknowledged.

How it ends: on leaving the context it is asked (SIGTERM) and after `STOP_S` told (SIGKILL). If this process
dies in any way, the kernel ends it (`api.broker_stub`). If even that failed, the next start of the same home
finds it by its pid file, proves by its command line that it is ours, and ends it first. A lock on the home
keeps a second twin from doing that to a living one.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import aiomqtt
import structlog

from api import broker_stub
from api.alongside import Alongside, raise_if_cancelled
from api.broker_conf import nats_conf
from api.broker_home import PID_FILE, STOP_S, binary, end_stale, free_port, home_lock
from api.broker_log import BrokerLog
from api.clock import Backoff
from api.doors import Clock, DoorState
from api.secrets import Secrets, write_private
from twin.port import ConfigError, ConfigFault

READY_S = 15.0
"""A broker that does not answer within this time did not start."""
LOOK_S = 2.0
"""How often its log is counted and the secrets are looked at for new device accounts."""
PORT_ATTEMPTS = 3
BACKOFF_FIRST_S, BACKOFF_MOST_S = 0.1, 5.0
_PROBE_S = 2.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_POLL_S = 0.05

_log = structlog.get_logger()


class BrokerStartError(Exception):
    """The broker did not start; the text holds its own last words."""


class EmbeddedBroker:
    """Runs the broker while its context is entered, and starts it again whenever it dies.

    Args:
        home: the twin's home; everything of the broker's stands under `home/broker`.
        secrets: its accounts; a device added to the file later may sign in within `LOOK_S`.
        listen: host and port for MQTT; port 0 takes a free one, and keeps it over restarts.
        root: `yugang/{realm}/{port}`, which the accounts are bound to.
        clock: the realm's clock.
    """

    def __init__(
        self, home: Path, secrets: Secrets, listen: tuple[str, int], root: str, clock: Clock
    ) -> None:
        self._folder = home / "broker"
        self._conf = self._folder / "nats.conf"
        self._secrets = secrets
        self._secrets_mtime_ns = self._mtime_ns()
        self.host, self.port = listen
        self._any_port = self.port == 0
        self._root = root
        self._clock = clock
        self._process: asyncio.subprocess.Process | None = None
        self._watching = Alongside()
        self._exits = contextlib.ExitStack()
        self._backoff = Backoff(BACKOFF_FIRST_S, BACKOFF_MOST_S, root)
        self._state = DoorState("broker", up=False, since_ms=clock.now_ms(), why="not started")
        self.log = BrokerLog(self._folder / "broker.log")
        self.restarts = 0

    @property
    def pid(self) -> int | None:
        """The broker's process id; None while there is none."""
        alive = self._process is not None and self._process.returncode is None
        return self._process.pid if self._process is not None and alive else None

    def state(self) -> DoorState:
        """Return whether the broker runs, and since when in realm time."""
        return self._state

    def counts(self) -> dict[str, int]:
        """Return how often it was started again, and each kind of refusal it logged."""
        refused = {f"broker.refused.{what}": n for what, n in self.log.refused.items()}
        return {"broker.restarts": self.restarts, **refused}

    async def __aenter__(self) -> Self:
        """Start the broker and return once it answers an MQTT sign-in.

        Raises:
            ConfigError: another twin uses this home, the address is taken, or there is no broker to start.
            BrokerStartError: it started and ended, or did not answer in time.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._exits.enter_context(home_lock(self._folder))
        try:
            await end_stale(self._folder / PID_FILE, self._conf, self._clock)
            await self._start_first()
        except BaseException:
            await self._stop()
            raise
        if self.host not in _LOOPBACK:
            _log.warning(
                "mqtt-in-the-clear", host=self.host, remedy="put a TLS proxy before it, or use --mqtt"
            )
        await self._watching.begin(self._watch(), "broker-watch")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the broker; no child is left, also when this is cancelled in the middle."""
        try:
            await self._watching.end(kind, error, trace)
        finally:
            await self._stop()

    async def _start_first(self) -> None:
        for attempt in range(1, PORT_ATTEMPTS + 1):
            if self._any_port:
                self.port = free_port(self.host)
            self._write_conf()
            try:
                await self._start()
            except BrokerStartError as fault:
                if "address already in use" not in str(fault):
                    raise
                if not self._any_port or attempt == PORT_ATTEMPTS:
                    what = f"{self.host}:{self.port} is already in use"
                    raise _fault("--mqtt-listen", "address", what, "Choose another port, or 0.") from None
            else:
                return

    async def _start(self) -> None:
        """Start the child and return once it answers a sign-in."""
        begin = (sys.executable, "-I", "-S", broker_stub.__file__, str(os.getpid()))
        with (self._folder / "start.log").open("wb") as said:
            self._process = await asyncio.create_subprocess_exec(
                *begin,
                str(binary()),
                "-c",
                str(self._conf),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,  # Ctrl-C is for us; we stop it after our last acknowledgement
            )
        (self._folder / PID_FILE).write_text(str(self._process.pid), encoding="ascii")
        await self._answers()
        self._backoff.reset()
        self._turn(up=True, why="")

    async def _answers(self) -> None:
        """Return once a sign-in as the engine succeeds.

        Raises:
            BrokerStartError: the child ended or `READY_S` passed.
        """
        assert self._process is not None  # noqa: S101  # set by the only caller
        account = self._secrets.accounts["engine"]
        until_s = self._clock.mono_s() + READY_S
        while self._process.returncode is None and self._clock.mono_s() < until_s:
            probe = aiomqtt.Client(
                self.host,
                self.port,
                username=account.user,
                password=account.password,
                identifier=f"ready-{self._process.pid}",
                timeout=_PROBE_S,
            )
            with contextlib.suppress(aiomqtt.MqttError):
                async with probe:
                    return
            await asyncio.sleep(_POLL_S)
        last = self.log.last_line() or BrokerLog(self._folder / "start.log").last_line()
        await self._stop_child()
        raise BrokerStartError(f"the broker did not start; it said: {last}")

    async def _watch(self) -> None:
        while True:
            try:
                async with asyncio.timeout(LOOK_S):
                    await self._wait_child()
            except TimeoutError:
                self._look()
                continue
            self.restarts += 1
            code = self._process.returncode if self._process is not None else None
            self._turn(up=False, why=f"the broker ended with {code}; started again {self.restarts} times")
            await asyncio.sleep(self._backoff.next_s())
            try:
                await self._start()
            except (BrokerStartError, OSError) as fault:  # a full disk must not end the twin
                self._turn(up=False, why=str(fault))
            raise_if_cancelled()

    async def _wait_child(self) -> None:
        if self._process is not None:
            await self._process.wait()

    def _look(self) -> None:
        """Count refusals, and let in devices that were added to the secrets since."""
        self.log.look()
        mtime_ns = self._mtime_ns()
        if mtime_ns == self._secrets_mtime_ns:
            return
        self._secrets_mtime_ns = mtime_ns
        try:
            self._secrets = Secrets.load(self._secrets.path.parent)
            self._write_conf()
        except (ConfigError, OSError) as fault:
            _log.error("secrets-refused", why=str(fault))
            return
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGHUP)

    def _mtime_ns(self) -> int | None:
        with contextlib.suppress(FileNotFoundError):
            return self._secrets.path.stat().st_mtime_ns
        return None

    def _write_conf(self) -> None:
        accounts = self._secrets.accounts.values()
        write_private(self._conf, nats_conf(self._folder, self.host, self.port, accounts, self._root))

    def _turn(self, *, up: bool, why: str) -> None:
        if (up, why) != (self._state.up, self._state.why):
            self._state = self._state.turned(self._clock.now_ms(), up=up, why=why)
            _log.info("broker", up=up, why=why, port=self.port, restarts=self.restarts)

    async def _stop(self) -> None:
        try:
            await self._stop_child()
        finally:
            self._turn(up=False, why="stopped")
            (self._folder / PID_FILE).unlink(missing_ok=True)
            self._exits.close()

    async def _stop_child(self) -> None:
        child = self._process
        if child is None or child.returncode is not None:
            return
        try:
            child.terminate()
            async with asyncio.timeout(STOP_S):
                await child.wait()
        except TimeoutError:
            _log.warning("broker-killed", pid=child.pid)
        finally:
            if child.returncode is None:
                child.kill()
        await child.wait()


def _fault(file: str, place: str, what: str, remedy: str) -> ConfigError:
    return ConfigError([ConfigFault(file, place, what, remedy)])
