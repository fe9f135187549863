"""Finds stations in fog: gates and lanes cannot be passed by eye.

Alert 28 of domain.md §2. One fog that many stations see is one card (domain.md §2.2, alarm flood).
"""

from twin.facts import Priority
from twin.rules.base import Finding, Group, Params, Rule, View
from twin.rules.shore import Band, judge, sight_m
from twin.wire import Words


class LowVisibilityParams(Params, frozen=True, kw_only=True):
    """Metres: under 1000 caution, 500 warning, 200 alarm; over again at +20 % for 30 min (domain.md 28).

    Of the middle one of a meter's newest five readings, ours in the place of a mean of ten minutes (there):
    one reading is a bird or a spray, three of five are fog.
    """

    limits_m: tuple[float, float, float] = (1000, 500, 200)
    release_factor: float = 1.2
    release_s: float = 1800


PRIORITIES: tuple[Priority, ...] = (4, 3, 2)


def find(view: View, params: LowVisibilityParams) -> list[Finding]:
    """Return a verdict for every station that measures visibility."""
    bands = [
        Band(limit, priority, limit * params.release_factor)
        for limit, priority in zip(params.limits_m, PRIORITIES, strict=True)
    ]
    verdicts = (
        judge(view, station, sight_m(view, station), bands, rising=False)
        for station, record in view.stations.records.items()
        if "visibility" in record.quantities
    )
    return [finding for finding in verdicts if finding is not None]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how far one can see at which station."""
    return Words(
        f"{subject.zh} 能见度 {finding.value:.0f} 米 (限 {finding.limit:.0f})",
        f"{subject.en} visibility {finding.value:.0f} m (limit {finding.limit:.0f})",
    )


RULE = Rule(
    "low-visibility",
    "station",
    "m",
    LowVisibilityParams(),
    find,
    words,
    over=Words("{subject} 能见度好转", "{subject}: visibility has improved"),
    source="系统默认 1000/500/200 米 · system default",
    group=Group(Words("低能见度", "low visibility"), 0),
    clears=Words(
        "能见度达到所越界限的 {release_factor:g} 倍并保持 {release_s:.0f} 秒",
        "{release_factor:g} times the limit it fell below, for {release_s:.0f} s",
    ),
    assumes=Words("能见度仪代表附近水域", "the sensor speaks for the water about it"),
    every_s=5,
    at_s=2,
)
