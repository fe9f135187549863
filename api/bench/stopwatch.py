"""A stopwatch on named functions: where the time of a whole goes, while the whole runs as it is."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch


class Stopwatch:
    """Seconds spent in each part since the last `lap`, by the name of the part.

    Attributes:
        laps: what every lap took, by part: one number a lap, 0 where the part did not run.
    """

    def __init__(self) -> None:
        self.laps: dict[str, list[float]] = {}
        self._running: dict[str, float] = {}
        self._lapped = 0

    def timed(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with its time added to the part whenever it is called."""

        def measured(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                self._running[part] = self._running.get(part, 0.0) + time.perf_counter() - begun

        return measured

    @contextmanager
    def on(self, *parts: tuple[str, ModuleType | type, str]) -> Iterator[None]:
        """Time these functions, (part, where it stands, its name), until the block is left."""
        with ExitStack() as stack:
            for part, where, name in parts:
                stack.enter_context(patch.object(where, name, self.timed(part, getattr(where, name))))
            yield

    def lap(self) -> None:
        """Close the present lap."""
        for part in self._running.keys() - self.laps.keys():
            self.laps[part] = [0.0] * self._lapped
        for part, took_s in self.laps.items():
            took_s.append(self._running.get(part, 0.0))
        self._running.clear()
        self._lapped += 1
