"""Finds boats that fell silent while a feed that covers them was up: shielded, powerless, sunk or broken.

Alert 5 of domain.md §2 with §2.3.2-3 and `reliability.md` §2.2. Silence is observed silence
(`twin.silence`): while a feed is down the answer is "cannot tell", and a boat last seen moored in shelter is
listed as off in port, not alarmed. Reports that come late and fill the silence un-happen it: the alert is
retracted (domain.md §0.10).
"""

import numpy as np

from twin.columns import NEVER
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Group, Params, Rule, View
from twin.rules.boats import asked, watched
from twin.table import Array
from twin.wire import Words


class WentDarkParams(Params, frozen=True, kw_only=True):
    """Tiers of silence in seconds and in the boat's own expected intervals; the larger of both counts.

    15 min and 3.5 intervals caution, 30 min and 5 warning, 2 h roll-call line (domain.md alert 5, §2.3.3; a
    fixed 30 minutes would fire 652 times a day on the 894 recorded boats, data.md).

    Attributes:
        alarm_intervals: two hours are so many reports of a ten-minute terminal; ours.
        release_s: a gateway empties itself within a minute (ours); only then is it plain whether the boat was
            silent or its reports were kept back.
        delivered_share: so large a share of the reports due in the silence, come late, un-happens it, ours.
    """

    caution_s: float = 900
    caution_intervals: float = 3.5
    warning_s: float = 1800
    warning_intervals: float = 5
    alarm_s: float = 7200
    alarm_intervals: float = 12
    release_s: float = 60
    delivered_share: float = 0.7


DELIVERED = Words(
    "{subject} 的船位迟到补报, 终端并未离线", "{subject} had reported all along; its reports came late"
)


def limits_s(params: WentDarkParams, interval_s: Array) -> tuple[Array, Array, Array]:
    """Return the caution, warning and alarm limits for boats with these expected intervals, seconds [n]."""
    return (
        np.maximum(params.caution_s, params.caution_intervals * interval_s),
        np.maximum(params.warning_s, params.warning_intervals * interval_s),
        np.maximum(params.alarm_s, params.alarm_intervals * interval_s),
    )


def find(view: View, params: WentDarkParams) -> list[Finding]:
    """Return a verdict for every boat silent past its first limit and every alert pending or open.

    What holds as it did at the last look is left out.
    """
    vessels, known = view.fleet.vessels, view.fleet.known
    late = (vessels["silence_s"] >= params.caution_s) & ~vessels["moored"]
    late &= (vessels["fix_ms"] >= 0) & ~vessels["buoy"]
    rows = asked(view, late)
    if not len(rows):
        return []
    silence_s = vessels["silence_s"][rows]
    limits = np.array(limits_s(params, vessels["interval_s"][rows]))
    silent = late[rows] & (silence_s >= limits[0])
    # who speaks again is heard, whatever its feed
    unsure = silent & (vessels["blind"][rows] | ~view.graced(rows))
    verdict = np.where(unsure, CANNOT_TELL, np.where(silent, HOLDS, HOLDS_NOT))
    priority = np.where(silence_s >= limits[2], 2, np.where(silence_s >= limits[1], 3, 4))
    limit_s = limits[4 - priority, np.arange(len(rows))]
    delivered = _delivered(view, params, rows)
    told = np.flatnonzero(silent | watched(view)[rows])
    columns = (rows, verdict, priority, silence_s, limit_s, delivered)
    return [
        Finding(
            known[row].vessel,
            None,
            answer,
            urgency,
            int(vessels["fix_count"][row]),
            quiet_s / 60,
            most_s / 60,
            float(vessels["lon"][row]),
            float(vessels["lat"][row]),
            over=DELIVERED if filled else None,
            retracts=filled and answer == HOLDS_NOT,
        )
        for row, answer, urgency, quiet_s, most_s, filled in zip(
            *(column[told].tolist() for column in columns), strict=True
        )
        if answer != HOLDS or view.steady.get((known[row].vessel, None), 9) > urgency
    ]


def _delivered(view: View, params: WentDarkParams, rows: Array) -> Array:
    """Return whose last silence is filled by reports that came late, bool [m]."""
    hushed_s, interval_s, spoke_ms, late_fixes = (
        view.fleet.vessels[name][rows] for name in ("hushed_s", "interval_s", "spoke_ms", "late_fixes")
    )
    due = np.maximum(hushed_s / np.maximum(interval_s, 1) - 1, 1)
    return np.asarray((spoke_ms != NEVER) & (late_fixes >= params.delivered_share * due))


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how long nothing was heard although it could have been."""
    return Words(
        f"{subject.zh} 终端离线 {finding.value:.0f} 分钟 (限 {finding.limit:.0f} 分钟)",
        f"{subject.en} terminal offline for {finding.value:.0f} min (limit {finding.limit:.0f} min)",
    )


RULE = Rule(
    "went-dark",
    "vessel",
    "min",
    WentDarkParams(),
    find,
    words,
    over=Words("{subject} 终端恢复", "{subject} is heard again"),
    source="系统默认; 2 小时点名线: 瑞安 2023 · system default; 2 h roll-call line: Ruian 2023",
    call="question",
    group=Group(Words("多船终端同时离线", "many terminals offline at once"), 10, alone_from=0),
    heed=("planned-silence", "repair"),
    clears=Words("任一终端重新发出船位", "any terminal of the boat reports again"),
    assumes=Words("覆盖该船的信号源一直正常", "a feed that covers the boat was up all that time"),
)
