"""What one seat must attend to through a play, counted by the definition of `twin.annunciation`."""

from collections.abc import Iterable

from geo.units import MS_PER_HOUR
from twin import annunciation
from twin.annunciation import FLOOD_MS, Annunciation
from twin.facts import AnyFact


class Attention:
    """Follows the facts of a realm and keeps what called the seat.

    Attributes:
        called: every annunciation, in order.
    """

    def __init__(self) -> None:
        self.called: list[Annunciation] = []
        self._heard = annunciation.Attention()

    def hear(self, facts: Iterable[AnyFact]) -> None:
        """Take facts in the order in which they became true."""
        heard = (annunciation.hear(self._heard, fact) for fact in facts)
        self.called += [one for one in heard if one is not None]

    def most_within(self, span_ms: int = FLOOD_MS) -> int:
        """Return the most annunciations in any span of so many milliseconds."""
        return annunciation.most_within([one.t_ms for one in self.called], span_ms)

    def by_hour(self, start_ms: int, hours: int) -> list[int]:
        """Return how many there were in each hour after the start, shape (hours,)."""
        counts = [0] * hours
        for one in self.called:
            counts[min((one.t_ms - start_ms) // MS_PER_HOUR, hours - 1)] += 1
        return counts
