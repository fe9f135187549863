"""Waking up: the newest good snapshot, and every step since then taken again from the journal."""

import asyncio
from collections.abc import Iterator

import msgspec
import numpy as np
from sqlalchemy import Connection, func, select

from api.store import queries
from api.store.books import Books
from api.store.inputs import unpack
from api.store.tables import TRACKS
from api.store.tracks import FIXES, Fixes, no_fixes
from twin.engine import Step, World
from twin.facts import AnyFact
from twin.port import Port
from twin.replay import Entry
from twin.replay import restore as replay

_PAGE = 500
_FACT = msgspec.json.Decoder(AnyFact)


class Restored(msgspec.Struct):
    """The world as the journal leaves it.

    Attributes:
        replayed: steps taken again.
        differing: of these, steps that would be judged otherwise today; the stored facts stand.
    """

    world: World
    replayed: int = 0
    differing: int = 0


async def restore(books: Books, port: Port, realm: str, root: str) -> Restored:
    """Return the world after the last step of the journal, and gather the fixes no track chunk holds yet.

    Raises:
        ConfigError: the port's rules name an unknown rule or setting.
        UnreadableInputsError: a stored step is damaged.
    """
    return await asyncio.to_thread(_restore, books, port, realm, root)


def _restore(books: Books, port: Port, realm: str, root: str) -> Restored:
    for snapshot in books.snapshots.newest(books.journal.last_step):
        try:
            return _replayed(books, port, realm, root, snapshot.step, snapshot.world)
        except ValueError as fault:
            books.snapshots.pass_over(f"step {snapshot.step}", str(fault))
    return _replayed(books, port, realm, root, 0, None)


def _replayed(books: Books, port: Port, realm: str, root: str, at: int, world: bytes | None) -> Restored:
    with books.database.reading.connect() as connection:
        tail = _Tail(books, connection, root, at)
        found = replay(world, port, realm, tail.entries, tail.told)
    books.tracks.last_step = books.journal.last_step
    return Restored(found.world, found.entries, found.differences)


class _Tail:
    """The journal after a step, read page by page, and the fixes its replay accepts again."""

    def __init__(self, books: Books, connection: Connection, root: str, at: int) -> None:
        self._books = books
        self._connection = connection
        self._root = root
        self._begin = at
        self._at = at
        self._chunked = connection.execute(select(func.max(TRACKS.c.last_step))).scalar() or 0

    def entries(self) -> Iterator[Entry]:
        """Yield the steps in order; asked again it begins again."""
        self._at = self._begin
        self._books.tracks.clear()
        while self._at < self._books.journal.last_step:
            rows = queries.steps_after(self._connection, self._at, _PAGE)
            facts = queries.facts_of_steps(self._connection, rows[0]["n"], rows[-1]["n"])
            for row in rows:
                self._at = row["n"]
                stored = [_FACT.decode(body) for body in facts.get(self._at, [])]
                yield Entry(unpack(row["inputs"]).said(self._root), row["now_ms"], stored)

    def told(self, taken: Step) -> None:
        """Take what the step read last has accepted."""
        if self._at > self._chunked:
            self._books.tracks.gather(fixes_of(taken), self._at)


def fixes_of(taken: Step) -> Fixes:
    """Return the fixes a step accepted, as the track book takes them."""
    table = taken.fixes
    if table is None or not len(table):
        return no_fixes()
    fixes = np.empty(len(table), FIXES)
    fixes["number"] = table["vessel"]
    for name in FIXES.names or ():
        if name != "number":
            fixes[name] = table[name]
    return fixes
