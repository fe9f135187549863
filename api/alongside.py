"""Ending tasks surely: one beside the body of an `async with`, and one whose cancellation was swallowed."""

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any


def raise_if_cancelled() -> None:
    """Raise the cancellation of this task that `asyncio.wait_for` may have swallowed.

    Before Python 3.12 it does so when what it waits for is done in the same turn of the loop (bpo-37658).
    A task that goes on for ever after somebody else's `wait_for` would then never end.

    Raises:
        asyncio.CancelledError: this task was cancelled.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


class Alongside:
    """One task that runs from `begin` until `end`.

    A bug in the task cancels the caller at once and leaves from `end` as an exception group, so that it
    cannot go unseen. An error of the caller's own leaves as it is.
    """

    def __init__(self) -> None:
        self._group = asyncio.TaskGroup()
        self._task: asyncio.Task[None] | None = None

    async def begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Start `work`; call it once, from the task that will call `end`."""
        await self._group.__aenter__()
        self._task = self._group.create_task(work, name=name)

    async def end(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Cancel the task and return when it has ended; takes what `__aexit__` was given.

        Raises:
            BaseExceptionGroup: the task ended with a bug.
        """
        if self._task is None:
            return
        self._task.cancel()
        # Only a cancellation is the group's business: it would wrap any other error of the caller's.
        cancelled = isinstance(error, asyncio.CancelledError)
        await self._group.__aexit__(*((kind, error, trace) if cancelled else (None, None, None)))
