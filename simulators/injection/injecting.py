"""Placing injections by seed, and writing the bent recording with its truth beside it."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from shapely.geometry.base import BaseGeometry

from simulators.injection.ground import Ground, Injected
from simulators.injection.kinds import drift, jump, silence
from simulators.injection.swaps import carried, exchanged
from simulators.injection.zone_exits import zone_exit
from simulators.recordings import open_form, unfit

TRIES = 400
"""Places tried for each injection that was asked for, on average, before it is said that they do not fit."""
RECORDING, TRUTH = "recording.parquet", "truth.csv"

Try = Callable[[Ground, int, np.random.Generator], Injected | None]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """How many injections of each kind; half of the swaps are exchanges, half carried terminals."""

    silences: int = 0
    jumps: int = 0
    drifts: int = 0
    swaps: int = 0
    zone_exits: int = 0


def inject(
    path: Path, wanted: Wanted, seed: int, zone: BaseGeometry | None = None
) -> tuple[pa.Table, list[Injected]]:
    """Return a bent copy of a recording and the truth, in order of time.

    Rows that no injection touched are the same bit for bit, and in the same order; rows of silent terminals
    are gone. Same file, wanted, seed and zone, same copy and truth.

    Raises:
        ConfigError: the recording is unfit or too short for so many, or exits are wanted without a zone.
    """
    form = open_form(path)
    table = pq.read_table(path)
    ground = Ground(table, form)
    done: list[Injected] = []
    for number, (kind, count, attempt) in enumerate(_kinds(path, wanted, zone)):
        placed = _place(ground, count, attempt, np.random.default_rng([seed, number]))
        if len(placed) < count:
            what = f"only {len(placed):,} of {count:,} {kind} found a place"
            raise unfit(path, what, "Ask for fewer, or take a longer recording")
        done += placed
    done.sort(key=lambda each: (each.from_ms, each.vessel, each.kind))
    return _bent(table, ground), done


def write(folder: Path, table: pa.Table, done: list[Injected]) -> None:
    """Write `recording.parquet` and `truth.csv` into a folder that is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, folder / RECORDING)
    with (folder / TRUTH).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Injected._fields)
        writer.writerows((*each[:5], json.dumps(each.parameters, sort_keys=True)) for each in done)


def _kinds(path: Path, wanted: Wanted, zone: BaseGeometry | None) -> list[tuple[str, int, Try]]:
    """Return the kinds, those hardest to place first."""
    if zone is None and wanted.zone_exits:
        raise unfit(path, "zone exits need a zone", "Give one with --zone")

    def out_of_zone(ground: Ground, row: int, rng: np.random.Generator) -> Injected | None:
        return None if zone is None else zone_exit(ground, row, rng, zone)

    return [
        ("zone exits", wanted.zone_exits, out_of_zone),
        ("carried terminals", wanted.swaps // 2, carried),
        ("drifts", wanted.drifts, drift),
        ("exchanges", wanted.swaps - wanted.swaps // 2, exchanged),
        ("silences", wanted.silences, silence),
        ("jumps", wanted.jumps, jump),
    ]


def _place(ground: Ground, count: int, attempt: Try, rng: np.random.Generator) -> list[Injected]:
    placed: list[Injected] = []
    for row in rng.integers(0, max(len(ground.row), 1), TRIES * count).tolist():
        if len(placed) == count:
            break
        found = attempt(ground, row, rng) if len(ground.row) else None
        if found is not None:
            placed.append(found)
    return placed


def _bent(table: pa.Table, ground: Ground) -> pa.Table:
    """Return the table with what was done to it."""
    form, moved = ground.form, ground.moved
    mask = np.zeros(table.num_rows, dtype=np.bool_)
    mask[ground.row[moved]] = True
    order = np.argsort(ground.row[moved])
    for name, values in (
        (form.x, ground.x),
        (form.y, ground.y),
        (form.sog_kn, ground.sog_kn),
        (form.cog_deg, ground.cog_deg),
    ):
        table = _replaced(table, name, mask, values[moved][order])
    source = np.arange(table.num_rows)
    source[ground.row] = ground.row[ground.identity]
    changed = ground.identity != np.arange(len(ground.row))
    if changed.any():
        for name in form.identity:
            if name in table.column_names:
                place = table.column_names.index(name)
                table = table.set_column(place, table.field(place), table[name].take(pa.array(source)))
    kept = np.ones(table.num_rows, dtype=np.bool_)
    kept[ground.row[ground.dropped]] = False
    return table.filter(pa.array(kept))


def _replaced(table: pa.Table, name: str, mask: np.ndarray, values: np.ndarray) -> pa.Table:
    """Return a table with other numbers in some rows of a column, rounded where it holds whole numbers."""
    place = table.column_names.index(name)
    kind = table.field(place).type
    whole = np.round(values) if pa.types.is_integer(kind) else values
    numbers = pa.array(whole, from_pandas=True).cast(kind, safe=False)
    column = pc.replace_with_mask(table[name].combine_chunks(), pa.array(mask), numbers)
    return table.set_column(place, table.field(place), column)
