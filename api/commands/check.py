"""`yugang check DIR`: every fault of a port folder, with file, place and remedy."""

from pathlib import Path
from typing import Annotated

import typer

from api.port_files import read_port
from twin.port import ConfigError
from twin.rules import configure


def check(folder: Annotated[Path, typer.Argument(help="the port folder", metavar="DIR")]) -> None:
    """Validate a port folder; exit 2 when anything in it is wrong."""
    try:
        port = read_port(folder)
        faults = configure(port.rules)[1]
    except ConfigError as error:
        faults = error.faults
    if faults:
        for fault in faults:
            typer.echo(str(fault), err=True)
        typer.echo(f"{len(faults)} fault(s)", err=True)
        raise typer.Exit(2)
    typer.echo(
        f"{port.name.zh} {port.name.en}: {len(port.zones)} zones, {len(port.vessels)} vessels, "
        f"{len(port.stations)} stations, {len(port.berths)} berths, {len(port.gates)} gates, "
        f"{len(port.people)} people: no fault, hash {port.hash[:12]}"
    )
