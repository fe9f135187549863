"""All the books of one twin, opened together: journal, readers, snapshots, tracks."""

from pathlib import Path

import msgspec
from sqlalchemy.exc import DBAPIError

from api.store.database import Database, Header, claim, database_url, open_database, unreadable
from api.store.journal import Journal
from api.store.reader import Reader
from api.store.snapshots import SnapshotFolder
from api.store.tracks import TrackBook
from api.store.writer import Writer


class Books(msgspec.Struct, frozen=True):
    """The books of one realm and port; `close` them once the keeper has stopped."""

    header: Header
    database: Database
    writer: Writer
    reader: Reader
    journal: Journal
    snapshots: SnapshotFolder
    tracks: TrackBook

    async def close(self) -> None:
        """Finish what is being written and let go of the database."""
        await self.writer.close()
        self.reader.close()
        self.database.close()


async def open_books(
    home: Path, database: str | None, realm: str, port: str, port_hash: str, now_ms: int
) -> Books:
    """Return the books under `home`, made if this is the first start.

    Args:
        home: folder for everything written.
        database: address of another database than the home's SQLite file.
        realm: the realm these books must be of.
        port: the port these books must be of.
        port_hash: hash of the port folder as it is now.
        now_ms: UTC ms, noted when the books are new.

    Raises:
        ConfigError: they cannot be opened, or belong to another realm, port or version.
    """
    opened = open_database(database_url(_made(home), database))
    writer = Writer(opened.writing)
    journal = Journal(writer)
    try:
        header = await writer.once(lambda connection: claim(connection, realm, port, port_hash, now_ms))
        await journal.resume()
    except DBAPIError as fault:
        raise unreadable(fault) from fault
    snapshots = SnapshotFolder(home / "snapshots", header.epoch)
    return Books(header, opened, writer, Reader(opened.reading), journal, snapshots, TrackBook())


def _made(home: Path) -> Path:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home
