"""`yugang user add` and `yugang device add`: accounts of people and devices, through the running twin."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.commands.at_twin import ask_twin
from twin.acts import ROLES
from twin.port import ConfigError

user = typer.Typer(no_args_is_help=True, help="Accounts of people.")
device = typer.Typer(no_args_is_help=True, help="Accounts of devices at the broker.")
Url = Annotated[str, typer.Option(envvar="YUGANG_URL", help="where the twin serves")]
Home = Annotated[Path, typer.Option(envvar="YUGANG_HOME", help="holds secrets.toml")]
DEFAULT_URL = "http://127.0.0.1:8000"


@user.callback()
@device.callback()
def group() -> None:
    """Keep `add` a word of its own."""


@user.command("add")
def add_user(
    name: str,
    role: Annotated[str, typer.Option(help=f"one of: {', '.join(ROLES)}")],
    url: Url = DEFAULT_URL,
    home: Home = Path("var"),
) -> None:
    """Make an account; the password is read from standard input."""
    if sys.stdin.isatty():
        typer.echo("password: ", err=True, nl=False)
    password = sys.stdin.readline().rstrip("\n")
    _asked(url, home, "/api/accounts", {"name": name, "role": role, "password": password})
    typer.echo(f"{name}: {role}")


@device.command("add")
def add_device(
    name: str,
    kind: Annotated[str, typer.Option(help="ais-a, ais-b, beidou, cell, station, gate ...")],
    url: Url = DEFAULT_URL,
    home: Home = Path("var"),
) -> None:
    """Make a broker account bound to the device's own topics; its password is told once, here."""
    made = _asked(url, home, "/api/devices", {"name": name, "kind": kind})
    typer.echo("\n".join(f"{key}: {value}" for key, value in made.items()))


def _asked(url: str, home: Path, path: str, body: dict[str, object]) -> dict[str, object]:
    try:
        return ask_twin(url, home, path, body)
    except ConfigError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
