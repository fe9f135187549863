"""From fixes to the fleet: identity, admission, one write per column, membership and crossings."""

from collections.abc import Sequence

import numpy as np

from twin import admit, behaviour, buoys, feeds, fusion, identity, voyages
from twin.columns import NEVER
from twin.decode import Rejected, TerminalSaid
from twin.fleet import Fleet
from twin.rules.base import Crossing
from twin.silence import OVERDUE_INTERVALS
from twin.table import Array, Table
from twin.wire import encode
from twin.world import Step, World

MOORED_KN, UNMOORED_KN = 0.5, 0.8
"""A boat in shelter at or under 0.5 kn lies moored, and does no longer at 0.8 kn: GFW's 0.2/0.5 kn (domain.md
§1.3) raised by the 0.3 kn that moored boats show in the recorded tracks."""
MAX_CROSSINGS = 10_000
LATE_MS = 120_000
"""A fix so long under way was kept back: BeiDou takes seconds (reliability.md §2.3 calls 120 s skew)."""


def terminal_row(world: World, step: Step, terminal: str) -> int | None:
    """Return the terminal's row, making an unknown one a vessel of its own; None when the fleet is full."""
    row = world.fleet.terminal_of.get(terminal)
    if row is not None:
        return row
    known = identity.stranger(world.fleet, terminal, step.now_ms)
    if known is None:
        return None
    world.fleet.learn(known)
    world.fences.grow(world.fleet)
    step.facts.append(known)
    return world.fleet.terminal_of[terminal]


def sight(world: World, step: Step, said: Sequence[TerminalSaid]) -> None:
    """Take fixes in their order: judge each, move terminals and vessels, keep membership up to date.

    Each boat's fixes are taken one after the other, so that what leads it is decided by what was known then.
    """
    fleet = world.fleet
    try:
        rows = [fleet.terminal_of[one.terminal] for one in said]
    except KeyError:
        said = _welcome(world, step, said)
        rows = [fleet.terminal_of[one.terminal] for one in said]
    if not said:
        return
    names = [one.body.via for one in said]
    via_of = {name: feeds.number(world.feeds, name, step.now_ms) for name in dict.fromkeys(names)}
    for via in via_of.values():
        feeds.sign(world.feeds, via, step.now_ms)
    fixes = admit.table_of(fleet, said, rows, [via_of[name] for name in names])
    for turn in admit.rounds(fixes["vessel"]):
        clocks = admit.admit(world.fleet, fixes, turn, step.now_ms)
        world.count("clock-ahead", clocks.ahead)
        world.count("clock-set-back", clocks.set_back)
        world.count("speed-not-believed", clocks.false_speeds)
        step.touch(_move(world, fixes, turn))
    _count(world, step, fixes, said)
    _hear(world, fixes)
    step.fixes = _kept(fixes)
    if step.fixes is not None:
        _catch_up(world, step.fixes)


def _welcome(world: World, step: Step, said: Sequence[TerminalSaid]) -> list[TerminalSaid]:
    """Make vessels of terminals nobody knows; return the fixes of those that found room, refuse the rest."""
    known = world.fleet.terminal_of
    for terminal in dict.fromkeys(one.terminal for one in said if one.terminal not in known):
        terminal_row(world, step, terminal)
    too_many = f"at most {identity.MAX_VESSELS} vessels"
    step.rejected += [_refused(one, "fleet-full", too_many) for one in said if one.terminal not in known]
    return [one for one in said if one.terminal in known]


def _refused(said: TerminalSaid, reason: str, detail: str) -> Rejected:
    topic = f"terminal/{said.terminal.replace(':', '/')}/fix"
    return Rejected(topic, reason, detail, encode(said.body), said.heard_ms)


def _count(world: World, step: Step, fixes: Table, said: Sequence[TerminalSaid]) -> None:
    numbers = np.bincount(fixes["verdict"], minlength=len(admit.WHY)).tolist()
    for why, number in zip(admit.WHY, numbers, strict=True):
        world.count(f"fix-{why}", number)
    bad = np.flatnonzero(fixes["verdict"] == admit.BAD_CLOCK).tolist() if numbers[admit.BAD_CLOCK] else ()
    for index in bad:
        step.rejected.append(
            _refused(said[index], "bad-clock", f"t_ms {said[index].body.t_ms} is before 2024")
        )


def _hear(world: World, fixes: Table) -> None:
    """Note that terminals and vessels were heard, whatever became of their fixes."""
    fleet = world.fleet
    fleet.terminals["heard_ms"][fixes["terminal"]] = fixes["heard_ms"]
    fleet.vessels["heard_ms"][fixes["vessel"]] = fixes["heard_ms"]


def _move(world: World, fixes: Table, these: Array) -> Array:
    """Write the believed of these fixes into the fleet, one a vessel, and doubt where they were not.

    Returns:
        The vessel rows that moved.
    """
    verdict = fixes["verdict"][these]
    believed = these[verdict == admit.ACCEPTED]
    doubted = these[verdict == admit.DOUBTFUL]
    for some in (doubted, believed):  # who speaks of a wrong place is not silent, and neither is its receiver
        if len(some):
            _restart_clocks(world, fixes["terminal"][some])
    world.fleet.vessels["doubtful"][fixes["vessel"][doubted]] = True
    return _place(world, fixes, believed) if len(believed) else believed


def _place(world: World, fixes: Table, these: Array) -> Array:
    """Put vessels where these fixes say, if newer than where they are; one fix a vessel; return who moved."""
    fleet, vessels = world.fleet, world.fleet.vessels
    these = these[fusion.moves(fleet, fixes, these)]
    rows = fixes["vessel"][these]
    was = behaviour.fixed(vessels, rows)
    vessels["fix_count"][rows] += 1
    vessels["fix_ms"][rows] = fixes["t_ms"][these]
    for name in ("lon", "lat", "sog_kn", "cog_deg", "heading_deg", "sigma_m", "status"):
        vessels[name][rows] = fixes[name][these]
    vessels["kind"][rows] = fleet.terminals["kind"][fixes["terminal"][these]]
    vessels["doubtful"][rows] = False
    strayed, was_inside = world.fences.place(fleet, rows)
    now = behaviour.fixed(vessels, rows)
    behaviour.remember(vessels, rows, was, now)
    buoys.classify(fleet, rows)
    _cross(world, rows, strayed, was, was_inside)
    voyages.cross(vessels, world.gates_m, rows, was, now)
    _moor(fleet, rows)
    return rows


def _restart_clocks(world: World, spoken: Array) -> None:
    """Start the silence clocks of the vessels of these terminals anew, on every terminal they carry."""
    terminals = world.fleet.terminals
    up_ms = np.array([feed.up_ms for feed in world.feeds.feeds], dtype=np.int64)
    terminals["own_mark_ms"][spoken] = up_ms[terminals["feed"][spoken]]
    rows, spoke = terminals["vessel"][spoken], np.zeros(len(world.fleet), dtype=bool)
    spoke[rows] = True
    carried = spoke[terminals["vessel"]].nonzero()[0]
    terminals["up_mark_ms"][carried] = up_ms[terminals["feed"][carried]]
    vessels = world.fleet.vessels
    silence_s, interval_s = vessels["silence_s"][rows], vessels["interval_s"][rows]
    over = (interval_s > 0) & (silence_s > OVERDUE_INTERVALS * interval_s)
    ended = rows[over]
    vessels["hushed_s"][ended] = silence_s[over]
    vessels["spoke_ms"][ended], vessels["late_fixes"][ended] = world.now_ms, 0
    vessels["silence_s"][rows] = 0


def _catch_up(world: World, fixes: Table) -> None:
    """Count the kept fixes that boats had sent in their last silence and that were only delivered now."""
    vessels = world.fleet.vessels
    late = (fixes["heard_ms"] - fixes["t_ms"] > LATE_MS).nonzero()[0]
    if not len(late):
        return
    rows, t_ms = fixes["vessel"][late], fixes["t_ms"][late]
    began_ms = vessels["spoke_ms"][rows] - 1000 * vessels["hushed_s"][rows].astype(np.int64)
    of_silence = (vessels["spoke_ms"][rows] != NEVER) & (t_ms >= began_ms)
    np.add.at(vessels["late_fixes"], rows[of_silence], 1)


def overhear(world: World, refused: Rejected) -> None:
    """Note a terminal that speaks a newer schema: it is not silent, but what it says cannot be believed."""
    *_, room, kind, terminal, what = ["", "", "", *refused.topic.split("/")]
    row = world.fleet.terminal_of.get(f"{kind}:{terminal}")
    if (room, what, refused.reason) != ("terminal", "fix", "newer-version") or row is None:
        return
    fleet = world.fleet
    vessel = int(fleet.terminals["vessel"][row])
    fleet.terminals["heard_ms"][row] = fleet.vessels["heard_ms"][vessel] = refused.heard_ms
    fleet.vessels["doubtful"][vessel] = True
    feeds.sign(world.feeds, int(fleet.terminals["feed"][row]), world.now_ms)
    _restart_clocks(world, np.array([row]))


def _cross(world: World, moved: Array, strayed: Array, was: behaviour.Fixed, was_inside: Array) -> None:
    """Remember boats whose line from the fix before crosses a zone to keep out of, both ends outside.

    Args:
        world: changed: its crossings.
        moved: vessel rows, [m].
        strayed: index into them of those that may have crossed an edge, [k].
        was: where they were before, [m].
        was_inside: the zones in which the strayed were, bool [k, z].
    """
    fences, vessels = world.fences, world.fleet.vessels
    seen = (was.fix_ms[strayed] != NEVER) & ~vessels["buoy"][moved[strayed]]
    at = strayed[seen]
    rows, was_ms = moved[at], was.fix_ms[at]
    moves, zones = fences.crossed(world.fleet, rows, was.x[at], was.y[at], was_inside[seen])
    room = MAX_CROSSINGS - len(world.crossings)
    world.count("crossings-dropped", max(len(moves) - room, 0))
    for one, number in zip(moves[:room].tolist(), zones[:room].tolist(), strict=True):
        gap_s = float(vessels["fix_ms"][rows[one]] - was_ms[one]) / 1000
        world.crossings.append(Crossing(int(rows[one]), fences.zones[number].id, gap_s))


def _moor(fleet: Fleet, rows: Array) -> None:
    vessels = fleet.vessels
    sog = vessels["sog_kn"][rows]
    lies = ~vessels["at_sea"][rows] & ((sog <= MOORED_KN) | (vessels["moored"][rows] & ~(sog >= UNMOORED_KN)))
    vessels["moored"][rows] = lies


def _kept(fixes: Table) -> Table | None:
    """Return the fixes that are told on: those that were accepted, and the late."""
    keep = (fixes["verdict"] == admit.ACCEPTED) | (fixes["verdict"] == admit.LATE)
    number = int(np.count_nonzero(keep))
    if number == len(fixes):
        return fixes
    columns = {column.name: fixes[column.name][keep] for column in admit.FIX_COLUMNS}
    return Table(admit.FIX_COLUMNS, number, columns) if number else None
