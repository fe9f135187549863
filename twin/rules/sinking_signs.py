"""Finds boats that look as if they were sinking: a beacon that says so, or a stop in a gale and then silence.

Alert 13 of domain.md §2 with §2.3.1. The flag of a terminal means "moved, opened or under water" and cannot
say which: it is verified at P2. Silence counts only at sea and through a feed that is up: in shelter crews go
ashore and cut the power, and "slow, windy, then silent" would page for thousands. No terminal tells how high
the bilge stands, which would be the surest sign.
"""

import numpy as np

from twin.columns import NEVER
from twin.facts import Priority
from twin.rules.base import Finding, Lack, Params, Rule, View
from twin.rules.boats import asked, findings
from twin.rules.conditions import force, wind_mps
from twin.silence import OVERDUE_INTERVALS
from twin.table import Array
from twin.wire import Words


class SinkingSignsParams(Params, frozen=True, kw_only=True):
    """Knots, Beaufort force and seconds.

    Attributes:
        stopped_kn: slower than this a boat has stopped (domain.md alert 13).
        way_kn: it made at least this within the two fixes before, or it did not stop suddenly (§2.3.1).
        wind_force: from this force on a stop is no rest (domain.md alert 13).
        silent_s: silence is no sign before this, nor under 3.5 expected intervals (§2.3.3).
    """

    stopped_kn: float = 0.5
    way_kn: float = 3
    wind_force: float = 7
    silent_s: float = 120


def find(view: View, params: SinkingSignsParams) -> list[Finding]:
    """Return a verdict for every boat whose beacon or whose silence says that it may be sinking."""
    fleet, vessels = view.fleet, view.fleet.vessels
    flagged = np.zeros(len(fleet), dtype=bool)
    flagged[fleet.terminals["vessel"][fleet.terminals["tamper"] == 1]] = True
    stopped = _silent_at_sea(view, params, vessels["sog_kn"] < params.stopped_kn)
    if not len(asked(view, flagged | stopped)):
        return []
    blows = force(wind_mps(view)) >= params.wind_force if stopped.any() else stopped
    sudden = np.fmax(vessels["last_sog_kn"], vessels["prior_sog_kn"]) >= params.way_kn
    vanished = stopped & blows
    unsure = vessels["blind"] & ~flagged
    urgency: Priority | Array = np.where(vanished & sudden, 1, 2)
    return findings(
        view,
        flagged | vanished,
        unsure,
        value=np.where(vanished, vessels["silence_s"] / 60, 0),
        limit=np.where(vanished, params.silent_s / 60, 0),
        priority=urgency,
    )


def _silent_at_sea(view: View, params: SinkingSignsParams, among: Array) -> Array:
    """Return who of these was last seen at sea and is overdue although a feed could hear it, bool [n]."""
    vessels = view.fleet.vessels
    quiet = vessels["silence_s"] >= np.maximum(params.silent_s, OVERDUE_INTERVALS * vessels["interval_s"])
    quiet &= among & (vessels["fix_ms"] != NEVER) & vessels["at_sea"] & ~vessels["blind"]
    rows = quiet.nonzero()[0]
    if len(rows):
        quiet[rows] = view.graced(rows)
    return np.asarray(quiet)


def lacks(view: View, params: SinkingSignsParams) -> list[Lack]:
    """Return how many silent boats nobody can judge as no wind is known there, and whose bilge is unknown."""
    silent = _silent_at_sea(view, params, np.ones(len(view.fleet), dtype=bool))
    unknown = silent & np.isnan(wind_mps(view))
    heard = view.fleet.vessels["fix_ms"] != NEVER
    return [
        Lack(Words("该处风力未知", "no wind known there"), int(unknown.sum())),
        Lack(Words("终端不报舱底水位", "no bilge alarm is reported"), int(heard.sum())),
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say which sign it is: the flag, or the stop in a gale and the silence after it."""
    if finding.limit == 0:
        return Words(
            f"{subject.zh} 终端报拆动或进水, 请核实",
            f"{subject.en}: its terminal tells of tampering or sinking; verify",
        )
    if finding.priority == 1:
        return Words(
            f"{subject.zh} 大风中骤停后失去信号 {finding.value:.0f} 分钟, 疑似沉没",
            f"{subject.en} stopped suddenly in a gale, silent for {finding.value:.0f} min: may have sunk",
        )
    return Words(
        f"{subject.zh} 大风中停船后失去信号 {finding.value:.0f} 分钟, 请核实",
        f"{subject.en} lay stopped in a gale, then silent for {finding.value:.0f} min; verify",
    )


RULE = Rule(
    "sinking-signs",
    "vessel",
    "min",
    SinkingSignsParams(),
    find,
    words,
    over=Words("{subject} 恢复正常", "{subject} is as it should be"),
    source="泉州北斗示位仪拆动/沉没报警 2019; 修正 §2.3.1 · beacon flag, Quanzhou 2019; domain.md §2.3.1",
    call="question",
    heed=("repair",),
    assumes=Words("覆盖该船的信号源一直正常", "a feed that covers the boat was up all that time"),
    latched=True,
    lacks=lacks,
)
