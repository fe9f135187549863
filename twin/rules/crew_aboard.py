"""Finds boats in shelter with people aboard when the typhoon is near: lines part, and nobody can get there.

Alert 24 of domain.md §2; item 8 of 农渔发〔2022〕11号. Crews of small boats are ashore six hours before the
circle of force 10 arrives, all crews six hours before that of force 12 (a worked local example: Xiamen Gaoqi,
S14). The circles are those of the newest track; when it has run out nobody can tell.
"""

from typing import NamedTuple

import numpy as np

from geo.units import MS_PER_HOUR
from twin.columns import NEVER
from twin.facts import WeatherChanged
from twin.rules.base import Finding, Group, Lack, Params, Rule, View
from twin.rules.boats import findings
from twin.storm import Reach, reach
from twin.table import Array
from twin.wire import Words


class CrewAboard(Params, frozen=True, kw_only=True):
    """Metres and hours.

    Attributes:
        small_m: shorter boats are small; ours: the example says under 150 hp, which is not on record.
        ashore_h: so long before the circle arrives crews are ashore (domain.md alert 24, S14).
        last_h: so long before it is an emergency; ours: after that no boat comes alongside.
        gone_h: so long after a track ran out it says nothing any more; ours.
    """

    small_m: float = 12
    ashore_h: float = 6
    last_h: float = 1
    gone_h: float = 24


class Span(NamedTuple):
    """From when crews must be ashore, when the circle arrives, and until when it blows, UTC ms."""

    due_ms: float
    arrives_ms: float
    ends_ms: float


def find(view: View, params: CrewAboard) -> list[Finding]:
    """Return a verdict for every boat in shelter with people aboard after its deadline."""
    vessels = view.fleet.vessels
    storms = _storms(view, params)
    if not (storms or view.tracked):
        return []
    fresh = [storm for storm in storms if storm.valid_to_ms > view.now_ms]
    all_boats, small_boats = _spans(view, params, fresh, 12), _spans(view, params, fresh, 10)
    peopled = (vessels["aboard"] > 0) & (vessels["fix_ms"] != NEVER) & ~vessels["at_sea"]
    small = vessels["length_m"] < params.small_m
    due = _since(view, all_boats, len(vessels)) | (small & _since(view, small_boats, len(vessels)))
    last = [span._replace(due_ms=span.arrives_ms - params.last_h * MS_PER_HOUR) for span in all_boats]
    last_small = [span._replace(due_ms=span.arrives_ms - params.last_h * MS_PER_HOUR) for span in small_boats]
    urgent = _since(view, last, len(vessels)) | (small & _since(view, last_small, len(vessels)))
    cannot_tell = len(storms) > len(fresh) or not all(_known(view, storm) for storm in fresh)
    return findings(
        view,
        peopled & due,
        peopled & ~due & cannot_tell,
        value=vessels["aboard"],
        limit=0,
        priority=np.where(urgent, 1, 2),
    )


def _storms(view: View, params: CrewAboard) -> list[WeatherChanged]:
    """Return the typhoons that were told of lately."""
    until_ms = view.now_ms - params.gone_h * MS_PER_HOUR
    return [
        issue
        for issue in view.weather.newest.values()
        if issue.what == "typhoon" and issue.valid_to_ms > until_ms and issue.track
    ]


def _reach(view: View, storm: WeatherChanged, force: int) -> Reach:
    return reach(storm.track, view.port.lon, view.port.lat, force)


def _known(view: View, storm: WeatherChanged) -> bool:
    return _reach(view, storm, 10).known and _reach(view, storm, 12).known


def _spans(view: View, params: CrewAboard, storms: list[WeatherChanged], force: int) -> list[Span]:
    reached = [_reach(view, storm, force) for storm in storms]
    return [
        Span(one.first_ms - params.ashore_h * MS_PER_HOUR, one.first_ms, one.last_ms)
        for one in reached
        if one.first_ms is not None and one.last_ms is not None
    ]


def _since(view: View, spans: list[Span], boats: int) -> Array:
    """Return for every boat alike whether now lies in one of the spans, bool [n]."""
    return np.full(boats, any(span.due_ms <= view.now_ms <= span.ends_ms for span in spans))


def lacks(view: View, params: CrewAboard) -> list[Lack]:
    """Return for how many boats with people aboard the storm, or the boat's own place, is not known."""
    vessels = view.fleet.vessels
    storms = _storms(view, params)
    stale = any(storm.valid_to_ms <= view.now_ms for storm in storms)
    without = not all(_known(view, storm) for storm in storms)
    peopled = vessels["aboard"] > 0
    sheltered = int((peopled & (vessels["fix_ms"] != NEVER) & ~vessels["at_sea"]).sum())
    nowhere = int((peopled & (vessels["fix_ms"] == NEVER)).sum()) if storms else 0
    return [
        Lack(Words("台风路径已过期", "the track of the typhoon has run out"), sheltered if stale else 0),
        Lack(Words("台风路径无风圈半径", "no radii of the winds in the track"), sheltered if without else 0),
        Lack(Words("有人在船而船位未知", "people aboard of a boat without a position"), nowhere),
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how many people are aboard after the deadline."""
    near = finding.priority == 1
    zh, en = ("风圈将至", "the circle is near") if near else ("已过撤离时限", "past the deadline")
    return Words(
        f"{subject.zh} 在港避风, 船上仍有 {finding.value:.0f} 人, {zh}",
        f"{subject.en} is in shelter with {finding.value:.0f} persons still aboard, {en}",
    )


RULE = Rule(
    "crew-aboard",
    "vessel",
    "persons",
    CrewAboard(),
    find,
    words,
    over=Words(
        "{subject} 人员已上岸, 或风圈已过", "the crew of {subject} is ashore, or the circle has passed"
    ),
    source="厦门高崎渔港防台预案 (S14); 农渔发〔2022〕11号第8项"
    " · Xiamen Gaoqi plan; MARA notice 2022/11, item 8",
    call="warning",
    clears=Words("船上人员全部点到上岸", "everyone aboard mustered ashore"),
    assumes=Words(
        "最近一次点名属实; 全港风圈同时到达; 以船长代马力",
        "the newest muster is right; the circle reaches all the port at once; length stands for horsepower",
    ),
    group=Group(Words("多船人员应撤未撤", "many crews still aboard"), 3, alone_from=0),
    lacks=lacks,
)
