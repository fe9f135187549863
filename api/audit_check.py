"""Checking the audit chain of a home, whether its twin runs or not."""

from pathlib import Path

from sqlalchemy.exc import DBAPIError

from api.store import audit
from api.store.database import database_url, open_database, unreadable


def verify_audit(home: Path, database: str | None) -> tuple[int, str | None]:
    """Return how many rows of the chain are good and, if it is broken, a sentence naming the first bad row.

    Raises:
        ConfigError: there are no books there, or they cannot be read.
    """
    opened = open_database(database_url(home, database))
    try:
        with opened.reading.connect() as connection:
            return audit.verify(connection)
    except DBAPIError as fault:
        raise unreadable(fault) from None
    finally:
        opened.close()
