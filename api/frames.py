"""The frames of the feed as text (contract.md §4); `api.shapes` describes them for the page."""

from collections.abc import Iterable
from typing import Any

import msgspec


class Hello(msgspec.Struct, frozen=True, tag_field="type", tag="hello", forbid_unknown_fields=True):
    """What a client says first: where it stopped, if it was here before."""

    epoch: str | None = None
    seq: int | None = None
    lang: str | None = None
    positions: str | None = None


def text_of(frame: dict[str, Any]) -> str:
    """Return a frame as JSON text."""
    return msgspec.json.encode(frame).decode()


def fact_frame(seq: int, body: bytes) -> str:
    """Return a stored fact as a frame: its JSON with its place in front."""
    return f'{{"type":"fact","seq":{seq},{body[1:].decode()}'


def positions_frame(
    columns: dict[str, Any], pos_seq: int, now_ms: int, *, full: bool = False, degraded: bool = False
) -> str:
    """Return columns of positions as a frame; `degraded` marks what a slow client gets merged."""
    head = {"type": "positions", "full": full, "pos_seq": pos_seq, "now_ms": now_ms}
    return text_of(head | columns | ({"degraded": True} if degraded else {}))


def readings_frame(readings: Iterable[dict[str, Any]], now_ms: int) -> str:
    """Return station values as rows of a frame."""
    rows = [[r["station"], r["quantity"], r["value"], r["unit"], r["t_ms"]] for r in readings]
    return text_of({"type": "readings", "now_ms": now_ms, "rows": rows})
