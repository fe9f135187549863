"""What is said of an alert, from the words of its rule and the names of what it is about."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from twin.rules.base import Finding, Rule
from twin.wire import Words

Names = Mapping[str, Words]
"""Names of subjects, or of zones, by id; an id without a name is called by itself."""


class Said(NamedTuple):
    """What is said of a finding: put into words only when something becomes true, not every second."""

    rule: Rule
    finding: Finding
    subjects: Names
    zones: Names

    @property
    def subject(self) -> Words:
        """The name of the finding's subject."""
        return self.subjects.get(self.finding.subject, Words(self.finding.subject, self.finding.subject))

    @property
    def zone(self) -> Words:
        """The name of the zone, or of the other vessel."""
        about = self.finding.about or ""
        names = self.zones if self.finding.other is None else self.subjects
        return names.get(about, Words(about, about))

    @property
    def words(self) -> Words:
        """The sentence of the finding."""
        return self.rule.words(self.finding, self.subject, self.zone)

    @property
    def over(self) -> Words:
        """The sentence when it is over."""
        return self.filled(self.finding.over or self.rule.over)

    def filled(self, form: Words, **settings: object) -> Words:
        """Return a sentence with its places filled."""
        return Words(
            form.zh.format(subject=self.subject.zh, zone=self.zone.zh, **settings),
            form.en.format(subject=self.subject.en, zone=self.zone.en, **settings),
        )


def joined(sentences: Sequence[Words]) -> Words | None:
    """Return several sentences as one, None for none."""
    if not sentences:
        return None
    return Words("；".join(one.zh for one in sentences), "; ".join(one.en for one in sentences))
