"""From raw lines to what was said: sentences, assembly, meaning, repeats and the recording's own time."""

import msgspec

from api.gateways.ais import base_station_time, understand
from api.gateways.assembly import Assembler, Message
from api.gateways.repeats import Repeats
from api.gateways.said import Fix, Heard, followed_ms
from api.gateways.sentences import PassedOver, Rejected, read_line
from api.gateways.tally import Tally

MAX_JUMP_MS = 6 * 3_600_000
"""A receive time this far ahead of the last one is believed once the next timed line agrees: one garbled
digit must not make the player wait for years."""

BASE_LOST_LINES = 2_000
"""A base station speaks every 3 to 10 s; after so many lines without it another one is asked."""


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

    After `end`, and with what was given counted as carried, `tally.accounted == tally.lines`.

    Args:
        tally: counts the lines.
        ask_base_stations: where no line tells its time, take it from the reports of a base station.
    """

    def __init__(self, tally: Tally, *, ask_base_stations: bool = False) -> None:
        self._ask = ask_base_stations
        self._base_mmsi: int | None = None
        self._base_line = 0
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
        if sentence.received_ms is not None:
            self._ask = False
            if not self.time.believe(sentence.received_ms):
                sentence = msgspec.structs.replace(sentence, received_ms=None, remark="receive-time")
        message = self._assembler.add(sentence, self.time.latest_ms)
        return None if message is None else self._understood(message)

    def end(self) -> None:
        """Count what is still unfinished: the stream has ended."""
        self._assembler.flush()

    def _understood(self, message: Message) -> Heard | None:
        tally = self._tally
        if self._ask:
            self._ask_base_station(message)
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

    def _ask_base_station(self, message: Message) -> None:
        """Take the time from one base station as long as it is heard: another's clock may differ."""
        told = base_station_time(message)
        if told is None:
            return
        mmsi, at_ms = told
        if mmsi == self._base_mmsi or self._base_mmsi is None or self._base_silent:
            self._base_mmsi, self._base_line = mmsi, self._tally.lines
            self.time.believe(at_ms)

    @property
    def _base_silent(self) -> bool:
        return self._tally.lines - self._base_line > BASE_LOST_LINES

    def _following(self, heard: Heard) -> Heard:
        if self.time.latest_ms is None:
            return heard
        seconds = [said.second for said in heard.said if isinstance(said, Fix)]
        received_ms = followed_ms(self.time.latest_ms, seconds[0] if seconds else None)
        return msgspec.structs.replace(heard, received_ms=received_ms)
