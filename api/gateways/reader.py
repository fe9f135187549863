"""From raw lines to what was said: sentences, assembly, meaning, repeats and the recording's own time."""

import msgspec

from api.gateways.ais import understand
from api.gateways.assembly import Assembler
from api.gateways.repeats import Repeats
from api.gateways.said import Heard
from api.gateways.sentences import PassedOver, Rejected, read_line
from api.gateways.tally import Tally

MAX_JUMP_MS = 6 * 3_600_000
"""A receive time this far ahead of the last one is believed once the next timed line agrees: one garbled
digit must not make the player wait for years."""


class StreamTime:
    """The latest receive time known on a stream of lines, most of which may carry none."""

    def __init__(self) -> None:
        self.latest_ms: int | None = None
        self._doubted_ms: int | None = None

    def believe(self, received_ms: int) -> bool:
        """Advance to a line's own time; False where the time is doubted (and not taken)."""
        ahead = self.latest_ms is not None and received_ms - self.latest_ms > MAX_JUMP_MS
        agreed = self._doubted_ms is not None and abs(received_ms - self._doubted_ms) <= MAX_JUMP_MS
        if ahead and not agreed:
            self._doubted_ms = received_ms
            return False
        self._doubted_ms = None
        self.latest_ms = max(received_ms, self.latest_ms or received_ms)
        return True


class AisReader:
    """Reads one stream of lines in order; every line ends in exactly one count of the tally.

    After `end`, `tally.accounted == tally.lines`.
    """

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._assembler = Assembler(tally)
        self._repeats = Repeats()
        self.time = StreamTime()

    def read(self, line: bytes) -> Heard | None:
        """Return what this line completes, with the line's own receive time or else the last known one."""
        tally = self._tally
        tally.lines += 1
        sentence = read_line(line)
        if isinstance(sentence, Rejected):
            tally.refused[sentence.reason] += 1
            return None
        if isinstance(sentence, PassedOver):
            tally.passed_over[sentence.reason] += 1
            return None
        if sentence.received_ms is not None and not self.time.believe(sentence.received_ms):
            sentence = msgspec.structs.replace(sentence, received_ms=None, remark="receive-time")
        message = self._assembler.add(sentence, self.time.latest_ms)
        if message is None:
            return None
        heard = understand(message)
        if isinstance(heard, Rejected):
            tally.refused[heard.reason] += len(message.sentences)
        elif isinstance(heard, PassedOver):
            tally.passed_over[heard.reason] += len(message.sentences)
        elif self._repeats.seen(heard, message.payload, self.time.latest_ms):
            tally.passed_over["repeated"] += heard.lines
        else:
            return heard if heard.received_ms is not None else self._following(heard)
        return None

    def end(self) -> None:
        """Count what is still unfinished: the stream has ended."""
        self._assembler.flush()

    def _following(self, heard: Heard) -> Heard:
        return msgspec.structs.replace(heard, received_ms=self.time.latest_ms)
