"""How long each vessel has been unheard while it could have been heard, and what each feed should hear."""

import numpy as np

from twin import feeds as health
from twin.columns import NEVER
from twin.fleet import KIND_CODE, STATE_BITS, Fleet, State
from twin.table import Array

EVERY = slice(None)
NOMINAL_S = np.repeat([[60.0], [600.0]], 256, axis=1)
"""Nominal reporting intervals under way and at rest, by terminal kind, seconds: class A 10 s and 3 min, class
B-CS 30 s and 3 min (ITU-R M.1371-5 tables 1-2), BeiDou 10 min (domain.md §1.3), 4G 30 s; the rest ours."""
for _kind, _moving, _resting in (
    ("ais-a", 10, 180),
    ("ais-b", 30, 180),
    ("beidou", 600, 600),
    ("cell", 30, 300),
):
    NOMINAL_S[:, KIND_CODE[_kind]] = _moving, _resting
WORKING_INTERVALS = 12
"""A terminal silent for longer while its boat's others spoke is not one that its boat is waited for by."""
KNOWN_GAPS = 2
LONGEST_HABIT_S = 3600
"""A terminal says something of its feed once its habit is known, and no habit is longer; both ours."""
CLASS_B_RESTS_KN = 2.0
"""At up to 2 kn a class B-CS set speaks every 3 min, wherever it is (M.1371-5 table 2)."""
WORKS_SLOWLY_KN = 4.5
"""Fishing is done at up to 4.5 kn (domain.md alert 4); class B goes from 30 s to 3 min at 2 kn (M.1371-5)."""
OVERDUE_INTERVALS = 3.5
"""Silence is never judged, and a position not doubted for age, under 3.5 expected intervals
(domain.md §2.3.3)."""
GRACE_INTERVALS = 3
GRACE_MIN_S = 60
"""After a feed recovers: three of the vessel's own intervals, at least a minute (reliability.md §2.2)."""


def expected_s(fleet: Fleet, rows: Array | slice = EVERY) -> Array:
    """Return the expected seconds between fixes of each of these terminals, float64 [t].

    The learnt median, never under the nominal interval of its kind and motion and never over twice that, so
    that a boat cannot train its own threshold (domain.md §2.3.3).
    """
    nominal_s = _nominal_s(fleet, rows)
    habit_s = np.maximum(fleet.terminals["interval_s"][rows].astype(np.float64), nominal_s)
    return np.asarray(np.minimum(habit_s, 2 * nominal_s))


def _nominal_s(fleet: Fleet, rows: Array | slice = EVERY) -> Array:
    kind, carrier = fleet.terminals["kind"][rows], fleet.terminals["vessel"][rows]
    lies = (fleet.vessels["sog_kn"][carrier] <= CLASS_B_RESTS_KN) & (kind == KIND_CODE["ais-b"])
    resting = fleet.vessels["moored"][carrier] | lies
    return np.asarray(NOMINAL_S.take(kind + resting * np.int64(NOMINAL_S.shape[1])))


def listen(fleet: Fleet, feeds: health.Feeds, now_ms: int) -> list[health.Census]:
    """Bring `silence_s`, `interval_s` and `blind` of every vessel up to date; return each feed's census."""
    terminals, vessels = fleet.terminals, fleet.vessels
    heard = terminals["t_ms"] != NEVER
    up_ms = np.array([f.up_ms for f in feeds.feeds], dtype=np.int64)[terminals["feed"]]
    quiet_s = np.where(heard, (up_ms - terminals["up_mark_ms"]) / 1000, 0)
    own_quiet_s = np.where(heard, (up_ms - terminals["own_mark_ms"]) / 1000, 0)
    nominal_s = _nominal_s(fleet)
    habit_s = np.maximum(terminals["interval_s"].astype(np.float64), nominal_s)
    interval_s = np.minimum(habit_s, 2 * nominal_s)
    working = heard & (own_quiet_s - quiet_s <= WORKING_INTERVALS * interval_s)

    vessels["silence_s"][:] = fleet.highest(quiet_s, 0)
    vessels["interval_s"][:] = fleet.highest(np.where(working, interval_s, 0), 0)
    covered = fleet.highest(heard & _covers(fleet, feeds, interval_s, now_ms), 0) > 0
    vessels["blind"][:] = ~covered & (vessels["fix_ms"] != NEVER)
    return _census(fleet, feeds, heard, own_quiet_s, np.minimum(habit_s, LONGEST_HABIT_S))


def _covers(fleet: Fleet, feeds: health.Feeds, interval_s: Array, now_ms: int) -> Array | bool:
    """Return which terminals can be heard: their feed is up, or they spoke after it was lost, bool [t]."""
    terminals = fleet.terminals
    link_up = health.link_up(feeds)
    is_up = np.array([f.state == "up" and link_up for f in feeds.feeds])
    if is_up.all():
        return True
    since_ms = np.array([f.since_ms for f in feeds.feeds], dtype=np.int64)
    heard_ms, via = terminals["heard_ms"], terminals["feed"]
    speaks = (heard_ms > since_ms[via]) & ((now_ms - heard_ms) / 1000 <= OVERDUE_INTERVALS * interval_s)
    return np.asarray(is_up[via] | speaks)


def _census(
    fleet: Fleet, feeds: health.Feeds, heard: Array, own_quiet_s: Array, habit_s: Array
) -> list[health.Census]:
    """Count what each feed should hear: by the intervals it used to hear its terminals at, `habit_s`."""
    terminals, vessels, count = fleet.terminals, fleet.vessels, len(feeds.feeds)
    via, carrier = terminals["feed"], terminals["vessel"]
    absolved_ms = np.array([f.absolved_ms for f in feeds.feeds], dtype=np.int64)
    known = heard & (terminals["gaps"] >= KNOWN_GAPS) & (terminals["heard_ms"] > absolved_ms[via])
    # one that lies moored may be switched off, and one already lost says nothing of its feed
    settled = vessels["moored"] | (vessels["state"] & STATE_BITS == State.DARK)
    active = (known & ~settled[carrier] & (own_quiet_s <= WORKING_INTERVALS * habit_s)).nonzero()[0]
    # one that works slowly may have stopped, and speaks as seldom as one at rest before it has said so
    slow = vessels["sog_kn"] <= WORKS_SLOWLY_KN
    at = active[own_quiet_s[active] > 2 * habit_s[active]]
    stopped_s = NOMINAL_S[1].take(terminals["kind"][at]) + habit_s[at]
    at = at[~slow[carrier[at]] | (own_quiet_s[at] > stopped_s)]
    heard_by = via[active]
    rate = np.bincount(heard_by, weights=1 / habit_s[active], minlength=count)
    actives = np.bincount(heard_by, minlength=count)
    quiets = np.bincount(via[at], minlength=count)
    return [
        health.Census(int(actives[f]), int(quiets[f]), 1000 / rate[f] if rate[f] > 0 else 0)
        for f in range(count)
    ]


def only_through(fleet: Fleet, feeds: health.Feeds) -> list[int]:
    """Return how many vessels each feed hears alone: it is the lowest and the highest number of theirs."""
    heard, via = fleet.terminals["t_ms"] != NEVER, fleet.terminals["feed"].astype(np.int64)
    count = len(feeds.feeds)
    high = fleet.highest(np.where(heard, via, -1), -1)
    low = -fleet.highest(np.where(heard, -via, -count), -count)
    alone = high[(high >= 0) & (low == high)].astype(np.int64)
    return [int(vessels) for vessels in np.bincount(alone, minlength=count)]


def graced(fleet: Fleet, feeds: health.Feeds) -> Array:
    """Return which vessels' feeds have been back long enough to judge their silence, bool [n]."""
    terminals, vessels = fleet.terminals, fleet.vessels
    heard = terminals["t_ms"] != NEVER
    since_s = np.array([(f.up_ms - f.recovered_up_ms) / 1000 for f in feeds.feeds])
    longest = fleet.highest(np.where(heard, since_s[terminals["feed"]], 0), 0)
    return np.asarray(longest >= np.maximum(GRACE_INTERVALS * vessels["interval_s"], GRACE_MIN_S))
