"""Passwords: argon2id in a small pool of its own, so that a flood of sign-ins starves nobody.

At least 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).
"""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_T = TypeVar("_T")
MIN_CHARS = 12
MAX_CHARS = 1024
THREADS = 2
MAX_WAITING = 4


class TooBusyError(Exception):
    """So many passwords are being checked that another would wait too long."""


class Passwords:
    """Hashes and checks passwords; at most `THREADS` at once and `MAX_WAITING` in the queue."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="password")
        self._under_way = 0
        self.refused = 0
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    async def hash(self, password: str) -> str:
        """Return the argon2id hash of a password.

        Raises:
            TooBusyError: the queue is full.
        """
        return await self._run(lambda: self._hasher.hash(password))

    async def fits(self, password: str, known: str | None) -> bool:
        """Return whether a password fits a hash; takes as long where nobody is known by that name.

        Raises:
            TooBusyError: the queue is full.
        """
        return await self._run(lambda: self._verify(password, known or self._nobody)) and known is not None

    def _verify(self, password: str, known: str) -> bool:
        try:
            return self._hasher.verify(known, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], _T]) -> _T:
        if self._under_way >= THREADS + MAX_WAITING:
            self.refused += 1
            raise TooBusyError
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._under_way -= 1

    def close(self) -> None:
        """Let the threads end."""
        self._pool.shutdown()
