"""What follows from alerts: the automatic first call to the boat, and the case that people carry on.

An alert of P1 or P2 opens or joins an incident at once. A P3 becomes one only if it still stands when its
grace is over (domain.md §3.1); one about a boat is told to the boat first. What befalls many at once is one
incident, where the rule says so (reliability.md §2.2).
"""

import msgspec

from twin import (
    alarm_load,
    alerts,
    berths,
    calls,
    incidents,
    orders,
    permits,
    shelving,
    splitting,
    voyages,
    weather,
)
from twin.case_facts import SplitWhy
from twin.casebook import Incident
from twin.columns import NEVER
from twin.facts import (
    AlertChanged,
    AlertCleared,
    AlertRaised,
    AlertRetracted,
    AnyFact,
    IncidentOpened,
    PersonMoved,
    Subject,
    VesselKnown,
)
from twin.rules.base import Group, Rule
from twin.tracks import Track
from twin.wire import Words
from twin.world import Outgoing, Step, World

GROUP_MS = 60_000
CALLABLE = ("cell", "beidou", "ais-a", "ais-b")
"""Terminals that can carry a text, the quickest first (domain.md §3.3; a BeiDou card: 60 s a message)."""
TEST_STANDS_MS = 600_000
"""A test of the distress button is listed for ten minutes; ours."""


def take(world: World, step: Step, fact: AnyFact) -> None:
    """Add a fact and let every book that folds facts fold it."""
    step.facts.append(fact)
    fold(world, fact)


def fold(world: World, fact: AnyFact) -> None:
    """Bring every book but the alerts (`twin.alerts.fold`) up to a fact that has become true."""
    if isinstance(fact, PersonMoved):  # most facts are, and only the ledger takes them
        voyages.fold(world.fleet, world.people, world.officers, fact)
        return
    incidents.fold(world.book, fact)
    alarm_load.fold(world.load, fact)
    shelving.fold(world.shelf, fact)
    calls.fold(world.calls, fact)
    voyages.fold(world.fleet, world.people, world.officers, fact)
    weather.fold(world.weather, fact)
    permits.fold(world.permits, fact)
    orders.fold(world.orders, fact)
    berths.fold(world.berths, fact)


def follow(world: World, step: Step, rule: Rule, fact: alerts.Moved) -> None:
    """Add an alert's fact and what follows from it: an incident, a call to each boat it is about."""
    if isinstance(fact, AlertCleared | AlertRetracted):
        take(world, step, msgspec.structs.replace(fact, incident=world.book.of_alert.get(fact.alert)))
        return
    standing = world.alerts.open[fact.alert]
    if isinstance(fact, AlertChanged):
        _part_graver(world, step, standing, rule)
    take(world, step, fact)
    if fact.priority <= 2:
        raise_case(world, step, standing)
    if fact.priority == 3:
        track = world.alerts.tracks[world.alerts.key_of[fact.alert]]
        track.grace_due_ms = step.now_ms + int(rule.params.grace_s * 1000)
    if fact.priority <= 3 and rule.call is not None:
        for vessel in (standing.subject.id, standing.other):
            if vessel is not None:
                warn(world, step, standing, vessel, rule)


def raise_case(world: World, step: Step, alert: AlertRaised) -> None:
    """Put an alert into the open case of its subject, or of its group, or open a new one.

    One graver than a case that is acknowledged already is not hidden in it: somebody must acknowledge it.
    What is not about a boat joins only a case of its own rule: who stands at a quay's edge by night is not
    hidden in the case of its flat battery.
    """
    if alert.alert in world.book.of_alert:
        return
    if shelving.covers(world.shelf, alert):
        # It is looked at again every second, so that its case opens when the shelving ends.
        world.alerts.tracks[world.alerts.key_of[alert.alert]].grace_due_ms = step.now_ms
        return
    group = next((rule.group for rule in world.rules if rule.id == alert.rule), None)
    alone = splitting.stands_apart(world.book, alert.subject)
    if group is not None and not alone and _gather(world, step, alert, group):
        return
    same = None if alert.subject.kind == "vessel" else alert.rule
    case = incidents.open_incident_of(world.book, alert.subject, same)
    if case is None or (case.acked_ms is not None and alert.priority < case.priority):
        take(world, step, incidents.open_by_alert(world.book, alert, step.now_ms))
    else:
        take(world, step, incidents.join(world.book, case.id, alert, step.now_ms))
    call_home(world, step, world.book.incidents[world.book.of_alert[alert.alert]])


def _gather(world: World, step: Step, alert: AlertRaised, group: Group) -> bool:
    """Return whether the alert went into the card of its cause: many boats at once are one situation."""
    together = [
        name
        for name, standing in world.alerts.open.items()
        if standing.rule == alert.rule and abs(standing.t_ms - alert.t_ms) <= GROUP_MS
    ]
    if len(together) <= group.above:
        return False
    # The gravest first: a card opens as grave as it is, and calls once.
    for name in sorted(together, key=lambda name: world.alerts.open[name].priority):
        member = world.alerts.open[name]
        if name in world.book.of_alert or shelving.covers(world.shelf, member):
            continue
        if splitting.stands_apart(world.book, member.subject):
            continue
        card = incidents.open_incident_of(world.book, _port(world), alert.rule)
        if card is None:
            opened = incidents.open_by_alert(world.book, member, step.now_ms)
            take(world, step, _as_group(world, opened, group))
        else:
            take(world, step, incidents.join(world.book, card.id, member, step.now_ms))
    return True


def _as_group(world: World, opened: IncidentOpened, group: Group) -> IncidentOpened:
    name, about = world.port.name, group.words
    words = Words(f"{name.zh} {about.zh}", f"{name.en}: {about.en}")
    return msgspec.structs.replace(opened, subject=_port(world), words=words, lon=None, lat=None)


def call_home(world: World, step: Step, case: Incident) -> None:
    """Bring into a boat's own case what it shares with others on cards and is less grave than that case."""
    for card in list(splitting.shared(world.book, _port(world), case, world.alerts.open)):
        mine = splitting.of_boat(card, case.subject, world.alerts.open)
        take(world, step, splitting.leave(card.id, case.id, mine, "other-rule", step.now_ms))
        for one in mine:
            joined = incidents.join(world.book, case.id, one, step.now_ms)
            take(world, step, msgspec.structs.replace(joined, split_from=card.id))


def _part_graver(world: World, step: Step, alert: AlertRaised, rule: Rule) -> None:
    """Let a boat leave its card before the card is called as grave as it, if it differs from the others."""
    card = splitting.card_of(world.book, alert)
    early = rule.group is not None and alert.priority > rule.group.alone_from
    if card is None or early or shelving.covers(world.shelf, alert):
        return
    if splitting.grows_apart(card, alert, world.alerts.open, step.now_ms):
        _part(world, step, card, alert.subject, "graver")


def _part(world: World, step: Step, card: Incident, boat: Subject, why: SplitWhy) -> None:
    leaving = splitting.of_boat(card, boat, world.alerts.open)
    for fact in splitting.part(world.book, card, leaving, why, step.now_ms):
        take(world, step, fact)


def _port(world: World) -> Subject:
    return Subject("port", world.port.id)


def warn(world: World, step: Step, alert: AlertRaised, vessel: str, rule: Rule) -> None:
    """Send the automatic first call to a boat, if a terminal of it can carry one."""
    terminal = callable_terminal(world, vessel, rule.call_by)
    if terminal is None or rule.call is None:
        return
    call = calls.send(
        world.calls,
        vessel,
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


def callable_terminal(world: World, vessel: str, kinds: tuple[str, ...] = CALLABLE) -> str | None:
    """Return the key of the vessel's terminal that a text reaches soonest, None when it has none."""
    row = world.fleet.row_of.get(vessel)
    if row is None:
        return None
    keys = [world.fleet.keys[terminal] for terminal in world.fleet.terminals_of[row]]
    ranked = [key for kind in kinds for key in keys if key.startswith(f"{kind}:")]
    heard = world.fleet.terminals["heard_ms"]
    return next((key for key in ranked if heard[world.fleet.terminal_of[key]] != NEVER), None)


def settle(world: World, step: Step) -> None:
    """Let time pass over open alerts: graces run out into cases, and tests of the distress button end.

    A boat that still stands when the others of its card are long over gets a case of its own.
    """
    due = [
        track
        for track in world.alerts.tracks.values()
        if 0 <= track.grace_due_ms <= step.now_ms and track.phase == "active"
        if not shelving.covers(world.shelf, world.alerts.open[track.alert])
    ]
    for track in due:
        track.grace_due_ms = -1
        raise_case(world, step, world.alerts.open[track.alert])
    for card, boat in list(splitting.outlasting(world.book, _port(world), world.alerts.open, step.now_ms)):
        _part(world, step, card, boat, "outlasts")
    words = Words("测试报警到时解除", "the test of the distress button is over")
    for standing in list(world.alerts.open.values()):
        if standing.test and step.now_ms - standing.t_ms >= TEST_STANDS_MS:
            end(world, step, standing.alert, words)


def retire(world: World, step: Step) -> None:
    """Clear the alerts that nothing judges again: of stations, zones and strangers that are no more.

    A stranger is no more when the register has taken its last terminal. What is latched stays for a person.
    """
    zones, stations, fleet = world.fences.number_of, world.stations.records, world.fleet
    removed = Words("对象已从港口配置中移除", "no longer part of the port")
    named = Words("该终端已登记到船", "the register says now which boat this is")

    def reason(track: Track) -> Words | None:
        rule = next((rule for rule in world.rules if rule.id == track.rule), None)
        if rule is None:
            return None
        if (rule.subject == "station" and track.subject not in stations) or (
            track.zone is not None and track.zone not in zones
        ):
            return removed
        latched = rule.latched or track.priority <= rule.latched_from
        rows = [fleet.row_of.get(name) for name in (track.subject, track.other) if name is not None]
        mute = any(row is not None and _is_taken(fleet.known[row]) for row in rows)
        return named if rule.subject == "vessel" and mute and not latched else None

    for key, track in list(world.alerts.tracks.items()):
        words = reason(track)
        if words is not None and track.phase == "active":
            end(world, step, track.alert, words)
        elif words is not None:
            del world.alerts.tracks[key]


def _is_taken(known: VesselKnown) -> bool:
    """Return whether this was a stranger whose every terminal the register has given to a boat since."""
    return not known.registered and not known.terminals


def end(world: World, step: Step, alert: str, words: Words) -> None:
    """Clear an open alert for a reason that no rule knows."""
    track = world.alerts.tracks[world.alerts.key_of[alert]]
    cleared = alerts.clear(world.alerts, track, step.now_ms, words)
    take(world, step, msgspec.structs.replace(cleared, incident=world.book.of_alert.get(alert)))
