"""How often terminals give their place, by their kind and how the boat moves.

Reporting intervals are those of ITU-R M.1371-5 tables 1 and 2 for AIS; BeiDou terminals of fishing boats have
the habits that `simulators.beidou` took from a recording; 4G terminals speak every 30 s.
"""

import numpy as np

from geo.arrays import BoolArray, FloatArray, IntArray
from geo.units import mps_to_kn
from simulators.beidou import INTERVAL_S as BEIDOU_S

KINDS = ("ais-a", "ais-b", "beidou", "cell")
"""A kind's place in this list is its code: columns by kind have one value each, in this order."""
CLASS_A, CLASS_B, BY_BEIDOU, BY_CELL = range(4)
AT_REST_S = 180.0
CRAWL_KN = 2.0
"""No faster than so a class B station reports as one at rest, M.1371-5 table 2."""
CELL_S = 30.0
SHORTEST_S = ((2.0, 30.0, BEIDOU_S, CELL_S), (2.0, AT_REST_S, BEIDOU_S, CELL_S))
"""The least that `interval_s` can say, by kind, and when crawling; to all but class A it says no other."""


def interval_s(kinds: IntArray, speed_mps: FloatArray, at_rest: BoolArray, turning: BoolArray) -> FloatArray:
    """Return seconds between position reports, shape (n,).

    Args:
        kinds: codes, places in `KINDS`.
        speed_mps: speed over ground.
        at_rest: at anchor or moored by navigational status.
        turning: changing course.
    """
    said_s = np.where(mps_to_kn(speed_mps) <= CRAWL_KN, AT_REST_S, 30.0)
    said_s[kinds == BY_BEIDOU] = BEIDOU_S
    said_s[kinds == BY_CELL] = CELL_S
    ships = np.flatnonzero(kinds == CLASS_A)
    said_s[ships] = class_a_s(speed_mps[ships], at_rest[ships], turning[ships])
    return np.asarray(said_s)


def class_a_s(speed_mps: FloatArray, at_rest: BoolArray, turning: BoolArray) -> FloatArray:
    """Return seconds between position reports of class A alone, as `interval_s` does."""
    speed_kn = mps_to_kn(speed_mps)
    fast = np.where(speed_kn <= 23, np.where(turning, 2.0, 6.0), 2.0)
    moving = np.where(speed_kn <= 14, np.where(turning, 10 / 3, 10.0), fast)
    return np.asarray(np.where(at_rest, np.where(speed_kn <= 3, AT_REST_S, 10.0), moving))
