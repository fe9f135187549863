"""Once a second: what silence, zones, feeds and stations mean now."""

from collections.abc import Mapping

import msgspec
import numpy as np

from twin import (
    alarm_load,
    alerts,
    berths,
    calls,
    coverage,
    escalation,
    feeds,
    moves,
    order_calls,
    orders,
    permits,
    shelving,
    silence,
    weather,
)
from twin.columns import NEVER
from twin.facts import AnyFact, BerthChanged, FeedChanged
from twin.fleet import State
from twin.incident_loop import State as CaseState
from twin.response import follow, settle, take
from twin.rules import went_dark
from twin.rules.base import HOLDS, HOLDS_NOT, PERMITTED, Finding, Rule, View, fresh, leapt
from twin.wire import Words
from twin.world import Step, World

PERIOD_MS = 1_000


def judge(world: World, step: Step) -> None:
    """Look at everything once; afterwards `world.next_due_ms` is the next second."""
    world.fences.open_windows(step.now_ms)
    for change in _listen(world, step.now_ms):
        step.facts.append(change)
        _note_feed(world, change)
    coverage.note(world.coverage, world.fleet.terminals, world.port.box, step.now_ms)
    moving = _obeying(world, step.now_ms)
    permitted = _permitted(world, step.now_ms, moving)
    _show(world, step, permitted)
    view = view_of(world, step.now_ms, permitted)
    names = _names(world)
    zones = {zone.id: zone.name for zone in world.fences.zones}
    tracks = view.tracks = world.alerts.tracks
    for rule in world.rules:
        if rule.every_s > 1 and not _is_due(world, rule, step.now_ms):
            continue
        idle = shelving.out_of_service(world.shelf, rule.id, rule.subject)
        view.tracked, view.held = tracks.tracked(rule.id), tracks.held(rule.id)
        view.covered = bool(idle) or _is_heeded(world, rule)
        view.steady = {} if view.covered else tracks.steady(rule.id)
        found = rule.find(view, rule.params)
        if not found:
            continue
        if view.covered:
            found = _in_service(world, rule, idle, _heed(world, rule, found, step.now_ms, moving))
        for fact in alerts.judge(world.alerts, rule, found, step.now_ms, names, zones):
            follow(world, step, rule, fact)
    world.crossings.clear()
    settle(world, step)
    for due in _due(world, step.now_ms):
        take(world, step, due)
    order_calls.send(world, step)
    world.next_due_ms = (step.now_ms // PERIOD_MS + 1) * PERIOD_MS


def _listen(world: World, now_ms: int) -> list[FeedChanged]:
    """Bring everyone's silence up to date; return what it and the signs of life say of the feeds."""
    changes = feeds.judge(world.feeds, silence.listen(world.fleet, world.feeds, now_ms), now_ms)
    if not changes:
        return []
    alone, number_of = silence.only_through(world.fleet, world.feeds), world.feeds.number_of
    return [msgspec.structs.replace(change, vessels=alone[number_of[change.feed]]) for change in changes]


def _is_due(world: World, rule: Rule, now_ms: int) -> bool:
    """Return whether a rule is to be asked now: its second has come since everything was judged."""
    last_s, now_s = world.next_due_ms // PERIOD_MS - 1, now_ms // PERIOD_MS
    return (last_s - rule.at_s) // rule.every_s != (now_s - rule.at_s) // rule.every_s


def _due(world: World, now_ms: int) -> list[AnyFact]:
    """Return what only the passing of time makes true: calls, cases, weather that ran out, berths."""
    unanswered = calls.expired(world.calls, now_ms)
    unheeded = escalation.due(world.book, world.alerts.open, now_ms)
    load = [
        *alarm_load.judge(world.load, now_ms),
        *shelving.due(world.shelf, world.alerts.open, now_ms),
    ]
    stale, ended = weather.expired(world.weather, now_ms), orders.expired(world.orders, now_ms)
    return [*unanswered, *unheeded, *load, *stale, *ended, *_moorings(world, now_ms)]


def _moorings(world: World, now_ms: int) -> list[BerthChanged]:
    """Count the berths anew when a minute has passed."""
    if now_ms < world.next_berths_ms:
        return []
    world.next_berths_ms = (now_ms // berths.PERIOD_MS + 1) * berths.PERIOD_MS
    vessels = world.fleet.vessels
    rows = np.flatnonzero(vessels["moored"])
    lon, lat = vessels["lon"][rows], vessels["lat"][rows]

    def name_of(at: int) -> str:
        return world.fleet.known[int(rows[at])].vessel

    return berths.occupancy(world.berths, world.port.berths, name_of, lon, lat, now_ms)


def _note_feed(world: World, change: FeedChanged) -> None:
    world.count(f"feed-{change.state}")


def _obeying(world: World, now_ms: int) -> set[str]:
    standing = moves.moves(world.orders, world.permits)
    return moves.obeying(world.fleet, world.fences, world.port.gates, standing, now_ms)


def _permitted(world: World, now_ms: int, moving: set[str]) -> dict[int, tuple[str, ...]]:
    rows, kinds = world.fleet.row_of, _kinds(world, now_ms, None, moving)
    return {rows[vessel]: mine for vessel, mine in kinds.items() if vessel in rows}


def _kinds(world: World, now_ms: int, zone: str | None, moving: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the kinds of permit of each boat, one that moves by order among them (domain.md §2.3.12)."""
    kinds = permits.permitted(world.permits, now_ms, zone)
    for vessel in moving:
        mine = kinds.get(vessel, ())
        kinds[vessel] = mine if moves.KIND in mine else (*mine, moves.KIND)
    return kinds


def _is_heeded(world: World, rule: Rule) -> bool:
    """Return whether a permit or an order may cover what a rule finds."""
    return bool(rule.heed) and bool(world.permits.standing or world.orders.standing)


def _heed(world: World, rule: Rule, findings: list[Finding], now_ms: int, moving: set[str]) -> list[Finding]:
    """Return the findings with those a permit covers turned to "does not hold", counted.

    A permit bound to a zone covers only what happens in that zone; a move covers who keeps to it.
    """
    if not _is_heeded(world, rule):
        return findings
    kinds_in: dict[str | None, dict[str, tuple[str, ...]]] = {}
    heeded = []
    for finding in findings:
        if finding.zone not in kinds_in:
            kinds_in[finding.zone] = _kinds(world, now_ms, finding.zone, moving)
        kinds = kinds_in[finding.zone].get(finding.subject, ())
        covered = finding.verdict == HOLDS and any(kind in rule.heed for kind in kinds)
        world.alerts.inhibited += covered
        heeded.append(finding._replace(verdict=HOLDS_NOT, over=PERMITTED) if covered else finding)
    return heeded


def _in_service(world: World, rule: Rule, idle: frozenset[str], findings: list[Finding]) -> list[Finding]:
    """Return the findings with those about what is out of service as "does not hold", counted.

    A danger to life is found all the same.
    """
    if not idle:
        return findings
    kept = []
    for finding in findings:
        holds = finding.verdict == HOLDS
        out = finding.subject in idle and (not holds or shelving.mutes(rule.id, finding.priority))
        world.alerts.inhibited += out and holds
        kept.append(finding._replace(verdict=HOLDS_NOT, over=shelving.OUT_OF_SERVICE) if out else finding)
    return kept


def _show(world: World, step: Step, permitted: Mapping[int, tuple[str, ...]]) -> None:
    """Bring the state column up to date and touch the vessels whose state changed."""
    vessels = world.fleet.vessels
    params = next(r.params for r in world.rules if r.id == went_dark.RULE.id)
    assert isinstance(params, went_dark.WentDarkParams)  # noqa: S101 -- narrows the type; `configure` made it
    late = (vessels["silence_s"] >= params.caution_s).nonzero()[0]
    quiet_s = vessels["silence_s"][late]
    caution, warning, _ = went_dark.limits_s(params, vessels["interval_s"][late])
    silent = late[quiet_s >= caution]
    state = np.full(len(vessels), State.UNDER_WAY, dtype=np.uint8)
    for holds, means in (  # what comes later has the last word
        (vessels["moored"], State.MOORED),
        (silent, State.LATE),
        (late[quiet_s >= warning], State.DARK),
        (silent[vessels["moored"][silent]], State.OFF_IN_PORT),
        (vessels["blind"], State.CANNOT_TELL),
        (vessels["fix_ms"] == NEVER, State.NO_POSITION),
    ):
        state[holds] = means
    state[vessels["doubtful"] | leapt(world.fleet, step.now_ms)] |= State.DOUBTFUL_FLAG
    rows = [row for row, kinds in permitted.items() if "planned-silence" in kinds]
    state[rows] |= State.PERMITTED_FLAG
    changed = (state != vessels["state"]).nonzero()[0]
    if len(changed):
        vessels["state"][changed] = state[changed]
        vessels["changed_ms"][changed] = step.now_ms
        step.touch(changed)


def view_of(world: World, now_ms: int, permitted: Mapping[int, tuple[str, ...]]) -> View:
    """Return what the rules may see now; what they track is filled in rule by rule."""
    return View(
        now_ms,
        world.port,
        world.fleet,
        world.fences,
        world.feeds,
        world.stations,
        world.people,
        world.berths,
        world.weather,
        world.calls,
        fresh(world.fleet, now_ms),
        permitted,
        tuple(world.crossings),
        world.meetings,
        world.permits,
        _confirmed(world),
        world.orders,
        world.duty,
    )


def _confirmed(world: World) -> frozenset[tuple[str, str]]:
    """Return rule and subject of the open alerts in cases that a person has confirmed."""
    cases = [case for case in world.book.incidents.values() if case.state == CaseState.CONFIRMED]
    found = [world.alerts.open[name] for case in cases for name in case.alerts if name in world.alerts.open]
    return frozenset((alert.rule, alert.subject.id) for alert in found)


def _names(world: World) -> "_SubjectNames":
    return _SubjectNames(world)


class _SubjectNames(Mapping[str, Words]):
    """Names of vessels, stations, gates, berths and the port by id, looked up when a sentence needs one."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __getitem__(self, subject: str) -> Words:
        row = self._world.fleet.row_of.get(subject)
        if row is not None:
            return self._world.fleet.known[row].name
        station = self._world.stations.records.get(subject)
        if station is not None:
            return station.name
        port = self._world.port
        gates = {gate.id: gate.name for gate in port.gates}
        quays = {berth.id: berth.name for berth in port.berths}
        return {port.id: port.name, **gates, **quays}[subject]

    def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204 -- a Mapping must have it; nobody iterates
        yield from self._world.fleet.row_of
        yield from self._world.stations.records

    def __len__(self) -> int:
        return len(self._world.fleet) + len(self._world.stations.records)
