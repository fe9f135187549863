"""Finds hulls that radar or a camera sees and that nobody knows: no AIS, no BeiDou, no RFID (三无船舶).

Alert 33 of domain.md §2 with §2.3.8: village boats have a register of their own and carry no terminal, so a
small hull by day is only listed. By night every unknown hull is an alarm. Two sensors see them: the radar of
a gate, whose track is a vessel of its own, and the camera of a gate, which names the hull or does not.
"""

import numpy as np

from geo.distance import distance_m
from geo.units import kn_to_mps
from twin.columns import NEVER
from twin.facts import Priority
from twin.fleet import CLASS_CODE, KIND_CODE
from twin.fusion import FASTEST_KN
from twin.port import Gate
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Lack, Params, Rule, View
from twin.rules.boats import watched
from twin.rules.conditions import is_night
from twin.shore_facts import GateSeen
from twin.silence import OVERDUE_INTERVALS
from twin.table import Array
from twin.wire import Words

LEAST_M_A_DEG = 110_000.0
"""No degree of latitude is shorter (110.57 km at the equator, WGS 84): who is farther by that is far."""


class UnknownHullParams(Params, frozen=True, kw_only=True):
    """Metres and seconds.

    Attributes:
        least_m: shorter echoes are sampans, buoys and waves (domain.md alert 33).
        village_m: a shorter hull may be a village boat: listed by day, ours (they are under 12 m, §1.2).
        known_m: a boat with a terminal so near is the hull that was seen, ours: radar and GNSS scatter.
        pass_s: so long a hull that a gate could not name is looked for, ours.
        hold_s: so long nothing but radar or camera may speak of it (domain.md alert 33).
        oldest_s: an older fix explains nothing: a class B set at rest speaks every three minutes.
    """

    least_m: float = 6
    village_m: float = 12
    known_m: float = 150
    pass_s: float = 600
    hold_s: float = 60
    oldest_s: float = 200
    release_s: float = 30


def find(view: View, params: UnknownHullParams) -> list[Finding]:
    """Return a verdict for every radar track that is nobody's, every unnamed pass, and every open alert."""
    vessels = view.fleet.vessels
    radar = (vessels["kind"] == KIND_CODE["radar"]) & (vessels["sort"] == CLASS_CODE["unregistered"])
    recent = (vessels["fix_ms"] != NEVER) & (view.now_ms - vessels["fix_ms"] <= 1000 * params.oldest_s)
    rows = np.flatnonzero((radar & recent) | (watched(view) & radar))
    named = np.flatnonzero(recent & ~radar)
    found = [_of_track(view, params, row, named, seen=bool(recent[row])) for row in rows.tolist()]
    for gate in view.port.gates:
        told = _of_pass(view, params, gate, named)
        if told is not None:
            found.append(told)
    return found


def _of_track(view: View, params: UnknownHullParams, row: int, named: Array, *, seen: bool) -> Finding:
    """Return the verdict on one radar track: a boat that is known near it explains it."""
    vessels = view.fleet.vessels
    length_m = float(vessels["length_m"][row])
    lon, lat = float(vessels["lon"][row]), float(vessels["lat"][row])
    explained = _is_explained(view, params, named, lon, lat)
    unsure = not seen or np.isnan(length_m) or bool(vessels["doubtful"][row])
    holds = not explained and length_m >= params.least_m
    return Finding(
        view.fleet.known[row].vessel,
        None,
        CANNOT_TELL if unsure else HOLDS if holds else HOLDS_NOT,
        _urgency(view, params, length_m),
        int(vessels["fix_count"][row]),
        0.0 if np.isnan(length_m) else length_m,
        params.least_m,
        lon,
        lat,
        sign="radar",
    )


def _of_pass(view: View, params: UnknownHullParams, gate: Gate, named: Array) -> Finding | None:
    """Return the verdict on the newest pass of a gate that named no boat; None if there was none."""
    seen = view.people.passes.get(f"gate/{gate.id}")
    if seen is None:
        return None
    lon, lat = (sum(end[axis] for end in gate.ends) / 2 for axis in (0, 1))
    over = view.now_ms - seen.t_ms > 1000 * params.pass_s
    if over and gate.id not in view.tracked:
        return None
    length_m = seen.length_m
    unsure = length_m is None or _may_be(view, params, gate, seen)
    explained = over or _is_explained(view, params, named, lon, lat, gate.width_m)
    small = length_m is not None and length_m < params.least_m
    return Finding(
        gate.id,
        None,
        CANNOT_TELL if unsure and not over else HOLDS_NOT if explained or small else HOLDS,
        _urgency(view, params, length_m or 0.0),
        1,
        length_m or 0.0,
        params.least_m,
        round(lon, 6),
        round(lat, 6),
        sign=_way(seen),
        kind="port",
    )


def _may_be(view: View, params: UnknownHullParams, gate: Gate, seen: GateSeen) -> bool:
    """Return whether a boat that speaks seldom may have been in the gate between two of its fixes."""
    vessels = view.fleet.vessels
    waited_for = vessels["silence_s"] <= OVERDUE_INTERVALS * vessels["interval_s"]
    rows = np.flatnonzero((vessels["fix_ms"] != NEVER) & waited_for & ~vessels["moored"])
    lon, lat = (sum(end[axis] for end in gate.ends) / 2 for axis in (0, 1))
    passed_s = np.abs(vessels["fix_ms"][rows] - (seen.said_ms or seen.t_ms)) / 1000
    reach_m = params.known_m + gate.width_m + kn_to_mps(FASTEST_KN) * passed_s
    near = np.abs(vessels["lat"][rows] - lat) * LEAST_M_A_DEG <= reach_m
    away_m = distance_m(lon, lat, vessels["lon"][rows[near]], vessels["lat"][rows[near]])
    return bool((away_m <= reach_m[near]).any())


def _way(seen: GateSeen) -> str:
    return "inward" if seen.direction == "in" else "outward"


def _is_explained(
    view: View, params: UnknownHullParams, named: Array, lon: float, lat: float, wider_m: float = 0
) -> bool:
    """Return whether a boat that is known is near enough to be the hull that was seen."""
    vessels = view.fleet.vessels
    known_m = params.known_m + wider_m
    some = named[np.abs(vessels["lat"][named] - lat) * LEAST_M_A_DEG <= known_m]
    return bool((distance_m(lon, lat, vessels["lon"][some], vessels["lat"][some]) <= known_m).any())


def _urgency(view: View, params: UnknownHullParams, length_m: float) -> Priority:
    if is_night(view):
        return 2
    return 4 if length_m < params.village_m else 3


def lacks(view: View, params: UnknownHullParams) -> list[Lack]:  # noqa: ARG001 -- every rule's lacks are called alike
    """Return of how many radar tracks nobody can tell, because the radar states no length."""
    vessels = view.fleet.vessels
    tracks = (vessels["kind"] == KIND_CODE["radar"]) & np.isnan(vessels["length_m"])
    unmeasured = int(tracks.sum()) + sum(
        seen.vessel is None and seen.length_m is None
        for name, seen in view.people.passes.items()
        if name.startswith("gate/")
    )
    return [Lack(Words("回波长度未知", "no length of the echo on record"), unmeasured)]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say where it was seen, how long it is, and that nothing aboard speaks."""
    match finding.sign:
        case "radar":
            return Words(
                f"雷达目标 {subject.zh} 长 {finding.value:.0f} 米, 无 AIS、北斗、RFID",
                f"radar track {subject.en}, {finding.value:.0f} m long, has no AIS, BeiDou or RFID",
            )
        case "inward":
            return Words(
                f"不明船舶 ({finding.value:.0f} 米) 经{subject.zh}进港, 无任何终端信号",
                f"an unknown hull of {finding.value:.0f} m came in at {subject.en}; nothing aboard speaks",
            )
    return Words(
        f"不明船舶 ({finding.value:.0f} 米) 经{subject.zh}出港, 无任何终端信号",
        f"an unknown hull of {finding.value:.0f} m went out at {subject.en}; nothing aboard speaks",
    )


RULE = Rule(
    "unknown-hull",
    "vessel",
    "m",
    UnknownHullParams(),
    find,
    words,
    over=Words("{subject} 身份已明或已离开", "{subject} is identified, or gone"),
    source="三无船舶 (无船名船号、证书、船籍港); domain.md 33 · hulls without name, papers, home port",
    heed=("repair",),
    clears=Words(
        "附近有已知终端发出船位, 或 {pass_s:.0f} 秒内未再出现",
        "a known terminal speaks beside it, or nothing more of it for {pass_s:.0f} s",
    ),
    assumes=Words("覆盖口门的 AIS 与北斗信号正常", "the receivers that cover the gate work"),
    lacks=lacks,
    every_s=5,
    at_s=2,
)
