"""Once a second: what silence, zones and stations mean now, and what follows from alerts.

An alert of P1 or P2 opens or joins an incident at once. A P3 about a boat is told to the boat first, and
becomes an incident only if it still stands when its grace is over (domain.md §3.1). More than ten boats dark
within a minute are one incident (reliability.md §2.2).
"""

from collections.abc import Mapping

import msgspec
import numpy as np

from twin import alerts, berths, calls, feeds, incidents, people, permits, silence, weather
from twin.facts import (
    AlertChanged,
    AlertCleared,
    AlertRaised,
    AnyFact,
    BerthChanged,
    FeedChanged,
    IncidentOpened,
    Subject,
)
from twin.fleet import NEVER, State
from twin.rules import went_dark
from twin.rules.base import HOLDS, HOLDS_NOT, Finding, Rule, View
from twin.table import Array
from twin.wire import Words
from twin.world import Outgoing, Step, World

GROUP_SIZE = 10
GROUP_MS = 60_000
PERIOD_MS = 1_000
CALLABLE = ("cell", "beidou", "ais-a", "ais-b")
"""Terminals that can carry a text, the quickest first (domain.md §3.3; a BeiDou card: 60 s a message)."""


def judge(world: World, step: Step) -> None:
    """Look at everything once; afterwards `world.next_due_ms` is the next second."""
    world.fences.open_windows(step.now_ms)
    seen = silence.listen(world.fleet, world.feeds, step.now_ms)
    for change in feeds.judge(world.feeds, seen, step.now_ms):
        step.facts.append(change)
        _note_feed(world, change)
    permitted = _permitted(world, step.now_ms)
    _show(world, step, permitted)
    view = _view(world, step.now_ms, permitted)
    names = _names(world)
    zones = {zone.id: zone.name for zone in world.fences.zones}
    for rule in world.rules:
        view.tracked = alerts.tracked(world.alerts, rule.id)
        findings = _heed(world, rule, rule.find(view, rule.params), step.now_ms)
        for fact in alerts.judge(world.alerts, rule, findings, step.now_ms, names, zones):
            follow(world, step, rule, fact)
    world.crossings.clear()
    _graces(world, step)
    for due in _due(world, step.now_ms):
        take(world, step, due)
    world.next_due_ms = (step.now_ms // PERIOD_MS + 1) * PERIOD_MS


def _due(world: World, now_ms: int) -> list[AnyFact]:
    """Return what only the passing of time makes true: calls unanswered, weather run out, berths counted."""
    unanswered = calls.expired(world.calls, now_ms)
    return [*unanswered, *weather.expired(world.weather, now_ms), *_moorings(world, now_ms)]


def _moorings(world: World, now_ms: int) -> list[BerthChanged]:
    """Count the berths anew when a minute has passed."""
    if now_ms < world.next_berths_ms:
        return []
    world.next_berths_ms = (now_ms // berths.PERIOD_MS + 1) * berths.PERIOD_MS
    vessels = world.fleet.vessels
    rows = np.flatnonzero(vessels["moored"])
    names = [world.fleet.known[row].vessel for row in rows.tolist()]
    lon, lat = vessels["lon"][rows], vessels["lat"][rows]
    return berths.occupancy(world.berths, world.port.berths, names, lon, lat, now_ms)


def take(world: World, step: Step, fact: AnyFact) -> None:
    """Add a fact and let every book that folds facts fold it."""
    step.facts.append(fact)
    fold(world, fact)


def fold(world: World, fact: AnyFact) -> None:
    """Bring every book but the alerts (`twin.alerts.fold`) up to a fact that has become true."""
    incidents.fold(world.book, fact)
    calls.fold(world.calls, fact)
    people.fold(world.people, fact)
    weather.fold(world.weather, fact)
    permits.fold(world.permits, fact)
    berths.fold(world.berths, fact)


def follow(world: World, step: Step, rule: Rule, fact: AlertRaised | AlertChanged | AlertCleared) -> None:
    """Add an alert's fact and what follows from it: an incident, a call to the boat, a retraction's word."""
    if isinstance(fact, AlertCleared):
        incident = world.book.of_alert.get(fact.alert)
        take(world, step, msgspec.structs.replace(fact, incident=incident))
        return
    take(world, step, fact)
    standing = world.alerts.open[fact.alert]
    if fact.priority <= 2:
        raise_case(world, step, standing)
    if fact.priority == 3 and rule.subject == "vessel":
        track = world.alerts.tracks[world.alerts.key_of[fact.alert]]
        track.grace_due_ms = step.now_ms + int(rule.params.grace_s * 1000)
    if fact.priority <= 3 and rule.call is not None:
        warn(world, step, standing, rule)


def raise_case(world: World, step: Step, alert: AlertRaised) -> None:
    """Put an alert into the open case of its subject, or of its group, or open a new one."""
    if alert.alert in world.book.of_alert:
        return
    if alert.rule == went_dark.RULE.id and _group(world, step, alert):
        return
    case = incidents.open_incident_of(world.book, alert.subject)
    if case is None:
        take(world, step, incidents.open_by_alert(world.book, alert, step.now_ms))
    else:
        take(world, step, incidents.join(world.book, case.id, alert, step.now_ms))


def _group(world: World, step: Step, alert: AlertRaised) -> bool:
    """Return whether the alert went into a group case: many boats dark at once are one cause."""
    together = [
        name
        for name, standing in world.alerts.open.items()
        if standing.rule == alert.rule and abs(standing.t_ms - alert.t_ms) <= GROUP_MS
    ]
    if len(together) <= GROUP_SIZE:
        return False
    port = Subject("port", world.port.id)
    for name in together:
        if name in world.book.of_alert:
            continue
        member = world.alerts.open[name]
        case = incidents.open_incident_of(world.book, port)
        if case is None:
            opened = incidents.open_by_alert(world.book, member, step.now_ms)
            take(world, step, _as_group(opened, port, world.port.name))
        else:
            take(world, step, incidents.join(world.book, case.id, member, step.now_ms))
    return True


def _as_group(opened: IncidentOpened, port: Subject, name: Words) -> IncidentOpened:
    words = Words(f"{name.zh} 多船终端同时离线", f"{name.en}: many terminals offline at once")
    return msgspec.structs.replace(opened, subject=port, words=words, lon=None, lat=None)


def warn(world: World, step: Step, alert: AlertRaised, rule: Rule) -> None:
    """Send the automatic first call to the boat, if a terminal of it can carry one."""
    terminal = callable_terminal(world, alert.subject.id)
    if terminal is None or rule.call is None:
        return
    call = calls.send(
        world.calls,
        alert.subject.id,
        terminal,
        rule.call,
        alert.words,
        step.now_ms,
        calls.reply_within_ms(alert.priority),
        alert=alert.alert,
        incident=world.book.of_alert.get(alert.alert),
    )
    take(world, step, call)
    topic, payload = calls.letter_of(call)
    step.letters.append(Outgoing(topic, payload))


def callable_terminal(world: World, vessel: str) -> str | None:
    """Return the key of the vessel's terminal that a text reaches soonest, None when it has none."""
    row = world.fleet.row_of.get(vessel)
    if row is None:
        return None
    keys = [world.fleet.keys[terminal] for terminal in world.fleet.terminals_of[row]]
    ranked = [key for kind in CALLABLE for key in keys if key.startswith(f"{kind}:")]
    heard = world.fleet.terminals["heard_ms"]
    return next((key for key in ranked if heard[world.fleet.terminal_of[key]] != NEVER), None)


def _note_feed(world: World, change: FeedChanged) -> None:
    world.count(f"feed-{change.state}")


def _permitted(world: World, now_ms: int) -> dict[int, tuple[str, ...]]:
    rows = world.fleet.row_of
    return {
        rows[vessel]: tuple(kinds)
        for vessel, kinds in permits.permitted(world.permits, now_ms).items()
        if vessel in rows
    }


def _heed(world: World, rule: Rule, findings: list[Finding], now_ms: int) -> list[Finding]:
    """Return the findings with those a permit covers turned to "does not hold", counted.

    A permit bound to a zone covers only what happens in that zone.
    """
    if not rule.heed or not world.permits.standing:
        return findings
    kinds_in: dict[str | None, dict[str, tuple[str, ...]]] = {}
    heeded = []
    for finding in findings:
        if finding.zone not in kinds_in:
            kinds_in[finding.zone] = permits.permitted(world.permits, now_ms, finding.zone)
        kinds = kinds_in[finding.zone].get(finding.subject, ())
        covered = finding.verdict == HOLDS and any(kind in rule.heed for kind in kinds)
        world.alerts.inhibited += covered
        heeded.append(finding._replace(verdict=HOLDS_NOT) if covered else finding)
    return heeded


def _show(world: World, step: Step, permitted: Mapping[int, tuple[str, ...]]) -> None:
    """Bring the state column up to date and touch the vessels whose state changed."""
    vessels = world.fleet.vessels
    params = next(r.params for r in world.rules if r.id == went_dark.RULE.id)
    assert isinstance(params, went_dark.WentDarkParams)  # noqa: S101 -- narrows the type; `configure` made it
    caution, warning, _ = went_dark.limits_s(params, vessels["interval_s"])
    silent = vessels["silence_s"] >= caution
    state = np.select(
        [
            vessels["fix_ms"] == NEVER,
            vessels["blind"],
            silent & vessels["moored"],
            vessels["silence_s"] >= warning,
            silent,
            vessels["moored"],
        ],
        [State.NO_POSITION, State.CANNOT_TELL, State.OFF_IN_PORT, State.DARK, State.LATE, State.MOORED],
        State.UNDER_WAY,
    ).astype(np.uint8)
    state[vessels["doubtful"]] |= State.DOUBTFUL_FLAG
    rows = [row for row, kinds in permitted.items() if "planned-silence" in kinds]
    state[rows] |= State.PERMITTED_FLAG
    changed = np.flatnonzero(state != vessels["state"])
    vessels["state"][changed] = state[changed]
    vessels["changed_ms"][changed] = step.now_ms
    step.touch(changed)


def _view(world: World, now_ms: int, permitted: Mapping[int, tuple[str, ...]]) -> View:
    graced: Array = silence.graced(world.fleet, world.feeds)
    return View(
        now_ms,
        world.fleet,
        world.fences,
        world.feeds,
        world.stations,
        graced,
        permitted,
        tuple(world.crossings),
        {},
    )


def _names(world: World) -> "_SubjectNames":
    return _SubjectNames(world)


class _SubjectNames(Mapping[str, Words]):
    """Names of vessels and stations by id, looked up only when a sentence needs one."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __getitem__(self, subject: str) -> Words:
        row = self._world.fleet.row_of.get(subject)
        if row is not None:
            return self._world.fleet.known[row].name
        return self._world.stations.records[subject].name

    def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204 -- a Mapping must have it; nobody iterates
        yield from self._world.fleet.row_of
        yield from self._world.stations.records

    def __len__(self) -> int:
        return len(self._world.fleet) + len(self._world.stations.records)


def _graces(world: World, step: Step) -> None:
    """Open incidents for warnings that still stand when their grace is over."""
    due = [
        track
        for track in world.alerts.tracks.values()
        if track.phase == "active" and 0 <= track.grace_due_ms <= step.now_ms
    ]
    for track in due:
        track.grace_due_ms = -1
        raise_case(world, step, world.alerts.open[track.alert])
