"""Finds boats that leave with fewer certified officers than their length demands: nobody fit for the watch.

Alert 10 of domain.md §2; item 3 of 农渔发〔2022〕11号 ranks it a major hidden danger. The table is
`manning.csv`, marked [K,U]: from memory, so the port must check it before it denies anybody departure.
"""

import numpy as np

from twin.rules.base import Finding, Group, Lack, Params, Rule, View
from twin.rules.boats import asked, findings
from twin.table import Array
from twin.voyages import under_way
from twin.wire import Words


class UnderManned(Params, frozen=True, kw_only=True):
    """Posts that may stay open: none (渔业船员管理办法, the table of minimum manning, domain.md §1.2)."""

    open_posts: float = 0


def find(view: View, params: UnderManned) -> list[Finding]:
    """Return a verdict for every boat that leaves with a post open; by the crew list of its report."""
    vessels = view.fleet.vessels
    filled = vessels["filled"]
    short = (filled >= 0) & (filled < vessels["posts"] - params.open_posts)
    rows = asked(view, short)
    if not len(rows):
        return []
    leaves = _leaves(view, rows)
    return findings(
        view,
        leaves & short[rows],
        leaves & (filled[rows] < 0),
        value=np.maximum(filled[rows], 0),
        limit=np.maximum(vessels["posts"][rows], 0),
        priority=2,
        rows=rows,
    )


def lacks(view: View, params: UnderManned) -> list[Lack]:  # noqa: ARG001 -- every rule is asked alike
    """Return of how many boats that leave the table, the crew list or a certificate is not on record."""
    vessels = view.fleet.vessels
    leaves = _leaves(view, np.arange(len(vessels)))
    listed = leaves & (vessels["declared"] >= 0)
    return [
        Lack(
            Words("该船长无最低配员标准", "no manning table for that length on record"),
            int((listed & (vessels["posts"] < 0)).sum()),
        ),
        Lack(
            Words("出港未报船员名单", "no crew list in the departure report"),
            int((leaves & (vessels["declared"] < 0)).sum()),
        ),
        Lack(
            Words("船员证书未登记", "certificates of the crew not on record"),
            int((listed & (vessels["posts"] >= 0) & (vessels["filled"] < 0)).sum()),
        ),
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how many certified officers are aboard and how many there must be."""
    return Words(
        f"{subject.zh} 职务船员 {finding.value:.0f} 名, 最低配员 {finding.limit:.0f} 名",
        f"{subject.en} has {finding.value:.0f} of {finding.limit:.0f} certified officers aboard",
    )


def _leaves(view: View, rows: Array) -> Array:
    """Return which of these boats are on a voyage that they reported, bool [m]."""
    vessels = view.fleet.vessels
    reported = vessels["departed_ms"][rows] > vessels["arrived_ms"][rows]
    return np.asarray(reported & under_way(vessels, view.now_ms, rows))


RULE = Rule(
    "under-manned",
    "vessel",
    "officers",
    UnderManned(),
    find,
    words,
    over=Words("{subject} 配员已齐或已回港", "{subject} is fully manned, or back"),
    source="农渔发〔2022〕11号第3项; 配员表须核对 · MARA notice 2022/11, item 3; manning table to be checked",
    call="question",
    clears=Words("补报足额职务船员, 或船已回港", "a report with every post filled, or the boat is back"),
    assumes=Words(
        "名单上的人在船; 高等级证书可任低等级职务",
        "who is listed is aboard; a higher grade serves for a lower",
    ),
    group=Group(Words("多船职务船员不足", "several boats under-manned"), 3),
    lacks=lacks,
    every_s=5,
    at_s=4,
)
