"""Putting messages together whose payload came in several sentences, in bounded memory."""

import msgspec

from api.gateways.sentences import Sentence
from api.gateways.tally import Tally

MAX_PENDING = 256
"""Unfinished messages held at once. Ten sequence numbers on two channels make 20 a talker."""
MAX_WAIT_MS = 30_000
"""Parts of a message follow each other within a second; a sequence number comes round again in minutes."""
MAX_WAIT_LINES = 2_000
"""The same bound for lines without a time."""


class Message(msgspec.Struct, frozen=True, gc=False):
    """A whole AIS message: its sentences in order, and when the first of them was received, if known."""

    received_ms: int | None
    sentences: tuple[Sentence, ...]

    @property
    def payload(self) -> bytes:
        """The six-bit armoured characters of all sentences."""
        return b"".join(sentence.payload for sentence in self.sentences)

    @property
    def bits(self) -> int:
        """Bits of the payload, without padding."""
        return 6 * sum(len(s.payload) for s in self.sentences) - self.sentences[-1].fill_bits


class _Pending(msgspec.Struct):
    since_line: int
    since_ms: int | None
    parts: dict[int, Sentence]


class Assembler:
    """Collects parts by (talker, channel, sequence number); parts that never make a message are counted.

    After `flush`, every sentence given to `add` is in a returned message or in `tally.refused` or, as a part
    heard twice, in `tally.passed_over`.
    """

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._pending: dict[bytes, _Pending] = {}
        self._lines = 0

    def add(self, sentence: Sentence, now_ms: int | None) -> Message | None:
        """Return the message that this sentence completes, or None.

        Args:
            sentence: in order of arrival.
            now_ms: the latest receive time known on the stream, or None.
        """
        self._lines += 1
        self._expire(now_ms)
        if sentence.parts == 1:
            return Message(sentence.received_ms, (sentence,))
        pending = self._place_for(sentence, now_ms)
        if pending is None:
            return None
        pending.parts[sentence.part] = sentence
        if len(pending.parts) < sentence.parts:
            return None
        del self._pending[sentence.key]
        whole = tuple(pending.parts[part] for part in range(1, sentence.parts + 1))
        times = [part.received_ms for part in whole if part.received_ms is not None]
        return Message(min(times, default=None), whole)

    def flush(self) -> None:
        """Count what is still waiting as lost: the source has ended."""
        while self._pending:
            self._drop(next(iter(self._pending)), "part-missing")

    def _place_for(self, sentence: Sentence, now_ms: int | None) -> _Pending | None:
        """Return the message this part belongs to, begun anew where needed; None for a part heard twice."""
        pending = self._pending.get(sentence.key)
        if pending:
            known = next(iter(pending.parts.values()))
            same = pending.parts.get(sentence.part)
            if same and same.raw == sentence.raw:
                self._tally.passed_over["repeated"] += 1
                return None
            if not same and known.parts == sentence.parts:
                return pending
            self._drop(sentence.key, "part-replaced")
        if len(self._pending) >= MAX_PENDING:
            self._drop(next(iter(self._pending)), "part-overrun")
        self._pending[sentence.key] = begun = _Pending(self._lines, now_ms, {})
        return begun

    def _expire(self, now_ms: int | None) -> None:
        while self._pending:
            key, oldest = next(iter(self._pending.items()))
            since_ms = now_ms if oldest.since_ms is None else oldest.since_ms
            late = now_ms is not None and since_ms is not None and now_ms - since_ms > MAX_WAIT_MS
            if not late and self._lines - oldest.since_line <= MAX_WAIT_LINES:
                return
            self._drop(key, "part-missing")

    def _drop(self, key: bytes, reason: str) -> None:
        self._tally.refused[reason] += len(self._pending.pop(key).parts)
