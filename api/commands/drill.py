"""`yugang drill`: scenarios as a process of its own, which is never imported here."""

import os
import sys
from typing import Annotated

import typer


def drill(
    words: Annotated[
        list[str] | None, typer.Argument(help="check or run, and their options; --help lists them")
    ] = None,
) -> None:
    """Play scenarios through the real house: `drill check` judges them, `drill run` plays one for people."""
    os.execv(sys.executable, [sys.executable, "-m", "drills", *(words or ["--help"])])  # noqa: S606  # our own program
