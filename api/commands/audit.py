"""`yugang audit verify`: whether every act, account and zone change still stands as it was written."""

from pathlib import Path
from typing import Annotated

import typer

from api.audit_check import verify_audit
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
        rows, broken = verify_audit(home, database)
    except ConfigError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if broken is not None:
        typer.echo(f"audit chain broken after {rows} good rows: {broken}", err=True)
        raise typer.Exit(1)
    typer.echo(f"audit chain whole: {rows} rows")
