"""Finds tide gauges above their warning marks: quays flood, lines part, boats ride over the edge.

Alert 27 of domain.md §2; the four marks are the station's own, from the port folder. One tide that passes
the marks of many gauges is one card (domain.md §2.2, alarm flood).
"""

from twin.facts import Priority
from twin.rules.base import Finding, Group, Lack, Params, Rule, View
from twin.rules.shore import Band, judge, newest
from twin.wire import Words


class HighWaterParams(Params, frozen=True, kw_only=True):
    """Below its mark for two hours before it is over (domain.md alert 27); 5 cm of ripple is ours."""

    ripple_m: float = 0.05
    hold_s: float = 60
    release_s: float = 7200


PRIORITIES: tuple[Priority, ...] = (4, 3, 2, 1)


def find(view: View, params: HighWaterParams) -> list[Finding]:
    """Return a verdict for every station with a water level and marks."""
    verdicts = (
        judge(
            view,
            station,
            newest(view, station, "water-level"),
            [
                Band(mark, priority, mark - params.ripple_m)
                for mark, priority in zip(record.marks_m, PRIORITIES, strict=True)
            ],
            rising=True,
        )
        for station, record in view.stations.records.items()
        if record.marks_m and "water-level" in record.quantities
    )
    return [finding for finding in verdicts if finding is not None]


def lacks(view: View, params: HighWaterParams) -> list[Lack]:  # noqa: ARG001 -- every rule is called alike
    """Return what is not on record: marks, and the tide without which surge and rise cannot be told apart.

    A residual of 0.5 m and a rise of 0.3 m/h are above the astronomical tide (domain.md alert 27); at Shipu
    the tide alone rises by more than a metre an hour, so without its table nothing is said of them.
    """
    gauges = [one for one in view.stations.records.values() if "water-level" in one.quantities]
    unmarked = sum(not one.marks_m for one in gauges)
    return [
        Lack(Words("无警戒潮位", "no warning marks on record"), unmarked),
        Lack(Words("无潮汐表, 增水和涨速无法判断", "no tide table on record: no surge"), len(gauges)),
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how high the water stands against the mark it passed."""
    return Words(
        f"{subject.zh} 潮位 {finding.value:.2f} 米, 超警戒 {finding.limit:.2f} 米",
        f"{subject.en} water level {finding.value:.2f} m, above the {finding.limit:.2f} m mark",
    )


RULE = Rule(
    "high-water",
    "station",
    "m",
    HighWaterParams(),
    find,
    words,
    over=Words("{subject} 潮位回落", "{subject}: the water has fallen"),
    source="本站警戒潮位 · the station's own marks",
    group=Group(Words("高潮位", "high water"), 0),
    clears=Words("潮位回落到警戒线下并保持 {release_s:.0f} 秒", "below the mark for {release_s:.0f} s"),
    lacks=lacks,
    every_s=10,
)
