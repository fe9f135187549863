"""A CSV file of a port folder, read row by row so that every fault is found, not only the first."""

import csv
import io
import math
from collections.abc import Iterator, Mapping

import msgspec

from twin.port import ConfigFault
from twin.wire import ID_PATTERN, Words

MAX_CELL_CHARACTERS = 500
_UTF8_REMEDY = "Save the file as UTF-8 (in Excel: CSV UTF-8)"


class Column(msgspec.Struct, frozen=True):
    """A column a table may have; a required one must stand in the header and be filled in every row."""

    name: str
    required: bool = True


class Row:
    """One row of a table: each reading returns a checked value, or notes a fault and returns a stand-in.

    A caller builds its record from the readings and keeps it only if `sound` is still true afterwards.
    """

    def __init__(self, file: str, line: int, cells: Mapping[str, str], faults: list[ConfigFault]) -> None:
        self._file = file
        self._line = line
        self._cells = cells
        self._faults = faults
        self._refused = False

    @property
    def sound(self) -> bool:
        """Whether no reading of this row has found a fault."""
        return not self._refused

    def refuse(self, column: str, what: str, remedy: str) -> None:
        """Note a fault at a column of this row."""
        self._refused = True
        self._faults.append(ConfigFault(self._file, f"line {self._line}, column {column}", what, remedy))

    def text(self, column: str) -> str:
        """Return a cell without its outer blanks, or an empty string for a column the file leaves out."""
        return self._cells.get(column, "")

    def words(self, zh: str, en: str) -> Words:
        """Return the name in both languages; English falls back to Chinese."""
        return Words(self.text(zh), self.text(en) or self.text(zh))

    def identifier(self, column: str) -> str:
        """Return an id of the form the wire allows."""
        cell = self.text(column)
        if cell and not ID_PATTERN.match(cell):
            self.refuse(column, f"id {cell!r}", "Use letters, digits, - and _, at most 32, no - or _ first")
        return cell

    def number(self, column: str, low: float, high: float, unit: str) -> float:
        """Return a finite number within `low`..`high`, both allowed."""
        cell = self.text(column)
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if cell and not low <= value <= high:
            self.refuse(column, f"{cell!r} is not a number {low:g}..{high:g}", f"Give it in {unit}")
        return value

    def whole(self, column: str, low: int, high: int, unit: str) -> int:
        """Return a whole number within `low`..`high`, both allowed."""
        value = self.number(column, low, high, unit)
        if math.isfinite(value) and value != int(value):
            self.refuse(column, f"{self.text(column)!r} is not a whole number", f"Give it in {unit}")
        return int(value) if math.isfinite(value) else low

    def choice(self, column: str, allowed: tuple[str, ...]) -> str:
        """Return a cell that is one of the allowed words."""
        cell = self.text(column)
        if cell and cell not in allowed:
            self.refuse(column, f"unknown word {cell!r}", f"Use one of: {', '.join(allowed)}")
        return cell

    def choices(self, column: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """Return the blank-separated words of a cell, each one of the allowed and said once."""
        said = tuple(self.text(column).split())
        for word in said:
            if word not in allowed:
                self.refuse(column, f"unknown word {word!r}", f"Use any of: {', '.join(allowed)}")
        if len(set(said)) < len(said):
            self.refuse(column, "a word is said twice", "Say each once")
        return said


def decode_text(file: str, content: bytes, faults: list[ConfigFault]) -> str | None:
    """Return a file's text without a byte order mark; None, and a fault with the line, if it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        faults.append(ConfigFault(file, f"line {line}", "not UTF-8", _UTF8_REMEDY))
        return None


def rows(file: str, content: bytes, columns: tuple[Column, ...], faults: list[ConfigFault]) -> Iterator[Row]:
    """Yield the rows of a table whose header and shape are right; what is wrong goes to `faults`.

    Blank lines are skipped. A row with too few or too many cells is refused and not yielded.
    """
    text = decode_text(file, content, faults)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if not _header_is_right(file, header, columns, faults):
            return
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = _row(file, reader.line_num, header, cells, columns, faults)
                if row is not None:
                    yield row
    except csv.Error as fault:
        faults.append(
            ConfigFault(file, f"line {reader.line_num}", f"not CSV: {fault}", "Mend or remove that line")
        )


def _header_is_right(
    file: str, header: list[str], columns: tuple[Column, ...], faults: list[ConfigFault]
) -> bool:
    known = {column.name for column in columns}
    before = len(faults)
    for name in dict.fromkeys(header):
        if name not in known:
            faults.append(
                ConfigFault(
                    file, "line 1", f"unknown column {name!r}", f"Known are: {', '.join(sorted(known))}"
                )
            )
        if header.count(name) > 1:
            faults.append(ConfigFault(file, "line 1", f"column {name!r} stands twice", "Keep one of them"))
    faults += [
        ConfigFault(file, "line 1", f"column {column.name!r} is missing", "Add it")
        for column in columns
        if column.required and column.name not in header
    ]
    return len(faults) == before


def _row(
    file: str,
    line: int,
    header: list[str],
    cells: list[str],
    columns: tuple[Column, ...],
    faults: list[ConfigFault],
) -> Row | None:
    if len(cells) != len(header):
        what = f"{len(cells)} cells under {len(header)} columns"
        faults.append(ConfigFault(file, f"line {line}", what, "Check the commas and quotes of that line"))
        return None
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    row = Row(file, line, values, faults)
    for column in columns:
        if column.required and not values[column.name]:
            row.refuse(column.name, "empty", "Fill it in")
    for name, value in values.items():
        if len(value) > MAX_CELL_CHARACTERS:
            row.refuse(name, f"{len(value)} characters", f"At most {MAX_CELL_CHARACTERS}")
    return row
