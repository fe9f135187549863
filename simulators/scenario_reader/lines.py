"""In which line of a scenario a fault lies: its table is found by its header, its key by its name."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from twin.port import ConfigFault

HEADER = re.compile(r"\s*\[{1,2}\s*(\w+)\s*\]{1,2}\s*(#.*)?")
PLACE = re.compile(r"(?P<table>the file|\w+)(?: (?P<number>\d+))?(?:, (?:key )?(?P<key>\w+).*)?")
TOP = "the file"


class _Section(NamedTuple):
    """A table as it stands in the text: its word, and its first line and the one after its last, from 1."""

    word: str
    first: int
    end: int


def located(text: str, faults: Iterable[ConfigFault]) -> list[ConfigFault]:
    """Return faults with the line in which each lies; those whose table stands nowhere as they were.

    Args:
        text: the scenario as it was read.
        faults: with places as the reader names them: `start 2, key lon`, `weather, key storm`, `the file`.
    """
    lines = text.splitlines()
    sections = _sections(lines)
    return [msgspec.structs.replace(fault, line=_line_of(fault.place, lines, sections)) for fault in faults]


def _sections(lines: list[str]) -> list[_Section]:
    heads = [(TOP, 0)]
    heads += [(found[1], at) for at, line in enumerate(lines, 1) if (found := HEADER.fullmatch(line))]
    ends = [at for _, at in heads[1:]] + [len(lines) + 1]
    return [_Section(word, at, end) for (word, at), end in zip(heads, ends, strict=True)]


def _line_of(place: str, lines: list[str], sections: list[_Section]) -> int | None:
    found = PLACE.fullmatch(place)
    if found is None:
        return None
    key, nth = found["key"], int(found["number"] or 1)
    named = [section for section in sections if section.word == found["table"]]
    if len(named) < nth:
        return None
    section = named[nth - 1]
    for at in range(section.first + 1, section.end):
        if key and re.match(rf"\s*{key}\s*[=.]", lines[at - 1]):
            return at
    if section.word != TOP:
        return section.first
    return next((other.first for other in sections if other.word == key), None)
