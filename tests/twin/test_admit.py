import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.twin.harbour import T0, boat, fix, port
from twin import admit, identity
from twin.fleet import Fleet


def fleet() -> Fleet:
    made = Fleet()
    for fact in identity.registered(port(vessels=(boat("a", "ais-b:1"), boat("b", "ais-b:2"))), T0):
        made.learn(fact)
    return made


def admitted(fleet: Fleet, fixes, now_ms: int):
    table = admit.table_of(fleet, fixes, [fleet.terminal_of[f.terminal] for f in fixes], [0] * len(fixes))
    for turn in admit.rounds(table["terminal"]):
        admit.admit(fleet, table, turn, now_ms)
    return table


def verdicts(fleet: Fleet, fixes, now_ms: int) -> list[str]:
    table = admitted(fleet, fixes, now_ms)
    return [admit.WHY[code] for code in table["verdict"]]


def test_a_400_knot_jump_is_doubted_and_the_way_back_is_believed():
    ships = fleet()
    track = [fix("ais-b:1", x, 0, T0 + t * 1000) for x, t in ((0, 0), (80, 30), (6_200, 60), (240, 90))]
    assert verdicts(ships, track, T0 + 90_000) == ["accepted", "accepted", "position-doubtful", "accepted"]


def test_a_speed_that_no_fishing_boat_makes_is_believed_only_if_its_way_bears_it_out():
    def said(x_m: float, after_s: int, terminal: str = "ais-b:1", sog_kn: float = 20.2) -> float:
        ships = fleet()
        for place, t_ms in ((0, T0), (x_m, T0 + 1000 * after_s)):
            fixes = [fix(terminal, place, 0, t_ms, sog_kn=sog_kn)]
            table = admitted(ships, fixes, t_ms)
        return float(table["sog_kn"][0])

    assert np.isnan(said(0, 600))
    assert np.isnan(said(2_000, 600))
    assert said(4_000, 600) == said(0, 30) == pytest.approx(20.2)
    assert said(0, 600, sog_kn=9.0) == 9.0


def test_a_boat_that_stays_where_it_jumped_to_is_believed_after_three_fixes():
    ships = fleet()
    there = [fix("ais-b:1", 20_000 + 50 * n, 0, T0 + n * 30_000) for n in range(1, 5)]
    words = verdicts(ships, [fix("ais-b:1", 0, 0, T0), *there], T0 + 200_000)
    assert words == ["accepted", "position-doubtful", "position-doubtful", "accepted", "accepted"]


def test_two_boats_on_one_number_do_not_drag_it_back_and_forth():
    ships = fleet()
    mixed = []
    for n in range(10):
        mixed.append(fix("ais-b:1", 30 * n, 0, T0 + n * 30_000))
        mixed.append(fix("ais-b:1", 30_000 + 30 * n, 0, T0 + n * 30_000 + 15_000))
    words = verdicts(ships, mixed, T0 + 400_000)
    assert words[::2] == ["accepted"] * 10
    assert words[1::2] == ["position-doubtful"] * 10


def test_the_same_fix_again_is_a_duplicate_and_an_older_one_is_late():
    ships = fleet()
    one, two = fix("ais-b:1", 0, 0, T0), fix("ais-b:1", 50, 0, T0 + 30_000)
    assert verdicts(ships, [one, two, two, one], T0 + 30_000) == [
        "accepted",
        "accepted",
        "duplicate",
        "late",
    ]


def test_a_date_before_2024_is_a_bad_clock():
    assert verdicts(fleet(), [fix("ais-b:1", 0, 0, 1_180_000_000_000)], T0) == ["bad-clock"]


def test_a_fix_from_the_future_never_counts_as_fresher_than_now():
    ships = fleet()
    assert verdicts(ships, [fix("ais-b:1", 0, 0, T0 + 3_600_000)], T0) == ["accepted"]
    assert ships.terminals["t_ms"][0] == T0
    assert verdicts(ships, [fix("ais-b:1", 50, 0, T0 + 30_000)], T0 + 30_000) == ["accepted"]


def test_a_merchant_ship_may_be_faster_than_a_fishing_boat():
    made = Fleet()
    boats = (boat("a", "ais-b:1"), boat("ship", "ais-a:9", vessel_class="merchant"))
    for fact in identity.registered(port(vessels=boats), T0):
        made.learn(fact)
    leap = 600 * 40 * 1852 / 3600
    fast = [
        fix(terminal, x, 0, t)
        for terminal in ("ais-b:1", "ais-a:9")
        for x, t in ((0, T0), (leap, T0 + 600_000))
    ]
    assert verdicts(made, fast, T0 + 600_000) == ["accepted", "position-doubtful", "accepted", "accepted"]


@given(st.lists(st.floats(1, 2000), min_size=1, max_size=30))
def test_the_learnt_interval_is_the_lower_median_of_the_last_eight(gaps_s):
    ships = fleet()
    t_ms, times = T0, [T0]
    for gap in gaps_s:
        t_ms += round(gap * 1000)
        times.append(t_ms)
    for t in times:
        verdicts(ships, [fix("ais-b:1", 0, 0.001 * ((t - T0) % 7), t)], t)
    recent = np.diff(times)[-8:] / 1000
    expected = sorted(recent)[(len(recent) - 1) // 2]
    assert ships.terminals["interval_s"][0] == pytest.approx(expected, rel=1e-6)


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 40), st.integers(-3, 3)), max_size=40))
def test_a_batch_is_judged_as_if_fixes_came_one_by_one(said):
    fixes = [fix(f"ais-b:{k + 1}", x * 3000, 0, T0 + t * 10_000) for k, t, x in said]
    together, alone = fleet(), fleet()
    now = T0 + 1_000_000
    assert verdicts(together, fixes, now) == [w for f in fixes for w in verdicts(alone, [f], now)]
    for name in ("t_ms", "lon", "lat", "doubts"):
        assert np.array_equal(
            together.terminals[name], alone.terminals[name], equal_nan=name in ("lon", "lat")
        )


def late_clock(ships: Fleet, terminal: str, back_ms: int, *, every_s: int = 30, count: int = 12):
    """Verdicts of a boat that says the right time twice, and then `back_ms` less."""
    words = []
    for n in range(count):
        heard = T0 + n * every_s * 1000
        said = fix(terminal, 50 * n, 0, heard if n < 2 else heard - back_ms)
        words += verdicts(ships, [msgspec.structs.replace(said, heard_ms=heard)], heard)
    return words


@pytest.mark.parametrize(("terminal", "every_s"), [("ais-b:1", 30), ("ais-b:1", 4), ("ais-b:2", 600)])
def test_a_clock_set_back_by_an_hour_is_found_out_by_the_third_fix(terminal, every_s):
    ships = fleet()
    words = late_clock(ships, terminal, 3_600_000, every_s=every_s)
    assert words == ["accepted"] * 2 + ["late"] * 2 + ["accepted"] * 8
    assert ships.terminals["behind_ms"].max() == 3_600_000
    assert ships.terminals["t_ms"].max() == T0 + 11 * every_s * 1000


def test_a_clock_set_back_by_less_than_a_minute_is_overtaken():
    ships = fleet()
    words = late_clock(ships, "ais-b:1", 55_000)
    assert words[-8:] == ["accepted"] * 8
    assert not ships.terminals["behind_ms"].any()


def test_a_clock_that_is_right_again_is_believed_at_once():
    ships = fleet()
    late_clock(ships, "ais-b:1", 3_600_000)
    right = fix("ais-b:1", 600, 0, T0 + 360_000)
    assert verdicts(ships, [right], right.heard_ms) == ["accepted"]
    assert (ships.terminals["behind_ms"][0], ships.terminals["t_ms"][0]) == (0, right.heard_ms)


@given(st.integers(2, 20), st.sampled_from([0, 40, 1000]))
def test_a_batch_out_of_a_hole_is_late_however_fast_it_arrives(count, apart_ms):
    ships = fleet()
    now = T0 + 7_200_000
    verdicts(ships, [fix("ais-b:1", 0, 0, now)], now)
    for n in range(count):
        old = fix("ais-b:1", 0, 0, T0 + n * 600_000)
        heard = now + 1_000 + n * apart_ms
        if old.body.t_ms < now - admit.STEP_BACK_MS:
            assert verdicts(ships, [msgspec.structs.replace(old, heard_ms=heard)], heard) == ["late"]
    assert not ships.terminals["behind_ms"].any()


@given(st.permutations(range(8)))
def test_replaying_what_was_heard_changes_nothing(order):
    ships = fleet()
    track = [fix("ais-b:1", 50 * n, 0, T0 + n * 30_000) for n in range(8)]
    verdicts(ships, track, T0 + 300_000)
    before = ships.terminals.dump()
    verdicts(ships, [track[n] for n in order], T0 + 300_000)
    after = ships.terminals.dump()
    told = ("backs", "back_t_ms", "back_heard_ms")
    assert {k: v for k, v in after.items() if k not in told} == {
        k: v for k, v in before.items() if k not in told
    }


@given(st.lists(st.integers(0, 6), max_size=40))
def test_rounds_keep_the_order_of_each_and_let_nobody_speak_twice_in_one(speakers):
    who = np.array(speakers, dtype=np.int64)
    rounds = [turn.tolist() for turn in admit.rounds(who)]
    assert all(turn == sorted(turn) and len({*who[turn].tolist()}) == len(turn) for turn in rounds)
    for one in {*speakers}:
        heard = [at for turn in rounds for at in turn if speakers[at] == one]
        assert heard == np.flatnonzero(who == one).tolist()
