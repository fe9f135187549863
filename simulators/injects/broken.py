"""Letters that no decoder may trip over: a sound fix, broken in one way."""

from collections.abc import Callable

from simulators.injects.attack import body_of, saying
from simulators.post import Said
from twin.wire import MAX_PAYLOAD_BYTES

FAR_TOO_DEEP = 5_000
"""Past the bound of the contract (32), and past what a reader that calls itself can bear."""


def broken(sort: str, said: Said) -> Said:
    """Return a sound fix broken in the way a word of `SORTS` says."""
    return _BREAKS[sort](said)


def _nan(said: Said) -> Said:
    return _with_bytes(said, b'"lon":', b'"lon":NaN,"was":')


def _truncated(said: Said) -> Said:
    return said._replace(payload=said.payload[: len(said.payload) * 2 // 3])


def _wrong_type(said: Said) -> Said:
    return saying(said, body_of(said) | {"lon": "122 east"})


def _out_of_range(said: Said) -> Said:
    return saying(said, body_of(said) | {"lon": 1220.0})


def _huge(said: Said) -> Said:
    return said._replace(payload=said.payload + b" " * MAX_PAYLOAD_BYTES)


def _deep(said: Said) -> Said:
    nested = b"[" * FAR_TOO_DEEP + b"]" * FAR_TOO_DEEP
    return _with_bytes(said, b'"lon":', b'"lon":' + nested + b',"was":')


def _duplicate_key(said: Said) -> Said:
    return _with_bytes(said, b'"lon":', b'"lon":121.0,"lon":')


def _not_utf8(said: Said) -> Said:
    return _with_bytes(said, b'"via":"', b'"via":"\xff')


def _unknown_field(said: Said) -> Said:
    return saying(said, body_of(said) | {"colour": "red"})


def _newer_version(said: Said) -> Said:
    return saying(said, body_of(said) | {"v": 2})


def _unknown_topic(said: Said) -> Said:
    return said._replace(topic=f"{said.topic}-of-mine")


def _other_word(said: Said) -> Said:
    return said._replace(topic=said.topic.removesuffix("fix") + "sos")


def _with_bytes(said: Said, old: bytes, new: bytes) -> Said:
    return said._replace(payload=said.payload.replace(old, new, 1))


_BREAKS: dict[str, Callable[[Said], Said]] = {
    "nan": _nan,
    "truncated": _truncated,
    "wrong-type": _wrong_type,
    "out-of-range": _out_of_range,
    "huge": _huge,
    "deep": _deep,
    "duplicate-key": _duplicate_key,
    "not-utf8": _not_utf8,
    "unknown-field": _unknown_field,
    "newer-version": _newer_version,
    "unknown-topic": _unknown_topic,
    "other-word": _other_word,
}
SORTS = tuple(_BREAKS)
"""Every way: NaN for a number; cut short; a text for a number; a place that is none; over 64 KiB; nested too
deep; a key twice; bytes that are no UTF-8; a field nobody knows; a schema of tomorrow; a topic nobody knows;
a fix under the topic of an SOS."""
