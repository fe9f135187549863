"""What a terminal said, whichever gateway understood it: words of the wire that have no instant yet."""

from collections.abc import Callable

import msgspec

from twin import wire


class Fix(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A position report. Fields as `wire.FixBody`; None where the terminal says "not available".

    `second` is the UTC second (0..59) at which the position was taken, where the terminal tells it.
    """

    kind: wire.TerminalKind
    terminal: str
    lon: float | None = None
    lat: float | None = None
    sog_kn: float | None = None
    cog_deg: float | None = None
    heading_deg: float | None = None
    status: int | None = None
    accuracy_m: float | None = None
    second: int | None = None

    def body(self, t_ms: int, via: str, boot: str, seq: int) -> wire.FixBody:
        """Return the fix as it goes on the wire."""
        return wire.FixBody(
            t_ms=t_ms,
            lon=self.lon,
            lat=self.lat,
            sog_kn=self.sog_kn,
            cog_deg=self.cog_deg,
            heading_deg=self.heading_deg,
            status=self.status,
            accuracy_m=self.accuracy_m,
            via=via,
            boot=boot,
            seq=seq,
        )


class Static(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a terminal claims of its vessel. Fields as `wire.StaticBody`; None where nothing is claimed."""

    kind: wire.TerminalKind
    terminal: str
    name: str | None = None
    callsign: str | None = None
    length_m: float | None = None
    beam_m: float | None = None
    ship_type: int | None = None

    def body(self, t_ms: int, via: str, boot: str, seq: int) -> wire.StaticBody:
        """Return the claim as it goes on the wire."""
        return wire.StaticBody(
            t_ms=t_ms,
            name=self.name,
            callsign=self.callsign,
            length_m=self.length_m,
            beam_m=self.beam_m,
            ship_type=self.ship_type,
            via=via,
            boot=boot,
            seq=seq,
        )

    @property
    def claims_nothing(self) -> bool:
        """True where every claim is absent."""
        claims = (self.name, self.callsign, self.length_m, self.beam_m, self.ship_type)
        return all(claim is None for claim in claims)


class Distress(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A distress transmission, or the test of a distress beacon (`test`)."""

    kind: wire.TerminalKind
    terminal: str
    sos: wire.SosKind
    test: bool
    lon: float | None = None
    lat: float | None = None
    text: str | None = None


Said = Fix | Static | Distress


class Heard(msgspec.Struct, frozen=True, gc=False):
    """What one message or row said, and when it was received: UTC ms of the recording, None if unknown.

    `lines` is the number of lines (or rows) it came in; `remarks` names fields left out of it.
    """

    received_ms: int | None
    said: tuple[Said, ...]
    lines: int = 1
    remarks: tuple[str, ...] = ()


MAX_FIX_AGE_MS = 10_000
"""A transponder sends a position within seconds of taking it; an older age is another minute's second."""
_CLOCK_SLACK_MS = 2_000
"""Receivers whose clock is this much behind the satellites' still agree with the second of the fix."""


def taken_ms(received_ms: int, second: int | None) -> int:
    """Return when a position was taken: the last instant with that UTC second, where it is credible.

    Args:
        received_ms: UTC ms at which the report was received.
        second: 0..59, or None where the terminal does not say.

    Returns:
        UTC ms, from 10 s before `received_ms` to `received_ms` itself. The receive time where the second
        does not fit it (the receiver's clock is wrong, or the report was relayed late).
    """
    if second is None:
        return received_ms
    age_ms = (received_ms - second * 1000) % 60_000
    if age_ms > 60_000 - _CLOCK_SLACK_MS:
        return received_ms
    return received_ms - age_ms if age_ms <= MAX_FIX_AGE_MS else received_ms


MAX_AHEAD_MS = 5_000
"""How far the last known time of a stream may lag behind a line that has none: timed lines come seconds apart
(77 % of the fixes of the Australian recording, 1-5 s)."""


def followed_ms(latest_ms: int, second: int | None) -> int:
    """Return when a report without a receive time was received: the last known time, or a little later.

    Args:
        latest_ms: UTC ms, the latest receive time known on the stream.
        second: UTC second of the position, or None.

    Returns:
        UTC ms, from `latest_ms` to 5 s after it: not before the second at which the position was taken.
    """
    if second is None:
        return latest_ms
    ahead_ms = (second * 1000 - latest_ms) % 60_000
    return latest_ms + ahead_ms if ahead_ms <= MAX_AHEAD_MS else latest_ms


Report = Callable[[str], None]
"""Takes one sentence for a person: progress, a lost connection."""
