"""Reads single values of a scenario; what is wrong comes out as `WrongError`, with its remedy."""

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from geo.units import MS_PER_SECOND
from simulators.intervals import KINDS
from simulators.post import FEEDS
from simulators.scenario import Evidence, Value
from simulators.scenario_key import Key, latitude, longitude
from twin import wire
from twin.port import Port
from twin.wire import ID_PATTERN, Words

LISTED = 24
"""Words a remedy names before it says that there are more."""
EVIDENCE_KINDS = ("position", "photo", "call", "document", "waiver")
"""What proves an act: `domain.md` §3.1, as the commands of the twin take it."""
MAX_SAYS = 8
EARLIEST, LATEST = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
"""The twin takes an instant before 2024 for a broken clock (`twin.admit`)."""


class WrongError(Exception):
    """A value that cannot stand where it stands.

    Attributes:
        what: is wrong.
        remedy: how to mend it.
    """

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


class Known:
    """What a scenario may name: the registers of a port, and the box its boats are in.

    Attributes:
        vessels: the register by id.
    """

    def __init__(self, port: Port) -> None:
        self.vessels = {vessel.id: vessel for vessel in port.vessels}
        west, south, east, north = port.box
        self._box = {"lon": (west, east), "lat": (south, north)}
        self._registers: dict[str, Mapping[str, Any]] = {
            "vessel": self.vessels,
            "station": {station.id: station for station in port.stations},
            "zone": {zone.id: zone for zone in port.zones},
            "person": {person.id: person for person in port.people},
            "terminal": dict.fromkeys(
                terminal
                for vessel in port.vessels
                for terminal in vessel.terminals
                if terminal.partition(":")[0] in KINDS
            ),
            "feed": dict.fromkeys(FEEDS),
            "any feed": dict.fromkeys((*FEEDS, wire.LINK)),
        }

    def range_of(self, key: Key) -> tuple[float, float]:
        """Return the least and the greatest value of a number."""
        return self._box.get(key.reads, (key.low, key.high))

    def among(self, key: Key) -> Mapping[str, Any]:
        """Return the words a key may have."""
        return self._registers[key.among] if isinstance(key.among, str) else dict.fromkeys(key.among)


def read(known: Known, value: Any, key: Key) -> Any:
    """Return what a value says.

    Raises:
        WrongError: it cannot stand there.
    """
    return _READERS[key.reads](known, value, key)


def remedy_of(known: Known, key: Key) -> str:
    """Return what to write where a key must be said."""
    if key.reads in ("number", "whole", "lon", "lat"):
        low, high = known.range_of(key)
        unit = ", in the unit the key ends with" if "_" in key.name and key.reads == "number" else ""
        return f"Give a {'whole ' if key.reads == 'whole' else ''}number {low:.10g}..{high:.10g}{unit}"
    if key.reads in ("word", "words"):
        words = tuple(known.among(key))
        some = ", ".join(words[:LISTED]) + (", ..." if len(words) > LISTED else "")
        return f"{'Use one' if key.reads == 'word' else 'List some'} of: {some}"
    if key.reads in ("id", "ids"):
        return "Letters, digits, - and _, at most 32"
    return _REMEDIES[key.reads]


def did_you_mean(said: object, words: Iterable[str]) -> str:
    """Return a sentence that names the words most like the one that was said, or nothing if none is."""
    close = difflib.get_close_matches(str(said), list(words), n=2)
    return f"Did you mean {' or '.join(close)}? " if close else ""


def stand_in(known: Known, key: Key) -> Any:
    """Return what is used where a value was wrong, so that reading can go on."""
    return _STAND_INS[key.reads] if key.reads in _STAND_INS else known.range_of(key)[0]


def _number(known: Known, value: Any, key: Key) -> float:
    low, high = known.range_of(key)
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        return float(value)
    quoted = "Without quotes. " if isinstance(value, str) else ""
    raise WrongError(f"{value!r:.60} is not a number {low:.10g}..{high:.10g}", quoted + remedy_of(known, key))


def _whole(known: Known, value: Any, key: Key) -> int:
    _number(known, value, key)
    if isinstance(value, int):
        return value
    raise WrongError(f"{value!r:.60} is not a whole number", remedy_of(known, key))


def _word(known: Known, value: Any, key: Key) -> str:
    if isinstance(value, str) and value in known.among(key):
        return value
    remedy = did_you_mean(value, known.among(key)) + remedy_of(known, key)
    raise WrongError(f"unknown word {value!r:.60}", remedy)


def _words(known: Known, value: Any, key: Key) -> tuple[str, ...]:
    return tuple(_word(known, each, key) for each in _once(value, key))


def _id(known: Known, value: Any, key: Key) -> str:
    if isinstance(value, str) and ID_PATTERN.match(value):
        return value
    raise WrongError(f"{value!r:.60} is no id", remedy_of(known, key))


def _ids(known: Known, value: Any, key: Key) -> tuple[str, ...]:
    return tuple(_id(known, each, key) for each in _once(value, key))


def _once(value: Any, key: Key) -> list[Any]:
    """Return the items of a list in which none stands twice."""
    if not isinstance(value, list) or not 0 < len(value) <= key.high:
        raise WrongError(f"{value!r:.60} is not a list of 1..{key.high:g}", 'Write ["one", "two"]')
    if len({str(each) for each in value}) < len(value):
        raise WrongError("names one twice", "Name each once")
    return value


def _text(_known: Known, value: Any, key: Key) -> str:
    if isinstance(value, str) and value.strip() and len(value) <= key.high:
        return value
    raise WrongError(f"is not a text of 1..{key.high:g} characters", _REMEDIES["text"])


def _flag(_known: Known, value: Any, _key: Key) -> bool:
    if isinstance(value, bool):
        return value
    raise WrongError(f"{value!r:.60} is not true or false", _REMEDIES["flag"])


def _both(known: Known, value: Any, key: Key) -> Words:
    """Return words in both languages; one text stands for both."""
    if isinstance(value, str):
        return Words(_text(known, value, key), value)
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        return Words(_text(known, value["zh"], key), _text(known, value["en"], key))
    raise WrongError(f"{value!r:.60} is not in both languages", _REMEDIES["both"])


def _instant(_known: Known, value: Any, _key: Key) -> int:
    """Return UTC ms of an instant that says its offset."""
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, dt.datetime) and value.tzinfo is not None and EARLIEST <= value < LATEST:
        return round(value.timestamp() * MS_PER_SECOND)
    raise WrongError("is not an instant with its offset, of 2024..2099", _REMEDIES["instant"])


def _says(_known: Known, value: Any, _key: Key) -> tuple[tuple[str, Value], ...]:
    """Return fields of a fact and their values, in order of name."""
    if not isinstance(value, dict) or not 0 < len(value) <= MAX_SAYS:
        raise WrongError(f"{value!r:.60} is not a table of 1..{MAX_SAYS} fields", _REMEDIES["says"])
    for name, each in value.items():
        plain = all(part.isidentifier() for part in name.split("."))
        if not plain or not isinstance(each, str | int | float | bool):
            raise WrongError(f"{name} = {each!r:.60} is no plain field", _REMEDIES["says"])
    return tuple(sorted(value.items()))


def _evidence(known: Known, value: Any, key: Key) -> tuple[Evidence, ...]:
    if not isinstance(value, list) or not value:
        raise WrongError(f"{value!r:.60} is not a list of evidence", _REMEDIES["evidence"])
    for each in value:
        if not isinstance(each, dict) or set(each) != {"kind", "text"} or each["kind"] not in EVIDENCE_KINDS:
            raise WrongError(f"{each!r:.60} is no evidence", _REMEDIES["evidence"])
    return tuple(Evidence(each["kind"], _text(known, each["text"], key)) for each in value)


def _track(known: Known, value: Any, key: Key) -> tuple[tuple[float, float], ...]:
    """Return the places of a track, each (lon, lat) within the port's box."""
    if not isinstance(value, list) or not 0 < len(value) <= key.high:
        raise WrongError(f"{value!r:.60} is not a list of 1..{key.high:g} places", _REMEDIES["track"])
    for each in value:
        if not isinstance(each, list) or len(each) != 2:
            raise WrongError(f"{each!r:.60} is no place", _REMEDIES["track"])
    lon, lat = longitude(key.name, key.about), latitude(key.name, key.about)
    return tuple((_number(known, each[0], lon), _number(known, each[1], lat)) for each in value)


_READERS: dict[str, Callable[[Known, Any, Key], Any]] = {
    "number": _number,
    "lon": _number,
    "lat": _number,
    "whole": _whole,
    "word": _word,
    "words": _words,
    "id": _id,
    "ids": _ids,
    "text": _text,
    "flag": _flag,
    "both": _both,
    "instant": _instant,
    "says": _says,
    "evidence": _evidence,
    "track": _track,
}
_REMEDIES = {
    "text": "Write some words in quotes",
    "flag": "Write true or false",
    "both": 'Write { zh = "中文", en = "English" }',
    "instant": "Write it as 2026-11-25T03:00:00+08:00, without quotes",
    "says": 'Write { state = "down" }: a field of the fact and its value',
    "track": "Write [[122.1, 29.1], [122.2, 29.1]]: longitude and latitude of each place",
    "evidence": f'Write [{{ kind = "photo", text = "..." }}], kind one of: {", ".join(EVIDENCE_KINDS)}',
}
_STAND_INS: dict[str, Any] = {
    "word": "",
    "words": (),
    "id": "",
    "ids": (),
    "text": "",
    "flag": False,
    "both": Words("", ""),
    "instant": None,
    "says": (),
    "evidence": (),
    "track": (),
}
