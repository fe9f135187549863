"""`yugang report quality`: how good the alarms of a home were, from its books."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from api.quality_check import read_quality, table
from twin.port import ConfigError

report = typer.Typer(no_args_is_help=True, help="Figures from the books; nothing is written.")


@report.callback()
def group() -> None:
    """Keep `quality` a word of its own."""


@report.command("quality")
def quality(
    home: Annotated[Path, typer.Option(envvar="YUGANG_HOME", help="the twin's home")] = Path("var"),
    database: Annotated[str | None, typer.Option(envvar="YUGANG_DATABASE", help="PostgreSQL URL")] = None,
    hours: Annotated[float | None, typer.Option(min=0.1, help="only the last so many")] = None,
    utc_offset_h: Annotated[float, typer.Option(min=-12, max=14, help="of the port, for its watches")] = 8.0,
    json: Annotated[bool, typer.Option(help="every figure, for machines")] = False,
) -> None:
    """Print alarms per operator-hour, their mix and labels, per rule, per watch, and the worst actors."""
    try:
        figures = read_quality(home, database, hours, utc_offset_h)
    except ConfigError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(msgspec.json.encode(figures).decode() if json else table(figures))
