"""A journal stepped again after a restart: stored facts win over what a newer engine would judge today."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from twin import alerts, memory
from twin.engine import Input, Step, World, step
from twin.facts import AnyFact
from twin.port import Port
from twin.response import fold
from twin.tracks import indexed

BOOKS = ("alerts", "load", "shelf", "book", "calls", "people", "weather", "permits", "orders", "berths")


class Entry(NamedTuple):
    """One journalled step: its inputs in order, its instant, and the facts that were stored of it."""

    inputs: Sequence[Input]
    now_ms: int
    facts: Sequence[AnyFact]


class Restored(NamedTuple):
    """The world as of the last entry, how many entries there were, and how many would be judged otherwise."""

    world: World
    entries: int
    differences: int


def restore(
    snapshot: bytes | None,
    port: Port,
    realm: str,
    journal: Callable[[], Iterable[Entry]],
    told: Callable[[Step], None] = lambda _: None,
) -> Restored:
    """Return the world of a snapshot (None = a new one) with the journal since stepped again.

    The journal is first replayed as it is. Only if some entry gives other facts than were stored is it
    replayed once more, slowly, with the books of alerts, cases, calls and people folded from the stored facts
    wherever they differ: what was shown and acted upon stays true, while columns are recomputed.

    Args:
        snapshot: what `twin.memory.dump` wrote, None for none.
        port: the port as it is loaded now.
        realm: the realm of the journal.
        journal: gives the entries since the snapshot, oldest first; called once, or twice.
        told: hears every step replayed; after a second call of `journal` it hears all of them again.

    Raises:
        ValueError: the snapshot is damaged or of another port.
    """

    def begun() -> World:
        return World(port, realm) if snapshot is None else memory.load(snapshot, port)

    restored = _replay(begun(), journal(), told, careful=False)
    return _replay(begun(), journal(), told, careful=True) if restored.differences else restored


def _replay(
    world: World, journal: Iterable[Entry], told: Callable[[Step], None], *, careful: bool
) -> Restored:
    entries = differences = 0
    for entry in journal:
        before = _books(world) if careful else {}
        taken = step(world, entry.inputs, entry.now_ms)
        told(taken)
        same = taken.facts == list(entry.facts)
        entries += 1
        differences += not same
        if careful and not same:
            _take_back(world, before)
            for fact in entry.facts:
                alerts.fold(world.alerts, fact, world.rules)
                fold(world, fact)
    return Restored(world, entries, differences)


def _books(world: World) -> dict[str, bytes]:
    return {name: msgspec.msgpack.encode(getattr(world, name)) for name in BOOKS}


def _take_back(world: World, before: dict[str, bytes]) -> None:
    for name, stored in before.items():
        kind = type(getattr(world, name))
        setattr(world, name, msgspec.msgpack.decode(stored, type=kind, dec_hook=indexed))
