"""How often a day of the whole port calls one seat, as a page that `python -m drills day` writes.

Three days are known: an ordinary one, the day on which storm In-Fa passes, and a recall of 2,500 boats. Each
has its part of the page, which is written anew when that day is played, and only then.
"""

import re
from pathlib import Path
from typing import NamedTuple

from drills.day import Day
from geo.units import MS_PER_HOUR, MS_PER_SECOND, SECONDS_PER_HOUR
from simulators.elements.spec import WeatherSpec
from simulators.scenario import Scenario, Script
from twin.port import Port
from twin.quality import Record
from twin.quality_report import Figures, report

BOATS, SEED = 3_000, 16
RECALLED, HEED_S = 2_500, 3_600
"""Issue 4: a recall of 2,500 boats; their skippers turn home one after the other within the hour (示例)."""
HEADING = "# What a day of the whole port asks of one seat\n"
ABOUT = """
Written by `python -m drills day --write docs/normal-day.md`, one day at a time, and never by hand.
3,000 simulated boats, the real engine, and one robot officer who acknowledges a case after a minute and ends
it when none of its alerts stands. What calls a seat is defined in `twin/annunciation.py`: a case that opens
with P1 to P3, or grows graver. The measure: about 6 an hour are acceptable for one operator, 12 the most that
is manageable, and 10 in ten minutes a flood (ISA-18.2, IEC 62682, EEMUA 191, as in `twin/annunciation.py`).
"""


class Kind(NamedTuple):
    """A day that is known: its title, and its first instant, UTC ms."""

    title: str
    start_ms: int


DAYS = {
    "normal": Kind("An ordinary day", 1_791_763_200_000),
    "storm": Kind("The day of storm In-Fa, nearest after eight hours", 1_791_763_200_000),
    "recall": Kind("A recall of 2,500 boats at the first instant", 1_791_763_200_000),
}
"""From 2026-10-12 08:00 in Zhejiang, a working day outside the closed season."""
STORM_NEAREST_S = 8 * 3_600.0


def scenario_of(kind: str, port: Port) -> Scenario:
    """Return what happens on a day beside everyday life."""
    if kind == "storm":
        return Scenario(weather=WeatherSpec(storm="infa-2021", closest_at_s=STORM_NEAREST_S))
    if kind == "recall":
        boats = [vessel.id for vessel in port.vessels if vessel.vessel_class not in ("merchant", "patrol")]
        every_s = HEED_S / RECALLED
        home = (
            Script(at_s=1 + round(n * every_s), behaviour="return", vessel=id_)
            for n, id_ in enumerate(boats[:RECALLED])
        )
        return Scenario(scripts=tuple(home))
    return Scenario()


def write_page(kind: str, hours: float, page: Path, boats: int = BOATS, port: str = "shipu") -> str:
    """Play a day, or so many hours of it, and write its part of the page; return that part.

    The page is written after every hour, so that a day that is stopped leaves what it has played.

    Raises:
        ConfigError: the register holds fewer boats.
    """
    start_ms = DAYS[kind].start_ms
    day = Day(port, boats, lambda loaded: scenario_of(kind, loaded), SEED, start_ms, lambda: 0.0)
    seconds, part = round(hours * SECONDS_PER_HOUR), ""
    for second in range(1, seconds + 1):
        day.second()
        if second % SECONDS_PER_HOUR == 0 or second == seconds:
            end_ms = start_ms + second * MS_PER_SECOND
            figures = report(day.record, start_ms, end_ms, day.world.port.utc_offset_h)
            part = part_of(kind, boats, figures, day.record)
            before = page.read_text(encoding="utf-8") if page.exists() else HEADING + ABOUT
            page.write_text(merged(before, kind, part), encoding="utf-8")
    return part


def merged(page: str, kind: str, part: str) -> str:
    """Return a page with the part of one day in its place, or at its end where it had none."""
    begin, end = f"<!-- {kind} -->\n", f"<!-- end of {kind} -->\n"
    whole = f"{begin}{part}{end}"
    if begin not in page:
        return f"{page}\n{whole}"
    return re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: whole, page, flags=re.DOTALL)


def part_of(kind: str, boats: int, figures: Figures, record: Record) -> str:
    """Return the part of the page that tells of one day."""
    hours = (figures["to_ms"] - figures["from_ms"]) / MS_PER_HOUR
    lines = [f"## {DAYS[kind].title}", "", f"{boats:,} boats, {hours:g} h.", ""]
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
            _rules(figures, record, hours),
        ),
    ]
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


def _table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> list[str]:
    return [_row(head), "|---" * len(head) + "|", *(_row(row) for row in rows)]


def _row(cells: tuple[object, ...]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
