"""What a scenario plays: where boats begin, what happens, and the attacks on the monitor."""

from collections.abc import Mapping
from typing import Any

from simulators.behaviours import PLANS
from simulators.injects import ANY_OF, KEYS_OF, ONE_OF
from simulators.instruments import FaultKind
from simulators.people import LAPSES
from simulators.scenario import Inject, Script, Start
from simulators.scenario_key import (
    LONGEST_S,
    MUST,
    SOS_KINDS,
    Key,
    flag,
    latitude,
    longitude,
    seconds,
    text,
    word,
)
from simulators.scenario_reader.table import Tables
from simulators.scene import Answering
from twin.wire import UNIT_OF

ANSWERS: tuple[str, ...] = Answering.__args__  # type: ignore[attr-defined]  # typing's Literal
FAULTS: tuple[str, ...] = FaultKind.__args__  # type: ignore[attr-defined]  # typing's Literal
WHEN = (
    seconds("at_s", "when it happens"),
    seconds("every_s", "how long until it happens again; left out: never", 0.0, low=1),
)
LEADS = ("go-to", "anchor", "shelter")
"""Behaviours that lead to a place."""
WITH_ANOTHER = ("pair-trawl", "sail-with", "part-company", "collide-course", "assist", "towed")
"""Behaviours of two boats: the other is named, or is the boat's pair, or the first of its group."""
ONLY_OF = {"track": ("follow-track",), "cpa_m": ("collide-course",), "other": WITH_ANOTHER}
"""Keys that mean something to some behaviours only."""
ORDER = (
    longitude("to_lon", "where go-to leads; where to anchor or to shelter, if not here or in port", None),
    latitude("to_lat", "where go-to leads; where to anchor or to shelter, if not here or in port", None),
    Key("speed_kn", "how fast; left out: the boat's own speed", "number", None, 0, 30),
    word("other", "the other boat of a behaviour of two", "vessel", ""),
    Key("track", "places [lon, lat] that follow-track goes through", "track", (), high=500),
    Key("cpa_m", "how near collide-course passes the other boat", "number", 0.0, 0, 20_000),
    seconds("for_s", "how long the behaviour stays; left out: as long as it does by itself", 0.0),
)
START = (
    word("vessel", "the boat", "vessel"),
    word("behaviour", "what it does there", tuple(PLANS)),
    longitude("lon", "where it is"),
    latitude("lat", "where it is"),
    Key(
        "back_s",
        "when its crew told that it would be back, negative: before the start; left out: by its trip",
        "number",
        None,
        -LONGEST_S,
        LONGEST_S,
    ),
    *ORDER,
)
SKIPPER = (
    word("vessel", "the boat", "vessel"),
    word("answers", "how its skipper answers calls from now on", ANSWERS, None),
    Key("ignores", "calls its skipper misses first", "whole", None, 0, 100),
)
ACTS = {
    "go-dark": "Every terminal of a boat falls silent; the boat goes on with what it was doing.",
    "sos": "A boat presses SOS, and repeats it every 15 s until its receipt comes.",
    "show": "A station shows a value, whatever the truth.",
    "fault": "The instrument of a station fails.",
    "feed-out": "A feed is cut, its heartbeat too; the same as the inject `feed-cut`.",
    "tamper": "Somebody opens the BeiDou terminal of a boat: it says so once and is silent, its power lost.",
    "shield": "Somebody covers the BeiDou terminal of a boat: it is silent, and nothing else.",
    "left-ashore": "One of the crew that is declared misses the boat.",
    "left-aboard": "One of the crew stays aboard when all go ashore.",
    "one-more": "The mouths count one person more aboard than was declared.",
    "one-fewer": "The mouths count one person fewer aboard than was declared.",
    "masked": "Masks and light from behind: machines are sure of no face and no hull, and count one fewer.",
    "unnamed": "The mouths see the hull pass and know nothing of it: neither tag nor name.",
    "return-short": "The boat comes home with one person fewer than it sailed with.",
}
"""What may happen beside the behaviours of boats."""
FOR = seconds("for_s", "how long", low=1)
SCRIPTS: dict[str, tuple[Key, ...]] = {
    **dict.fromkeys(PLANS, (*SKIPPER, *ORDER)),
    "go-dark": (*SKIPPER, FOR),
    "tamper": (*SKIPPER, FOR),
    "shield": (*SKIPPER, FOR),
    **dict.fromkeys(LAPSES, (word("vessel", "the boat", "vessel"),)),
    "sos": (
        *SKIPPER,
        word("kind", "of distress", SOS_KINDS),
        text("text", "what it says", None),
        flag("test", "whether it says that it is a test"),
    ),
    "show": (
        word("station", "the station", "station"),
        word("quantity", "what it measures", tuple(UNIT_OF)),
        Key("value", "what it shows, in the unit of the quantity", "number", MUST, -1e6, 1e6),
        FOR,
    ),
    "fault": (
        word("station", "the station", "station"),
        word("quantity", "whose instrument fails; left out: every one of the station", tuple(UNIT_OF), ""),
        word("fault", "how it fails", FAULTS),
        Key(
            "amount",
            "spike: how far off; drift: how much more every hour; skew: seconds the clock is ahead",
            "number",
            0.0,
            -1e6,
            1e6,
        ),
        FOR,
    ),
    "feed-out": (word("feed", "the feed that is cut", "feed"), FOR),
}
"""What a script may say beside its instants, by behaviour."""


def read_starts(tables: Tables, said: dict[str, Any]) -> tuple[Start, ...]:
    """Return where boats begin."""
    starts = []
    for place, table in tables.listed(said, "start"):
        start = Start(**tables.take(place, table, START))
        _refuse_boundless(tables, place, start)
        _refuse_aimless(tables, place, start)
        _refuse_idle(tables, place, start)
        starts.append(start)
    _refuse_twice(tables, starts)
    return tuple(starts)


def read_scripts(tables: Tables, said: dict[str, Any]) -> tuple[Script, ...]:
    """Return what happens, in the order of the file."""
    scripts = []
    word = Key("behaviour", "what happens", "word", among=tuple(SCRIPTS))
    for place, table in tables.listed(said, "script"):
        keys = _keys_of(tables, place, table, word, SCRIPTS)
        script = Script(**tables.take(place, table, keys)) if keys else None
        if script is None:
            continue
        _refuse_boundless(tables, place, script)
        _refuse_aimless(tables, place, script)
        _refuse_idle(tables, place, script)
        _refuse_senseless(tables, place, script)
        scripts.append(script)
    return tuple(scripts)


def read_injects(tables: Tables, said: dict[str, Any]) -> tuple[Inject, ...]:
    """Return the attacks on the monitor, in the order of the file."""
    injects = []
    word = Key("kind", "the attack", "word", among=tuple(KEYS_OF))
    for place, table in tables.listed(said, "inject"):
        keys = _keys_of(tables, place, table, word, KEYS_OF)
        if keys:
            injects.append(Inject(**tables.take(place, table, keys)))
            _refuse_too_few(tables, place, table)
    return tuple(injects)


def _keys_of(
    tables: Tables, place: str, table: dict[str, Any], word: Key, kinds: Mapping[str, tuple[Key, ...]]
) -> tuple[Key, ...]:
    """Return the keys of a table of the kind its `word` says; none of an unknown kind, which is noted."""
    if table.get(word.name) in word.among:
        return (word, *WHEN, *kinds[table[word.name]])
    for key in (word, *WHEN):
        tables.value(place, table, key)
    return ()


def _refuse_too_few(tables: Tables, place: str, table: dict[str, Any]) -> None:
    """Refuse an inject that says none, or too many, of the keys that stand for each other."""
    one, some = ONE_OF.get(table["kind"], ()), ANY_OF.get(table["kind"], ())
    if one and sum(name in table for name in one) != 1:
        tables.refuse(place, f"needs exactly one of {', '.join(one)}", "Say one of them")
    if some and not any(name in table for name in some):
        tables.refuse(place, f"needs {' or '.join(some)}", "Say at least one of them")


def _refuse_boundless(tables: Tables, place: str, told: Start | Script) -> None:
    """Refuse to let a boat leave its water that is bound to none."""
    vessel = tables.known.vessels.get(told.vessel)
    if told.behaviour != "leave-zone" or vessel is None:
        return
    zones = [zone for zone in tables.port.zones if zone.kind == "permitted"]
    if not any(zone.applies_to(vessel.vessel_class, vessel.gear) for zone in zones):
        what = f"{vessel.id} is bound to no permitted water"
        tables.refuse(f"{place}, key vessel", what, "Take another boat")


def _refuse_aimless(tables: Tables, place: str, told: Start | Script) -> None:
    """Refuse a place for a behaviour that leads to none, half a place, and to go to no place at all."""
    said = [told.to_lon is not None, told.to_lat is not None]
    if any(said) and told.behaviour not in LEADS:
        remedy = f"Leave it out, or use {', '.join(LEADS)}"
        tables.refuse(f"{place}, key to_lon", f"{told.behaviour} leads to no place", remedy)
    elif any(said) != all(said) or (told.behaviour == "go-to" and not all(said)):
        missing = "to_lat" if said[0] else "to_lon"
        tables.refuse(f"{place}, key {missing}", "is missing", "Say where the boat goes, to_lon and to_lat")


def _refuse_idle(tables: Tables, place: str, told: Start | Script) -> None:
    """Refuse keys that a behaviour does not heed, and one of two boats, or of a track, without them."""
    for key, behaviours in ONLY_OF.items():
        if getattr(told, key) and told.behaviour not in behaviours:
            remedy = f"Leave it out, or use {', '.join(behaviours)}"
            tables.refuse(f"{place}, key {key}", f"{told.behaviour} does not heed it", remedy)
    if told.behaviour == "follow-track" and not told.track and not tables.refused(f"{place}, key track"):
        tables.refuse(f"{place}, key track", "is missing", "Write [[122.1, 29.1], [122.2, 29.1]]")
    vessel = tables.known.vessels.get(told.vessel)
    if vessel is None or told.behaviour not in WITH_ANOTHER or tables.refused(f"{place}, key other"):
        return
    alone = not (told.other or vessel.pair or vessel.group)
    if alone or told.other == vessel.id:
        what = "is missing" if alone else f"{told.other} is the boat itself"
        tables.refuse(f"{place}, key other", what, f"Name the other boat of {told.behaviour}")


def _refuse_senseless(tables: Tables, place: str, script: Script) -> None:
    """Refuse to let a station show what it does not measure."""
    for station in tables.port.stations:
        if station.id == script.station and script.quantity not in (*station.quantities, ""):
            remedy = f"Use one of: {', '.join(station.quantities)}"
            tables.refuse(f"{place}, key quantity", f"{station.id} does not measure it", remedy)


def _refuse_twice(tables: Tables, starts: list[Start]) -> None:
    """Refuse to let a boat begin in two places."""
    seen: set[str] = set()
    for number, start in enumerate(starts, 1):
        if start.vessel in seen:
            what = f"{start.vessel} begins twice"
            tables.refuse(f"start {number}, key vessel", what, "Leave one of the two out")
        seen.add(start.vessel)
