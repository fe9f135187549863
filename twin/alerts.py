"""Time, done once: findings become alerts here, with hold, release, latch, retraction and deduplication.

Per (rule, subject, zone or other vessel) there is at most one track. It is `pending` until its finding has
held for the rule's time and number of new fixes, then `active` until it has not held for the release time.
"Cannot tell" moves nothing: a pending track waits, an active one stays. A latched alert is ended by a person
only; late evidence that a finding never held retracts its alert at once.
"""

from collections.abc import Iterable, Sequence

import msgspec

from geo.units import MS_PER_SECOND
from twin.alert_words import Names, Said, joined
from twin.facts import (
    AlertChanged,
    AlertCleared,
    AlertRaised,
    AlertRetracted,
    AnyFact,
    Subject,
)
from twin.rules.base import CANNOT_TELL, HOLDS, Finding, Rule
from twin.tracks import Track, Tracks, key
from twin.wire import Words

FOLDED_GRACE_MS = 300_000
"""Grace of a folded warning whose rule is no more: the default of `twin.rules.base.Params`."""


Moved = AlertRaised | AlertChanged | AlertCleared | AlertRetracted
"""What a finding may make true of an alert."""


class Alerts(msgspec.Struct):
    """All tracks by key, the open alerts by id, and the counter that names them."""

    tracks: Tracks = msgspec.field(default_factory=Tracks)
    open: dict[str, AlertRaised] = msgspec.field(default_factory=dict)
    key_of: dict[str, str] = msgspec.field(default_factory=dict)
    next_number: int = 1
    inhibited: int = 0


def judge(
    alerts: Alerts, rule: Rule, findings: Iterable[Finding], now_ms: int, subjects: Names, zones: Names
) -> list[Moved]:
    """Move the tracks of a rule by its findings and return what became true, in the findings' order."""
    facts: list[Moved] = []
    for finding in findings:
        track = alerts.tracks.get(key(rule.id, finding.subject, finding.about))
        if track is None:
            if finding.verdict == HOLDS:
                track = _begin(alerts, rule, finding, now_ms)
            else:
                continue
        facts += _move(alerts, rule, track, finding, now_ms, Said(rule, finding, subjects, zones))
    return facts


def _begin(alerts: Alerts, rule: Rule, finding: Finding, now_ms: int) -> Track:
    track = Track(
        rule.id,
        finding.subject,
        finding.zone,
        "pending",
        now_ms,
        finding.fixes - 1,
        finding.priority,
        other=finding.other,
    )
    alerts.tracks[track.key] = track
    return track


def _move(
    alerts: Alerts, rule: Rule, track: Track, finding: Finding, now_ms: int, said: Said
) -> Sequence[Moved]:
    if finding.verdict == CANNOT_TELL:
        return []
    if track.phase == "pending":
        return _pend(alerts, rule, track, finding, now_ms, said)
    if finding.verdict == HOLDS:
        if track.off_since_ms >= 0:
            track.off_since_ms = -1
            alerts.tracks.note(track)
        return _worsen(alerts, track, finding, now_ms, said)
    track.graver_since_ms = -1
    if finding.retracts:
        return [retract(alerts, track, now_ms, said.over)]
    if rule.latched or track.priority <= rule.latched_from:
        return []
    if track.off_since_ms < 0:
        track.off_since_ms, track.fixes = now_ms, finding.fixes - 1
        alerts.tracks.note(track)
    held = now_ms - track.off_since_ms >= rule.params.release_s * 1000
    if held and finding.fixes - track.fixes >= rule.params.release_fixes:
        return [clear(alerts, track, now_ms, said.over)]
    return []


def _pend(
    alerts: Alerts, rule: Rule, track: Track, finding: Finding, now_ms: int, said: Said
) -> list[AlertRaised]:
    if finding.verdict != HOLDS:
        del alerts.tracks[track.key]
        return []
    params = rule.params
    hold_s = params.hold_s if finding.hold_s is None else finding.hold_s
    if now_ms - track.since_ms < hold_s * 1000 or finding.fixes - track.fixes < params.hold_fixes:
        return []
    track.priority = finding.priority
    name = f"{rule.id}-{alerts.next_number}"
    return [activate(alerts, track, _raised(rule, finding, track.since_ms, name, now_ms, said))]


def _raised(rule: Rule, finding: Finding, since_ms: int, name: str, now_ms: int, said: Said) -> AlertRaised:
    """Return the fact of a finding that has lasted, with all that explains it."""
    settings = msgspec.structs.asdict(rule.params)
    always = [] if rule.assumes is None else [said.filled(rule.assumes, **settings)]
    this_time = [] if finding.assumed is None else [finding.assumed]
    return AlertRaised(
        t_ms=now_ms,
        alert=name,
        rule=rule.id,
        subject=Subject(finding.kind or rule.subject, finding.subject),
        priority=finding.priority,
        since_ms=since_ms,
        words=said.words,
        zone=finding.zone,
        value=round(finding.value, 1),
        limit=round(finding.limit, 1),
        unit=rule.unit,
        lon=_rounded(finding.lon),
        lat=_rounded(finding.lat),
        source=rule.source,
        other=finding.other,
        assumed=joined(always + this_time),
        clears=None if rule.clears is None else said.filled(rule.clears, **settings),
        draw=finding.draw,
    )


def activate(alerts: Alerts, track: Track, fact: AlertRaised) -> AlertRaised:
    """Make a track active under the alert of `fact`, which is returned."""
    track.phase, track.alert, track.changed_ms = "active", fact.alert, fact.t_ms
    alerts.next_number += 1
    alerts.tracks[track.key] = track
    alerts.open[fact.alert] = fact
    alerts.key_of[fact.alert] = track.key
    return fact


def _worsen(alerts: Alerts, track: Track, finding: Finding, now_ms: int, said: Said) -> list[AlertChanged]:
    params = said.rule.params
    if finding.priority >= track.priority:
        _grow(alerts, track, -1)
        return []
    if track.graver_since_ms < 0:
        _grow(alerts, track, now_ms)
    told_ms, held_ms = now_ms - track.changed_ms, now_ms - track.graver_since_ms
    if told_ms < params.react_s * 1000 or held_ms < params.graver_s * 1000:
        return []
    track.graver_since_ms = -1
    fact = AlertChanged(
        t_ms=now_ms,
        alert=track.alert,
        priority=finding.priority,
        words=said.words,
        value=round(finding.value, 1),
        limit=round(finding.limit, 1),
    )
    _change(alerts, fact)
    return [fact]


def _grow(alerts: Alerts, track: Track, since_ms: int) -> None:
    if track.graver_since_ms != since_ms:
        track.graver_since_ms = since_ms
        alerts.tracks.note(track)


def _change(alerts: Alerts, fact: AlertChanged) -> None:
    track = alerts.tracks[alerts.key_of[fact.alert]]
    track.priority, track.changed_ms = fact.priority, fact.t_ms
    alerts.tracks.note(track)
    alerts.open[fact.alert] = msgspec.structs.replace(
        alerts.open[fact.alert],
        priority=fact.priority,
        words=fact.words,
        value=fact.value,
        limit=fact.limit,
    )


def clear(alerts: Alerts, track: Track, now_ms: int, words: Words) -> AlertCleared:
    """End an active track and return the fact."""
    _forget(alerts, track)
    return AlertCleared(t_ms=now_ms, alert=track.alert, words=words)


def retract(alerts: Alerts, track: Track, now_ms: int, words: Words) -> AlertRetracted:
    """End an active track that late evidence shows should never have been, and return the fact."""
    _forget(alerts, track)
    return AlertRetracted(t_ms=now_ms, alert=track.alert, words=words)


def _forget(alerts: Alerts, track: Track) -> None:
    del alerts.tracks[track.key]
    alerts.open.pop(track.alert, None)
    alerts.key_of.pop(track.alert, None)


def fold(alerts: Alerts, fact: AnyFact, rules: Iterable[Rule] = ()) -> None:
    """Bring the open alerts to what a stored fact says, whatever a newer engine would have judged.

    Args:
        alerts: what stands.
        fact: what was stored.
        rules: of which a folded warning has its grace.
    """
    match fact:
        case AlertRaised() if fact.alert not in alerts.open:
            track = Track(
                fact.rule,
                fact.subject.id,
                fact.zone,
                "active",
                fact.since_ms,
                0,
                fact.priority,
                fact.alert,
                other=fact.other,
            )
            activate(alerts, track, fact)
            _fold_grace(alerts, fact, rules)
        case AlertChanged() if fact.alert in alerts.open:
            _change(alerts, fact)
            _fold_grace(alerts, fact, rules)
        case AlertCleared() | AlertRetracted() if fact.alert in alerts.open:
            _forget(alerts, alerts.tracks[alerts.key_of[fact.alert]])


def _fold_grace(alerts: Alerts, fact: AlertRaised | AlertChanged, rules: Iterable[Rule]) -> None:
    """Let the grace of a folded warning run."""
    if fact.priority == 3:
        track = alerts.tracks[alerts.key_of[fact.alert]]
        graces_ms = (int(rule.params.grace_s * MS_PER_SECOND) for rule in rules if rule.id == track.rule)
        track.grace_due_ms = fact.t_ms + next(graces_ms, FOLDED_GRACE_MS)


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 6)
