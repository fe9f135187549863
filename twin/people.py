"""The ledger of people: every name accounted for (人), balanced like accounts.

Registered persons begin `unknown`. Musters and the crew lists of departure and arrival reports move them; the
newest word wins, by its own time, so that what arrives late moves nobody. Registered = ashore + aboard in
port + at sea + unknown (domain.md §1.3); persons the register does not know are counted apart.
"""

from collections import Counter
from collections.abc import Container
from typing import Any, Literal, Self

import msgspec

from twin.decode import GatePassed, PersonMustered, VesselReported
from twin.facts import Fact, GapNoted, GateSeen, PersonMoved, VoyageReported
from twin.port import Port

CLOCK_AHEAD_MS = 120_000
"""What is said to be from further in the future has a wrong clock: it counts as said now."""
SURE_MATCH, POSSIBLE_MATCH = 0.80, 0.60
"""A machine's match is believed from 0.80; between 0.60 and that a person must look (domain.md §1.3, 人)."""
ROLL_CALL_MS = 1_800_000
"""The first roll-call (点名) after the ledger is opened may take half an hour: 20,000 people, ten a second.
Ours: until then it is no wonder that nobody has spoken of somebody yet."""
MOST_UNREGISTERED = 20_000
MOST_PASSERS = 20_000
"""Bounds of memory: persons unknown to the register, and hulls seen at gates."""


class Person(msgspec.Struct):
    """Where a person was last said to be; `said_ms` = when that was so, None = never said."""

    state: Literal["ashore", "aboard", "unknown"] = "unknown"
    vessel: str | None = None
    said_ms: int | None = None
    registered: bool = True


class People(msgspec.Struct):
    """The ledger.

    Attributes:
        persons: by id.
        voyages: vessel -> the newest report of its departure or arrival.
        passes: vessel -> its newest pass of a gate, with the persons counted; `gate/{gate}` = unnamed hulls.
        unregistered: how many of `persons` the register does not know.
        aboard: vessel -> how many of `persons` are aboard of it; a boat with nobody aboard is left out.
        opened_ms: when the twin first listened with this ledger, UTC ms; -1 = never yet.
    """

    persons: dict[str, Person] = msgspec.field(default_factory=dict)
    voyages: dict[str, VoyageReported] = msgspec.field(default_factory=dict)
    passes: dict[str, GateSeen] = msgspec.field(default_factory=dict)
    unregistered: int = 0
    aboard: dict[str, int] = msgspec.field(default_factory=dict)
    opened_ms: int = -1

    @property
    def roll_call_ms(self) -> int:
        """By when the first roll-call must be over, UTC ms; -1 before it has begun."""
        return self.opened_ms + ROLL_CALL_MS if self.opened_ms >= 0 else -1

    @classmethod
    def of(cls, port: Port) -> Self:
        """Return the ledger of a port in which nobody has been seen yet."""
        people = cls()
        register(people, port)
        return people


def register(people: People, port: Port) -> None:
    """Know exactly the register of the port as it is now; nobody is moved by it."""
    names = dict.fromkeys(record.id for record in port.people)
    for id_, person in people.persons.items():
        person.registered = id_ in names
    for id_ in names:
        people.persons.setdefault(id_, Person())
    people.unregistered = sum(not person.registered for person in people.persons.values())
    people.aboard = dict(Counter(person.vessel for person in people.persons.values() if person.vessel))


def mustered(people: People, said: PersonMustered, now_ms: int) -> str | list[PersonMoved]:
    """Return where a muster puts a person, or the reason why it moves nobody.

    Also a muster that only confirms what was known is a fact: it is a roll-call (点名), and makes every older
    word late.

    Returns:
        One fact; or `doubtful-match`, `no-match`, `duplicate`, `late`, or `too-many-unregistered`.
    """
    match = said.body.match
    if match is not None and match < SURE_MATCH:
        return "doubtful-match" if match >= POSSIBLE_MATCH else "no-match"
    said_ms, person = _said_ms(said.body.t_ms, now_ms), people.persons.get(said.person)
    if person is None and people.unregistered >= MOST_UNREGISTERED:
        return "too-many-unregistered"
    if person is not None and person.said_ms is not None and said_ms <= person.said_ms:
        return "duplicate" if said_ms == person.said_ms else "late"
    vessel = said.body.vessel if said.body.state == "aboard" else None
    return [_moved(people, said.person, said.body.state, vessel, said_ms, now_ms)]


def reported(people: People, said: VesselReported, now_ms: int) -> str | list[VoyageReported | PersonMoved]:
    """Return a vessel's voyage as reported, and its crew as aboard; or the reason why it changes nothing.

    Members of whom something newer is known stay where they are.

    Returns:
        Facts, the voyage first; or `duplicate`, `late`, or `too-many-unregistered`.
    """
    body, said_ms = said.body, _said_ms(said.body.t_ms, now_ms)
    before = people.voyages.get(said.vessel)
    if before is not None and before.said_ms is not None and said_ms <= before.said_ms:
        return "duplicate" if said_ms == before.said_ms else "late"
    crew = tuple(dict.fromkeys(member.person for member in body.crew))
    strangers = sum(member not in people.persons for member in crew)
    if strangers and people.unregistered + strangers > MOST_UNREGISTERED:
        return "too-many-unregistered"
    voyage = VoyageReported(
        t_ms=now_ms,
        vessel=said.vessel,
        what=said.what,  # type: ignore[arg-type]  # decoding lets only these two words through
        crew=crew,
        planned_return_ms=body.planned_return_ms,
        gear=body.gear,
        area=body.area,
        said_ms=said_ms,
    )
    return [
        voyage,
        *(
            _moved(people, member, "aboard", said.vessel, said_ms, now_ms)
            for member in crew
            if _is_news(people, member, said_ms)
        ),
    ]


def passed(people: People, said: GatePassed, now_ms: int) -> str | list[GateSeen]:
    """Return a hull's pass of a gate, without its name where the match is unsure; or why it is none.

    Returns:
        One fact; or `duplicate`, `late` (the vessel, or an unnamed hull at that gate, was seen since), or
        `too-many-vessels`.
    """
    body, said_ms = said.body, _said_ms(said.body.t_ms, now_ms)
    sure = body.match is None or body.match >= SURE_MATCH
    seen = GateSeen(
        t_ms=now_ms,
        gate=said.gate,
        direction=body.direction,
        vessel=body.vessel if sure else None,
        persons=body.persons,
        length_m=body.length_m,
        said_ms=said_ms,
    )
    before = people.passes.get(_passer(seen))
    if before is not None and before.said_ms is not None and said_ms <= before.said_ms:
        return "duplicate" if said_ms == before.said_ms else "late"
    if before is None and len(people.passes) >= MOST_PASSERS:
        return "too-many-vessels"
    return [seen]


def _said_ms(t_ms: int, now_ms: int) -> int:
    return now_ms if t_ms > now_ms + CLOCK_AHEAD_MS else t_ms


def _is_news(people: People, id_: str, said_ms: int) -> bool:
    person = people.persons.get(id_)
    return person is None or person.said_ms is None or said_ms > person.said_ms


def _moved(
    people: People,
    id_: str,
    state: Literal["ashore", "aboard"],
    vessel: str | None,
    said_ms: int,
    now_ms: int,
) -> PersonMoved:
    person = people.persons.get(id_)
    registered = person is not None and person.registered
    return PersonMoved(
        t_ms=now_ms, person=id_, state=state, vessel=vessel, registered=registered, said_ms=said_ms
    )


def _passer(seen: GateSeen) -> str:
    return seen.vessel or f"gate/{seen.gate}"


def ledger(people: People, at_sea: Container[str]) -> dict[str, int]:
    """Return the ledger as numbers: `registered` = `ashore` + `aboard` + `at_sea` + `unknown`.

    Args:
        people: the ledger.
        at_sea: ids of the vessels that are at sea; who is aboard of any other is aboard in port.

    Returns:
        These five, and `unregistered`: persons the register does not know, wherever they are.
    """
    counts = dict.fromkeys(("registered", "ashore", "aboard", "at_sea", "unknown"), 0)
    for person in people.persons.values():
        if person.registered:
            sails = person.state == "aboard" and person.vessel is not None and person.vessel in at_sea
            counts["at_sea" if sails else person.state] += 1
            counts["registered"] += 1
    return counts | {"unregistered": people.unregistered}


def of_vessel(people: People, vessel: str) -> dict[str, Any]:
    """Return who is aboard by muster or report, and the vessel's newest voyage and gate pass, None = none."""
    voyage, seen = people.voyages.get(vessel), people.passes.get(vessel)
    return {
        "aboard": [id_ for id_, person in people.persons.items() if person.vessel == vessel],
        "voyage": None if voyage is None else msgspec.to_builtins(voyage),
        "gate": None if seen is None else msgspec.to_builtins(seen),
    }


def fold(people: People, fact: Fact) -> None:
    """Bring the ledger up to a fact; facts that do not concern people change nothing."""
    match fact:
        case PersonMoved():
            person = people.persons.get(fact.person)
            if person is None:
                person = people.persons[fact.person] = Person(registered=fact.registered)
                people.unregistered += not fact.registered
            _board(people, person.vessel, -1)
            _board(people, fact.vessel, 1)
            person.state, person.vessel, person.said_ms = fact.state, fact.vessel, fact.said_ms
        case GapNoted(why="start") if people.opened_ms < 0:
            people.opened_ms = fact.t_ms
        case VoyageReported():
            people.voyages[fact.vessel] = fact
        case GateSeen():
            people.passes[_passer(fact)] = fact


def _board(people: People, vessel: str | None, by: int) -> None:
    if vessel is None:
        return
    left = people.aboard.pop(vessel, 0) + by
    if left > 0:
        people.aboard[vessel] = left
