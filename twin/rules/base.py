"""What a rule is: a pure look at the columns that says what holds, what does not, and what cannot be told."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

import msgspec
import numpy as np

from twin.berths import Berths
from twin.calls import Calls
from twin.columns import NEVER
from twin.duty import Duty
from twin.facts import Mark, Priority, SubjectKind
from twin.feeds import Feeds
from twin.fences import Fences
from twin.fleet import Fleet
from twin.meetings import Kept
from twin.orders import Orders
from twin.people import People
from twin.permits import Permits
from twin.port import Port
from twin.silence import OVERDUE_INTERVALS, graced
from twin.stations import Stations
from twin.table import Array
from twin.tracks import Tracks
from twin.weather import Weather
from twin.wire import CallKind, TerminalKind, Words

Verdict = Literal[1, 0, -1]
HOLDS: Literal[1] = 1
CANNOT_TELL: Literal[0] = 0
HOLDS_NOT: Literal[-1] = -1


class Crossing(NamedTuple):
    """A boat whose last two fixes lie outside a zone that the line between them crosses."""

    row: int
    zone: str
    gap_s: float


class View(msgspec.Struct):
    """What a rule may see; nothing here may be changed.

    Attributes:
        fresh: bool [n], the vessel's position may be judged: not doubtful, not blind, not overdue.
        permitted: vessel row -> kinds of permit in force now.
        crossings: what crossed since the last look.
        meetings: pairs of boats remembered from look to look (`twin.meetings`).
        permits: those in force, to come, and over for less than a day.
        confirmed: (rule, subject) of open alerts whose case a person has confirmed.
        duty: who stands the watch, and when each role last did something (`twin.duty`).
        orders: recalls, the state of the port, and moves that stand (`twin.orders`).
        tracked: subject -> zones, or other vessels, of this rule's alerts that are pending or open.
        held: (subject, zone or other vessel) -> priority, of those that are open and held at the last look.
            A rule of many pairs may leave out a finding that would say the same again.
        steady: those of them of which saying the same again changes nothing, so that it may be left out: none
            while it might be graver, or while a permit, an order or an idle device may cover it.
        tracks: what is remembered of all alerts, for rules that ask for it as columns.
        covered: a permit, an order or an idle device may cover what the rule finds: all of it must be seen.
    """

    now_ms: int
    port: Port
    fleet: Fleet
    fences: Fences
    feeds: Feeds
    stations: Stations
    people: People
    berths: Berths
    weather: Weather
    calls: Calls
    fresh: Array
    permitted: Mapping[int, tuple[str, ...]]
    crossings: tuple[Crossing, ...]
    meetings: Kept
    permits: Permits = msgspec.field(default_factory=Permits)
    confirmed: frozenset[tuple[str, str]] = frozenset()
    orders: Orders = msgspec.field(default_factory=Orders)
    duty: Duty = msgspec.field(default_factory=Duty)
    tracked: Mapping[str, tuple[str | None, ...]] = {}
    held: Mapping[tuple[str, str | None], Priority] = {}
    steady: Mapping[tuple[str, str | None], Priority] = {}
    tracks: Tracks = msgspec.field(default_factory=Tracks)
    covered: bool = False

    def graced(self, rows: Array) -> Array:
        """Return which of these boats' feeds have been back long enough to judge their silence, bool [m]."""
        return graced(self.fleet, self.feeds)[rows] if len(rows) else np.zeros(0, dtype=bool)


class Finding(NamedTuple):
    """One verdict on one subject (and zone, or other vessel).

    Attributes:
        fixes: the subject's count of believed evidence so far, for rules that want two of it.
        value, limit: what was seen against what is allowed, in the rule's unit.
        over: why it no longer holds, where that is not what the rule's own `over` says.
        other: the other vessel of a pair; the pair is told once, under the id that sorts first.
        retracts: late evidence shows that it never held; a standing alert is retracted at once.
        assumed: what was taken for granted this time, beyond what the rule always assumes.
        draw: what a map may draw to explain it.
        sign: which of several signs it is that the rule knows, for its words.
        kind: what the finding is about, where that is not what the rule's others are about.
        hold_s: how long this sign must hold, where that is not the rule's own time.
    """

    subject: str
    zone: str | None
    verdict: Verdict
    priority: Priority
    fixes: int
    value: float
    limit: float
    lon: float | None = None
    lat: float | None = None
    over: Words | None = None
    other: str | None = None
    retracts: bool = False
    assumed: Words | None = None
    draw: tuple[Mark, ...] = ()
    sign: str = ""
    hold_s: float | None = None
    kind: SubjectKind | None = None

    @property
    def about(self) -> str | None:
        """What the finding is about besides its subject: the zone, or the other vessel of a pair."""
        return self.zone if self.other is None else self.other


NOT_IN_FORCE = Words("{zone}对{subject}不再生效", "{zone} is not in force for {subject} now")
PERMITTED = Words("{subject} 已获许可", "{subject} has a permit now")


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings every rule has; a rule adds its own. `rules.toml` may override any of them.

    Attributes:
        hold_s, hold_fixes: a finding must hold so long and through so many new fixes before it is an alert.
        release_s, release_fixes: and must not hold so long before the alert clears.
        grace_s: a P3 alert that still stands after so long opens an incident; a boat was called meanwhile.
        react_s: boats that were told have so long to change what they do before the alert grows graver.
        graver_s: and what is graver must hold so long.
    """

    hold_s: float = 0
    hold_fixes: int = 0
    release_s: float = 0
    release_fixes: int = 0
    grace_s: float = 300
    react_s: float = 0
    graver_s: float = 0


class Lack(NamedTuple):
    """What is not on record, so that a rule cannot tell: a sentence, and of how many subjects."""

    words: Words
    subjects: int


class Group(NamedTuple):
    """Alerts of one cause on one card.

    Attributes:
        words: what the card is called after the port's name.
        above: so many within a minute may still be cards of their own.
        alone_from: a boat this grave that is graver than the rest leaves the card (`twin.splitting`); one
            less grave has only come sooner to where all are going; 0 = none by its priority.
    """

    words: Words
    above: int
    alone_from: int = 3


class Rule(msgspec.Struct, frozen=True):
    """A rule as the engine runs it.

    Attributes:
        id: stable word; part of every alert's identity.
        subject: what its findings are about.
        unit: unit of value and limit.
        call: the kind of automatic first call to the boat, None for rules that do not speak to boats.
        words: one honest sentence from the finding, the subject's name and the zone's name.
        over: the sentence when it is over, with places for `{subject}` and `{zone}`.
        source: where the thresholds come from, as officers read it: in Chinese, ` · `, in English.
        call_by: kinds of terminal that may carry the call, the quickest first (domain.md §3.3; a BeiDou card
            sends once in 60 s, too slow for some dangers).
        heed: kinds of permit under which the rule keeps silent for a boat.
        clears: what would end the alert, with places for `{subject}`, `{zone}` and every setting.
        assumes: what the rule takes for granted and cannot check, with places as in `clears`.
        latched: True for a danger that only a person may end; the machine's all-clear moves nothing.
        latched_from: alerts of this priority or graver are latched, 0 = none by their priority.
        group: how many boats of one cause become one card, None for cards of their own.
        every_s: it is asked once in so many seconds: 1, or more for rules of minutes and hours.
        at_s: in which second of these, counted from midnight: heavy rules take different ones.
        lacks: says what data the port has not supplied; None for a rule that needs none.
    """

    id: str
    subject: SubjectKind
    unit: str
    params: Params
    find: Callable[[View, Any], list[Finding]]
    words: Callable[[Finding, Words, Words], Words]
    over: Words
    source: str
    call: CallKind | None = None
    call_by: tuple[TerminalKind, ...] = ("cell", "beidou", "ais-a", "ais-b")
    heed: tuple[str, ...] = ()
    clears: Words | None = None
    assumes: Words | None = None
    latched: bool = False
    latched_from: int = 0
    group: Group | None = None
    lacks: Callable[[View, Any], list[Lack]] | None = None
    every_s: int = 1
    at_s: int = 0


LEAP_HELD_MS = 60_000
"""A track believed again after a jump is no evidence for so long (reliability.md §2.3, "held 60 s")."""
JAM_BOATS, JAM_WITHIN_MS, JAM_HELD_MS = 5, 180_000, 600_000
"""Five boats (reliability.md §2.3) whose tracks leapt within the time of three class B reports and more are
jammed together, and held ten minutes: a receiver that is deceived agrees with itself. Times ours."""


def leapt(fleet: Fleet, now_ms: int) -> Array:
    """Return which vessels' tracks leapt so lately that nobody should judge by them, bool [n]."""
    leapt_ms = fleet.vessels["leapt_ms"]
    lately = leapt_ms > max(now_ms - JAM_HELD_MS, NEVER)
    if not lately.any():
        return lately
    ordered = np.sort(leapt_ms[lately])
    apart_ms = ordered[JAM_BOATS - 1 :] - ordered[: max(len(ordered) - JAM_BOATS + 1, 0)]
    held_ms = JAM_HELD_MS if (apart_ms <= JAM_WITHIN_MS).any() else LEAP_HELD_MS
    return np.asarray(leapt_ms > max(now_ms - held_ms, NEVER))


def fresh(fleet: Fleet, now_ms: int) -> Array:
    """Return which vessels' positions may be judged: not doubtful, not blind, not overdue, bool [n]."""
    vessels = fleet.vessels
    overdue = vessels["silence_s"] > OVERDUE_INTERVALS * vessels["interval_s"]
    return np.asarray(~(overdue | vessels["doubtful"] | vessels["blind"] | leapt(fleet, now_ms)))
