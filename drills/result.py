"""What came of a play: what was expected and what was said, rows for people and for machines."""

from typing import Literal

import msgspec

from twin.wire import Words

Outcome = Literal["met", "failed", "waiting", "void"]
"""`waiting`: for a rule that does not exist yet; `void`: nothing called for it."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a scenario judged.

    Attributes:
        id: of the expectation, the near miss or the task.
        what: it speaks of.
        due_s: by when, seconds after the start.
        came_s: when it came, seconds after the start; None if it did not.
        delay_s: of an expectation, from what really happened until it was said, where that is known; of a
            task, from what called for it until it was done.
        since: what an expectation's delay counts from, and when that was.
        why: what is wrong, or how to mend it.
        proposals: tables of which one, added to the file as it stands, makes it right.
    """

    id: str
    what: str
    outcome: Outcome
    due_s: float
    came_s: float | None = None
    delay_s: float | None = None
    since: str = ""
    why: str = ""
    proposals: tuple[str, ...] = ()

    @property
    def margin_s(self) -> float | None:
        """How long before its time it came; negative: too late."""
        return None if self.came_s is None else self.due_s - self.came_s


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """An objective, and whether all it is met by was met."""

    id: str
    text: Words
    outcome: Outcome
    lacks: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One play judged.

    Attributes:
        expects, nevers, tasks: in the order of the file.
        surprises: alerts nobody expected or allowed.
        expect_needs: what the file must say besides before it may expect one of them.
        faults: of the file itself, such as a rule that is waited for and exists.
        waits_for: rules that do not exist yet, without which the scenario cannot be said to pass.
        played_s: seconds of the realm; `took_s`: real ones.
        facts: how many became true; `digest`: SHA-256 over them, alike for equal plays.
        letters: what became of the letters at the door.
    """

    name: str
    title: Words
    seed: int
    boats: int
    expects: tuple[Row, ...] = ()
    nevers: tuple[Row, ...] = ()
    surprises: tuple[Row, ...] = ()
    expect_needs: tuple[str, ...] = ()
    tasks: tuple[Row, ...] = ()
    objectives: tuple[Goal, ...] = ()
    faults: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    played_s: int = 0
    took_s: float = 0.0
    facts: int = 0
    digest: str = ""
    letters: dict[str, int] = {}

    @property
    def passed(self) -> bool:
        """Whether nothing was missed, unexpected or wrong; what waits for a rule of tomorrow is no fault."""
        rows = (*self.expects, *self.nevers, *self.surprises, *self.tasks)
        return not self.faults and all(row.outcome != "failed" for row in rows)
