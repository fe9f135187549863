"""The realm's clock as a person turns it: what may be asked of it, and the fact that it was."""

from twin.acts import TurnClock
from twin.facts import ClockTurned, Refused
from twin.wire import Words, simulated

SLOWEST_RATE, FASTEST_RATE = 1.0, 100.0
"""What a person may ask for besides a pause, realm seconds in a real one (issue 3, part 3)."""
FARTHEST_MS = 24 * 3_600_000
"""The farthest a realm may run ahead in one go (ours): a day of 150 boats takes some ten minutes."""
_REAL = Words(
    "只有模拟和演练的时钟可以拨动；本系统的时钟跟随真实时间。",
    "Only the clock of a simulation or a drill can be turned; this realm's keeps real time.",
)
_RATE = Words("倍速须为 0（暂停）或 1 到 100。", "The rate is 0 to pause, or 1 to 100.")
_UNTIL = Words(
    "只能快进到现在之后、24 小时之内的时刻。",
    "The clock runs ahead only: to an instant after now and within 24 hours.",
)


def turn(act: TurnClock, realm: str, now_ms: int) -> ClockTurned | Refused:
    """Return the fact that the clock was turned, or why it cannot be.

    Running ahead is not a leap: the realm then runs as fast as its simulator can play, so every letter is
    heard and the facts are those of a realm that took its time.

    Args:
        act: what was asked.
        realm: whose clock it is; those of `live` and of recordings are nobody's to turn.
        now_ms: the instant of the step, UTC ms.
    """
    if not simulated(realm):
        return _refused(act, now_ms, "forbidden", _REAL)
    if act.rate and not SLOWEST_RATE <= act.rate <= FASTEST_RATE:
        return _refused(act, now_ms, "invalid", _RATE)
    if act.until_ms is not None and not now_ms < act.until_ms <= now_ms + FARTHEST_MS:
        return _refused(act, now_ms, "invalid", _UNTIL)
    return ClockTurned(
        t_ms=now_ms,
        actor=act.actor,
        role=act.role,
        request_id=act.request_id,
        rate=act.rate,
        resume=act.resume,
        until_ms=act.until_ms,
    )


def _refused(act: TurnClock, now_ms: int, code: str, words: Words) -> Refused:
    return Refused(
        t_ms=now_ms,
        request_id=act.request_id,
        actor=act.actor,
        verb="turn-clock",
        code=code,  # type: ignore[arg-type]  # the callers above give words of the list
        words=words,
    )
