"""The load on one seat as it builds up: floods of annunciations, and alarms that chatter.

What calls the seat is said in `twin.annunciation`. Nothing is ever silenced here: a flood shows one banner,
and a chattering alarm is listed so that a person may shelve it (domain.md §3.4).
"""

from itertools import takewhile

import msgspec

from geo.units import MS_PER_SECOND
from twin.annunciation import FLOOD_BEGINS, FLOOD_ENDS, FLOOD_MS, Attention, hear
from twin.facts import AlertRaised, ChatterFound, Fact, FloodBegan, FloodEnded, Subject
from twin.tracks import key

CHATTER_RAISED, CHATTER_MS = 3, 60 * MS_PER_SECOND
"""Three times in a minute is chatter (ISA-18.2, domain.md §3.4)."""
CALM_MS = 600 * MS_PER_SECOND
"""An alarm that was not raised for ten minutes no longer chatters; ours."""


class Chatter(msgspec.Struct):
    """An alarm that came and went too often: how that was found, and when it was last raised, UTC ms."""

    found: ChatterFound
    last_ms: int


class Load(msgspec.Struct):
    """What must be remembered to see floods and chatter.

    Attributes:
        called_ms: annunciations of the last ten minutes.
        flood_ms: since when the seat is flooded, -1 while it is not.
        raised: alarm (`twin.tracks.key`) -> when it was raised in the minute to the newest of these, UTC ms;
            who was raised last stands last.
        chatters: alarm -> how it chatters.
    """

    attention: Attention = msgspec.field(default_factory=Attention)
    called_ms: list[int] = msgspec.field(default_factory=list)
    flood_ms: int = -1
    raised: dict[str, list[int]] = msgspec.field(default_factory=dict)
    about: dict[str, tuple[str, Subject, str | None]] = msgspec.field(default_factory=dict)
    chatters: dict[str, Chatter] = msgspec.field(default_factory=dict)


def fold(load: Load, fact: Fact) -> None:
    """Bring the load up to a fact; facts that do not concern it change nothing."""
    called = hear(load.attention, fact)
    if called is not None:
        load.called_ms.append(called.t_ms)
    match fact:
        case AlertRaised() if not fact.test:
            name = key(fact.rule, fact.subject.id, fact.other or fact.zone)
            before = [t_ms for t_ms in load.raised.pop(name, ()) if t_ms > fact.t_ms - CHATTER_MS]
            load.raised[name] = [*before, fact.t_ms]
            load.about[name] = (fact.rule, fact.subject, fact.other or fact.zone)
            if name in load.chatters:
                load.chatters[name].last_ms = fact.t_ms
        case FloodBegan():
            load.flood_ms = fact.t_ms
        case FloodEnded():
            load.flood_ms = -1
        case ChatterFound():
            name = key(fact.rule, fact.subject.id, fact.about)
            load.chatters[name] = Chatter(fact, fact.t_ms)


def judge(load: Load, now_ms: int) -> list[FloodBegan | FloodEnded | ChatterFound]:
    """Return what the passing of time makes true now, forgetting what is too old to matter."""
    load.called_ms = [t_ms for t_ms in load.called_ms if t_ms > now_ms - FLOOD_MS]
    load.chatters = {name: one for name, one in load.chatters.items() if now_ms - one.last_ms < CALM_MS}
    old = takewhile(lambda one: one[1][-1] <= now_ms - CHATTER_MS, load.raised.items())
    for name in [name for name, _ in old]:
        del load.raised[name], load.about[name]
    return [*_flood(load, now_ms), *_chatter(load, now_ms)]


def _flood(load: Load, now_ms: int) -> list[FloodBegan | FloodEnded]:
    called = len(load.called_ms)
    if load.flood_ms < 0 and called >= FLOOD_BEGINS:
        return [FloodBegan(t_ms=now_ms, annunciations=called)]
    if load.flood_ms >= 0 and called < FLOOD_ENDS:
        return [FloodEnded(t_ms=now_ms, since_ms=load.flood_ms)]
    return []


def _chatter(load: Load, now_ms: int) -> list[ChatterFound]:
    found = []
    for name in [name for name, times in load.raised.items() if len(times) >= CHATTER_RAISED]:
        times = sum(t_ms > now_ms - CHATTER_MS for t_ms in load.raised[name])
        if times >= CHATTER_RAISED and name not in load.chatters:
            rule, subject, about = load.about[name]
            found.append(ChatterFound(t_ms=now_ms, rule=rule, subject=subject, about=about, times=times))
    return found
