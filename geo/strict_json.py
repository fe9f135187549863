"""JSON read strictly: what the standard leaves open, or Python lets pass, is refused with a sentence."""

import json
import re
from typing import Never

MAX_DEPTH = 32
"""Lists and objects within each other. A multipolygon in a feature collection needs 8."""

_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[{]|[\]}]")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class JsonRefusedError(ValueError):
    """The text is not JSON as we read it.

    Attributes:
        why: a sentence that says what is wrong and where.
        remedy: a sentence that says what to do.
    """

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(f"{why}; {remedy}")
        self.why = why
        self.remedy = remedy


def parse_json(content: str | bytes) -> object:
    """Return the value of a JSON text.

    Args:
        content: text, or bytes in UTF-8 (a byte order mark at the start is skipped).

    Raises:
        JsonRefusedError: it is not UTF-8, not JSON (RFC 8259), holds NaN or Infinity, the same key twice in
        one
            object, half a character, a number of thousands of digits, or more than 32 levels.
    """
    text = _decoded(content)
    _refuse_depth(text)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        why = f"it is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise JsonRefusedError(why, "export the file again, or mend it there") from error
    except JsonRefusedError:
        raise
    except ValueError as error:  # int() refuses thousands of digits
        raise JsonRefusedError("a number in it has thousands of digits", "write fewer digits") from error
    if _SURROGATE.search(text):
        _refuse_half_characters(value)
    return value


def _decoded(content: str | bytes) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise JsonRefusedError(f"byte {error.start} is not UTF-8", "save the file as UTF-8") from error


def _refuse_depth(text: str) -> None:
    """Refuse deep nesting before the parser recurses into it."""
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if bracket.group() in "[{" else -1
        if depth > MAX_DEPTH:
            why = f"its lists and objects are more than {MAX_DEPTH} levels deep"
            raise JsonRefusedError(why, "GeoJSON needs no more than 8; export the file again")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in pairs:
        if key in made:
            why = f"the key {key[:40]!r} stands twice in one object"
            raise JsonRefusedError(why, "keep the one that is meant")
        made[key] = value
    return made


def _refuse_constant(word: str) -> Never:
    raise JsonRefusedError(f"{word} is no number in JSON", "write a number, or leave the value out")


def _refuse_half_characters(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        why = "a text in it holds half of a character (a lone surrogate)"
        raise JsonRefusedError(why, "write the character itself") from error
