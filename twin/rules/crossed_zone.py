"""Finds boats that passed through a zone between two fixes: unseen inside, but the line went through.

Alert 2 of domain.md §2. Between fixes ten minutes apart the straight line is only a guess, so this is a
caution marked "possible" (§2.2); Tile38's `cross` is the idea.
"""

from twin.rules.base import HOLDS, HOLDS_NOT, Finding, Params, Rule, View
from twin.wire import Words


class CrossedZoneParams(Params, frozen=True, kw_only=True):
    """Seconds: a gap over `sure_s` makes the crossing only possible; the caution stands for ten minutes."""

    sure_s: float = 60
    release_s: float = 600


def find(view: View, params: CrossedZoneParams) -> list[Finding]:
    """Return every crossing since the last look, and the release of those still listed."""
    fleet = view.fleet
    found = []
    crossed = set()
    for row, zone, gap_s in view.crossings:
        subject = fleet.known[row].vessel
        crossed.add((subject, zone))
        found.append(_finding(view, row, zone, gap_s, params.sure_s, holds=True))
    for subject, zones in view.tracked.items():
        row = fleet.row_of[subject]
        found += [
            _finding(view, row, zone, 0, params.sure_s, holds=False)
            for zone in zones
            if zone is not None and (subject, zone) not in crossed
        ]
    return found


def _finding(view: View, row: int, zone: str, gap_s: float, sure_s: float, *, holds: bool) -> Finding:
    vessels = view.fleet.vessels
    return Finding(
        view.fleet.known[row].vessel,
        zone,
        HOLDS if holds else HOLDS_NOT,
        4,
        int(vessels["fix_count"][row]),
        gap_s,
        sure_s,
        float(vessels["lon"][row]),
        float(vessels["lat"][row]),
    )


def words(finding: Finding, subject: Words, zone: Words) -> Words:
    """Say that the boat crossed, and whether the fixes are close enough to be sure."""
    sure = finding.value <= finding.limit
    return Words(
        f"{subject.zh} {'' if sure else '可能'}穿越{zone.zh} (两次船位相隔 {finding.value:.0f} 秒)",
        f"{subject.en} {'' if sure else 'possibly '}crossed {zone.en} (fixes {finding.value:.0f} s apart)",
    )


RULE = Rule(
    "crossed-zone",
    "vessel",
    "s",
    CrossedZoneParams(),
    find,
    words,
    over=Words("{subject} 穿越{zone}的提示到期", "the note that {subject} crossed {zone} has run out"),
    source="系统默认 · system default",
    heed=("move",),
    clears=Words("{release_s:.0f} 秒后自动到期", "runs out by itself after {release_s:.0f} s"),
    assumes=Words("两次船位之间走直线", "a straight line between the two fixes"),
)
