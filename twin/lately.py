"""What each shore instrument has said lately: enough to ask for three of five, and for a stuck needle."""

import msgspec

from geo.units import MS_PER_SECOND

KEPT = 5
"""Readings remembered of each instrument: alarms ask for three of the newest five (domain.md alert 30)."""


MEAN_MS = 600_000
"""Over so long shore stations average (domain.md alert 28); what is older says nothing of now."""
LEAST = 3
"""Fewer readings have no middle that one of them could not move."""


class Sample(msgspec.Struct, frozen=True, array_like=True):
    """One reading: when it was measured, UTC ms; its value; how far its clock is ahead of ours, seconds."""

    t_ms: int
    value: float
    ahead_s: float


class Lately(msgspec.Struct):
    """The newest readings of one instrument.

    Attributes:
        samples: at most five, the newest last.
        same_since_ms: since when the value is the same, UTC ms.
        same: how many readings in a row have been the same.
        on_since_ms: since when the value is above nothing, UTC ms; -1 = it is not.
        seen_ms: when it last was, UTC ms; -1 = never.
    """

    samples: list[Sample] = msgspec.field(default_factory=list)
    same_since_ms: int = -1
    same: int = 0
    on_since_ms: int = -1
    seen_ms: int = -1

    def take(self, sample: Sample) -> None:
        """Remember a reading that is newer than all before it."""
        if not self.samples or self.samples[-1].value != sample.value:
            self.same_since_ms, self.same = sample.t_ms, 0
        self.same += 1
        if sample.value <= 0:
            self.on_since_ms = -1
        else:
            self.on_since_ms = sample.t_ms if self.on_since_ms < 0 else self.on_since_ms
            self.seen_ms = sample.t_ms
        self.samples.append(sample)
        del self.samples[:-KEPT]

    def middle(self, period_s: float) -> float | None:
        """Return the middle one of the newest readings of ten minutes, of an even number the lower of two.

        Where ten minutes hold fewer than three, because the instrument speaks seldom or was not heard, it is
        the newest: what is seldom said is a mean already, and fog must not wait for a lost letter. None only
        before the third reading of an instrument that will soon have said three.

        Args:
            period_s: how often it speaks.
        """
        newest_ms = self.samples[-1].t_ms if self.samples else 0
        values = sorted(one.value for one in self.samples if newest_ms - one.t_ms <= MEAN_MS)
        if len(values) >= LEAST:
            return values[(len(values) - 1) // 2]
        begins = len(self.samples) < LEAST and LEAST * period_s * MS_PER_SECOND <= MEAN_MS
        return None if begins or not values else self.samples[-1].value

    def at_least(self, limit: float) -> int:
        """Return how many of the newest five readings reach a limit."""
        return sum(sample.value >= limit for sample in self.samples)
