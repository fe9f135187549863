"""What `python -m drills misses` tells: near misses and what was said before, and what was for nothing."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from drills.day import Day
from drills.near_misses import AFTER_MS, WATERS, Pass, Passes, Said, settings
from drills.piece import START_MS
from geo.units import MS_PER_HOUR, MS_PER_SECOND, SECONDS_PER_HOUR
from simulators.scenario import Scenario

BOATS, SEED = 3_000, 16
_BEFORE = (
    "| water | near misses | boats warned before | ahead by, s: half of them, nine of ten |"
    " of these nearer than a third | officer asked before | ahead by, s |\n|---|---|---|---|---|---|---|"
)
_FOR_NOTHING = (
    "| water | alerts | never within the limit | of these at P2 | never within half the limit |\n"
    "|---|---|---|---|---|"
)


class Lead(NamedTuple):
    """How long before the pass the boats were warned, and an officer was asked, ms; None: not before."""

    warned_ms: int | None
    asked_ms: int | None


def run(hours: float, boats: int = BOATS, seed: int = SEED, from_h: float = 0.0, port: str = "shipu") -> str:
    """Play hours of an ordinary day and return the page.

    Args:
        hours: of realm time.
        boats: how many of the register sail.
        seed: of every random draw.
        from_h: how many hours after 08:00 it begins.
        port: name of a built-in port, or a folder.

    Raises:
        ConfigError: the register holds fewer boats.
    """
    start_ms = START_MS + round(from_h * MS_PER_HOUR)
    day = Day(port, boats, lambda _: Scenario(), seed, start_ms, lambda: 0.0)
    scene = day.player.scene
    companies = [scene.company(row) for row in range(len(scene.vessels))]
    passes = Passes(scene.hulls, scene.vessels, companies, day.world)
    for second in range(1, round(hours * SECONDS_PER_HOUR) + 1):
        passes.look(day.second().taken.facts, start_ms + second * MS_PER_SECOND)
    clock_h = (start_ms // MS_PER_HOUR + day.world.port.utc_offset_h) % 24
    head = f"{boats:,} boats, {hours:g} h of an ordinary day from {clock_h:02.0f}:00, seed {seed}."
    return f"{head}\n\n{page(passes.missed, list(passes.said.values()))}"


def page(missed: Sequence[Pass], said: Sequence[Said]) -> str:
    """Return two tables: near misses and what was said before them, and what was said for nothing."""
    waters = (*WATERS, "all")
    before = [
        _before(water, [one for one in missed if water in (one.water, "all")], said) for water in waters
    ]
    nothing = [_for_nothing(water, [one for one in said if water in (one.water, "all")]) for water in waters]
    return "\n".join([_BEFORE, *before, "", _FOR_NOTHING, *nothing, ""])


def lead(one: Pass, said: Sequence[Said]) -> Lead:
    """Return how long before a pass something was said of it, by the first alert that still stood."""
    mine = [
        each
        for each in said
        if each.pair == one.pair
        and each.raised_ms <= one.nearest_ms
        and (each.ended_ms < 0 or each.ended_ms >= one.from_ms - AFTER_MS)
    ]
    asked = [each.grave_ms for each in mine if 0 <= each.grave_ms <= one.nearest_ms]
    return Lead(
        max((one.nearest_ms - each.raised_ms for each in mine), default=None),
        max((one.nearest_ms - t_ms for t_ms in asked), default=None),
    )


def _before(water: str, missed: list[Pass], said: Sequence[Said]) -> str:
    grave = [one for one in missed if one.nearest_m <= settings().alarm_factor * one.limit_m]
    warned = [lead(one, said).warned_ms for one in missed]
    asked = [lead(one, said).asked_ms for one in grave]
    return f"| {water} | {len(missed)} | {_share(warned)} | {len(grave)} | {_share(asked)} |"


def _share(leads: list[int | None]) -> str:
    """Return how many there are, their share, and how long ahead half of them and nine of ten were."""
    known = [ms / MS_PER_SECOND for ms in leads if ms is not None]
    if not known:
        return "0 | -" if leads else "- | -"
    half, most = np.percentile(known, [50, 10])
    return f"{len(known)} ({len(known) / len(leads):.0%}) | {half:.0f}, {most:.0f}"


def _for_nothing(water: str, said: list[Said]) -> str:
    grave = [one for one in said if one.grave_ms >= 0]
    never = sum(one.nearest_m > one.limit_m for one in said)
    off = sum(one.grave_nearest_m > one.limit_m / 2 for one in grave)
    return f"| {water} | {len(said)} | {_of(never, len(said))} | {len(grave)} | {_of(off, len(grave))} |"


def _of(some: int, count: int) -> str:
    return f"{some} ({some / count:.0%})" if count else "-"
