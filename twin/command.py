"""What people order: each act is answered by one fact, and a repeated request by the first answer."""

from collections.abc import Container

import msgspec

from twin import calls, clockwork, drawing, duty, incident_acts, incidents, orders, permits, shelving
from twin.acts import (
    Act,
    AnyAct,
    EndOrder,
    GiveOrder,
    GrantPermit,
    KeepWatch,
    OpenIncident,
    PutZone,
    ReturnAlarm,
    ShelveAlarm,
    TurnClock,
    WorkIncident,
)
from twin.facts import AnyFact, CallSent, IncidentActed, IncidentOpened, Refused, SubjectKind
from twin.intake import SOS_RULE
from twin.order_calls import at_sea
from twin.response import call_home, callable_terminal, end, take
from twin.wire import Words
from twin.world import ANSWERS_KEPT, Outgoing, Step, World


def obey(world: World, step: Step, act: AnyAct) -> None:
    """Carry out an act, or refuse it with a sentence; `step.answers` holds what answers it."""
    duty.touch(world.duty, act, step.now_ms)
    answer = world.answers.get(act.request_id)
    if answer is None:
        answer = _carry_out(world, step, act)
        world.answers[act.request_id] = answer
        if len(world.answers) > ANSWERS_KEPT:
            del world.answers[next(iter(world.answers))]
            world.count("answers-forgotten")
    step.answers[act.request_id] = answer


def _carry_out(world: World, step: Step, act: AnyAct) -> AnyFact:
    match act:
        case WorkIncident():
            return _work(world, step, act)
        case OpenIncident():
            return _open(world, step, act)
        case GrantPermit():
            return _grant(world, step, act)
        case ShelveAlarm() | ReturnAlarm():
            return _set_aside(world, step, act)
        case GiveOrder() | EndOrder():
            return _order(world, step, act)
        case KeepWatch():
            return _settle(world, step, duty.kept(act, step.now_ms))
        case PutZone():
            return _draw(world, step, act)
        case TurnClock():
            turned = clockwork.turn(act, world.realm, step.now_ms)
            step.facts.append(turned)
            return turned


def danger_stands(world: World, incident: str) -> bool:
    """Return whether any alert of the incident still stands."""
    case = world.book.incidents.get(incident)
    return case is not None and any(alert in world.alerts.open for alert in case.alerts)


def _work(world: World, step: Step, act: WorkIncident) -> AnyFact:
    call = _call(world, step, act) if act.verb == "call" and act.incident in world.book.incidents else None
    if isinstance(call, Refused):
        return _refuse(step, call)
    danger = danger_stands(world, act.incident)
    call_id = call.call_id if call else None
    decided = incident_acts.decide(
        world.book, act, step.now_ms, danger=danger, call_id=call_id, standing=world.alerts.open
    )
    if isinstance(decided, Refused):
        return _refuse(step, decided)
    if call is not None:
        take(world, step, call)
        step.letters.append(Outgoing(*calls.letter_of(call)))
    for fact in decided:
        take(world, step, fact)
    acted = next(fact for fact in decided if isinstance(fact, IncidentActed))
    if acted.verb in ("resolve", "false-alarm"):
        _release(world, step, acted)
    return acted


def _call(world: World, step: Step, act: WorkIncident) -> CallSent | Refused:
    """Return an officer's call to the boat of the case, or why no boat can be called."""
    case = world.book.incidents[act.incident]
    terminal = callable_terminal(world, case.subject.id) if case.subject.kind == "vessel" else None
    if terminal is None:
        words = Words(
            "该处置单没有可呼叫的终端, 请改用电话或甚高频, 并记录在备注中",
            "no terminal of this case can be called: use phone or VHF and write it in a note",
        )
        return _refused(step, act, "invalid", words, act.incident)
    kind = act.to if act.to in ("warning", "question", "order") else "question"
    return calls.send(
        world.calls,
        case.subject.id,
        terminal,
        kind,  # type: ignore[arg-type]  # narrowed one line above
        Words(act.note, act.note),
        step.now_ms,
        calls.reply_within_ms(case.priority),
        incident=case.id,
        actor=act.actor,
    )


def _release(world: World, step: Step, acted: IncidentActed) -> None:
    """Clear the latched alerts of a case that a person has settled: nothing else may clear them."""
    rules = {rule.id: rule for rule in world.rules}
    for name in world.book.incidents[acted.incident].alerts:
        standing = world.alerts.open.get(name)
        if standing is None:
            continue
        rule = rules.get(standing.rule)
        latched = rule is not None and (rule.latched or standing.priority <= rule.latched_from)
        if latched or standing.rule == SOS_RULE:
            end(world, step, name, Words(f"由 {acted.actor} 处置", f"settled by {acted.actor}"))


def _open(world: World, step: Step, act: OpenIncident) -> AnyFact:
    if act.alert is not None:
        standing = world.alerts.open.get(act.alert)
        if standing is None or act.alert in world.book.of_alert:
            words = Words(
                "该告警已解除或已在处置中, 请刷新列表", "the alert is over or in a case already: look again"
            )
            return _refuse(step, _refused(step, act, "conflict", words))
        opened: IncidentOpened | Refused = msgspec.structs.replace(
            incidents.open_by_alert(world.book, standing, step.now_ms), actor=act.actor, role=act.role
        )
    elif act.vessel != "unknown" and act.vessel not in world.fleet.row_of:
        words = Words(
            f"没有这艘渔船：{act.vessel}。请选择登记的渔船，或选“船名不详”。",
            f"No such vessel: {act.vessel}. Name one that is known, or `unknown`.",
        )
        return _refuse(step, _refused(step, act, "unknown", words))
    else:
        opened = incident_acts.open_by_hand(world.book, act, step.now_ms)
    if isinstance(opened, Refused):
        return _refuse(step, opened)
    take(world, step, opened)
    call_home(world, step, world.book.incidents[opened.incident])
    return opened


def _grant(world: World, step: Step, act: GrantPermit) -> AnyFact:
    return _settle(world, step, permits.grant(world.permits, act, step.now_ms, world.fleet.row_of))


def _order(world: World, step: Step, act: GiveOrder | EndOrder) -> AnyFact:
    """Give or end an order; the port has one state, so a new one ends the old."""
    if isinstance(act, EndOrder):
        return _settle(world, step, orders.end(world.orders, act, step.now_ms))
    boats = orders.Boats(world.fleet.row_of, at_sea(world.fleet), world.fences.number_of)
    given = orders.give(world.orders, act, step.now_ms, boats, world.port)
    if not isinstance(given, Refused):
        for ended in orders.replaced(world.orders, given):
            take(world, step, ended)
    return _settle(world, step, given)


def _settle(world: World, step: Step, decided: AnyFact) -> AnyFact:
    """Add what was decided; only what was not refused changes the world."""
    if isinstance(decided, Refused):
        return _refuse(step, decided)
    take(world, step, decided)
    return decided


def _set_aside(world: World, step: Step, act: ShelveAlarm | ReturnAlarm) -> AnyFact:
    if isinstance(act, ReturnAlarm):
        answer: AnyFact = shelving.put_back(world.shelf, act, step.now_ms)
    else:
        rules = frozenset((SOS_RULE, *(rule.id for rule in world.rules)))
        standing, known = world.alerts.open.values(), _known(world, act.subject.kind)
        answer = shelving.shelve(world.shelf, act, step.now_ms, standing, rules, known)
    return _settle(world, step, answer)


def _known(world: World, kind: SubjectKind) -> Container[str]:
    """Return the ids of everything of a kind that an alarm can be about."""
    match kind:
        case "vessel":
            return world.fleet.row_of
        case "station":
            return world.stations.records
        case "person":
            return world.people.persons
        case "feed":
            return {feed.id for feed in world.feeds.feeds}
        case "port":
            return {world.port.id}
        case "berth":
            return {berth.id for berth in world.port.berths}


def _draw(world: World, step: Step, act: PutZone) -> AnyFact:
    zone = drawing.zone_of(act.feature, act.zone, world.port)
    if isinstance(zone, list):
        said = "; ".join(map(str, zone))
        words = Words(f"围栏有误: {said}", f"zone refused: {said}")
        return _refuse(step, _refused(step, act, "invalid", words))
    old = world.fences.number_of.get(zone.id)
    version = 1 if old is None else world.fences.zones[old].version + 1
    zone = msgspec.structs.replace(zone, version=version, changed_ms=step.now_ms)
    world.draw(zone)
    world.drawn[zone.id] = (version, act.feature, step.now_ms)
    fact = drawing.drawn(zone, act.actor, step.now_ms)
    take(world, step, fact)
    return fact


def _refused(step: Step, act: Act, code: str, words: Words, incident: str | None = None) -> Refused:
    return Refused(
        t_ms=step.now_ms,
        request_id=act.request_id,
        actor=act.actor,
        verb=getattr(act, "verb", type(act).__name__),
        code=code,  # type: ignore[arg-type]  # the callers above give words of the list
        words=words,
        incident=incident,
    )


def _refuse(step: Step, refused: Refused) -> Refused:
    step.facts.append(refused)
    return refused
