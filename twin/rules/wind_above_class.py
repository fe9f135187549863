"""Finds boats at sea in more wind than they are certified for: they capsize, or cannot make way home.

Alert 22 of domain.md §2 with §2.3.7: boats at sea only, one card for each wind event. Item 5 of
农渔发〔2022〕11号 ranks it a major hidden danger of fishing boats; merchant ships are not asked.
"""

import numpy as np

from twin.rules.base import Finding, Group, Lack, Params, Rule, View
from twin.rules.boats import findings
from twin.rules.conditions import force, forecast_force, wind_mps
from twin.table import Array
from twin.traffic import is_ship
from twin.wire import Words


class WindAboveClassParams(Params, frozen=True, kw_only=True):
    """Beaufort forces: at the boat's class alarm, one below warning; over one class lower for an hour.

    One force below its class a boat is told and nobody is asked: the grace is a day, ours.
    Observed ten-minute mean at the nearest station, or the forecast of the next 6 h (domain.md alert 22).
    """

    margin_forces: float = 1
    ahead_h: float = 6
    hold_s: float = 60
    release_s: float = 3600
    grace_s: float = 86_400


def find(view: View, params: WindAboveClassParams) -> list[Finding]:
    """Return a verdict for every boat at sea that the wind there, or to come, is too strong for."""
    vessels = view.fleet.vessels
    wind = _force(view, params)
    rated = vessels["wind_class"]
    at_sea = _watched(view)
    holds = at_sea & (wind >= rated - params.margin_forces)
    unsure = np.isnan(wind) | np.isnan(rated) | (at_sea & ~view.fresh)
    return findings(
        view,
        holds,
        unsure & at_sea,
        value=np.nan_to_num(wind),
        limit=np.nan_to_num(rated),
        priority=np.where(wind >= rated, 2, 3),
    )


def _watched(view: View) -> Array:
    """Return the boats at sea that a certificate of wind resistance binds: ships have none, bool [n]."""
    vessels = view.fleet.vessels
    return np.asarray(vessels["at_sea"] & (vessels["fix_ms"] >= 0) & ~is_ship(view.fleet))


def _force(view: View, params: WindAboveClassParams) -> Array:
    """Return the stronger of observed and forecast force at each boat, NaN where neither is known."""
    ahead = forecast_force(view, params.ahead_h)
    return np.fmax(force(wind_mps(view)), np.nan if ahead is None else float(ahead))


def lacks(view: View, params: WindAboveClassParams) -> list[Lack]:
    """Return what is not on record: wind classes of boats at sea, and the wind itself."""
    vessels = view.fleet.vessels
    at_sea = _watched(view)
    unrated = at_sea & np.isnan(vessels["wind_class"])
    unknown = at_sea & np.isnan(_force(view, params))
    return [
        Lack(Words("抗风等级未登记", "no wind class on record"), int(unrated.sum())),
        Lack(Words("该处风力未知", "no wind known there"), int(unknown.sum())),
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say what the wind is against what the boat is certified for."""
    return Words(
        f"{subject.zh} 在海, 风力 {finding.value:.0f} 级, 抗风等级 {finding.limit:.0f} 级",
        f"{subject.en} at sea in force {finding.value:.0f}, certified for {finding.limit:.0f}",
    )


RULE = Rule(
    "wind-above-class",
    "vessel",
    "Bft",
    WindAboveClassParams(),
    find,
    words,
    over=Words("{subject} 已避风或风力减弱", "{subject} is sheltered, or the wind has eased"),
    source="农渔发〔2022〕11号第5项; 抗风等级见船检证书"
    " · MARA notice 2022/11, item 5; class as on the certificate",
    call="warning",
    clears=Words(
        "进港避风, 或风力低于抗风等级一级并保持 {release_s:.0f} 秒",
        "in shelter, or the wind a force below its class for {release_s:.0f} s",
    ),
    assumes=Words(
        "最近气象站或预报代表该处风力", "the nearest station, or the forecast, speaks for its water"
    ),
    group=Group(Words("大风超抗风等级", "wind above class"), 0),
    lacks=lacks,
    every_s=30,
    at_s=8,
)
