"""What was said, other than fixes: distress, answers, reports, musters, gates, stations, weather, beats."""

from collections.abc import Sequence

from twin import alerts, calls, feeds, identity, people, stations, tracks, weather
from twin.admit import EPOCH_2024_MS
from twin.columns import NEVER
from twin.decode import (
    FeedBeat,
    GatePassed,
    Heard,
    PersonMustered,
    Rejected,
    StationSensed,
    TerminalSaid,
    VesselReported,
    WeatherTold,
)
from twin.facts import AlertRaised, AnyFact, SosHeard, Subject
from twin.incident_words import EMERGENCY_WORDS
from twin.response import end, raise_case, take
from twin.sighting import terminal_row
from twin.wire import AnswerBody, HealthBody, ReceiptBody, SosBody, StaticBody, Words, encode
from twin.world import SOS_KEPT, Outgoing, Step, World

LATE_SOS_MS = 600_000
"""An SOS raised ten minutes before it was received says so; it pages all the same (reliability T04)."""
SOS_AGAIN_MS = 600_000
"""An emergency that a person has settled is a new one when it is told so long after the first time, even if
the device counts its events from the start again; ours."""
SOS_RULE = "sos"


def hear(world: World, step: Step, said: Heard) -> None:
    """Take one message that is not a fix; what cannot be used is rejected with its reason."""
    match said:
        case FeedBeat():
            for change in feeds.beat(world.feeds, said, step.now_ms):
                step.facts.append(change)
        case TerminalSaid():
            _terminal(world, step, said)
        case _:
            _shore(world, step, said)
    if not isinstance(said, FeedBeat):
        via = feeds.number(world.feeds, said.body.via, step.now_ms)
        feeds.sign(world.feeds, via, step.now_ms)


def _shore(world: World, step: Step, said: Heard) -> None:
    match said:
        case StationSensed():
            _settle(world, step, said, stations.sensed(world.stations, said, step.now_ms))
        case PersonMustered():
            _settle(world, step, said, people.mustered(world.people, said, step.now_ms))
        case VesselReported():
            if said.vessel not in world.fleet.row_of:
                _refuse(step, said, "unknown-vessel", f"{said.vessel} is not in the register")
            else:
                _settle(world, step, said, people.reported(world.people, said, step.now_ms))
        case GatePassed():
            if all(gate.id != said.gate for gate in world.port.gates):
                _refuse(step, said, "unknown-gate", f"{said.gate} is not a gate of this port")
            else:
                _settle(world, step, said, people.passed(world.people, said, step.now_ms))
        case WeatherTold():
            _settle(world, step, said, weather.told(world.weather, said, step.now_ms))


def _settle(world: World, step: Step, said: Heard, outcome: str | Sequence[AnyFact] | None) -> None:
    """Take the facts of a message, or count and quarantine the reason word it was refused with."""
    if outcome is None:
        return
    if isinstance(outcome, str):
        world.count(f"ignored-{outcome}")
        if outcome not in BENIGN:
            _refuse(step, said, outcome, "")
        return
    for fact in outcome:
        take(world, step, fact)


BENIGN = ("late", "duplicate", "older")
"""Reasons that are a normal part of radio life: counted, not quarantined."""


def _refuse(step: Step, said: Heard, reason: str, detail: str) -> None:
    topic = f"{type(said).__name__}"
    step.rejected.append(Rejected(topic, reason, detail, encode(said.body), said.heard_ms))


def _terminal(world: World, step: Step, said: TerminalSaid) -> None:
    row = terminal_row(world, step, said.terminal)
    if row is None:
        _refuse(step, said, "fleet-full", f"at most {identity.MAX_VESSELS} vessels")
        return
    fleet = world.fleet
    fleet.terminals["heard_ms"][row] = said.heard_ms
    vessel = int(fleet.terminals["vessel"][row])
    fleet.vessels["heard_ms"][vessel] = said.heard_ms
    match said.body:
        case SosBody() as sos:
            _distress(world, step, said, sos, vessel)
        case AnswerBody() as body:
            answer = calls.answered(world.calls, said, fleet.known[vessel].vessel, step.now_ms)
            _settle(world, step, said, answer if isinstance(answer, str) else [answer])
            if body.answer == "need-help":
                cry = SosBody(t_ms=body.t_ms, event_id=body.call_id, kind="distress", text=body.text)
                _distress(world, step, said, cry, vessel)
        case HealthBody() as body:
            fleet.note_health(row, body, said.heard_ms)
        case StaticBody() as claim:
            known = identity.claimed(fleet.known[vessel], claim, step.now_ms)
            if known is not None:
                fleet.learn(known)
                step.facts.append(known)


def _distress(world: World, step: Step, said: TerminalSaid, sos: SosBody, vessel: int) -> None:
    """Store a distress message once, alarm, and send its receipt (again) after commit."""
    kind, terminal = said.terminal.split(":", 1)
    receipt = Outgoing(f"terminal/{kind}/{terminal}/receipt", encode(ReceiptBody(sos.event_id)))
    step.letters.append(receipt)
    key = f"{said.terminal}/{sos.event_id}"
    if _is_repeated(world, step, key, sos):
        world.count("sos-repeated")
        return
    known = world.fleet.known[vessel]
    lon, lat = _place(world, sos, vessel)
    fact = SosHeard(
        t_ms=step.now_ms,
        event_id=sos.event_id,
        terminal=said.terminal,
        vessel=known.vessel,
        sos_kind=sos.kind,
        said_ms=sos.t_ms,
        test=sos.test,
        late=step.now_ms - sos.t_ms > LATE_SOS_MS,
        lon=lon,
        lat=lat,
        text=sos.text,
    )
    world.sos[key] = fact
    if len(world.sos) > SOS_KEPT:
        del world.sos[next(iter(world.sos))]
        world.count("sos-forgotten")
    take(world, step, fact)
    alert = _alarm(world, fact, key, known.name)
    take(world, step, alert)
    if alert.priority == 1:
        raise_case(world, step, alert)


def _is_repeated(world: World, step: Step, key: str, sos: SosBody) -> bool:
    """Return whether an SOS is the one that was heard before, and still stands or was settled just now.

    A real one is never the repetition of a test, whose alert ends when help is called for.
    """
    before = world.sos.get(key)
    if before is None:
        return False
    track = world.alerts.tracks.get(tracks.key(SOS_RULE, before.vessel, key))
    if before.test and not sos.test:
        if track is not None:
            end(world, step, track.alert, Words("测试后真实求救", "the test was followed by a call for help"))
        return False
    passed_ms = _said_ms(sos.t_ms, step.now_ms) - _said_ms(before.said_ms, before.t_ms)
    return track is not None or abs(passed_ms) <= SOS_AGAIN_MS


def _said_ms(said_ms: int, heard_ms: int) -> int:
    """Return when a device said something: by its own clock if that can be right, else when it was heard."""
    return said_ms if EPOCH_2024_MS <= said_ms <= heard_ms else heard_ms


def _place(world: World, sos: SosBody, vessel: int) -> tuple[float | None, float | None]:
    """Return where help is needed: as said in the SOS, else the vessel's last position."""
    if sos.lon is not None and sos.lat is not None and abs(sos.lat) <= 90 and abs(sos.lon) <= 180:
        return round(sos.lon, 6), round(sos.lat, 6)
    vessels = world.fleet.vessels
    if vessels["fix_ms"][vessel] == NEVER:
        return None, None
    return round(float(vessels["lon"][vessel]), 6), round(float(vessels["lat"][vessel]), 6)


def _alarm(world: World, sos: SosHeard, key: str, name: Words) -> AlertRaised:
    """Raise the latched alert of an SOS: P1, or P4 for a marked test (domain.md alert 12)."""
    what = EMERGENCY_WORDS[sos.sos_kind]
    test = Words(" (测试)", " (test)") if sos.test else Words("", "")
    track = tracks.Track(SOS_RULE, sos.vessel, key, "active", sos.t_ms, 0, 4 if sos.test else 1)
    return alerts.activate(
        world.alerts,
        track,
        AlertRaised(
            t_ms=sos.t_ms,
            alert=f"{SOS_RULE}-{world.alerts.next_number}",
            rule=SOS_RULE,
            subject=Subject("vessel", sos.vessel),
            priority=track.priority,
            since_ms=_said_ms(sos.said_ms, sos.t_ms),
            words=Words(f"{name.zh} 求救: {what.zh}{test.zh}", f"{name.en} SOS: {what.en}{test.en}"),
            zone=key,
            lon=sos.lon,
            lat=sos.lat,
            source="遇险报警一律核实 · every distress call is verified",
            test=sos.test,
        ),
    )
