"""Shore stations: the newest value of everything they measure, and how long each has been silent.

A station publishes finished means (wind of ten minutes, gusts of 3 seconds: domain.md §1.3), so the newest
value is all that a rule needs. Values are state, not facts: like positions they are rebuilt from what was
heard.
"""

from typing import Any, Self

import msgspec

from twin.decode import StationSensed
from twin.lately import Lately, Sample
from twin.port import Port, StationRecord

CLOCK_AHEAD_MS = 120_000
"""A value from further in the future has a wrong clock: it counts as measured now, and says so."""
STALE_PERIODS = 3
"""A value older than three of its station's periods is no evidence (ui.md §4.11.5)."""


class Reading(msgspec.Struct):
    """A value in the quantity's own unit (`twin.wire.UNIT_OF`).

    Attributes:
        t_ms: when it was measured, UTC ms; when it was heard, if the station's clock is ahead.
        said_ms: when the station says that was.
    """

    value: float
    unit: str
    t_ms: int
    said_ms: int

    @property
    def clock_ahead(self) -> bool:
        """Whether the station's clock cannot be right."""
        return self.said_ms != self.t_ms


class Stations(msgspec.Struct):
    """All stations of the port.

    Attributes:
        records: by id, in the order of the port.
        newest: `station/quantity` -> its newest reading.
        heard_ms: station -> when anything was last heard of it, UTC ms.
        lately: `station/quantity` -> its newest readings.
        via: station -> the feed that heard it last, None = the broker link itself.
    """

    records: dict[str, StationRecord] = msgspec.field(default_factory=dict)
    newest: dict[str, Reading] = msgspec.field(default_factory=dict)
    heard_ms: dict[str, int] = msgspec.field(default_factory=dict)
    lately: dict[str, Lately] = msgspec.field(default_factory=dict)
    via: dict[str, str | None] = msgspec.field(default_factory=dict)

    @classmethod
    def of(cls, port: Port) -> Self:
        """Return the stations of a port, of which nothing has been heard yet."""
        return cls({record.id: record for record in port.stations})


def refit(stations: Stations, port: Port) -> None:
    """Know exactly the stations of the port as it is now; readings it no longer measures are forgotten."""
    stations.records = Stations.of(port).records
    measured = [f"{record.id}/{quantity}" for record in port.stations for quantity in record.quantities]
    stations.newest = {key: stations.newest[key] for key in measured if key in stations.newest}
    stations.lately = {key: stations.lately[key] for key in measured if key in stations.lately}
    stations.heard_ms = {id_: ms for id_, ms in stations.heard_ms.items() if id_ in stations.records}


def sensed(stations: Stations, said: StationSensed, now_ms: int) -> str | None:
    """Keep a value if it is the newest of its station and quantity; else return why it was not kept.

    Returns:
        None when kept; `unknown-station`; `unknown-quantity` (not one that the port says it measures);
        `duplicate` (of the same instant as the newest); or `late` (older than the newest).
    """
    record = stations.records.get(said.station)
    if record is None:
        return "unknown-station"
    if said.quantity not in record.quantities:
        return "unknown-quantity"
    stations.heard_ms[record.id] = max(said.heard_ms, stations.heard_ms.get(record.id, said.heard_ms))
    stations.via[record.id] = said.body.via
    said_ms = said.body.t_ms
    t_ms = now_ms if said_ms > now_ms + CLOCK_AHEAD_MS else said_ms
    key = f"{record.id}/{said.quantity}"
    old = stations.newest.get(key)
    if old is not None and said_ms == old.said_ms:
        return "duplicate"
    if old is not None and (t_ms, said_ms) < (old.t_ms, old.said_ms):
        return "late"
    stations.newest[key] = Reading(said.body.value, said.body.unit, t_ms, said_ms)
    ahead_s = (said_ms - said.heard_ms) / 1000
    stations.lately.setdefault(key, Lately()).take(Sample(t_ms, said.body.value, ahead_s))
    return None


def silence_s(stations: Stations, station: str, now_ms: int) -> float | None:
    """Return the seconds since anything was heard of a station, None if nothing ever was."""
    heard_ms = stations.heard_ms.get(station)
    return None if heard_ms is None else (now_ms - heard_ms) / 1000


def readings(stations: Stations, now_ms: int) -> list[dict[str, Any]]:
    """Return the newest value of every station and quantity, in the order of the port.

    `state` is empty for a value that may be believed, `clock-ahead` or `stale` for one that may not.
    """
    rows = (
        (record, quantity, stations.newest.get(f"{record.id}/{quantity}"))
        for record in stations.records.values()
        for quantity in record.quantities
    )
    return [
        {
            "station": record.id,
            "quantity": quantity,
            "value": reading.value,
            "unit": reading.unit,
            "t_ms": reading.t_ms,
            "state": _state(record, reading, now_ms),
        }
        for record, quantity, reading in rows
        if reading is not None
    ]


def _state(record: StationRecord, reading: Reading, now_ms: int) -> str:
    if now_ms - reading.t_ms > STALE_PERIODS * record.period_s * 1000:
        return "stale"
    return "clock-ahead" if reading.clock_ahead else ""
