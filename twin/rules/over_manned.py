"""Finds boats that sail with more persons than they are certified for: too few rafts, too little freeboard.

Alert 11 of domain.md §2; item 7 of 农渔发〔2022〕11号 ranks it a major hidden danger. Whoever counts most is
believed: the crew list, the musters aboard, or the gate.
"""

from functools import reduce

import numpy as np

from twin.rules.base import Finding, Lack, Params, Rule, View
from twin.rules.boats import asked, findings
from twin.table import Array
from twin.voyages import under_way
from twin.wire import Words


class OverManned(Params, frozen=True, kw_only=True):
    """Persons over the certificate's number: none (农渔发〔2022〕11号 item 7).

    Musters of a crew that changes arrive over minutes, so it must hold for one; ours.
    """

    spare_persons: float = 0
    hold_s: float = 60


def find(view: View, params: OverManned) -> list[Finding]:
    """Return a verdict for every boat that sails with more persons than it may carry."""
    vessels = view.fleet.vessels
    rated, told = vessels["rated"], (vessels[name] for name in ("out_persons", "declared", "aboard"))
    holds = (rated >= 0) & (reduce(np.maximum, told) > rated + params.spare_persons)
    if not len(asked(view, holds)):
        return []
    persons = _persons(view)
    holds &= _sails(view) & (persons > rated + params.spare_persons)
    return findings(
        view,
        holds,
        np.zeros(len(vessels), dtype=bool),
        value=persons,
        limit=rated,
        priority=2,
    )


def lacks(view: View, params: OverManned) -> list[Lack]:  # noqa: ARG001 -- every rule is asked alike
    """Return of how many boats that sail it is not on record how many persons they may carry."""
    unrated = _sails(view) & (view.fleet.vessels["rated"] < 0)
    return [Lack(Words("核定人数未登记", "no rated number of persons on record"), int(unrated.sum()))]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how many are aboard and how many may be."""
    return Words(
        f"{subject.zh} 船上 {finding.value:.0f} 人, 核定 {finding.limit:.0f} 人",
        f"{subject.en} has {finding.value:.0f} persons aboard, certified for {finding.limit:.0f}",
    )


def _sails(view: View) -> Array:
    vessels = view.fleet.vessels
    return np.asarray(under_way(vessels, view.now_ms) | vessels["at_sea"])


def _persons(view: View) -> Array:
    """Return the most persons that anyone tells to be aboard on this voyage, int [n]."""
    vessels = view.fleet.vessels
    leaving = under_way(vessels, view.now_ms)
    counted = np.where(leaving & (vessels["out_ms"] > vessels["in_ms"]), vessels["out_persons"], 0)
    declared = np.where(leaving & (vessels["departed_ms"] > vessels["arrived_ms"]), vessels["declared"], 0)
    return np.asarray(np.maximum(np.maximum(counted, declared), vessels["aboard"]))


RULE = Rule(
    "over-manned",
    "vessel",
    "persons",
    OverManned(),
    find,
    words,
    over=Words("{subject} 人数不超过核定", "{subject} carries no more than it may"),
    source="农渔发〔2022〕11号第7项; 核定人数见船检证书"
    " · MARA notice 2022/11, item 7; number as on the certificate",
    call="question",
    clears=Words("船上人数不超过核定人数, 或船已回港", "no more aboard than certified, or the boat is back"),
    assumes=Words(
        "名单、点名和卡口计数中最多者属实", "the most of crew list, musters and gate count is right"
    ),
    lacks=lacks,
    every_s=5,
    at_s=3,
)
