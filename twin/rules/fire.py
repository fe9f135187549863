"""Finds fire on quays: one burning boat in a raft sets fire to the next within minutes.

Alert 30 of domain.md §2, from the smoke and heat instruments of the shore.
"""

from twin.facts import Priority
from twin.rules.base import HOLDS, HOLDS_NOT, Finding, Params, Rule, View
from twin.rules.shore import newest
from twin.wire import Words


class FireParams(Params, frozen=True, kw_only=True):
    """Three of the newest five reports alarm; smoke and heat together are an emergency (domain.md alert 30).

    domain.md counts seconds, and so do stations that report each second; one that reports once a minute needs
    two minutes from the first report to the third.

    Smoke is the detector's own confidence, 0.6 as for every detector of the shore (domain.md §1.3). Heat is
    54 degC, the lowest response of class A1 (EN 54-5 table 1). Ten minutes without either: ours.
    """

    smoke: float = 0.6
    heat_degc: float = 54
    reports: int = 3
    release_s: float = 600


def find(view: View, params: FireParams) -> list[Finding]:
    """Return a verdict for every station that sees smoke or heat, or has an alert; stale is no verdict."""
    limits = {"smoke": params.smoke, "heat": params.heat_degc}
    found = []
    for station, record in view.stations.records.items():
        if limits.keys().isdisjoint(record.quantities):
            continue
        counts = [
            view.stations.lately[f"{station}/{quantity}"].at_least(limit)
            for quantity, limit in limits.items()
            if quantity in record.quantities and newest(view, station, quantity) is not None
        ]
        most = max(counts, default=-1)
        if most < 0 or (most < params.reports and station not in view.tracked):
            continue
        both = len(counts) == len(limits) and min(counts) >= params.reports
        priority: Priority = 1 if both else 2
        verdict = HOLDS if most >= params.reports else HOLDS_NOT
        place = record.lon, record.lat
        found.append(Finding(station, None, verdict, priority, 0, most, params.reports, *place))
    return found


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say what senses the fire; two kinds of instrument are not wrong together."""
    if finding.priority == 1:
        return Words(f"{subject.zh} 烟、热同时报警: 火情", f"{subject.en}: smoke and heat together: fire")
    return Words(
        f"{subject.zh} 烟或热报警 {finding.value:.0f} 次",
        f"{subject.en}: {finding.value:.0f} reports of smoke or heat",
    )


RULE = Rule(
    "fire",
    "station",
    "1",
    FireParams(),
    find,
    words,
    over=Words("{subject} 烟热消失", "{subject}: no more smoke or heat"),
    source="EN 54-5 A1 级 54℃; 5 报 3 · EN 54-5 class A1, three reports of five",
    clears=Words(
        "{release_s:.0f} 秒内 5 次报告中少于 {reports} 次烟或热",
        "fewer than {reports} of five reports, for {release_s:.0f} s",
    ),
    assumes=Words("探测器正常", "the detector works"),
)
