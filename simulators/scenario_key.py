"""What one key of a scenario may be: how it is read, its range, its default and what it means."""

from typing import Any, Literal

import msgspec

from twin.wire import SosKind

Reads = Literal[
    "number",
    "whole",
    "lon",
    "lat",
    "word",
    "words",
    "id",
    "ids",
    "text",
    "flag",
    "both",
    "instant",
    "says",
    "evidence",
    "track",
]
LONGEST_S = 7 * 86_400.0
"""A scenario is played for a week at most (ours)."""
MUST = msgspec.UNSET
"""The default of a key that must be said."""
SOS_KINDS: tuple[str, ...] = SosKind.__args__  # type: ignore[attr-defined]  # typing's Literal


class Key(msgspec.Struct, frozen=True):
    """A key of a table.

    Attributes:
        name: as written, with its unit as ending (`_s` seconds, `_m` metres, `_kn` knots, ...).
        about: what it means, in a sentence.
        reads: what stands there: a number, a whole number, degrees within the port's box, a word of a list,
            words, an id, ids, a text, true or false, both languages, an instant, fields of a fact, evidence,
            places of a track.
        default: what holds where it is left out; `MUST`: it must be said.
        low, high: the range of a number; of a text, words and ids `high` is the most there may be.
        among: the words allowed, or the name of a register: vessel, station, feed, any feed
            (the broker link too), zone, person, terminal.
    """

    name: str
    about: str
    reads: Reads = "number"
    default: Any = MUST
    low: float = 0.0
    high: float = LONGEST_S
    among: tuple[str, ...] | str = ()


def seconds(name: str, about: str, default: Any = MUST, low: float = 0.0) -> Key:
    """Return the key of an instant after the start or of a time span, seconds."""
    return Key(name, about, "number", default, low, LONGEST_S)


def word(name: str, about: str, among: tuple[str, ...] | str, default: Any = MUST) -> Key:
    """Return the key of a word of a list, or of an id of a register."""
    return Key(name, about, "word", default, among=among)


def text(name: str, about: str, default: Any = "", longest: int = 500) -> Key:
    """Return the key of a text."""
    return Key(name, about, "text", default, high=longest)


def flag(name: str, about: str, default: Any = False) -> Key:
    """Return the key of a thing that is so or not."""
    return Key(name, about, "flag", default)


def longitude(name: str, about: str, default: Any = MUST) -> Key:
    """Return the key of a longitude within the port's box, degrees WGS-84."""
    return Key(name, about, "lon", default)


def latitude(name: str, about: str, default: Any = MUST) -> Key:
    """Return the key of a latitude within the port's box, degrees WGS-84."""
    return Key(name, about, "lat", default)
