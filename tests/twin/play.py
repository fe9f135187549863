"""A world played by hand: say what is heard and when, let time pass, read what became true."""

from collections.abc import Iterable, Sequence

from tests.twin.harbour import T0, beat, fix, port
from twin.acts import Act
from twin.decode import Heard, TerminalSaid
from twin.engine import Gap, Step, new_world, step
from twin.facts import AlertRaised, AnyFact
from twin.feeds import CANARY
from twin.port import Port
from twin.wire import SosBody


class Play:
    """A test port whose link and receiver `rx` beat every 5 s unless silenced.

    Attributes:
        facts: everything that became true so far, in order.
        silent: feeds that do not beat.
    """

    def __init__(self, of: Port | None = None, *, feeds: Sequence[str] = ("rx",)) -> None:
        self.world = new_world(of or port(), "sim")
        self.now = T0
        self.facts: list[AnyFact] = []
        self.steps: list[Step] = []
        self.silent: set[str] = set()
        self._feeds = feeds
        self._heard = 0
        self._take([Gap(T0 - 1000, "start")], T0)
        self.until(T0)

    def hear(self, *said: Heard) -> Step:
        """Step at the present instant with what was said; the instant is the last message's arrival."""
        self.now = max([self.now, *(one.heard_ms for one in said)])
        self._heard += len(said)
        return self._take(said, self.now)

    def hear_act(self, act: Act) -> AnyFact:
        """Step with a person's command and return the fact that answers it."""
        return self._take([act], self.now).answers[act.request_id]

    def until(self, t_ms: int) -> "Play":
        """Let time pass with nothing but heartbeats, by seconds, 5 beyond ten, 15 beyond an hour."""
        left_ms = t_ms - self.now
        stride = 1000 if left_ms <= 10_000 else 5000 if left_ms <= 3_600_000 else 15_000
        while self.now < t_ms:
            self.now = min(self.now - self.now % stride + stride, t_ms)
            self._take(self._beats(), self.now)
        return self

    def wait(self, seconds: float) -> "Play":
        return self.until(self.now + round(seconds * 1000))

    def sail(
        self,
        terminal: str,
        points: Iterable[tuple[float, float]],
        *,
        every_s: float = 30,
        **more: object,
    ) -> "Play":
        """Report from one point after the other, one each `every_s`."""
        for x_m, y_m in points:
            self.wait(every_s)
            self.hear(fix(terminal, x_m, y_m, self.now, **more))
        return self

    def of(self, kind: type) -> list[AnyFact]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def raised(self, rule: str | None = None) -> list[tuple[str, str | None, int]]:
        """What was raised: (subject, zone, priority), of one rule or of all."""
        return [
            (fact.subject.id, fact.zone, fact.priority)
            for fact in self.facts
            if isinstance(fact, AlertRaised) and rule in (None, fact.rule)
        ]

    def _beats(self) -> list[Heard]:
        if (self.now - T0) % 5000:
            return []
        self._heard += 1
        names = [CANARY, *self._feeds]
        return [beat(name, self.now, heard=self._heard) for name in names if name not in self.silent]

    def _take(self, inputs: Sequence[object], now_ms: int) -> Step:
        taken = step(self.world, inputs, now_ms)
        self.facts += taken.facts
        self.steps.append(taken)
        return taken


def sos(play: Play, terminal: str = "ais-b:1", *, event: str = "e1", at: int | None = None, **more: object):
    """Press the distress button of a terminal, with the right time unless `at` says another."""
    body = SosBody(
        t_ms=play.now if at is None else at,
        event_id=event,
        kind=more.pop("kind", "flooding"),
        via="rx",
        **more,
    )
    return play.hear(TerminalSaid(terminal, terminal.split(":", maxsplit=1)[0], body, play.now))
