"""Lists zones that a person has changed: the next watch must know what is forbidden now and was not.

P4 only (domain.md §2, after alert 36); settings of rules change only with the port folder, at a start.
"""

from geo.units import MS_PER_HOUR
from twin.rules.base import HOLDS, HOLDS_NOT, Finding, Params, Rule, View
from twin.wire import Words


class RuleChangeParams(Params, frozen=True, kw_only=True):
    """Listed for twelve hours, ours: through the watch that did it and the one that takes over."""

    listed_h: float = 12


def find(view: View, params: RuleChangeParams) -> list[Finding]:
    """Return a verdict for every zone changed lately, and for every alert of one."""
    tracked = view.tracked.get(view.port.id, ())
    since_ms = view.now_ms - params.listed_h * MS_PER_HOUR
    return [
        Finding(
            view.port.id,
            zone.id,
            HOLDS if zone.changed_ms > since_ms else HOLDS_NOT,
            4,
            0,
            zone.version,
            0,
        )
        for zone in view.fences.zones
        if zone.changed_ms is not None and (zone.changed_ms > since_ms or zone.id in tracked)
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:
    """Say which zone is another than before."""
    return Words(
        f"{subject.zh} {zone.zh} 已被修改, 现为第 {finding.value:.0f} 版",
        f"{subject.en}: {zone.en} was changed by a person, now version {finding.value:.0f}",
    )


RULE = Rule(
    "rule-change",
    "port",
    "1",
    RuleChangeParams(),
    find,
    words,
    over=Words("{zone} 的修改已满提示时间", "the change of {zone} has been listed long enough"),
    source="系统默认 · system default",
    clears=Words("修改后 {listed_h:g} 小时", "{listed_h:g} h after the change"),
)
