"""A realm's clock turned by hand: keeps the promises of `api.doors.Clock` without any time passing."""

import asyncio


class HandClock:
    """Time stands still until `turn`; sleepers wake when their instant is reached."""

    def __init__(self, now_ms: int = 1_800_000_000_000, rate: float = 1.0) -> None:
        self._now_ms = now_ms
        self._rate = rate
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
