"""The clock of a stage: realm time stands still until the stage turns it."""

import asyncio
import math
from collections.abc import Callable

from api.doors import ClockState
from drills.tempo import Tempo
from geo.units import MS_PER_SECOND


class StageClock:
    """A realm's clock as `api.doors.Clock`, turned second by second.

    Its rate is always 1, however fast it is turned: the keeper then takes the same steps at every pace.

    Args:
        start_ms: the realm's first instant, UTC ms.
        wall_ms: reads the wall clock; None = the realm's own instant.
        tempo: how fast it is turned, which people may change at the page and whose pauses are no time to the
            house. None: at full speed, with the realm's own seconds for durations of ours, so that what the
            house does now and then (snapshots) it does at the same instants in every run.
    """

    def __init__(
        self,
        start_ms: int,
        wall_ms: Callable[[], int] | None = None,
        tempo: Tempo | None = None,
    ) -> None:
        self._now_ms = self._start_ms = start_ms
        self._wall_ms, self._tempo = wall_ms, tempo
        self._sleepers: list[tuple[int, asyncio.Future[None]]] = []
        self._at_rest = asyncio.Event()

    @property
    def rate(self) -> float:
        """Return 1: see the class."""
        return 1.0

    def now_ms(self) -> int:
        """Return the realm's instant in UTC milliseconds."""
        return self._now_ms

    def wall_ms(self) -> int:
        """Return the wall clock in UTC milliseconds."""
        return self._now_ms if self._wall_ms is None else self._wall_ms()

    def mono_s(self) -> float:
        """Return seconds on a clock that never jumps."""
        return self._now_ms / 1000 if self._tempo is None else self._tempo.house_s()

    def run_at(self, rate: float, until_ms: int | None, resume: float) -> None:
        """Turn at another pace from now on, after a run ahead; at full speed nothing changes.

        Raises:
            ValueError: the rate is out of its range.
        """
        if self._tempo is not None:
            ahead_to = 0 if until_ms is None else (until_ms - self._start_ms) // MS_PER_SECOND
            self._tempo.ask(rate, ahead_to)
            self._tempo.resume = rate or resume

    def state(self) -> ClockState:
        """Return how fast it is turned, and whether the machine is too slow for what was asked."""
        if self._tempo is None:
            return ClockState(asked=1.0, running=1.0, resume=1.0)
        tempo, now_s = self._tempo, (self._now_ms - self._start_ms) // MS_PER_SECOND
        running = round(tempo.running(), 1)
        ahead = tempo.ahead_to > now_s
        return ClockState(
            asked=running if tempo.asked == math.inf else tempo.asked,
            running=running if ahead or tempo.late else min(tempo.asked, running or tempo.asked),
            resume=tempo.resume,
            until_ms=self._start_ms + tempo.ahead_to * MS_PER_SECOND if ahead else None,
            late=tempo.late,
        )

    async def come_round(self) -> None:
        """Never return: the stage wakes the keeper, and real time decides nothing here."""
        await asyncio.get_running_loop().create_future()

    async def sleep_until(self, realm_ms: int) -> None:
        """Return once `now_ms() >= realm_ms`, having let other tasks run at least once."""
        await asyncio.sleep(0)
        if realm_ms <= self._now_ms:
            return
        sleeper = (realm_ms, asyncio.get_running_loop().create_future())
        self._sleepers.append(sleeper)
        self._at_rest.set()
        try:
            await sleeper[1]
        finally:
            if sleeper in self._sleepers:
                self._sleepers.remove(sleeper)
            self._note_rest()

    def gap(self) -> tuple[int, int] | None:
        """Return None: a stage that is late goes slower, it never looks away."""
        return None

    def turn(self, to_ms: int) -> None:
        """Let the instant be `to_ms` and wake who slept until then.

        Raises:
            ValueError: time would run backwards.
        """
        if to_ms < self._now_ms:
            raise ValueError(f"time runs backwards: {to_ms} after {self._now_ms}")
        self._now_ms = to_ms
        due = [sleeper for sleeper in self._sleepers if sleeper[0] <= to_ms]
        for sleeper in due:
            self._sleepers.remove(sleeper)
            sleeper[1].set_result(None)
        self._note_rest()

    @property
    def at_rest(self) -> bool:
        """Whether somebody sleeps until a later instant."""
        return self._at_rest.is_set()

    async def rested(self) -> None:
        """Return when somebody sleeps until a later instant: who was woken has come to an end."""
        await self._at_rest.wait()

    def _note_rest(self) -> None:
        if not self._sleepers:
            self._at_rest.clear()
