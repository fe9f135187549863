"""How often a day of the whole port calls one seat, as a page that `python -m drills day` writes.

Three days are known: an ordinary one, the day on which storm In-Fa passes, and the recall of more than 2,500
boats a day before storm Wanda. Each has its part of the page, which is written anew when that day is played,
and only then.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec

from drills.day import Day
from geo.units import MS_PER_HOUR, MS_PER_SECOND, SECONDS_PER_HOUR
from simulators.elements.spec import WeatherSpec
from simulators.scenario import Scenario, Script, Task
from simulators.scene import Answering
from twin.facts import OrderGiven
from twin.port import Port
from twin.quality import Record
from twin.quality_report import Figures, report

BOATS, SEED = 3_000, 16
AT_SEA = 0.93
"""Share of the boats at sea when they are recalled (ours): of 2,880 that a recall can mean, over 2,500."""
SKIPPERS: tuple[tuple[Answering, float], ...] = (
    ("late", 0.05),
    ("wrong", 0.03),
    ("silent", 0.04),
    ("unable", 0.01),
    ("misplaced", 0.002),
    ("need-help", 0.001),
)
"""How the skippers of a recall answer; the others comply (示例). In 2023 95 boats of 2,519 came late (S2)."""
HEADING = "# What a day of the whole port asks of one seat\n"
ABOUT = """
Written by `python -m drills day --write docs/normal-day.md`, one day at a time, and never by hand.
3,000 simulated boats, the real engine, and one robot officer who acknowledges a case after a minute and
ends it when none of its alerts stands; the orders of a day it gives as the leader. What calls a seat is
defined in `twin/annunciation.py`: a case that opens with P1 to P3, or grows graver. The measure: about 6
an hour are acceptable for one operator, 12 the most that is manageable, and 10 in ten minutes a flood
(ISA-18.2, IEC 62682, EEMUA 191, as in `twin/annunciation.py`).
"""


class Kind(NamedTuple):
    """A day that is known: its title, and what happens on it."""

    title: str
    about: str


START_MS = 1_791_763_200_000
"""2026-10-12 08:00 in Zhejiang, a working day outside the closed season."""
DAYS = {
    "normal": Kind("An ordinary day", "Boats live by hour, weather and company; nobody scripts anything."),
    "storm": Kind(
        "The day of storm In-Fa",
        "The port is shut and the fleet in shelter; the storm is nearest after eight hours. From the sixth\n"
        "hour on a boat breaks off or drags every quarter of an hour, after seven and a half hours a dozen\n"
        "break off in one gust, and an hour later the AIS receiver is silent for half an hour.",
    ),
    "recall": Kind(
        "A recall of over 2,500 boats",
        "Storm Wanda will be nearest tomorrow. After ten minutes the leader recalls every boat at sea, to\n"
        "be in by ten hours later, and shuts the port to boats going out. The order goes the way of every\n"
        "order of the desk; of the skippers 5 % answer late, 3 % only say that they come, 4 % say nothing,\n"
        "1 % cannot come, a few terminals turn out to be elsewhere, and one in a thousand needs help.",
    ),
}
STORM_NEAREST_S = 8 * 3_600.0
SHELTER = Task(
    id="shelter",
    at_s=5,
    plays_after_s=0,
    role="leader",
    does="order",
    order="port-state",
    state="shelter",
    until_s=48 * 3_600,
    within_s=60,
    note="台风烟花影响本港，港口进入避风状态",
    source="domain.md §1.3: the port is shut to boats going out before the storm is there",
)
RECALL_NEAREST_S, RECALL_S, RECALL_DUE_S = 26 * 3_600.0, 600, 10 * 3_600 + 600
"""When storm Wanda is nearest, when everybody is recalled and by when they must be in: before dark, and 16 h
before the storm; ours. The ten minutes before the order are for the twin to hear every boat once."""
RECALL = Task(
    id="recall",
    at_s=RECALL_S,
    plays_after_s=0,
    role="leader",
    does="order",
    order="recall",
    until_s=RECALL_DUE_S,
    within_s=600,
    note="台风明日影响本港，全部在海渔船立即回港或就近进入核准避风水域",
    source="domain.md §1.3: recall on the bulletin; 2,519 boats by order (S2)",
)
LOOSE, LOOSE_FROM_S, LOOSE_EVERY_S = 24, 5 * 3_600.0, 900.0
TOGETHER, TOGETHER_AT_S = 12, 7.5 * 3_600
OUT_AT_S, OUT_FOR_S = 8.5 * 3_600, 1_800.0
"""What the storm does to a sheltered fleet: boats drag or break off one after the other, a dozen in one gust,
and the receiver's mast is down for half an hour (示例)."""
IN_ONLY = msgspec.structs.replace(
    SHELTER, id="in-only", at_s=RECALL_S, state="in-only", note="召回期间港口只进不出"
)


def scenario_of(kind: str, port: Port) -> Scenario:
    """Return what happens on a day beside everyday life."""
    if kind == "storm":
        weather = WeatherSpec(storm="infa-2021", closest_at_s=STORM_NEAREST_S)
        return Scenario(weather=weather, tasks=(SHELTER,), scripts=tuple(_storm(port)))
    if kind == "recall":
        weather = WeatherSpec(storm="wanda-1956", closest_at_s=RECALL_NEAREST_S)
        return Scenario(weather=weather, at_sea=AT_SEA, skippers=SKIPPERS, tasks=(RECALL, IN_ONLY))
    return Scenario()


def _storm(port: Port) -> Iterator[Script]:
    boats = [vessel.id for vessel in port.vessels if vessel.vessel_class == "fishing"]
    for place, vessel in enumerate(boats[TOGETHER :: len(boats) // LOOSE][:LOOSE]):
        at_s = LOOSE_FROM_S + place * LOOSE_EVERY_S
        yield Script(at_s=at_s, behaviour="break-off" if place % 2 else "drag", vessel=vessel)
    for vessel in boats[:TOGETHER]:
        yield Script(at_s=TOGETHER_AT_S, behaviour="break-off", vessel=vessel)
    yield Script(at_s=OUT_AT_S, behaviour="feed-out", feed="ais-shipu", for_s=OUT_FOR_S)


class Played(NamedTuple):
    """Which day a part of the page tells of: boats that sail, seed of every draw, commit of the program."""

    kind: str
    boats: int = BOATS
    seed: int = SEED
    commit: str = ""

    @property
    def name(self) -> str:
        """The name of its part: a day of another seed has a part of its own."""
        return self.kind if self.seed == SEED else f"{self.kind}-{self.seed}"


def write_page(played: Played, hours: float, page: Path, port: str = "shipu") -> str:
    """Play a day, or so many hours of it, and write its part of the page; return that part.

    The page is written after every hour, so that a day that is stopped leaves what it has played.

    Raises:
        ConfigError: the register holds fewer boats.
    """
    start_ms = START_MS
    day = Day(port, played.boats, partial(scenario_of, played.kind), played.seed, start_ms, lambda: 0.0)
    seconds, part = round(hours * SECONDS_PER_HOUR), ""
    for second in range(1, seconds + 1):
        day.second()
        if second % SECONDS_PER_HOUR == 0 or second == seconds:
            end_ms = start_ms + second * MS_PER_SECOND
            figures = report(day.record, start_ms, end_ms, day.world.port.utc_offset_h)
            part = part_of(played, figures, day)
            before = page.read_text(encoding="utf-8") if page.exists() else HEADING + ABOUT
            page.write_text(merged(_headed(before), played.name, part), encoding="utf-8")
    return part


def _headed(page: str) -> str:
    """Return a page with the words of today at its head; its parts stay."""
    at = page.find("\n<!-- ")
    return HEADING + ABOUT + (page[at:] if at >= 0 else "")


def merged(page: str, name: str, part: str) -> str:
    """Return a page with the part of one day in its place, or at its end where it had none."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    whole = f"{begin}{part}{end}"
    if begin not in page:
        return f"{page}\n{whole}"
    return re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: whole, page, flags=re.DOTALL)


def part_of(played: Played, figures: Figures, day: Day) -> str:
    """Return the part of the page that tells of one day."""
    hours = (figures["to_ms"] - figures["from_ms"]) / MS_PER_HOUR
    of = f", commit {played.commit}" if played.commit else ""
    other = f", seed {played.seed}" if played.seed != SEED else ""
    lines = [f"## {DAYS[played.kind].title}{other}", ""]
    lines += [DAYS[played.kind].about, ""]
    lines += [f"{played.boats:,} boats, {hours:g} h, seed {played.seed}{of}.", ""]
    lines += [
        line
        for order in day.world.orders.standing.values()
        for line in (_ordered(order, figures["from_ms"]), "")
    ]
    lines += _table(
        ("what", "figure", "wanted"),
        [
            (
                "annunciations an hour",
                figures["per_hour"],
                f"at most {figures['standards']['steady_per_hour']}",
            ),
            (
                "in the worst hour",
                figures["most_in_an_hour"],
                f"at most {figures['standards']['most_per_hour']}",
            ),
            ("in the worst ten minutes", figures["most_in_ten_minutes"], "at most 10"),
            ("P1 · P2 · P3", " · ".join(str(n) for n in figures["priorities"].values()), "no false P1"),
        ],
    )
    lines += [
        "",
        *_table(
            ("rule", "alerts", "an hour", "P1 · P2 · P3 · P4 at worst", "annunciations"),
            _rules(figures, day.record, hours),
        ),
    ]
    lines += ["", "What called the seat, by the hour:", ""]
    lines += _table(("hour", "annunciations", "which"), _by_the_hour(day.record, figures["from_ms"]))
    lines += ["", "The ten with the most alerts:", ""]
    lines += _table(("boats", "alerts"), [(one["id"], one["alerts"]) for one in figures["worst"]["vessels"]])
    return "\n".join(lines) + "\n"


def _rules(figures: Figures, record: Record, hours: float) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for rule in sorted(figures["rules"], key=lambda each: -each["annunciations"]):
        lives = [life for life in record.lives.values() if life.rule == rule["rule"]]
        mix = " · ".join(str(sum(life.priority == priority for life in lives)) for priority in (1, 2, 3, 4))
        rows.append(
            (rule["rule"], rule["alerts"], f"{rule['alerts'] / hours:.1f}", mix, rule["annunciations"])
        )
    return rows


def _ordered(order: OrderGiven, from_ms: int) -> str:
    told = f" of {len(order.vessels):,} boats at sea" if order.vessels else f" `{order.state}`"
    return f"After {(order.t_ms - from_ms) / (60 * MS_PER_SECOND):.0f} min: {order.order_kind}{told}."


def _by_the_hour(record: Record, from_ms: int) -> list[tuple[object, ...]]:
    """Return for each hour how often the seat was called, and by what."""
    rows: list[tuple[object, ...]] = []
    for hour, called in groupby(record.called, lambda one: (one.t_ms - from_ms) // MS_PER_HOUR):
        counts = Counter(f"{one.rule} P{one.priority}" for one in called)
        which = ", ".join(f"{name} x {count}" if count > 1 else name for name, count in counts.most_common())
        rows.append((hour + 1, counts.total(), which))
    return rows


def _table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> list[str]:
    return [_row(head), "|---" * len(head) + "|", *(_row(row) for row in rows)]


def _row(cells: tuple[object, ...]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
