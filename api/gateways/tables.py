"""Opening decoded tracks: CSV and Parquet files, bounded, with only the columns that mean something."""

from pathlib import Path

import pyarrow as pa
from pyarrow import csv, parquet

from api.gateways.layouts import Layout, fault, layout_of
from api.gateways.tally import Tally
from twin.port import ConfigError

MAX_ROWS = 10_000_000
"""More than a day of all of the United States; about 1 GB of columns in memory."""
SUFFIXES = (".csv", ".csv.gz", ".parquet")
"""Names of files that hold decoded tracks; any other holds sentences."""


def is_table(path: Path) -> bool:
    """Return whether a file's name says that it holds decoded tracks."""
    return path.name.casefold().endswith(SUFFIXES)


def open_table(path: Path, layout: Layout | None, tally: Tally) -> tuple[pa.Table, Layout]:
    """Return the rows of a file and the layout they are in; torn CSV rows are counted as `bad-row`.

    Args:
        path: a file for which `is_table` holds.
        layout: which column means what; None recognises a known layout.
        tally: counts rows that are no rows.

    Raises:
        ConfigError: the file cannot be read, is of no known layout, lacks a column, or is too long.
    """
    try:
        table, layout = _open_parquet(path, layout) if _is_parquet(path) else _open_csv(path, layout, tally)
    except OSError as error:
        raise fault(str(path), "file", f"cannot be read ({error})", "Name a whole file.") from None
    except (pa.ArrowException, EOFError) as error:
        raise fault(str(path), "file", f"is not what its name says ({error})", "Name a whole file.") from None
    if table.num_rows > MAX_ROWS:
        raise _too_long(path)
    return table, layout


def _too_long(path: Path) -> ConfigError:
    return fault(str(path), "rows", f"more than {MAX_ROWS:,}", "Split the file by hours or areas.")


def _is_parquet(path: Path) -> bool:
    return path.name.casefold().endswith(".parquet")


def _open_parquet(path: Path, layout: Layout | None) -> tuple[pa.Table, Layout]:
    with parquet.ParquetFile(path) as file:
        names = file.schema_arrow.names
        layout = layout or layout_of(names, str(path))
        if file.metadata.num_rows > MAX_ROWS:
            raise _too_long(path)
        return file.read(columns=_wanted(names, layout, path)), layout


def _open_csv(path: Path, layout: Layout | None, tally: Tally) -> tuple[pa.Table, Layout]:
    torn: list[csv.InvalidRow] = []

    def skip(row: csv.InvalidRow) -> str:
        torn.append(row)
        return "skip"

    parsing = csv.ParseOptions(invalid_row_handler=skip)
    with csv.open_csv(path, parse_options=parsing) as file:
        names = file.schema.names
    torn.clear()
    layout = layout or layout_of(names, str(path))
    wanted = _wanted(names, layout, path)
    # As text, because one odd cell would otherwise decide the type of its whole column.
    as_text = csv.ConvertOptions(include_columns=wanted, column_types=dict.fromkeys(wanted, pa.string()))
    batches, rows = [], 0
    with csv.open_csv(path, parse_options=parsing, convert_options=as_text) as file:
        for batch in file:
            batches.append(batch)
            rows += batch.num_rows
            if rows > MAX_ROWS:
                break
        table = pa.Table.from_batches(batches, file.schema)
    tally.lines += len(torn)
    if torn:
        tally.refused["bad-row"] += len(torn)
    return table, layout


def _wanted(names: list[str], layout: Layout, path: Path) -> list[str]:
    """Return the columns of a file that its layout names.

    Raises:
        ConfigError: a needed one is not there.
    """
    present = {name.casefold() for name in names}
    lacking = [name for name in layout.needed if name.casefold() not in present]
    if lacking:
        what = f"has no column {', '.join(lacking)}; it has {', '.join(names[:20])}"
        raise fault(str(path), "columns", what, "Name the file's own columns in the --columns file.")
    meant = {name.casefold() for name in layout.columns().values()}
    return [name for name in names if name.casefold() in meant]
