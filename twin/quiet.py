"""What does not call people now, and why: set aside by a person, or suppressed by design.

Nothing is quiet in secret: whatever keeps an alarm from a seat is counted and listed here (domain.md §3.4,
"unauthorised suppression: 0").
"""

from typing import Any

import msgspec

from twin import permits, shelving, unseen
from twin.world import World


def as_json(world: World) -> dict[str, Any]:
    """Return the load on the seat, what is set aside, and what is suppressed by design.

    `flood_ms` since when the seat is flooded (-1 it is not); `chatters` alarms that a person may want to
    shelve; `shelves` shelved or out of service; `suppressed` by design, each with why and how many it hides;
    `inhibited` findings hidden by permits and maintenance since the world began.
    """
    return {
        "flood_ms": world.load.flood_ms,
        "chatters": [msgspec.to_builtins(one.found) for one in world.load.chatters.values()],
        "shelves": shelving.as_json(world.shelf, world.now_ms),
        "suppressed": suppressed(world),
        "inhibited": world.alerts.inhibited,
    }


def suppressed(world: World) -> list[dict[str, Any]]:
    """Return what logic keeps quiet now: why, what it is about, how many boats or zones it concerns.

    For boats that lost feeds hide also those feeds, with who answers for them (`twin.unseen`).
    """
    hidden = unseen.hidden_rows(world)
    closed = [
        zone.id
        for zone, open_now in zip(world.fences.zones, world.fences.open_now, strict=True)
        if not open_now
    ]
    found: list[dict[str, Any]] = []
    if len(hidden):
        boats = [world.fleet.known[row].vessel for row in hidden[: unseen.SHOWN].tolist()]
        feeds = unseen.feeds(world, hidden)
        found.append({"why": "feed-down", "about": boats, "n": len(hidden), "feeds": feeds})
    if closed:
        found.append({"why": "zone-not-in-force", "about": closed, "n": len(closed)})
    found += [
        {"why": "permit", "about": [one["permit"], one["permit_kind"]], "n": len(one["vessels"])}
        for one in permits.as_json(world.permits, world.now_ms)
        if one["in_force"]
    ]
    return found
