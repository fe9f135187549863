"""How long a day of a whole port takes: the simulated world and the twin's engine together, in memory.

Every second of the realm the devices' letters of that second are decoded and stepped through, and what the
twin says to boats is heard by them. Seconds are those of one core (`time.process_time`), so that other
programs on the machine do not count.
"""

import gc
import time

from drills.day import Day, Spent
from drills.piece import START_MS
from geo.units import MS_PER_SECOND, SECONDS_PER_HOUR
from simulators.scenario import Scenario
from twin.quality_report import Figures, report

BOATS, HOURS = 3_000, 24.0
"""Figures of issue 3: 3,000 boats, 24 h, at most ten minutes of one core."""
SEED = 16
MOST_REFUSED = 0.01
"""Share of letters; a bench of refusals measures nothing."""

Rows = list[tuple[str, float, str]]


def run(boats: int = BOATS, hours: float = HOURS, port: str = "shipu") -> Rows:
    """Return rows (what, figure, unit) of a day, or of so many hours.

    Raises:
        ConfigError: the register holds fewer boats.
        ValueError: there is nothing to play.
        AssertionError: the twin refuses what its own simulator says.
    """
    seconds = round(hours * SECONDS_PER_HOUR)
    if seconds < 1:
        raise ValueError(f"{hours} hours are less than a second")
    begun_s = time.process_time()
    day = Day(port, boats, lambda _: Scenario(), SEED, START_MS, time.process_time)
    opening_s = time.process_time() - begun_s
    gc.collect()
    gc.freeze()  # as the house does when it stands
    letters = facts = refused = 0
    spent: list[Spent] = []
    for _ in range(seconds):
        played = day.second()
        letters, facts = letters + played.letters, facts + len(played.taken.facts)
        refused += len(played.taken.rejected)
        spent.append(played.spent)
    if refused > MOST_REFUSED * letters:
        raise AssertionError(f"{refused} of {letters} letters were refused")
    return [
        (f"day of {boats:,} boats, {hours:g} h: opening", opening_s, "s"),
        *_rows(spent, letters, facts),
        *_calls(report(day.record, START_MS, START_MS + seconds * MS_PER_SECOND, 0)),
    ]


def _rows(spent: list[Spent], letters: int, facts: int) -> Rows:
    world_s, decode_s, engine_s = (sum(part) for part in zip(*spent, strict=True))
    engine_ms = sorted(1000 * second.engine_s for second in spent)
    together_s = world_s + decode_s + engine_s
    return [
        ("day: world", world_s, "s of one core"),
        ("day: decoding", decode_s, "s of one core"),
        ("day: engine", engine_s, "s of one core"),
        ("day: together", together_s, "s of one core"),
        ("day: faster than real time", len(spent) / max(together_s, 1e-9), "times"),
        ("day: engine's step, p99", engine_ms[int(0.99 * (len(engine_ms) - 1))], "ms"),
        ("day: letters", float(letters), "letters"),
        ("day: facts", float(facts), "facts"),
    ]


def _calls(figures: Figures) -> Rows:
    return [
        ("day: annunciations for one seat", figures["per_hour"], "an hour"),
        (
            "day: annunciations in any ten minutes, most",
            float(figures["most_in_ten_minutes"]),
            "annunciations",
        ),
    ]
