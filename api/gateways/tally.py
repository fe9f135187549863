"""What became of every line a gateway read: nothing is lost without a number beside its reason."""

from collections import Counter

import msgspec

MAX_TERMINALS = 200_000
"""Distinct terminals remembered for the count; more than the ships that carry AIS in the world's traffic."""

WHY: dict[str, str] = {
    "aid-to-navigation": "a buoy or beacon, not a vessel",
    "bad-row": "no such row can be read",
    "bad-sentence": "not in the form of an AIVDM or AIVDO sentence",
    "base-station": "a shore station's own report, not a vessel",
    "blank": "an empty line",
    "checksum": "the checksum says the line was damaged",
    "empty-static": "a static report that claims nothing",
    "bad-payload": "a payload that no decoder can read",
    "id": "a terminal number the wire has no room for",
    "mmsi": "no such terminal number",
    "mmsi-zero": "a transponder whose number was never set (MMSI 0)",
    "no-checksum": "cut off before its checksum",
    "no-time": "no time is known, and --keep-time was asked for",
    "not-ais": "another kind of sentence of the same receiver",
    "not-on-earth": "a latitude or longitude that is no place on earth",
    "part-missing": "part of a message whose other parts never came",
    "part-overrun": "part of a message pushed out by too many unfinished ones",
    "part-replaced": "part of a message whose number a newer message took",
    "repeated": "the same transmission, heard again",
    "safety-text": "a broadcast text that is no distress call",
    "sar-aircraft": "a search and rescue aircraft, not a vessel",
    "silent": "a message type that says nothing of a vessel's place or name",
    "time": "a row without a readable time",
    "too-long": "a line longer than any sentence",
    "wrong-length": "a payload with too few or too many bits for its type",
}
"""Every reason a line can have, in words for the final table."""


class Tally(msgspec.Struct):
    """Counts of one run. Each line (or row) read ends in exactly one of `carried`, `refused`, `passed_over`.

    Attributes:
        lines: lines or rows read.
        carried: lines that were said again on the wire (all parts of a message count).
        refused: lines that are faulty, by reason.
        passed_over: sound lines with nothing to say of a vessel, by reason.
        published: letters sent, by word (`fix`, `static`, `sos`, `heartbeat`).
        remarks: things left out of lines that were carried all the same, by what.
        terminals: distinct terminals said again, counted up to `MAX_TERMINALS`.
        sos_open: distress calls whose receipt never came.
        broken: why the source ended before its end, or None.
    """

    lines: int = 0
    carried: int = 0
    refused: Counter[str] = msgspec.field(default_factory=Counter)
    passed_over: Counter[str] = msgspec.field(default_factory=Counter)
    published: Counter[str] = msgspec.field(default_factory=Counter)
    remarks: Counter[str] = msgspec.field(default_factory=Counter)
    terminals: set[str] = msgspec.field(default_factory=set)
    sos_open: int = 0
    broken: str | None = None

    def saw(self, terminal: str) -> None:
        """Count a terminal once."""
        if len(self.terminals) < MAX_TERMINALS:
            self.terminals.add(terminal)

    @property
    def accounted(self) -> int:
        """Lines whose end is known; equals `lines` once the source has ended."""
        return self.carried + self.refused.total() + self.passed_over.total()

    @property
    def heard(self) -> int:
        """Lines that came off the air: it stands still when the aerial is cut, whatever else still talks."""
        aside = sum(count for reason, count in self.passed_over.items() if reason in ("blank", "not-ais"))
        return self.carried + self.passed_over.total() - aside

    @property
    def exit_code(self) -> int:
        """0: played; 1: the source broke off, nothing of it was of use, or a distress call has no receipt."""
        return 1 if self.broken or self.sos_open or not self.carried else 0

    def table(self) -> str:
        """Return the final account for a person, one reason a line, most frequent first."""
        rows = [("read", self.lines, ""), ("carried", self.carried, f"{len(self.terminals):,} terminals")]
        rows += [(f"  {word}", count, "published") for word, count in sorted(self.published.items())]
        for title, counts in (("refused", self.refused), ("passed over", self.passed_over)):
            rows.append((title, counts.total(), ""))
            rows += [(f"  {reason}", count, WHY[reason]) for reason, count in counts.most_common()]
        rows += [(f"  {what}", count, "left out") for what, count in self.remarks.most_common()]
        if self.sos_open:
            rows.append(("without receipt", self.sos_open, "distress calls the twin never acknowledged"))
        lines = [f"{name:<22}{count:>12,}  {why}".rstrip() for name, count, why in rows]
        return "\n".join([*lines, f"broken off: {self.broken}"] if self.broken else lines)
