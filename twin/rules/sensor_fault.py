"""Finds shore instruments that cannot be believed: a rule that hears nothing of fire or water says nothing.

Alert 36 of domain.md §2 with §2.3.8: shore devices only; a boat's terminal belongs to the rule of silence.
A feed that is down hides the stations behind it: they are not blamed for it.
"""

from geo.units import MS_PER_SECOND
from twin.facts import Priority
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Group, Lack, Params, Rule, Verdict, View
from twin.wire import Words


class SensorFaultParams(Params, frozen=True, kw_only=True):
    """Intervals of silence, percent of battery, seconds of clock (domain.md alert 36), and a stuck needle.

    A value that has not moved for an hour: the persistence test of automatic stations (Zahumensky, WMO 2004),
    in thirty reports or more, and only of what always moves: wind and water; still air is no fault.
    Its grace is as long as its release (data flowing ten minutes), ours: a set that restarts wakes nobody.
    """

    silent_intervals: float = 3
    lost_intervals: float = 10
    low_pct: float = 20
    flat_pct: float = 10
    clock_s: float = 30
    stuck_s: float = 3600
    stuck_reports: int = 30
    still_air_mps: float = 0.5
    hold_s: float = 30
    release_s: float = 600
    grace_s: float = 600


FAULTS: tuple[tuple[Priority, Words], ...] = (
    (3, Words("电量即将耗尽", "its battery is almost flat")),
    (3, Words("中断超过十个周期", "silent for more than ten intervals")),
    (4, Words("中断超过三个周期", "silent for more than three intervals")),
    (4, Words("电量低", "its battery is low")),
    (4, Words("时钟或传输偏差过大", "its clock, or its delivery, is wrong")),
    (4, Words("读数不变, 可能卡滞", "a reading that does not move: it may be stuck")),
)
"""What may be wrong and how grave it is, the gravest first; the finding's value counts from 1."""
ALWAYS_MOVE = ("wind", "gust", "water-level")
CLOCK_REPORTS = 3
"""Reports in a row with the same wrong clock, ours: one late letter is the radio's."""


def find(view: View, params: SensorFaultParams) -> list[Finding]:
    """Return a verdict for every station that was ever heard and has a fault or an alert."""
    found = []
    for station, heard_ms in view.stations.heard_ms.items():
        up_ms = _up_since_ms(view, station)
        fault = _fault(view, params, station, heard_ms, up_ms)
        if not fault and station not in view.tracked:
            continue
        verdict: Verdict = CANNOT_TELL if up_ms is None else HOLDS if fault else HOLDS_NOT
        record = view.stations.records[station]
        priority = FAULTS[fault - 1][0] if fault else 4
        found.append(Finding(station, None, verdict, priority, 0, fault, 0, record.lon, record.lat))
    return found


def _up_since_ms(view: View, station: str) -> int | None:
    """Return since when the feed that hears the station is up, UTC ms; None while it is not."""
    number = view.feeds.number_of.get(view.stations.via.get(station) or "", 0)
    feed = view.feeds.feeds[number]
    return feed.since_ms if feed.state == "up" else None


def _fault(view: View, params: SensorFaultParams, station: str, heard_ms: int, up_ms: int | None) -> int:
    """Return the number of the gravest fault, 0 for none."""
    silent_s = (view.now_ms - max(heard_ms, up_ms or 0)) / MS_PER_SECOND
    intervals = silent_s / view.stations.records[station].period_s
    lately = view.stations.lately
    battery = lately.get(f"{station}/battery")
    charge = 100.0 if battery is None else battery.samples[-1].value
    found = (
        charge < params.flat_pct,
        intervals > params.lost_intervals,
        intervals > params.silent_intervals,
        charge < params.low_pct,
        _wrong_clock(view, params, station),
        _stuck(view, params, station),
    )
    return next((number for number, holds in enumerate(found, 1) if holds), 0)


def _wrong_clock(view: View, params: SensorFaultParams, station: str) -> bool:
    for quantity in view.stations.records[station].quantities:
        lately = view.stations.lately.get(f"{station}/{quantity}")
        ahead = [] if lately is None else [sample.ahead_s for sample in lately.samples[-CLOCK_REPORTS:]]
        if len(ahead) == CLOCK_REPORTS and (min(ahead) > params.clock_s or max(ahead) < -params.clock_s):
            return True
    return False


def _stuck(view: View, params: SensorFaultParams, station: str) -> bool:
    for quantity in ALWAYS_MOVE:
        lately = view.stations.lately.get(f"{station}/{quantity}")
        if lately is None or lately.same < params.stuck_reports:
            continue
        still = quantity != "water-level" and lately.samples[-1].value <= params.still_air_mps
        if not still and lately.samples[-1].t_ms - lately.same_since_ms >= params.stuck_s * MS_PER_SECOND:
            return True
    return False


def lacks(view: View, params: SensorFaultParams) -> list[Lack]:  # noqa: ARG001 -- every rule is called alike
    """Return which devices cannot be judged: never heard, without a battery that tells, without a switch."""
    records = view.stations.records.values()
    unheard = sum(one.id not in view.stations.heard_ms for one in records)
    mute = sum("battery" not in one.quantities for one in records)
    return [
        Lack(Words("从未收到", "never heard"), unheard),
        Lack(Words("不报电量", "no battery on record"), mute),
        Lack(Words("无防拆开关", "no tamper switch on record"), len(records)),
    ]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say which station cannot be believed, and why."""
    why = FAULTS[max(int(finding.value), 1) - 1][1]
    return Words(f"{subject.zh} 设备异常: {why.zh}", f"{subject.en}: {why.en}")


RULE = Rule(
    "sensor-fault",
    "station",
    "1",
    SensorFaultParams(),
    find,
    words,
    over=Words("{subject} 设备恢复", "{subject} works again"),
    source="系统默认周期与电量; 世界气象组织自动站持续性检查 · defaults; WMO persistence test",
    group=Group(Words("多处设备异常", "several devices at fault"), 3),
    clears=Words("数据正常 {release_s:.0f} 秒", "sound data for {release_s:.0f} s"),
    assumes=Words("其信号源正常", "the feed that hears it works"),
    lacks=lacks,
    every_s=10,
    at_s=3,
)
