"""Many scenarios checked, one after the other or several at once."""

import asyncio
import logging
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import structlog

from api.clock import RealmClock
from drills.check import play
from drills.piece import read_piece
from drills.result import Result


def check_all(names: Sequence[str], port: str, jobs: int) -> Iterator[Result]:
    """Yield what came of each scenario, in the order of the names.

    Args:
        names: of the library, or files.
        port: name of a built-in port, or a port folder.
        jobs: how many are played at once, each in a process of its own.

    Raises:
        ConfigError: one of them cannot be played; none was.
    """
    for name in names:
        read_piece(name, port)
    if jobs <= 1 or len(names) == 1:
        yield from (check_one(name, port) for name in names)
        return
    spawning = multiprocessing.get_context("spawn")  # threads of numpy do not survive a fork
    with ProcessPoolExecutor(min(jobs, len(names)), mp_context=spawning) as pool:
        yield from pool.map(partial(check_one, port=port), names)


def check_one(name: str, port: str) -> Result:
    """Return what came of one scenario; a bug escapes, as everywhere."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    return asyncio.run(play(read_piece(name, port), RealmClock().mono_s))
