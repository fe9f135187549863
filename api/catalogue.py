"""The kinds of alarm the port must know, by their numbers, and which rule raises each: domain.md §2."""

from typing import NamedTuple

from api.gateways.ais import ACTIVE_STATUS, beacon
from twin.intake import LATE_SOS_MS, SOS_AGAIN_MS, SOS_RULE
from twin.response import TEST_STANDS_MS


class Kind(NamedTuple):
    """One kind of alarm, and the ids of what raises it: rules, or `sos`, the call for help."""

    name: str
    raised_by: tuple[str, ...]


KINDS: dict[int, Kind] = {
    1: Kind("zone exit 越界", ("left-zone",)),
    2: Kind("zone entry 闯入", ("near-zone", "entered-zone", "crossed-zone")),
    3: Kind("sensitive-line approach 敏感线", ("near-line",)),
    4: Kind("closed season 休渔", ("closed-season",)),
    5: Kind("dark 失联", ("went-dark",)),
    6: Kind("position jump, spoofing 船位跳变", ("position-jump",)),
    7: Kind("identity clash 一船多码", ("identity-clash",)),
    8: Kind("man overboard 落水", (SOS_RULE,)),
    9: Kind("crew count mismatch 人数不符", ("crew-mismatch",)),
    10: Kind("under-manned 配员不足", ("under-manned",)),
    11: Kind("over-manned, passengers 超员", ("over-manned",)),
    12: Kind("distress 遇险", (SOS_RULE,)),
    13: Kind("sinking or capsize signs 沉没征兆", ("sinking-signs",)),
    14: Kind("loss of propulsion, drift 失控漂航", ("adrift",)),
    15: Kind("collision risk 碰撞危险", ("collision-risk",)),
    16: Kind("stand-on fatigue 瞭望疲劳", ("watch-asleep",)),
    17: Kind("grounding, shoal 搁浅", ("grounding",)),
    18: Kind("anchor drag, break-off 走锚脱泊", ("dragging",)),
    19: Kind("overspeed in port 港内超速", ("overspeed",)),
    20: Kind("unreported departure or arrival 未报进出港", ("unreported-passage",)),
    21: Kind("barred to sail 禁航", ("barred-to-sail",)),
    22: Kind("wind above class 超抗风等级", ("wind-above-class",)),
    23: Kind("recall failing 召回不力", ("recall-failing",)),
    24: Kind("crew still aboard in typhoon 台风未撤离", ("crew-aboard",)),
    25: Kind("berth or anchorage crowding 泊位拥挤", ("crowding",)),
    26: Kind("gate conflict 口门会遇", ("gate-conflict",)),
    27: Kind("water level, surge 高潮位", ("high-water",)),
    28: Kind("low visibility 低能见度", ("low-visibility",)),
    29: Kind("high wind at port 大风", ("strong-wind",)),
    30: Kind("fire or smoke 火灾烟雾", ("fire",)),
    31: Kind("person at the edge or in the water 临水人员", ("person-at-edge",)),
    32: Kind("duty absence 值班脱岗", ("duty-absence",)),
    33: Kind("unknown hull 三无船", ("unknown-hull",)),
    34: Kind("rendezvous at sea 海上会合", ("rendezvous",)),
    35: Kind("group break 脱编", ("group-break",)),
    36: Kind("sensor, feed, battery 设备与信号源", ("feed-lost", "sensor-fault")),
    37: Kind("nobody near 无人可救", ("nobody-near",)),
}
"""By the numbers of domain.md §2; 37 is of §2.3.11."""
LISTED: dict[str, str] = {
    "overstay": "over a berth or visit permit 超期停泊",
    "late-return": "over the planned return 逾期未归",
    "rule-change": "a rule or zone changed by a person 规则修改",
}
"""Those of domain.md §2 without a number, by their rules."""


def distress() -> dict[str, str]:
    """Return what makes a call for help, and what becomes of it, each with its source."""
    numbers = [f"{start} ({kind})" for start in range(970, 980) if (kind := beacon(start * 1_000_000))]
    return {
        "a distress button, or the answer “need help” to a call": "`sos` of the wire; domain.md 12",
        f"an AIS beacon: MMSI from {', '.join(numbers)}": "M.585-9 Annex 2; domain.md 8 and 12",
        "AIS message 14 with `SART`, `MOB` or `EPIRB` and `ACTIVE`": "IEC 61097-14, IMO SN.1/Circ.322",
        f"navigational status {ACTIVE_STATUS} of such a number; another status of it is a test": "M.1371-5",
        f"status {ACTIVE_STATUS} of any other number is told as its status, and is no call": "ours",
        "a test (`TEST`, or another status) is P4, listed for "
        f"{TEST_STANDS_MS // 60_000} min, and opens no case": "domain.md 12; time ours",
        "a real one is P1 at once and latched: only a person ends it": "domain.md 8, 12, §3.4",
        f"said again within {SOS_AGAIN_MS // 60_000} min it is the same call, though it was settled": "ours",
        f"more than {LATE_SOS_MS // 60_000} min old when it is heard it says so, and pages all the same": (
            "reliability.md T04"
        ),
    }
