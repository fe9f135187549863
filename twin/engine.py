"""The one writer: everything that changes the world passes through `step`, on this page.

Same world, inputs and instant = same facts, byte for byte. Nothing here reads a clock; the caller says what
time it is and in which order things arrived.
"""

from collections.abc import Sequence
from typing import NamedTuple

from twin import feeds, identity, people, voyages
from twin.acts import Act, AnyAct
from twin.command import obey
from twin.decode import Heard, Rejected, TerminalSaid
from twin.facts import GapNoted
from twin.intake import hear
from twin.judgement import judge
from twin.response import retire
from twin.sighting import overhear, sight
from twin.wire import FixBody, SosBody
from twin.world import Gap, Input, Step, World, new_world

__all__ = ["Gap", "Input", "Step", "World", "new_world", "step"]


def step(world: World, inputs: Sequence[Input], now_ms: int) -> Step:
    """Advance the world to `now_ms` and return what became true.

    Gaps in our listening come first. Fixes are taken together, after everything else that was said, so that
    their columns are written once; then calls for help, so that they are shown where the boat is now; acts
    come last, so that a person is answered by the world as it stands.

    Args:
        world: changed in place; owned by the caller.
        inputs: in order of arrival.
        now_ms: realm instant, UTC ms; never less than before.

    Raises:
        ValueError: time would run backwards.
    """
    if now_ms < world.now_ms:
        raise ValueError(f"time runs backwards: {now_ms} after {world.now_ms}")
    said = _sorted(inputs)
    if world.now_ms >= 0:
        feeds.advance(world.feeds, _listened_ms(world, said.gaps, now_ms))
    world.now_ms = now_ms
    taken = Step(now_ms)
    for gap in said.gaps:
        _miss(world, taken, gap)
    for refused in said.refused:
        overhear(world, refused)
        taken.rejected.append(refused)
    for one in said.heard:
        hear(world, taken, one)
    if said.fixes:
        sight(world, taken, said.fixes)
    for call in said.distress:
        hear(world, taken, call)
    for act in said.acts:
        obey(world, taken, act)
    if now_ms >= world.next_due_ms:
        judge(world, taken)
    for refused in taken.rejected:
        world.count(f"rejected-{refused.reason}")
    return taken


class _Said(NamedTuple):
    """The inputs of a step by what is done with them, each kind in order of arrival."""

    gaps: list[Gap]
    refused: list[Rejected]
    heard: list[Heard]
    fixes: list[TerminalSaid]
    distress: list[TerminalSaid]
    acts: list[AnyAct]


def _sorted(inputs: Sequence[Input]) -> _Said:
    said = _Said([], [], [], [], [], [])
    for item in inputs:
        if isinstance(item, TerminalSaid):  # nearly all there is
            if isinstance(item.body, FixBody):
                said.fixes.append(item)
            else:
                (said.distress if isinstance(item.body, SosBody) else said.heard).append(item)
        elif isinstance(item, Rejected):
            said.refused.append(item)
        elif isinstance(item, Gap):
            said.gaps.append(item)
        elif isinstance(item, Act):
            said.acts.append(item)
        else:
            said.heard.append(item)
    return said


def _listened_ms(world: World, gaps: list[Gap], now_ms: int) -> int:
    """Return how long of the time since the last step we were listening: up to a gap, if there is one."""
    until_ms = min([now_ms, *(gap.from_ms for gap in gaps)])
    return max(until_ms - world.now_ms, 0)


def _miss(world: World, taken: Step, gap: Gap) -> None:
    """Note that we were not listening: silence clocks wait, feeds prove themselves anew."""
    noted = GapNoted(t_ms=taken.now_ms, from_ms=gap.from_ms, why=gap.why)  # type: ignore[arg-type]  # Gap is ours
    taken.facts.append(noted)
    people.fold(world.people, noted)
    if gap.why == "start":
        _register(world, taken)
    taken.facts += feeds.restart(world.feeds, taken.now_ms)
    world.next_due_ms = min(world.next_due_ms, taken.now_ms)


def _register(world: World, taken: Step) -> None:
    """Take the port as it is loaded now: vessels it names, what it newly says of them, and what is gone."""
    for fact in identity.registered(world.port, taken.now_ms):
        row = world.fleet.row_of.get(fact.vessel)
        known = None if row is None else world.fleet.known[row]
        said = identity.renumbered(fact, len(world.fleet) if row is None else row)
        if known is None or identity.differs(known, said):
            for bared in identity.bared(world.fleet, said):
                world.fleet.learn(bared)
                taken.facts.append(bared)
            world.fleet.learn(said)
            taken.facts.append(said)
    world.fences.place_all(world.fleet)
    voyages.refit(world.fleet, world.people, world.officers)
    retire(world, taken)
