"""The quality of a home's alarms, read from its books whether its twin runs or not; nothing is written."""

from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from api.store import alarm_facts
from api.store.database import database_url, open_database, unreadable
from geo.units import MS_PER_HOUR
from twin.port import ConfigError, ConfigFault
from twin.quality_report import report


def read_quality(
    home: Path, database: str | None, hours: float | None, utc_offset_h: float
) -> dict[str, Any]:
    """Return the figures of the last so many hours before the newest fact, None = of all facts.

    Raises:
        ConfigError: there are no books there, they cannot be read, or nothing is in them.
    """
    opened = open_database(database_url(home, database))
    try:
        with opened.reading.connect() as connection:
            span = alarm_facts.span(connection)
            if span is None:
                raise ConfigError([ConfigFault(str(home), "facts", "nothing is recorded", "Run it first")])
            to_ms = span[1] + 1
            from_ms = span[0] if hours is None else max(span[0], to_ms - round(hours * MS_PER_HOUR))
            record = alarm_facts.read_record(connection, from_ms, to_ms)
    except DBAPIError as fault:
        raise unreadable(fault) from None
    finally:
        opened.close()
    return report(record, from_ms, to_ms, utc_offset_h)


def table(figures: dict[str, Any]) -> str:
    """Return figures as Markdown tables: the load, each watch, each rule, the worst actors."""
    parts = [_load(figures), _watches(figures), _rules(figures), _worst(figures)]
    return "\n\n".join(part for part in parts if part)


def _rows(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _load(figures: dict[str, Any]) -> str:
    wanted = figures["standards"]
    hours = (figures["to_ms"] - figures["from_ms"]) / MS_PER_HOUR
    shares = " / ".join(f"{100 * figures['shares'][priority]:.0f} %" for priority in ("3", "2", "1"))
    labels = figures["labels"]
    stale, aside = figures["standing_over_day"].values(), figures["set_aside_hours"].values()
    return _rows(
        ("what", "figure", "wanted"),
        [
            ("hours", f"{hours:.1f}", ""),
            ("annunciations an operator-hour", figures["per_hour"], f"<= {wanted['steady_per_hour']}"),
            ("most in ten minutes", figures["most_in_ten_minutes"], "<= 10"),
            ("share of time in flood", f"{100 * figures['flooded_share']:.1f} %", "< 1 %"),
            ("mix P3 / P2 / P1", shares, "80 / 15 / 5 %, P1 <= 1 %"),
            ("alerts true / nuisance / open / listed", _four(labels), ""),
            ("standing over a day, P1 / P2 / P3 / P4", " / ".join(map(str, stale)), "P1 and P2: 0"),
            ("alarm-hours shelved / out of service", " / ".join(map(str, aside)), ""),
        ],
    )


def _four(labels: dict[str, Any]) -> str:
    return " / ".join(str(labels[label]) for label in ("true", "nuisance", "open", "listed"))


def _watches(figures: dict[str, Any]) -> str:
    rows: list[tuple[Any, ...]] = [
        (watch["from_ms"], watch["alerts"], watch["annunciations"], watch["per_hour"], _four(watch["labels"]))
        for watch in figures["watches"]
    ]
    head = ("watch from (UTC ms)", "alerts", "annunciations", "an hour", "true / nuisance / open / listed")
    return _rows(head, rows)


def _rules(figures: dict[str, Any]) -> str:
    rows: list[tuple[Any, ...]] = [
        (
            rule["rule"] + (" (redesign)" if rule["redesign"] else ""),
            rule["alerts"],
            rule["annunciations"],
            _four(rule),
            rule["cured_by_boat"],
            _median(rule["detect_s"]),
            _median(rule["ack_s"]),
        )
        for rule in figures["rules"]
    ]
    head = (
        "rule",
        "alerts",
        "annunciations",
        "true / nuisance / open / listed",
        "cured by the boat",
        "detected, median s",
        "acknowledged, median s",
    )
    return _rows(head, rows)


def _median(spread: dict[str, float] | None) -> str:
    return "" if spread is None else str(spread["median"])


def _worst(figures: dict[str, Any]) -> str:
    rows: list[tuple[Any, ...]] = [
        (kind, one["id"], one["alerts"], f"{100 * one['share']:.1f} %")
        for kind, worst in figures["worst"].items()
        for one in worst
    ]
    return _rows(("worst", "which", "alerts", "share"), rows) if rows else ""
