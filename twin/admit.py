"""Which fixes are believed: clocks, duplicates, lateness and jumps that are doubted and can recover."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from geo.distance import beyond, distance_m
from geo.units import kn_to_mps
from twin.columns import NEVER
from twin.decode import TerminalSaid
from twin.fleet import Fleet
from twin.jumps import SLACK_M, SLACK_S, beside_its_boat, note_jumps, stays_away
from twin.table import Array, Column, Table
from twin.wire import FixBody

ACCEPTED, LATE, DUPLICATE, DOUBTFUL, BAD_CLOCK, NO_POSITION = range(6)
WHY = ("accepted", "late", "duplicate", "position-doubtful", "bad-clock", "no-position")
"""Words of the verdicts, by code; only `bad-clock` goes to the quarantine, the rest are counted."""

EPOCH_2024_MS = 1_704_067_200_000
"""No fix of this system is older: earlier dates are GPS week rollovers or unset clocks (reliability T36)."""
SKEW_MS = 120_000
"""A fix further ahead than this is clamped for ordering and never counts as fresher (reliability T05)."""
MAX_FISHING_KN = 30.0
MAX_FAST_KN = 60.0
"""Implied speed no hull reaches: 30 kn for fishing boats (domain.md alert 6), 60 kn for the rest
(reliability.md §4)."""
_LIMIT_MPS = np.array([kn_to_mps(MAX_FISHING_KN), kn_to_mps(MAX_FAST_KN)])
MOST_FISHING_SOG_KN, SPEED_S, BORNE_SHARE = 16.0, 60.0, 0.5
"""A fishing boat's transit is 11 kn at most (domain.md §1.3); a report of more than 16 kn is believed only if
the boat made half of that way since a fix a minute or more ago. Ours."""
RECOVERY_FIXES = 3
"""So many fixes in a row that agree with each other are believed against the old track."""
STEP_BACK_MS = 60_000
"""A terminal whose times fall back by more, and from then on keep pace with what is heard of it, had its
clock set back; anything less it overtakes by itself. Ours."""
PACE_SHARE, PACE_MS = 0.2, 1000
"""Room between the time that passed by a terminal's clock and by ours: whole seconds, and slow cards."""
PAUSE_S, PAUSE_INTERVALS = 60.0, 3.5
"""A longer pause begins a new run of fixes: as long as makes a boat overdue (domain.md §2.3.3)."""

FIX_COLUMNS = (
    Column("terminal", "<i8", 0, "row", "terminal row"),
    Column("vessel", "<i8", 0, "row", "vessel row"),
    Column("feed", "<i8", 0, "row", "feed number"),
    Column("t_ms", "<i8", NEVER, "ms", "the device's time, clamped to now"),
    Column("heard_ms", "<i8", NEVER, "ms", "arrival"),
    Column("lon", "<f8", np.nan, "deg", "longitude"),
    Column("lat", "<f8", np.nan, "deg", "latitude"),
    Column("sog_kn", "<f4", np.nan, "kn", "speed over ground"),
    Column("cog_deg", "<f4", np.nan, "deg", "course over ground"),
    Column("heading_deg", "<f4", np.nan, "deg", "heading"),
    Column("status", "u1", 255, "code", "AIS navigational status"),
    Column("sigma_m", "<f4", 10, "m", "standard deviation of the position"),
    Column("verdict", "u1", ACCEPTED, "code", "index into WHY"),
)
_DTYPE = {column.name: np.dtype(column.dtype) for column in FIX_COLUMNS}
DEFAULT_SIGMA_M = 10.0
"""GNSS scatter of a boat whose terminal states no accuracy (10-30 m, domain.md §2.2)."""


class Clocks(NamedTuple):
    """How many fixes came from the future by more than SKEW_MS, clocks were set back, speeds were false."""

    ahead: int
    set_back: int
    false_speeds: int


def table_of(fleet: Fleet, said: Sequence[TerminalSaid], terminals: list[int], feeds: list[int]) -> Table:
    """Return fixes as columns in the order given, those without time or place judged already."""
    bodies: list[FixBody] = [s.body for s in said]  # type: ignore[misc]  # the caller sorted out the fixes
    terminal = np.array(terminals, dtype=np.int64)
    told: dict[str, Sequence[float | None]] = {
        "feed": feeds,
        "t_ms": [b.t_ms for b in bodies],
        "heard_ms": [s.heard_ms for s in said],
        "lon": [b.lon for b in bodies],
        "lat": [b.lat for b in bodies],
        "sog_kn": [b.sog_kn for b in bodies],
        "cog_deg": [b.cog_deg for b in bodies],
        "heading_deg": [np.nan if b.heading_deg is None else b.heading_deg for b in bodies],  # most tell none
        "status": [255 if b.status is None else b.status for b in bodies],
        "sigma_m": [DEFAULT_SIGMA_M if b.accuracy_m is None else b.accuracy_m for b in bodies],
    }
    arrays = {name: np.array(column, dtype=_DTYPE[name]) for name, column in told.items()}
    arrays |= {"terminal": terminal, "vessel": fleet.terminals["vessel"][terminal]}
    arrays["verdict"] = verdict = np.zeros(len(said), dtype=np.uint8)
    verdict[arrays["t_ms"] < EPOCH_2024_MS] = BAD_CLOCK
    verdict[np.isnan(arrays["lon"])] = NO_POSITION
    return Table(FIX_COLUMNS, len(said), arrays)


def admit(fleet: Fleet, fixes: Table, rows: Array, now_ms: int) -> Clocks:
    """Judge fixes, at most one a terminal; write their verdicts, and move the terminals of the believed ones.

    Times from the future are taken as now, those of a clock that was set back as when they were heard.
    """
    t_ms = fixes["t_ms"][rows]
    ahead = int(np.count_nonzero(t_ms > now_ms + SKEW_MS))
    fixes["t_ms"][rows] = np.minimum(t_ms, now_ms)
    set_back = false_speeds = 0
    sound = rows[fixes["verdict"][rows] == ACCEPTED]
    if len(sound):
        set_back = _tell_time(fleet.terminals, fixes, sound)
        false_speeds = _judge(fleet, fixes, sound)
    return Clocks(ahead, set_back, false_speeds)


def rounds(speakers: Array) -> Iterator[Array]:
    """Yield row numbers such that no speaker stands twice in one round and everyone's order is kept."""
    waiting = np.arange(len(speakers))
    first = np.empty(speakers.max(initial=-1) + 1, dtype=np.int64)
    while len(waiting):
        who = speakers[waiting]
        first[who[::-1]] = waiting[::-1]  # of a number that repeats, the last written stays
        speaks = first[who] == waiting
        yield waiting[speaks]
        waiting = waiting[~speaks]


def _tell_time(terminals: Table, fixes: Table, rows: Array) -> int:
    """Correct the times of terminals whose clock was set back; return how many were just found out.

    Three fixes in a row, long before the newest believed one and heard through the same feed, that are as far
    apart as they were heard: no late delivery looks like that, and the boat would seem silent until its clock
    had made up for it. From then on its times count from when it was heard, until they are right again.
    """
    at, t_ms = fixes["terminal"][rows], fixes["t_ms"][rows]
    behind_ms, last_ms, backs = terminals["behind_ms"][at], terminals["t_ms"][at], terminals["backs"][at]
    if not (behind_ms.any() or backs.any() or (t_ms < last_ms - STEP_BACK_MS).any()):
        return 0
    heard_ms, said_ms = fixes["heard_ms"][rows], t_ms
    behind_ms = np.where(said_ms + behind_ms > heard_ms + behind_ms // 2, 0, behind_ms)
    t_ms = np.where(behind_ms > 0, np.minimum(said_ms + behind_ms, heard_ms), said_ms)
    back = (
        (last_ms != NEVER) & (t_ms < last_ms - STEP_BACK_MS) & (fixes["feed"][rows] == terminals["feed"][at])
    )
    passed_ms = heard_ms - terminals["back_heard_ms"][at]
    off_ms = np.abs(t_ms - terminals["back_t_ms"][at] - passed_ms)
    pace = (passed_ms > 0) & (off_ms <= PACE_MS + PACE_SHARE * passed_ms)
    again = np.where(pace & (backs > 0), backs + 1, 1)
    backs = np.where(back, again, np.where(t_ms > last_ms, 0, backs))
    found = backs >= RECOVERY_FIXES
    fixes["t_ms"][rows] = np.where(found, heard_ms, t_ms)
    for name, value in (("back_heard_ms", heard_ms), ("back_t_ms", t_ms)):
        terminals[name][at[back]] = value[back]
    terminals["backs"][at] = np.where(found, 0, backs)
    terminals["behind_ms"][at] = np.where(found, heard_ms - said_ms, behind_ms)
    return int(np.count_nonzero(found))


def _judge(fleet: Fleet, fixes: Table, rows: Array) -> int:
    terminals = fleet.terminals
    at = fixes["terminal"][rows]
    t_ms, lon, lat = fixes["t_ms"][rows], fixes["lon"][rows], fixes["lat"][rows]
    last_ms = terminals["t_ms"][at]
    seen = last_ms != NEVER
    was_lon, was_lat = terminals["lon"][at], terminals["lat"][at]
    held = seen & (lon == was_lon) & (lat == was_lat)
    same = held & (t_ms == last_ms)
    late = seen & (t_ms < last_ms)
    limit_mps = _LIMIT_MPS.take(fleet.vessels["fast"][fixes["vessel"][rows]])
    slack_m = SLACK_M + 3 * fixes["sigma_m"][rows]

    def out_of_reach(from_lon: Array, from_lat: Array, from_ms: Array) -> Array:
        way_m = limit_mps * ((t_ms - from_ms) / 1000 + SLACK_S) + slack_m
        return beyond(from_lon, from_lat, lon, lat, way_m)

    new = ~(late | same)
    jump = seen & new & out_of_reach(was_lon, was_lat, last_ms)
    doubts = terminals["doubts"][at]
    doubting = doubts.any()
    if doubting:
        jump |= new & stays_away(fleet, fixes, rows)
    if jump.any():
        jump[jump] = ~beside_its_boat(fleet, fixes, rows[jump])
    doubted = jump
    if jump.any():
        reached = ~out_of_reach(*(terminals[name][at] for name in ("doubt_lon", "doubt_lat", "doubt_t_ms")))
        follows = (doubts > 0) & (t_ms >= terminals["doubt_t_ms"][at]) & reached
        doubts = np.where(follows, doubts + 1, 1)
        doubted = jump & (doubts < RECOVERY_FIXES)
        note_jumps(fleet, fixes, rows[jump], reached[jump])
        leapt = jump & ~doubted
        fleet.vessels["leapt_ms"][fixes["vessel"][rows[leapt]]] = fixes["heard_ms"][rows[leapt]]
        for name, value in (("doubt_t_ms", t_ms), ("doubt_lon", lon), ("doubt_lat", lat)):
            terminals[name][at[doubted]] = value[doubted]
    believed = new & ~doubted
    if not believed.all():
        for verdict, given in ((DOUBTFUL, doubted), (LATE, late), (DUPLICATE, same)):
            fixes["verdict"][rows[given]] = verdict
    if doubting or doubted.any():
        terminals["doubts"][at[new]] = np.where(doubted, doubts, 0)[new]
    return _take(fleet, fixes, rows[believed], held[believed])


def _take(fleet: Fleet, fixes: Table, rows: Array, held: Array) -> int:
    """Move the terminals of these believed fixes, and learn their habits; return how many speeds were false.

    Of those `held` the place is the one of the fix before.
    """
    terminals, at, t_ms = fleet.terminals, fixes["terminal"][rows], fixes["t_ms"][rows]
    last_ms = terminals["t_ms"][at]
    seen, gap_s = last_ms != NEVER, (t_ms - last_ms) / 1000
    dropped = _drop_false_speeds(fleet, fixes, rows[seen & (gap_s >= SPEED_S)])
    _count_run(terminals, at, gap_s, seen)
    _learn_interval(terminals, at, gap_s, seen)
    terminals["held"][at] = held
    for name in ("t_ms", "lon", "lat", "feed"):
        terminals[name][at] = fixes[name][rows]
    return dropped


def _drop_false_speeds(fleet: Fleet, fixes: Table, rows: Array) -> int:
    """Take out speeds that no fishing boat makes and that its way since its last fix does not bear out.

    A recorded boat lay at its berth and reported 20 kn: it seemed to run into its neighbour.
    """
    wild = ~fleet.vessels["fast"][fixes["vessel"][rows]] & (fixes["sog_kn"][rows] > MOST_FISHING_SOG_KN)
    these = rows[wild]
    if not len(these):
        return 0
    at = fixes["terminal"][these]
    way_m = distance_m(
        fleet.terminals["lon"][at], fleet.terminals["lat"][at], fixes["lon"][these], fixes["lat"][these]
    )
    told_m = kn_to_mps(fixes["sog_kn"][these]) * (fixes["t_ms"][these] - fleet.terminals["t_ms"][at]) / 1000
    false = these[way_m < BORNE_SHARE * told_m]
    fixes["sog_kn"][false] = np.nan
    return len(false)


def _count_run(terminals: Table, at: Array, gap_s: Array, seen: Array) -> None:
    """Count the believed fixes that came without a pause longer than the terminal's own habit allows."""
    longest_s = np.maximum(PAUSE_S, PAUSE_INTERVALS * terminals["interval_s"][at])
    goes_on = seen & (gap_s <= longest_s)
    terminals["run"][at] = np.where(goes_on, np.minimum(terminals["run"][at].astype(np.int64) + 1, 200), 1)


def _learn_interval(terminals: Table, at: Array, gap_s: Array, seen: Array) -> None:
    """Remember the times between fixes and take their lower median as the learnt interval."""
    lasted = seen & (gap_s > 0)
    at, gap_s = at[lasted], gap_s[lasted]
    if not len(at):
        return
    known, recent = terminals["gaps"][at], terminals["gap_s"]
    most = recent.shape[1]
    terminals["gaps"][at] = known + 1
    new = recent[at, known % most] != gap_s  # one like the one whose place it takes changes no median
    at, known = at[new], known[new]
    recent[at, known % most] = gap_s[new]
    ordered = np.sort(recent[at], axis=1)  # NaN, of which there are fewer with each gap, last
    terminals["interval_s"][at] = ordered[np.arange(len(at)), np.minimum(known, most - 1) // 2]
