"""Finds stations whose mean wind or gusts are beyond what boats and quays can take.

Alert 29 of domain.md §2 with §2.3.7: force 12 is an alarm and a change of port state, not "life now". One
storm that every station feels is one card (domain.md §2.2, alarm flood).
"""

from twin.facts import Priority
from twin.rules.base import Finding, Group, Params, Rule, View
from twin.rules.shore import Band, judge, newest
from twin.wire import Words


class StrongWindParams(Params, frozen=True, kw_only=True):
    """Beaufort limits in m/s of the 10-min mean (force 6, 8, 10, 12) and of gusts two forces higher.

    Released one force lower for 30 minutes (domain.md alert 29; Beaufort m/s in §1.2; force 14 41.5 m/s,
    GB/T 28591).
    """

    mean_mps: tuple[float, float, float, float] = (10.8, 17.2, 24.5, 32.7)
    mean_release_mps: tuple[float, float, float, float] = (8.0, 13.9, 20.8, 28.5)
    gust_mps: tuple[float, float, float, float] = (17.2, 24.5, 32.7, 41.5)
    gust_release_mps: tuple[float, float, float, float] = (13.9, 20.8, 28.5, 37.0)
    release_s: float = 1800


PRIORITIES: tuple[Priority, ...] = (4, 3, 2, 2)


def find(view: View, params: StrongWindParams) -> list[Finding]:
    """Return the worse verdict of mean and gust for every station that measures wind."""
    mean = _bands(params.mean_mps, params.mean_release_mps)
    gust = _bands(params.gust_mps, params.gust_release_mps)
    found = []
    for station, record in view.stations.records.items():
        verdicts = [
            judge(view, station, newest(view, station, quantity), bands, rising=True)
            for quantity, bands in (("wind", mean), ("gust", gust))
            if quantity in record.quantities
        ]
        known = [finding for finding in verdicts if finding is not None]
        if known:
            found.append(max(known, key=lambda f: (f.verdict, -f.priority)))
    return found


def _bands(limits: tuple[float, ...], releases: tuple[float, ...]) -> list[Band]:
    return [Band(*band) for band in zip(limits, PRIORITIES, releases, strict=True)]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how strong the wind is at which station."""
    return Words(
        f"{subject.zh} 风速 {finding.value:.1f} 米/秒 (限 {finding.limit:.1f})",
        f"{subject.en} wind {finding.value:.1f} m/s (limit {finding.limit:.1f})",
    )


RULE = Rule(
    "strong-wind",
    "station",
    "m/s",
    StrongWindParams(),
    find,
    words,
    over=Words("{subject} 风力减弱", "{subject}: the wind has eased"),
    source="蒲福风级, 预警信号办法 · Beaufort scale, warning-signal regulation",
    group=Group(Words("大风", "strong wind"), 0),
    clears=Words("风力降低一级并保持 {release_s:.0f} 秒", "one force lower for {release_s:.0f} s"),
    every_s=5,
    at_s=1,
)
