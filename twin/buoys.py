"""Net buoys (网位仪) told from boats: they speak on AIS as if they were ships, and spoil every rule of boats.

Step zero of collision and silence rules (domain.md §0.7, §2.2). What makes one: nobody registered it, it
speaks on AIS only, states no dimensions, and goes no faster than a current. On top of that it must show a
sign: a name of volts or per cent, a number that no ship may have; or, weaker, a number in a run of strangers'
numbers, heard at a buoy's interval for half an hour. All of it may be revoked: what steams is a boat, and so
is what states its length or bears a boat's name. A small boat that nobody registered shows no sign, and
stays a boat.
"""

import re

import numpy as np

from geo.units import mps_to_kn
from twin.columns import NEVER
from twin.facts import VesselKnown
from twin.fleet import CLASS_CODE, Fleet
from twin.table import Array

CURRENT_KN = 3.5
"""A buoy drifts no faster than the stream: 3 kn in the mouths of Shipu, 示例, and half a knot of scatter."""
INTERVAL_S = (55.0, 1_900.0)
"""Buoys speak every 1 to 30 minutes, by default every 2 ([S16] of domain.md); some get lost."""
WATCHED_MS = 1_800_000
"""So long a stranger without a clear sign must have drifted before it is taken for a buoy; ours."""
RUN = 3
"""So many consecutive numbers of strangers are a run: sets of buoys are sold so ([S16]); ours."""
SIGN = re.compile(r"\d+\s*%|\b\d{1,2}(\.\d+)?\s*V\b|网位|浮标|\bNET\b|\bBUOY", re.IGNORECASE)
"""Names of buoys state their battery, or say what they are."""
NO_SIGN, WEAK_SIGN, CLEAR_SIGN = range(3)


def sign(fact: VesselKnown, numbers: set[int]) -> int:
    """Return how much of a buoy a vessel is by what is known of it, whatever it does.

    Args:
        fact: what is known.
        numbers: the AIS numbers of all that nobody registered, its own among them.
    """
    aboard = [key.split(":", 1) for key in fact.terminals]
    if (
        fact.registered
        or fact.length_m
        or not aboard
        or any(not kind.startswith("ais-") for kind, _ in aboard)
    ):
        return NO_SIGN
    number, name = aboard[0][1], fact.name.en
    if SIGN.search(name):
        return CLEAR_SIGN
    if any(letter.isalpha() for letter in name):
        return NO_SIGN
    if not _is_ships(number):
        return CLEAR_SIGN
    return WEAK_SIGN if _in_run(int(number), numbers) else NO_SIGN


def _is_ships(number: str) -> bool:
    """Return whether a number may be a ship's or a craft's: nine digits, 2 to 7 first, or 97, 98, 99, 111.

    ITU-R M.585: identities of ships begin with a country, 201 to 775.
    """
    return (
        len(number) == 9
        and number.isdecimal()
        and (number[0] in "234567" or number[:3] == "111" or number[:2] in ("97", "98", "99"))
    )


def _in_run(number: int, numbers: set[int]) -> bool:
    low = high = number
    while low - 1 in numbers and number - low < RUN:
        low -= 1
    while high + 1 in numbers and high - number < RUN:
        high += 1
    return high - low + 1 >= RUN


def classify(fleet: Fleet, rows: Array) -> None:
    """Bring `drift_ms` and `buoy` of vessels up to their newest fix; what steams is a boat from that fix on.

    Args:
        fleet: its vessels were just fixed.
        rows: which, each once, int64 [m].
    """
    vessels = fleet.vessels
    some = rows[vessels["sort"][rows] == CLASS_CODE["unregistered"]]
    if not len(some):
        return
    speed_kn, fix_ms = np.fmax(vessels["sog_kn"][some], _made_good_kn(fleet, some)), vessels["fix_ms"][some]
    drifts, since_ms = ~(speed_kn > CURRENT_KN), vessels["drift_ms"][some]
    since_ms = np.where(drifts, np.where(since_ms == NEVER, fix_ms, since_ms), NEVER)
    vessels["drift_ms"][some] = since_ms
    signs = np.array([sign(fleet.known[row], fleet.strangers) for row in some.tolist()])
    proven = (signs == WEAK_SIGN) & (fix_ms - since_ms >= WATCHED_MS)
    least_s, most_s = INTERVAL_S
    for at in np.flatnonzero(proven).tolist():
        interval_s = fleet.terminals["interval_s"][fleet.terminals_of[some[at]]].max()
        proven[at] = least_s <= interval_s <= most_s
    vessels["buoy"][some] = drifts & ((signs == CLEAR_SIGN) | proven)


def _made_good_kn(fleet: Fleet, rows: Array) -> Array:
    """Return the speed made good since the fix before, knots, NaN where there was none or it is too near."""
    vessels = fleet.vessels
    passed_s = (vessels["fix_ms"][rows] - vessels["last_ms"][rows]) / 1000
    far_m = np.hypot(
        vessels["x"][rows] - vessels["last_x"][rows], vessels["y"][rows] - vessels["last_y"][rows]
    )
    judged = (vessels["last_ms"][rows] != NEVER) & (passed_s >= 30)
    return np.where(judged, mps_to_kn(far_m / np.maximum(passed_s, 1)), np.nan)
