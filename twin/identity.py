"""Who speaks: terminals are mapped to vessels by the register; an unknown terminal is a vessel of its own."""

from collections.abc import Iterable

import msgspec

from twin.facts import VesselKnown
from twin.fleet import Fleet
from twin.port import Port, VesselRecord
from twin.wire import StaticBody, Words

MAX_VESSELS = 50_000
"""Bound of the fleet; beyond it a new terminal is refused and counted."""
LOWEST_MID, HIGHEST_MID = 201, 775
"""Country digits with which a ship's number begins (ITU-R M.585)."""


def registered(port: Port, now_ms: int) -> Iterable[VesselKnown]:
    """Yield the register as facts, in file order, numbered from 0."""
    for number, record in enumerate(port.vessels):
        yield _from_register(record, number, now_ms)


def _from_register(record: VesselRecord, number: int, now_ms: int) -> VesselKnown:
    return VesselKnown(
        t_ms=now_ms,
        vessel=record.id,
        number=number,
        name=record.name,
        registered=True,
        vessel_class=record.vessel_class,
        gear=record.gear,
        terminals=record.terminals,
        mmsi=record.mmsi,
        callsign=record.callsign or None,
        length_m=record.length_m,
        beam_m=record.beam_m,
        rated_persons=record.rated_persons,
        wind_class=record.wind_class,
        home_port=record.home_port,
        skipper=record.skipper or None,
        township=record.township or None,
        draught_m=record.draught_m,
        group=record.group or None,
        pair=record.pair or None,
    )


def stranger(fleet: Fleet, terminal: str, now_ms: int) -> VesselKnown | None:
    """Return the fact that a terminal nobody registered is a vessel of its own; None past MAX_VESSELS."""
    if len(fleet) >= MAX_VESSELS:
        return None
    kind, name = terminal.split(":", 1)
    return VesselKnown(
        t_ms=now_ms,
        vessel=f"{kind}-{name}",
        number=len(fleet),
        name=Words(name, name),
        registered=False,
        vessel_class="unregistered",
        terminals=(terminal,),
        mmsi=name if kind.startswith("ais-") else None,
    )


def claimed(known: VesselKnown, claim: StaticBody, now_ms: int) -> VesselKnown | None:
    """Return what a static claim newly says of an unregistered vessel, None when nothing.

    The register wins over claims: a registered vessel's name is not changed over the air.
    """
    if known.registered:
        return None
    name = (claim.name or "").strip()
    said = msgspec.structs.replace(
        known,
        name=Words(name, name) if name else known.name,
        callsign=claim.callsign or known.callsign,
        length_m=claim.length_m or known.length_m,
        beam_m=claim.beam_m or known.beam_m,
    )
    return None if said == known else msgspec.structs.replace(said, t_ms=now_ms)


def bared(fleet: Fleet, said: VesselKnown) -> list[VesselKnown]:
    """Return the vessels that lose a terminal to the one that the register now gives it to."""
    facts: dict[int, VesselKnown] = {}
    for key in said.terminals:
        carrier = fleet.carrier(key)
        if carrier is not None and carrier != said.number:
            known = facts.get(carrier, fleet.known[carrier])
            left = tuple(other for other in known.terminals if other != key)
            facts[carrier] = msgspec.structs.replace(known, terminals=left, t_ms=said.t_ms)
    return list(facts.values())


def renumbered(fact: VesselKnown, number: int) -> VesselKnown:
    """Return the fact under another number."""
    return msgspec.structs.replace(fact, number=number)


def differs(known: VesselKnown, said: VesselKnown) -> bool:
    """Return whether two facts about a vessel say different things, whenever they were said."""
    return msgspec.structs.replace(said, t_ms=known.t_ms) != known


def is_ships(mmsi: str) -> bool:
    """Return whether a number can be a ship's: nine digits that begin with a country's (ITU-R M.585)."""
    return len(mmsi) == 9 and mmsi.isdigit() and LOWEST_MID <= int(mmsi[:3]) <= HIGHEST_MID
