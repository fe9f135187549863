"""The one writer: one thread with one connection, through which every change to the books goes."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

_LOG = structlog.get_logger(__name__)
_T = TypeVar("_T")
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 2.0
_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}
_PASSING_PG = ("40", "08", "57P", "53")
"""SQLSTATE classes that a later attempt may outlive: rollback, connection, shutdown, resources."""


class Writer:
    """Runs pieces of work, each in its own transaction, one after the other.

    A database that is locked, full or gone is waited for: the work is tried again until it commits, and
    `trouble` says meanwhile why nothing is being recorded. Any other error is the caller's.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._connection: Connection | None = None
        self.trouble: str | None = None
        self.retries = 0

    async def run(self, work: Callable[[Connection], _T]) -> _T:
        """Return what `work` returns once its transaction is on disk; waits out a database in trouble."""
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                done = await self.once(work)
            except DBAPIError as fault:
                if not _will_pass(fault):
                    raise
                self._note_trouble(fault)
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
            else:
                self._note_recovery()
                return done

    async def once(self, work: Callable[[Connection], _T]) -> _T:
        """Return what `work` returns once it is on disk; raises if the database is in trouble."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transact, work)

    def _transact(self, work: Callable[[Connection], _T]) -> _T:
        if self._connection is None:
            self._connection = self._engine.connect()
        try:
            with self._connection.begin():
                return work(self._connection)
        except DBAPIError as fault:
            if fault.connection_invalidated:
                self._connection.close()
                self._connection = None
            raise

    def _note_trouble(self, fault: DBAPIError) -> None:
        self.retries += 1
        if self.trouble is None:
            _LOG.error("the journal cannot be written", why=str(fault.orig))
        self.trouble = str(fault.orig)

    def _note_recovery(self) -> None:
        if self.trouble is not None:
            _LOG.info("the journal is being written again", after=self.trouble)
            self.trouble = None

    async def close(self) -> None:
        """Finish what was asked for and close the connection."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._let_go)
        self._thread.shutdown()

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _will_pass(fault: DBAPIError) -> bool:
    code = getattr(fault.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _PASSING
    state = getattr(fault.orig, "sqlstate", None)
    if state is not None:
        return bool(state.startswith(_PASSING_PG))
    return isinstance(fault, OperationalError)
