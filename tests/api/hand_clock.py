"""A realm's clock turned by hand: keeps the promises of `api.doors.MasterClock` without any time passing."""

import asyncio

from api.doors import ClockState


class HandClock:
    """Time stands still until `turn`; sleepers wake when their instant is reached."""

    def __init__(self, now_ms: int = 1_800_000_000_000, rate: float = 1.0) -> None:
        self._now_ms = now_ms
        self._rate = rate
        self.asked: tuple[float, int | None, float] = (rate, None, rate)
        self.played_ms: int | None = None
        self._turned = asyncio.Condition()
        self._gap: tuple[int, int] | None = None

    @property
    def rate(self) -> float:
        return self._rate

    def now_ms(self) -> int:
        return self._now_ms

    def wall_ms(self) -> int:
        return self._now_ms

    def mono_s(self) -> float:
        return self._now_ms / 1000

    async def sleep_until(self, realm_ms: int) -> None:
        await asyncio.sleep(0)
        async with self._turned:
            await self._turned.wait_for(lambda: self._now_ms >= realm_ms)

    async def come_round(self) -> None:
        await asyncio.sleep(0.5)

    async def rest(self, real_s: float) -> None:
        await asyncio.sleep(real_s)

    def run_at(self, rate: float, until_ms: int | None, resume: float) -> None:
        self._rate, self.asked = rate, (rate, until_ms, resume)

    def hear_played(self, played_ms: int) -> None:
        self.played_ms = played_ms

    def state(self) -> ClockState:
        rate, until_ms, resume = self.asked
        return ClockState(asked=rate, running=self._rate, resume=resume, until_ms=until_ms)

    def gap(self) -> tuple[int, int] | None:
        gap, self._gap = self._gap, None
        return gap

    async def turn(self, by_ms: int, *, asleep: bool = False) -> None:
        """Let `by_ms` pass; `asleep` makes it a gap, as after a stall."""
        if asleep:
            self._gap = (self._now_ms, self._now_ms + by_ms)
        self._now_ms += by_ms
        async with self._turned:
            self._turned.notify_all()
        await asyncio.sleep(0)
