"""Reading the books off the event loop, on connections that cannot write."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection, Engine

from api.store.database import READERS

_T = TypeVar("_T")


class Reader:
    """Runs questions in a few threads of its own; each sees one consistent state of the books."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

    async def ask(self, question: Callable[[Connection], _T]) -> _T:
        """Return what `question` reads."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, question)

    def _read(self, question: Callable[[Connection], _T]) -> _T:
        with self._engine.connect() as connection:
            return question(connection)

    def close(self) -> None:
        """Wait for the questions under way; take no more."""
        self._threads.shutdown()
