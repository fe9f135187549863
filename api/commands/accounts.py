"""`yugang user add` and `yugang device add`: accounts of people and devices, through the running twin."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api import remote
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
    vessel: Annotated[list[str] | None, typer.Option(help="a skipper's own boat; may be repeated")] = None,
    township: Annotated[str, typer.Option(help="of a township's account")] = "",
    url: Url = DEFAULT_URL,
    home: Home = Path("var"),
) -> None:
    """Make an account; the password is read from standard input."""
    if sys.stdin.isatty():
        typer.echo("password: ", err=True, nl=False)
    password = sys.stdin.readline().rstrip("\n")
    with _told():
        remote.add_user(url, home, name, role, password, vessel or [], township)
    typer.echo(f"{name}: {role}")


@device.command("add")
def add_device(
    name: str,
    kind: Annotated[str, typer.Option(help="ais-a, ais-b, beidou, cell, station, gate ...")],
    url: Url = DEFAULT_URL,
    home: Home = Path("var"),
) -> None:
    """Make a broker account bound to the device's own topics; its password is told once, here."""
    with _told():
        made = remote.add_device(url, home, name, kind)
    typer.echo("\n".join(f"{key}: {value}" for key, value in made.items()))


@contextmanager
def _told() -> Generator[None]:
    """Turn what the twin refuses into its sentence and an exit code."""
    try:
        yield
    except ConfigError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except remote.RefusedError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
