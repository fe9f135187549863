"""Wall and monotonic time under a clock, turned by hand."""

from api.clock import FollowedClock, RealmClock

START_MS = 1_800_000_000_000


class Hands:
    """Wall and monotonic time in nanoseconds, turned by hand and apart."""

    def __init__(self) -> None:
        self.wall = START_MS * 1_000_000
        self.mono = 5_000_000_000

    def turn(self, s: float, wall_s: float | None = None) -> None:
        self.mono += round(s * 1e9)
        self.wall += round((s if wall_s is None else wall_s) * 1e9)

    def realm(self, start_ms: int | None = None, rate: float = 1.0) -> RealmClock:
        return RealmClock(start_ms, rate, wall_ns=lambda: self.wall, mono_ns=lambda: self.mono)

    def followed(self) -> FollowedClock:
        return FollowedClock(wall_ns=lambda: self.wall, mono_ns=lambda: self.mono)
