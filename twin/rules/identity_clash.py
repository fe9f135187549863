"""Finds identities that cannot be true: one number on two hulls, many sets on one hull, a false name.

Alert 7 of domain.md §2: in Weihai in 2022 eight boats' BeiDou sets travelled on two. Five signs: (a) a number
speaks from two tracks in turn, (b) two terminals of one boat disagree, (c) terminals of two boats travel
together, or one aboard a hull not its own, (d) the hull that a gate saw reports from elsewhere, (e) a number
that no ship can have. Boats that share a jammed water clash with nobody.
"""

from typing import NamedTuple

import numpy as np

from geo.distance import distance_m
from twin.columns import NEVER
from twin.facts import Mark, Priority
from twin.fleet import CLASS_CODE
from twin.identity import is_ships
from twin.port import Gate
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Params, Rule, Verdict, View, leapt
from twin.rules.carried import Carried, carried
from twin.rules.companions import Limits, Pair, companions
from twin.rules.jamming import jammed
from twin.silence import OVERDUE_INTERVALS, expected_s
from twin.wire import Words

TURNS = 2
"""So often it must have come back from its second track: one that jumps and stays never does. Ours."""
SLACK_MS = 15_000
"""Two BeiDou reports ten minutes apart are ten minutes of evidence, whatever their seconds; ours."""


class IdentityClashParams(Params, frozen=True, kw_only=True):
    """Metres, knots, degrees and seconds.

    Attributes:
        tracks_m: two tracks of one number farther apart than this, 2 nm (alert 7 a).
        tracks_s: a second track that spoke no later than this ago still speaks: three BeiDou reports, ours.
        apart_m, apart_s: two terminals of one boat apart for so long (7 b); how far is said in `twin.fusion`.
        together_m, together_kn, together_s: terminals of two boats within this at every look (sigma above
            10 m beside it), both so fast, for so long and through a turn or change of speed (7 c); or one set
            aboard another hull, its own boat elsewhere: beside this two sigma of each fix.
        course_deg: the same course (7 c), ours.
        parted_m: an alert that stands ends beyond this, ours; between the two nobody can tell.
        oldest_s: older fixes are reckoned too far: a BeiDou interval and its delay, ours.
        jam_s: five boats near each other that jumped within it are jammed: no clash; a BeiDou interval, ours.
        gate_m: farther from the gate that saw the hull its own report is of another hull (7 d), ours.
        gate_s: so long a pass is looked at, ours.
        buoy_kn: who moves slower may be a net buoy, which all have bogus numbers (domain.md §2.2), ours.
    """

    tracks_m: float = 3704
    tracks_s: float = 1800
    apart_m: float = 500
    apart_s: float = 600
    together_m: float = 50
    together_kn: float = 3
    together_s: float = 1800
    course_deg: float = 15
    parted_m: float = 300
    oldest_s: float = 660
    jam_s: float = 600
    gate_m: float = 1000
    gate_s: float = 600
    buoy_kn: float = 3
    release_s: float = 600


class _Sign(NamedTuple):
    """A sign of one boat: which it is, how grave, metres and their limit, what to draw."""

    sign: str
    priority: Priority
    value: float
    limit: float
    draw: tuple[Mark, ...] = ()


def find(view: View, params: IdentityClashParams) -> list[Finding]:
    """Return a verdict for every boat, and pair of boats, whose identity cannot be true."""
    near = params.together_m, params.parted_m, params.together_kn, params.course_deg
    limits = Limits(*near, params.oldest_s, params.together_s)
    aboard = carried(view, limits)
    torn = jammed(view.fleet, view.now_ms - int(1000 * params.tracks_s), 1000 * params.jam_s)
    torn[view.fleet.terminals["vessel"][[one.terminal for one in aboard if one.verdict != HOLDS_NOT]]] = False
    signs = _apart(view, params) | _two_tracks(view, params) | _at_gates(view, params)
    signs = _malformed(view, params) | {row: sign for row, sign in signs.items() if not torn[row]}
    alone = {view.fleet.row_of[subject] for subject, abouts in view.tracked.items() if None in abouts}
    found = [_of_boat(view, row, signs.get(row), bool(torn[row])) for row in sorted(alone | set(signs))]
    return found + _pairs(view, params, aboard, companions(view, limits, torn))


def _of_boat(view: View, row: int, sign: _Sign | None, torn: bool) -> Finding:
    lon, lat = _place_of(view, row)
    told = sign or _Sign("", 3, 0.0, 0.0)
    return Finding(
        view.fleet.known[row].vessel,
        None,
        HOLDS if sign is not None else CANNOT_TELL if torn else HOLDS_NOT,
        told.priority,
        int(view.fleet.vessels["fix_count"][row]),
        told.value,
        told.limit,
        lon,
        lat,
        draw=told.draw,
        sign=told.sign,
    )


def _two_tracks(view: View, params: IdentityClashParams) -> dict[int, _Sign]:
    """Sign (a): numbers that spoke in turn from two tracks too far apart, and both still speak."""
    terminals, found = view.fleet.terminals, {}
    speaks = view.now_ms - terminals["doubt_t_ms"] <= 1000 * params.tracks_s
    for at in np.flatnonzero((terminals["turns"] >= TURNS) & speaks).tolist():
        here = (float(terminals["lon"][at]), float(terminals["lat"][at]))
        other = (float(terminals["doubt_lon"][at]), float(terminals["doubt_lat"][at]))
        away_m = float(distance_m(*here, *other))
        if away_m > params.tracks_m:
            found[int(terminals["vessel"][at])] = _Sign(
                "two-tracks", 3, away_m, params.tracks_m, (_line(here, other),)
            )
    return found


def _apart(view: View, params: IdentityClashParams) -> dict[int, _Sign]:
    """Sign (b): terminals of one boat that have disagreed for long, while both speak."""
    fleet, terminals, found = view.fleet, view.fleet.terminals, {}
    said_ms = terminals["t_ms"] - terminals["apart_ms"]
    long = (terminals["apart_ms"] != NEVER) & (said_ms >= 1000 * params.apart_s - SLACK_MS)
    if not long.any():
        return {}
    long &= ~leapt(fleet, view.now_ms)[terminals["vessel"]]
    due_ms = 1000 * OVERDUE_INTERVALS * expected_s(fleet)
    for at in np.flatnonzero(long & (view.now_ms - terminals["t_ms"] <= due_ms)).tolist():
        row = int(terminals["vessel"][at])
        here = (float(fleet.vessels["lon"][row]), float(fleet.vessels["lat"][row]))
        other = (float(terminals["lon"][at]), float(terminals["lat"][at]))
        away_m = float(terminals["apart_m"][at])
        if away_m > params.apart_m:
            found[row] = _Sign("apart", 3, away_m, params.apart_m, (_line(here, other),))
    return found


def _at_gates(view: View, params: IdentityClashParams) -> dict[int, _Sign]:
    """Sign (d): boats that a gate saw and named a moment ago, and whose fix of about then is elsewhere."""
    gates = {gate.id: _middle(gate) for gate in view.port.gates}
    passes = [
        (view.fleet.row_of[vessel], seen.said_ms or seen.t_ms, *gates[seen.gate])
        for vessel, seen in view.people.passes.items()
        if view.now_ms - seen.t_ms <= 1000 * params.gate_s and seen.vessel is not None
        if vessel in view.fleet.row_of and seen.gate in gates
    ]
    if not passes:
        return {}
    rows, seen_ms, gate_lon, gate_lat = (np.array(column) for column in zip(*passes, strict=True))
    lon, lat, fix_ms, leapt_ms, fast, doubtful = (
        view.fleet.vessels[name][rows] for name in ("lon", "lat", "fix_ms", "leapt_ms", "fast", "doubtful")
    )
    apart_s = np.abs(fix_ms - seen_ms) / 1000
    leapt = (leapt_ms != NEVER) & (view.now_ms - leapt_ms <= 1000 * params.tracks_s)
    away_m = distance_m(lon, lat, gate_lon, gate_lat)
    far = away_m > params.gate_m + np.where(fast, 15.0, 7.5) * apart_s
    elsewhere = np.flatnonzero(far & (apart_s <= params.gate_s) & ~doubtful & ~leapt)
    columns = (column[elsewhere].tolist() for column in (rows, away_m, lon, lat, gate_lon, gate_lat))
    return {
        row: _Sign("gate", 2, off_m, params.gate_m, (_line((east, north), (to_east, to_north)),))
        for row, off_m, east, north, to_east, to_north in zip(*columns, strict=True)
    }


def _middle(gate: Gate) -> tuple[float, float]:
    (west, south), (east, north) = gate.ends
    return (west + east) / 2, (south + north) / 2


def _malformed(view: View, params: IdentityClashParams) -> dict[int, _Sign]:
    """Sign (e): strangers that move like boats under a number that no ship can have."""
    vessels, found = view.fleet.vessels, {}
    strange = (vessels["sort"] == CLASS_CODE["unregistered"]) & ~vessels["buoy"]
    strange &= vessels["sog_kn"] >= params.buoy_kn
    for row in np.flatnonzero(strange).tolist():
        mmsi = view.fleet.known[row].mmsi
        if mmsi is not None and not is_ships(mmsi):
            found[row] = _Sign("malformed", 3, 0.0, 0.0)
    return found


def _pairs(view: View, params: IdentityClashParams, aboard: list[Carried], near: list[Pair]) -> list[Finding]:
    """Sign (c): hulls that carry others' terminals, boats that travel as one, and alerts of either.

    One finding a pair: that of a carried terminal names the hull first, and goes before. Boats that company
    explains as well are only listed.
    """
    found, told = {}, set()
    owners = view.fleet.terminals["vessel"]
    for one in sorted(aboard, key=lambda one: one.verdict):
        pair = one.hull, int(owners[one.terminal])
        sign = _Sign("carried", 2, one.away_m, params.together_m)
        found[pair] = _of_pair(view, params, *pair, one.verdict, sign)
        told |= {pair, pair[::-1]}
    for two in near:
        pair = _as_told(view, two)
        if pair not in told:
            sign = _Sign("together", 4 if two.listed else 2, two.away_m, params.together_m)
            found[pair] = _of_pair(view, params, *pair, two.verdict, sign)
    return list(found.values())


def _as_told(view: View, pair: Pair) -> tuple[int, int]:
    """Return the rows of a pair in the order under which its alert stands, else by their ids."""
    names = {view.fleet.known[row].vessel: row for row in (pair.one, pair.other)}
    first, second = sorted(names)
    turned = first in view.tracked.get(second, ())
    return (names[second], names[first]) if turned else (names[first], names[second])


def _of_pair(
    view: View, params: IdentityClashParams, row: int, other: int, verdict: Verdict, sign: _Sign
) -> Finding:
    vessels, (lon, lat) = view.fleet.vessels, _place_of(view, row)
    ends = [(float(vessels["lon"][at]), float(vessels["lat"][at])) for at in (row, other)]
    return Finding(
        view.fleet.known[row].vessel,
        None,
        verdict,
        sign.priority,
        int(vessels["fix_count"][row]),
        sign.value,
        sign.limit,
        lon,
        lat,
        other=view.fleet.known[other].vessel,
        sign=sign.sign,
        hold_s=params.together_s,
        draw=(_line(*ends),) if sign.sign == "carried" and not np.isnan(ends).any() else (),
    )


def _place_of(view: View, row: int) -> tuple[float | None, float | None]:
    """Return where a boat was last believed, degrees."""
    vessels = view.fleet.vessels
    known = vessels["fix_ms"][row] != NEVER
    return (float(vessels["lon"][row]), float(vessels["lat"][row])) if known else (None, None)


def _line(one: tuple[float, float], other: tuple[float, float]) -> Mark:
    (west, south), (east, north) = one, other
    return Mark("line", ((round(west, 6), round(south, 6)), (round(east, 6), round(north, 6))))


def words(finding: Finding, subject: Words, zone: Words) -> Words:
    """Say which sign it is, and how many metres."""
    km = finding.value / 1000
    match finding.sign:
        case "two-tracks":
            return Words(
                f"{subject.zh} 同一识别码两处航迹, 相距 {km:.1f} 公里",
                f"{subject.en}: one number, two tracks {km:.1f} km apart",
            )
        case "apart":
            return Words(
                f"{subject.zh} 各终端船位不一致, 相差 {km:.1f} 公里",
                f"{subject.en}: its terminals disagree by {km:.1f} km",
            )
        case "gate":
            return Words(
                f"{subject.zh} 口门识别与其船位不符, 相距 {km:.1f} 公里",
                f"{subject.en} was named at a gate, but reports {km:.1f} km from it",
            )
        case "carried":
            return Words(
                f"{zone.zh} 的终端在 {subject.zh} 船上移动, 相距 {finding.value:.0f} 米",
                f"{subject.en} carries a terminal of {zone.en}, {finding.value:.0f} m from its own",
            )
        case "together":
            return Words(
                f"{subject.zh} 与 {zone.zh} 的终端长时间同船移动, 相距 {finding.value:.0f} 米",
                f"{subject.en} and {zone.en}: their terminals travel as one, {finding.value:.0f} m apart",
            )
    return Words(f"{subject.zh} 识别码格式不合规", f"{subject.en}: no ship can have this number")


RULE = Rule(
    "identity-clash",
    "vessel",
    "m",
    IdentityClashParams(),
    find,
    words,
    over=Words("{subject} 身份恢复一致", "the identity of {subject} is consistent again"),
    source="威海 2022 八船北斗装两船; domain.md 7 · Weihai 2022; domain.md 7; ITU-R M.585",
    heed=("repair",),
    every_s=20,
    at_s=11,
    clears=Words(
        "不再有矛盾并保持 {release_s:.0f} 秒",
        "no contradiction for {release_s:.0f} s; a person inspects the hull",
    ),
    assumes=Words("登记的终端归属正确", "the register says rightly who carries which terminal"),
)
