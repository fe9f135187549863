"""Scenarios: what sails and happens, what must be said of it, and what people should do; values only.

`simulators.scenario_reader` reads them from TOML and checks them; `docs/scenarios.md` explains every key.
Instants are seconds after the scenario's start.
"""

from collections.abc import Iterator

import msgspec

from simulators.elements.spec import WeatherSpec
from simulators.instruments import FaultKind
from simulators.scene import Answering
from twin.wire import SosKind, Words

Value = str | float | bool


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """Where a boat is when the simulation begins (degrees), and the behaviour it follows there.

    Attributes:
        to_lon, to_lat: where the behaviour leads, degrees.
        speed_kn: how fast, None for the boat's own speed; other: the other boat of a behaviour of two.
        track: places to go through, each (lon, lat) in degrees.
        cpa_m: how near to pass the other boat; for_s: how long it stays, 0: as long as it does by itself.
        back_s: when its crew told that it would be back, seconds after the start; None: as its trip has it.
    """

    vessel: str
    behaviour: str
    lon: float
    lat: float
    back_s: float | None = None
    to_lon: float | None = None
    to_lat: float | None = None
    speed_kn: float | None = None
    other: str = ""
    track: tuple[tuple[float, float], ...] = ()
    cpa_m: float = 0.0
    for_s: float = 0.0


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happens `at_s` seconds after the start, and again every `every_s` if that is not 0.

    Attributes:
        behaviour: a word of `PLANS`, or of `scenario_reader.played.ACTS`.
        answers: how the skipper answers calls from then on.
        ignores: calls the skipper misses first, being busy with the gear; for_s: how long it lasts, seconds.
        fault, amount: how an instrument fails, and how much (`Shore.fault`). What leads: as of `Start`.
    """

    at_s: float
    behaviour: str
    every_s: float = 0.0
    vessel: str = ""
    station: str = ""
    feed: str = ""
    answers: Answering | None = None
    ignores: int | None = None
    for_s: float = 0.0
    kind: SosKind = "distress"
    text: str | None = None
    test: bool = False
    quantity: str = ""
    value: float = 0.0
    fault: FaultKind = "silent"
    amount: float = 0.0
    to_lon: float | None = None
    to_lat: float | None = None
    speed_kn: float | None = None
    other: str = ""
    track: tuple[tuple[float, float], ...] = ()
    cpa_m: float = 0.0


class Inject(msgspec.Struct, frozen=True, kw_only=True):
    """An attack on the monitor itself; which keys a kind takes stands in its file in `simulators.injects`.

    Attributes:
        kind: the attack, a word of `simulators.injects.KEYS_OF`.
        for_s: how long it lasts, seconds.
        vessel: the boat meant; vessels: several boats.
        terminal: one terminal, as `kind:number`; terminal_kind: every terminal of a kind.
        skew_s: how far a clock is wrong, seconds, positive ahead.
        lon, lat, radius_m: a place in degrees and how far about it.
        east_m, north_m: how far positions are moved.
        speed_kn, course_deg: of what moves.
        per_s: letters a second; sorts: what letters are sent.
        last_s: how many seconds of letters are sent again; numbered: with their own numbers, or without.
        beacon: sort of a distress beacon; number: its nine digits; test: whether it says that it is a test.
    """

    at_s: float
    kind: str
    every_s: float = 0.0
    for_s: float = 0.0
    feed: str = ""
    vessel: str = ""
    vessels: tuple[str, ...] = ()
    terminal: str = ""
    terminal_kind: str = ""
    skew_s: float = 0.0
    lon: float = 0.0
    lat: float = 0.0
    radius_m: float = 0.0
    east_m: float = 0.0
    north_m: float = 0.0
    speed_kn: float = 0.0
    course_deg: float = 0.0
    per_s: float = 1.0
    sorts: tuple[str, ...] = ()
    last_s: float = 0.0
    numbered: bool = True
    beacon: str = ""
    number: int = 0
    test: bool = False


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Something the system may say: the alert of a rule, or another fact; of any subject if none is named.

    Attributes:
        rule: id of the rule whose alert it is, or "".
        fact: kind of the fact (`feed-changed`, `call-sent`, ...), or `rejected` for a letter refused, or "".
        vessel, station, feed, person: the subject, at most one of them.
        zone: the zone an alert names.
        says: fields of the fact and the values they must have.
        why: for the people who read the result.
    """

    rule: str = ""
    fact: str = ""
    vessel: str = ""
    station: str = ""
    feed: str = ""
    person: str = ""
    zone: str = ""
    says: tuple[tuple[str, Value], ...] = ()
    why: str = ""

    @property
    def subject(self) -> tuple[str, str] | None:
        """The kind and the id of whom it is about, or None for anybody."""
        for kind in ("vessel", "station", "feed", "person"):
            if getattr(self, kind):
                return kind, getattr(self, kind)
        return None


class Expect(Statement, frozen=True, kw_only=True):
    """What must be said, `least` to `most` times (None: no upper bound) from `after_s` to `by_s`.

    Attributes:
        priority: that an alert is raised with, 1 to 4, or None for any.
        clears_by_s: by when the alert must have cleared by itself, or None.
        case: whether the alert must (True) or must not (False) open or join an incident, None for either.
    """

    id: str
    by_s: float
    after_s: float = 0.0
    priority: int | None = None
    clears_by_s: float | None = None
    least: int = 1
    most: int | None = None
    case: bool | None = None


class Never(Statement, frozen=True, kw_only=True):
    """What must not be said from `from_s` to `to_s`: the near miss, the false alarm."""

    id: str = ""
    from_s: float = 0.0
    to_s: float


class Allow(Statement, frozen=True, kw_only=True):
    """What may be said from `from_s` to `to_s` although nobody expects it."""

    from_s: float = 0.0
    to_s: float


class Evidence(msgspec.Struct, frozen=True):
    """What proves an act: `position photo call document waiver`, and its words."""

    kind: str
    text: str


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody should do, within `within_s` of what calls for it.

    Attributes:
        on: id of the expectation (its incident is worked on, its instant starts the time) or of the task
            that opens the case.
        at_s: the instant that starts the time instead.
        role: who should do it.
        does: a verb of the loop (`contract.md` §3); or one of `BY_HAND`, which needs no case.
        source: where the standard `within_s` comes from.
        plays_after_s: how long after the same start the robot crew does it; None: it never does.
        to, evidence: as an act carries them.
        vessel, kind, priority, persons, caller: of a case opened by hand.
        order, permit, until_s, vessels, state, zone: of an order or a permit; until_s after the start.
        feature: what is drawn as `zone`, GeoJSON.
    """

    id: str
    role: str
    does: str
    within_s: float
    source: str
    on: str = ""
    at_s: float | None = None
    plays_after_s: float | None = None
    note: str = ""
    to: str | None = None
    evidence: tuple[Evidence, ...] = ()
    vessel: str = ""
    kind: SosKind = "distress"
    priority: int = 1
    persons: int | None = None
    caller: str = ""
    order: str = ""
    permit: str = ""
    until_s: float = 0.0
    vessels: tuple[str, ...] = ()
    state: str = ""
    zone: str = ""
    feature: str = ""


class Objective(msgspec.Struct, frozen=True, kw_only=True):
    """What the rehearsal is for, met when all of `met_by` (ids of expect, never and task) are."""

    id: str
    text: Words
    met_by: tuple[str, ...]


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """What is played: None where whoever plays it, not the scenario, says how many boats or which seed.

    Attributes:
        about: what is rehearsed and why; source: the fact behind it; begins_ms: UTC ms, None: now.
        lasts_s: how long it is played; turn_s: in turns of so many seconds.
        waits_for: rules of tomorrow without which it cannot pass; net_buoys: that speak on AIS.
        at_sea: share of the boats at sea at first, without ships and patrol boats; None: as season has it.
        skippers: share of each manner of answering.
    """

    title: Words = Words("", "")
    about: Words = Words("", "")
    source: str = ""
    seed: int | None = None
    boats: int | None = None
    begins_ms: int | None = None
    lasts_s: float | None = None
    turn_s: int = 1
    waits_for: tuple[str, ...] = ()
    net_buoys: int = 0
    at_sea: float | None = None
    weather: WeatherSpec = WeatherSpec()
    skippers: tuple[tuple[Answering, float], ...] = ()
    starts: tuple[Start, ...] = ()
    scripts: tuple[Script, ...] = ()
    injects: tuple[Inject, ...] = ()
    expects: tuple[Expect, ...] = ()
    nevers: tuple[Never, ...] = ()
    allows: tuple[Allow, ...] = ()
    tasks: tuple[Task, ...] = ()
    objectives: tuple[Objective, ...] = ()

    def boats_named(self) -> frozenset[str]:
        """Return the ids of all boats the file names, wherever: they sail, also those nothing is said of."""
        named = {each.vessel for _, each in self.statements()} | {each.vessel for each in self.tasks}
        played: tuple[Start | Script, ...] = (*self.starts, *self.scripts)
        named.update(word for each in played for word in (each.vessel, each.other))
        named.update(vessel for each in self.injects for vessel in (each.vessel, *each.vessels))
        return frozenset(named - {""})

    def terminals_named(self) -> frozenset[str]:
        """Return the terminals that injects name, as `kind:number`."""
        return frozenset(inject.terminal for inject in self.injects if inject.terminal)

    def statements(self) -> Iterator[tuple[str, Statement]]:
        """Yield everything said of what the system says, each with its place in the file."""
        for word, listed in (("expect", self.expects), ("never", self.nevers), ("allow", self.allows)):
            for number, statement in enumerate(listed, 1):
                yield f"{word} {number}", statement

    def rules_named(self) -> Iterator[tuple[str, str]]:
        """Yield the place and the id of every rule the file names, for whoever knows the rules there are."""
        yield from ((f"{place}, key rule", each.rule) for place, each in self.statements() if each.rule)

    def facts_named(self) -> Iterator[tuple[str, str]]:
        """Yield the place and the kind of every fact the file names that is not an alert of a rule."""
        yield from ((f"{place}, key fact", each.fact) for place, each in self.statements() if each.fact)
