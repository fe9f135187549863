"""`yugang audit verify`: whether every act, account and zone change still stands as it was written."""

from pathlib import Path
from typing import Annotated

import typer

from api.store.audit import verify
from api.store.database import database_url, open_database
from twin.port import ConfigError

audit = typer.Typer(no_args_is_help=True, help="The audit chain.")


@audit.callback()
def group() -> None:
    """Keep `verify` a word of its own."""


@audit.command("verify")
def verify_chain(
    home: Annotated[Path, typer.Option(envvar="YUGANG_HOME", help="the twin's home")] = Path("var"),
    database: Annotated[str | None, typer.Option(envvar="YUGANG_DATABASE", help="PostgreSQL URL")] = None,
) -> None:
    """Check the chain from its first row; exit 1 and name the first bad row if it is broken."""
    try:
        url = database_url(home, database)
    except ConfigError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if url.drivername == "sqlite" and not Path(url.database or "").is_file():
        typer.echo(f"{url.database}: there are no books here. Name the twin's --home", err=True)
        raise typer.Exit(2)
    books = open_database(url)
    try:
        with books.reading.connect() as connection:
            rows, broken = verify(connection)
    finally:
        books.close()
    if broken is not None:
        typer.echo(f"audit chain broken after {rows} good rows: {broken}", err=True)
        raise typer.Exit(1)
    typer.echo(f"audit chain whole: {rows} rows")
