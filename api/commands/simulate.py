"""`yugang simulate`: the simulated port as a process of its own, which is never imported here."""

import os
import sys
from typing import Annotated

import typer


def simulate(
    words: Annotated[
        list[str] | None, typer.Argument(help="options of `python -m simulators`, --help lists them")
    ] = None,
) -> None:
    """Start the simulated fleet and shore; every option is handed on as it is."""
    os.execv(sys.executable, [sys.executable, "-m", "simulators", *(words or [])])  # noqa: S606  # our own program
