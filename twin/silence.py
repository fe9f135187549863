"""How long each vessel has been unheard while it could have been heard, and what each feed should hear."""

import numpy as np

from twin import feeds as health
from twin.fleet import KIND_CODE, NEVER, Fleet, State
from twin.table import Array

NOMINAL_MOVING_S = np.full(256, 60.0)
NOMINAL_RESTING_S = np.full(256, 600.0)
"""Nominal reporting intervals by terminal kind, seconds: class A 10 s under way and 3 min at rest, class B-CS
30 s and 3 min (ITU-R M.1371-5 tables 1-2), BeiDou 10 min (domain.md §1.3), 4G 30 s; the rest ours."""
for _kind, _moving, _resting in (
    ("ais-a", 10, 180),
    ("ais-b", 30, 180),
    ("beidou", 600, 600),
    ("cell", 30, 300),
):
    NOMINAL_MOVING_S[KIND_CODE[_kind]] = _moving
    NOMINAL_RESTING_S[KIND_CODE[_kind]] = _resting
WORKING_INTERVALS = 12
GRACE_INTERVALS = 3
GRACE_MIN_S = 60
"""After a feed recovers: three of the vessel's own intervals, at least a minute (reliability.md §2.2)."""


def expected_s(fleet: Fleet) -> Array:
    """Return the expected seconds between fixes of each terminal, float64 [t].

    The learnt median, never under the nominal interval of its kind and motion and never over twice that, so
    that a boat cannot train its own threshold (domain.md §2.3.3).
    """
    terminals = fleet.terminals
    kind = terminals["kind"]
    resting = fleet.vessels["moored"][terminals["vessel"]]
    nominal = np.where(resting, NOMINAL_RESTING_S[kind], NOMINAL_MOVING_S[kind])
    return np.clip(terminals["interval_s"].astype(np.float64), nominal, 2 * nominal)


def listen(fleet: Fleet, feeds: health.Feeds) -> list[health.Census]:
    """Bring `silence_s`, `interval_s` and `blind` of every vessel up to date; return each feed's census."""
    terminals, vessels = fleet.terminals, fleet.vessels
    heard = terminals["t_ms"] != NEVER
    up_ms = np.array([f.up_ms for f in feeds.feeds], dtype=np.int64)
    link_up = feeds.feeds[0].state == "up"
    is_up = np.array([f.state == "up" and link_up for f in feeds.feeds])
    via = terminals["feed"]
    quiet_s = np.where(heard, (up_ms[via] - terminals["up_mark_ms"]) / 1000, 0)
    interval_s = expected_s(fleet)
    working = heard & (quiet_s <= WORKING_INTERVALS * interval_s)

    longest = fleet.highest(np.where(heard, interval_s, 0), 0)
    slowest = fleet.highest(np.where(working, interval_s, 0), 0)
    vessels["silence_s"][:] = fleet.highest(np.where(heard, quiet_s, 0), 0)
    vessels["interval_s"][:] = np.where(slowest > 0, slowest, longest)
    covered = fleet.highest(heard & is_up[via], 0) > 0
    vessels["blind"][:] = ~covered & (vessels["fix_ms"] != NEVER)
    return _census(fleet, len(feeds.feeds), working, quiet_s, interval_s)


def _census(
    fleet: Fleet, count: int, working: Array, quiet_s: Array, interval_s: Array
) -> list[health.Census]:
    terminals = fleet.terminals
    via = terminals["feed"]
    heard = terminals["t_ms"] != NEVER
    # one that is off in port or already lost says nothing of its feed
    settled = _settled(fleet)[terminals["vessel"]]
    active = working & ~settled
    quiet = active & (quiet_s > 2 * interval_s)
    rate = np.bincount(via[active], weights=1 / interval_s[active], minlength=count)
    actives = np.bincount(via[active], minlength=count)
    quiets = np.bincount(via[quiet], minlength=count)
    # a vessel is heard only through a feed when that is both the lowest and the highest of its feeds
    high = fleet.highest(np.where(heard, via, -1), -1)
    low = -fleet.highest(np.where(heard, -via.astype(np.int64), -count), -count)
    alone = np.bincount(high[(high >= 0) & (low == high)].astype(np.int64), minlength=count)
    return [
        health.Census(int(alone[f]), int(actives[f]), int(quiets[f]), 1000 / rate[f] if rate[f] > 0 else 0)
        for f in range(count)
    ]


def _settled(fleet: Fleet) -> Array:
    state = fleet.vessels["state"]
    return np.asarray((state == State.OFF_IN_PORT) | (state == State.DARK))


def graced(fleet: Fleet, feeds: health.Feeds) -> Array:
    """Return which vessels' feeds have been back long enough to judge their silence, bool [n]."""
    terminals, vessels = fleet.terminals, fleet.vessels
    heard = terminals["t_ms"] != NEVER
    since_s = np.array([(f.up_ms - f.recovered_up_ms) / 1000 for f in feeds.feeds])
    longest = fleet.highest(np.where(heard, since_s[terminals["feed"]], 0), 0)
    return np.asarray(longest >= np.maximum(GRACE_INTERVALS * vessels["interval_s"], GRACE_MIN_S))
