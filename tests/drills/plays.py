"""Small scenarios for tests, and how they are played."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from drills.piece import Piece, read_piece
from drills.stage import Stage

HEAD = """
title = { zh = "试", en = "Trial" }
about = { zh = "试", en = "Trial" }
seed = 5
boats = 12
"""
LEAVER = """
[[start]]
vessel = "zxy10009"
behaviour = "leave-zone"
lon = 122.4496
lat = 29.20
[[script]]
at_s = 1
vessel = "zxy10009"
behaviour = "leave-zone"
"""
OUTSIDE = """
[[expect]]
id = "outside"
rule = "left-zone"
vessel = "zxy10009"
priority = 3
by_s = 150
"""


def written(folder: Path, text: str, lasts_s: int = 160, name: str = "trial") -> str:
    """Write a scenario and return its path."""
    path = folder / f"{name}.toml"
    path.write_text(f"lasts_s = {lasts_s}\n{HEAD}{text}", encoding="utf-8")
    return str(path)


def piece(text: str, lasts_s: int = 160) -> Piece:
    with tempfile.TemporaryDirectory() as folder:
        return read_piece(written(Path(folder), text, lasts_s))


@asynccontextmanager
async def stage(home: Path, text: str = LEAVER, lasts_s: int = 160) -> AsyncIterator[Stage]:
    async with Stage(piece(text, lasts_s), home) as opened:
        yield opened


async def played(on: Stage, seconds: int) -> list[dict]:
    sayings: list[dict] = []
    for _ in range(seconds):
        sayings += await on.turn()
    return sayings
