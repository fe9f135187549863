"""Arrow columns of any type as numpy arrays: a cell that cannot be read spoils no other cell."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from api.gateways.sentences import EARLIEST_MS, LATEST_MS, instant_ms

UNREADABLE = np.inf
"""Stands for a cell that is no number. An empty cell is NaN."""
NO_INSTANT = -1
"""Stands for a cell that is no instant between 1990 and 2100."""


def numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """Return a column as float64 [n]: NaN where it is empty, infinite where it is no number."""
    if not _is_text(column.type):
        try:
            found = column.cast(pa.float64(), safe=False).to_numpy()
        except pa.ArrowException:
            return np.full(len(column), UNREADABLE)
        return np.array(found, dtype=np.float64)
    return np.array([_number(word) for word in column.to_pylist()], dtype=np.float64)


def instants_ms(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Return a column of instants as UTC ms, int64 [n]; `NO_INSTANT` where a cell is none.

    Timestamps without a zone are UTC. Numbers are Unix seconds, or milliseconds from 1e11 on.
    """
    if _is_text(column.type):
        found = [instant_ms(word or "") for word in column.to_pylist()]
        return np.array([NO_INSTANT if at_ms is None else at_ms for at_ms in found], dtype=np.int64)
    if pa.types.is_timestamp(column.type):
        whole = column.cast(pa.timestamp("ms"), safe=False).cast(pa.int64()).fill_null(NO_INSTANT)
        at_ms = whole.to_numpy().astype(np.float64)
    else:
        at_ms = numbers(column)
        at_ms = np.where(at_ms < 1e11, at_ms * 1000, at_ms)
    credible = (at_ms >= EARLIEST_MS) & (at_ms <= LATEST_MS)
    return np.where(credible, at_ms, NO_INSTANT).round().astype(np.int64)


def words(column: pa.ChunkedArray) -> tuple[list[str], NDArray[np.int64]]:
    """Return the distinct words of a column and, for each cell, the index of its own [n]; empty is "".

    Whole numbers become words without a decimal point.
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_floating(column.type):
        values = column.to_numpy()
        texts = [f"{value:.0f}" if value == np.round(value) else str(value) for value in values.tolist()]
        column = pa.chunked_array([pa.array(texts)])
    coded = column.cast(pa.string()).fill_null("").combine_chunks().dictionary_encode()
    return [word.strip() for word in coded.dictionary.to_pylist()], coded.indices.to_numpy().astype(np.int64)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind))


def _number(word: str | None) -> float:
    if word is None or not word.strip():
        return np.nan
    try:
        value = float(word)
    except ValueError:
        return UNREADABLE
    return UNREADABLE if np.isnan(value) else value
