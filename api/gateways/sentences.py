r"""From a raw text line to an AIS sentence with its receive time, if it has one.

Four dresses of the same sentence are known, and may be worn together:

- bare, as IEC 61162-1 has it: ``!AIVDM,1,1,,A,15DCR`000BbmIUadM6ia1Pn40@28,0*41``;
- with NMEA 4 tag blocks: ``\s:station,c:1328133720*5A\!AIVDM...``, c in seconds or milliseconds;
- with a time behind or before it, as recorders write it: ``!AIVDM...*41,1328133720087``, the US Coast Guard's
  ``!AIVDM...*41,s22509,r003669945,1328133720``, ``1328133720 !AIVDM...``, ``2012-01-27T11:47:01Z !AIVDM...``;
- in an IEC 61162-450 datagram: ``UdPbC\0\s:...*hh\!AIVDM...``.

Checksums are verified here, because pyais decodes a damaged sentence without complaint.
"""

import re
from datetime import UTC, datetime
from functools import reduce
from operator import xor

import msgspec

MAX_LINE_BYTES = 1024
"""IEC 61162-1 ends a sentence at 82 characters; one-line type 5, tag blocks and times need at most a few
hundred."""

EARLIEST_MS = 631_152_000_000
"""1990: before AIS was thought of."""
LATEST_MS = 4_102_444_800_000
"""2100. A number outside these two is no a receive time."""
_SECONDS_BELOW = 100_000_000_000
"""A smaller number is seconds (up to the year 5138), a larger one milliseconds (from 1973)."""

_DATAGRAM_HEADER = b"UdPbC\0"
_SENTENCE = re.compile(
    rb"!([!-~]{2})VD([MO]),([1-9]),([1-9]),([0-9]{0,2}),([0-9A-Za-z]?),([0-W`-w]{0,200}),([0-5])"
    rb"\*([0-9A-Fa-f]{2})"
)
_IS_AIS = re.compile(rb"![!-~]{2}VD[MO],")
_TAG_BLOCK = re.compile(rb"\\([^\\*]*)\*([0-9A-Fa-f]{1,2})\\")
_TAG_TIME = re.compile(rb"(?:\A|,)c:([0-9.]{1,20})(?=,|\Z)")
_LEADING = re.compile(rb"\[?([0-9][0-9T:.+Z -]{8,34}?)\]?[\s,;]*(?=[!$\\])")


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """One AIVDM or AIVDO sentence whose checksum holds.

    Attributes:
        received_ms: UTC milliseconds at which it was received, or None where the line does not say.
        key: talker, VDM or VDO, channel and sequence number: parts of one message share it.
        parts: 1..9, sentences of the message; `part` is this one's place, 1..parts.
        payload: six-bit armoured characters.
        fill_bits: 0..5, bits of the last character that are padding.
        raw: the bare sentence, from `!` to the checksum.
        remark: what of the line was left out (`tag-block`, `receive-time`), or None.
    """

    received_ms: int | None
    key: bytes
    parts: int
    part: int
    payload: bytes
    fill_bits: int
    raw: bytes
    remark: str | None


class Rejected(msgspec.Struct, frozen=True, gc=False):
    """A faulty line; `reason` is a word of `tally.WHY`."""

    reason: str


class PassedOver(msgspec.Struct, frozen=True, gc=False):
    """A sound line with nothing to say of a vessel; `reason` is a word of `tally.WHY`."""

    reason: str


def checksum(body: bytes) -> int:
    """Return the exclusive-or of the bytes: IEC 61162-1 section 7.2.3, over all between `!` and `*`."""
    return reduce(xor, body, 0)


def read_line(line: bytes) -> Sentence | Rejected | PassedOver:
    """Return the AIS sentence of a line, or why there is none; never raises on any bytes."""
    if len(line) > MAX_LINE_BYTES:
        return Rejected("too-long")
    text = line.strip().removeprefix(_DATAGRAM_HEADER)
    if not text:
        return PassedOver("blank")
    text, time_ms, remark = _undress(text)
    if not _IS_AIS.match(text):
        return PassedOver("not-ais") if text[:1] in b"!$" else Rejected("bad-sentence")
    found = _SENTENCE.match(text)
    if not found:
        return Rejected(_fault_of(text))
    talker, own, parts, part, number, channel, payload, fill, claimed = found.groups()
    raw = found.group(0)
    if checksum(raw[1:-3]) != int(claimed, 16):
        return Rejected("checksum")
    if int(part) > int(parts):
        return Rejected("bad-sentence")
    if time_ms is None:
        time_ms, remark = _trailing_time(text[found.end() :], remark)
    key = b",".join((talker, own, channel, number))
    return Sentence(time_ms, key, int(parts), int(part), payload, int(fill), raw, remark)


def _undress(text: bytes) -> tuple[bytes, int | None, str | None]:
    """Take a leading time and tag blocks off: the rest, its time if any, and what could not be believed."""
    time_ms, remark = None, None
    leading = _LEADING.match(text)
    if leading:
        time_ms = instant_ms(leading.group(1).decode("ascii"))
        remark = "receive-time" if time_ms is None else None
        text = text[leading.end() :]
    while block := _TAG_BLOCK.match(text):
        content, claimed = block.groups()
        text = text[block.end() :]
        if checksum(content) != int(claimed, 16):
            remark = "tag-block"  # the sentence behind it has a checksum of its own and may be sound
            continue
        told = _TAG_TIME.search(content)
        if told:
            time_ms = instant_ms(told.group(1).decode("ascii"))
            remark = "receive-time" if time_ms is None else remark
    return text, time_ms, remark


def _trailing_time(rest: bytes, remark: str | None) -> tuple[int | None, str | None]:
    """Return the time in the last field behind the checksum, if that is a number of nine digits or more."""
    last = rest.rpartition(b",")[2].strip()
    if len(last) < 9 or not last.replace(b".", b"", 1).isdigit():
        return None, remark
    time_ms = instant_ms(last.decode("ascii"))
    return time_ms, "receive-time" if time_ms is None else remark


def instant_ms(text: str) -> int | None:
    """Return UTC milliseconds of seconds, milliseconds or an ISO 8601 instant (UTC where it names no zone).

    Returns:
        None where the text is none of these, or an instant outside 1990-2100.
    """
    try:
        number = float(text)
        time_ms = number * 1000 if number < _SECONDS_BELOW else number
    except ValueError:
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        time_ms = moment.timestamp() * 1000
    return round(time_ms) if EARLIEST_MS <= time_ms <= LATEST_MS else None


def _fault_of(text: bytes) -> str:
    if b"*" not in text:
        return "no-checksum"
    body, _, claimed = text[1:].partition(b"*")
    if not re.match(rb"[0-9A-Fa-f]{2}", claimed):
        return "no-checksum"
    return "bad-sentence" if checksum(body) == int(claimed[:2], 16) else "checksum"
