"""What is remembered of findings that are alerts or may become one, and what rules ask of it, up to date.

A rule asks every second which subjects its alerts are about; with thousands of them that is answered from an
index that moves with the tracks, never by walking over all.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from twin.facts import Priority
from twin.watched_pairs import ACTIVE, PENDING, Watched, WatchedPairs

About = str | None
"""What a track is about besides its subject: a zone, or the other vessel of a pair."""
_NONE: Mapping[str, tuple[About, ...]] = MappingProxyType({})
_NOT_HELD: Mapping[tuple[str, About], Priority] = MappingProxyType({})


class Track(msgspec.Struct):
    """What is remembered of one (rule, subject, zone or other); instants are UTC ms, -1 = not begun.

    Attributes:
        other: the other vessel of a pair.
        fixes: the subject's fix count when the finding began to hold (or to cease, once active).
        off_since_ms: since when it has not held.
        changed_ms: when the alert was raised, or last changed in priority.
        grace_due_ms: when an unheeded warning becomes an incident.
        graver_since_ms: since when it has held more gravely than the alert says.
    """

    rule: str
    subject: str
    zone: str | None
    phase: Literal["pending", "active"]
    since_ms: int
    fixes: int
    priority: Priority
    alert: str = ""
    off_since_ms: int = -1
    changed_ms: int = -1
    grace_due_ms: int = -1
    other: str | None = None
    graver_since_ms: int = -1

    @property
    def key(self) -> str:
        """Its identity among the tracks."""
        return key(self.rule, self.subject, self.about)

    @property
    def about(self) -> About:
        """What it is about besides its subject: the zone, or the other vessel of a pair."""
        return self.zone if self.other is None else self.other

    @property
    def holds(self) -> bool:
        """Whether its alert is open and its finding held at the last look."""
        return self.phase == "active" and self.off_since_ms < 0


def key(rule: str, subject: str, about: About) -> str:
    """Return the identity of a track; `about` is its zone, or the other vessel of a pair."""
    return f"{rule}|{subject}|{about or ''}"


class Tracks(dict[str, Track]):
    """Tracks by key. Who changes a track that stands here says so with `note`."""

    def __init__(self, tracks: Mapping[str, Track] | None = None) -> None:
        """Take over these tracks."""
        super().__init__()
        self._tracked: dict[str, dict[str, tuple[About, ...]]] = {}
        self._held: dict[str, dict[tuple[str, About], Priority]] = {}
        self._steady: dict[str, dict[tuple[str, About], Priority]] = {}
        self._pairs: dict[str, WatchedPairs] = {}
        for name, track in (tracks or {}).items():
            self[name] = track

    def __setitem__(self, name: str, track: Track) -> None:
        """Put a track in, or in the place of the one of the same key."""
        if name not in self:
            subjects = self._tracked.setdefault(track.rule, {})
            subjects[track.subject] = (*subjects.get(track.subject, ()), track.about)
        super().__setitem__(name, track)
        self.note(track)

    def __delitem__(self, name: str) -> None:
        """Take a track out."""
        track = self[name]
        super().__delitem__(name)
        subjects = self._tracked[track.rule]
        left = tuple(about for about in subjects[track.subject] if about != track.about)
        if left:
            subjects[track.subject] = left
        else:
            del subjects[track.subject]
        for index in (self._held, self._steady):
            index.get(track.rule, {}).pop((track.subject, track.about), None)
        if track.other is not None and track.rule in self._pairs:
            self._pairs[track.rule].drop(track.subject, track.other)

    def note(self, track: Track) -> None:
        """Take notice that a track holds, ceased, has another priority, or begins or ends to grow graver."""
        held, steady = self._held.setdefault(track.rule, {}), self._steady.setdefault(track.rule, {})
        name = track.subject, track.about
        held.pop(name, None)
        steady.pop(name, None)
        if track.holds:
            held[name] = track.priority
            if track.graver_since_ms < 0:
                steady[name] = track.priority
        if track.rule in self._pairs:
            _put(self._pairs[track.rule], track)

    def tracked(self, rule: str) -> Mapping[str, tuple[About, ...]]:
        """Return the subjects of a rule whose tracks are pending or active, with their zones or others."""
        return self._tracked.get(rule, _NONE)

    def held(self, rule: str) -> Mapping[tuple[str, About], Priority]:
        """Return a rule's open alerts whose findings held at the last look, with their priorities."""
        return self._held.get(rule, _NOT_HELD)

    def pairs(self, rule: str, row_of: Mapping[str, int]) -> Watched:
        """Return the pairs of a rule's alerts, pending or open, as columns.

        Args:
            rule: id of a rule about pairs.
            row_of: fleet rows by name of vessel.
        """
        if rule not in self._pairs:
            pairs = self._pairs[rule] = WatchedPairs(row_of)
            for track in self.values():
                if track.rule == rule:
                    _put(pairs, track)
        return self._pairs[rule].watched()

    def steady(self, rule: str) -> Mapping[tuple[str, About], Priority]:
        """Return those of them that held no more gravely than they say: saying so again changes nothing."""
        return self._steady.get(rule, _NOT_HELD)


def _put(pairs: WatchedPairs, track: Track) -> None:
    if track.other is not None:
        phase = ACTIVE if track.phase == "active" else PENDING
        begun_ms = track.since_ms, track.off_since_ms, track.graver_since_ms, track.changed_ms
        pairs.put(track.subject, track.other, (phase, track.priority, *begun_ms, track.fixes))


def indexed(kind: type, told: object) -> object:
    """Return tracks as a store tells them with their index; msgspec's `dec_hook` of whatever holds tracks.

    Raises:
        NotImplementedError: something else has no way back from a store.
        msgspec.ValidationError: what is told are no tracks.
    """
    if kind is not Tracks:
        raise NotImplementedError(kind)
    return Tracks(msgspec.convert(told, dict[str, Track]))
