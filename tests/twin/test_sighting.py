import math

import msgspec
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.twin.harbour import T0, fix, port
from tests.twin.play import Play
from twin import admit, identity, sighting
from twin.engine import Gap, new_world, step
from twin.fleet import State
from twin.world import World


def vessel(play: Play, name: str, column: str) -> float:
    return play.world.fleet.vessels[column][play.world.fleet.row_of[name]]


def west_of(play: Play, name: str) -> float:
    return round(float(vessel(play, name, "x")))


def test_an_older_fix_of_another_terminal_moves_nobody_and_a_newer_one_fills_a_pause():
    play = Play().sail("ais-b:2", [(3_000, 0)])
    play.hear(msgspec.structs.replace(fix("beidou:2", 2_500, 0, play.now - 20_000), heard_ms=play.now))
    assert west_of(play, "b") == 3_000
    assert vessel(play, "b", "fix_ms") == play.now
    play.sail("beidou:2", [(3_100, 0)], every_s=60)
    assert west_of(play, "b") == 3_100


def test_an_older_fix_of_another_terminal_shows_all_the_same_that_the_boat_speaks():
    play = Play().sail("ais-b:2", [(3_000, 0)]).wait(100)
    play.hear(msgspec.structs.replace(fix("beidou:2", 2_500, 0, play.now - 600_000), heard_ms=play.now))
    assert vessel(play, "b", "silence_s") == 0


def test_a_late_fix_goes_to_the_track_and_nowhere_else():
    play = Play().sail("ais-b:1", [(3_000, 0), (3_100, 0)])
    before = play.world.fleet.vessels.dump()
    late = msgspec.structs.replace(fix("ais-b:1", 1_000, 0, play.now - 20_000), heard_ms=play.now)
    taken = play.hear(late)
    assert play.world.fleet.vessels.dump() == before
    assert taken.fixes is not None
    assert taken.fixes["t_ms"].tolist() == [late.body.t_ms]
    assert taken.touched.tolist() == []
    assert play.world.counters["fix-late"] == 1


def test_duplicates_and_doubted_fixes_are_not_in_the_track():
    play = Play().sail("ais-b:1", [(3_000, 0)])
    taken = play.hear(fix("ais-b:1", 3_000, 0, play.now), fix("ais-b:1", 90_000, 0, play.now + 1_000))
    assert taken.fixes is None
    assert (play.world.counters["fix-duplicate"], play.world.counters["fix-position-doubtful"]) == (1, 1)


def test_a_boat_is_doubtful_while_its_newest_fix_is_and_no_longer():
    play = Play().sail("ais-b:1", [(3_000, 0)])
    play.hear(fix("ais-b:1", 90_000, 0, play.now + 10_000))
    assert vessel(play, "a", "doubtful")
    play.sail("ais-b:1", [(3_050, 0)])
    assert not vessel(play, "a", "doubtful")
    play.hear(fix("ais-b:1", 3_060, 0, play.now + 10_000), fix("ais-b:1", 90_000, 0, play.now + 20_000))
    assert vessel(play, "a", "doubtful")
    play.hear(fix("ais-b:1", 90_000, 0, play.now + 10_000), fix("ais-b:1", 3_070, 0, play.now + 20_000))
    assert not vessel(play, "a", "doubtful")


def test_boats_that_speak_of_wrong_places_are_not_silent_and_their_receiver_is_not_lost():
    play = Play()
    sets = [f"ais-b:{number}" for number in range(1, 7)]
    for n in range(100):
        play.wait(30)
        x_m, y_m = (2_000, 0) if n < 10 else (60_000, 0) if n % 2 else (0, 60_000)
        play.hear(*(fix(one, x_m + 10 * n, y_m + 300 * place, play.now) for place, one in enumerate(sets)))
    assert play.world.counters["fix-position-doubtful"] > 400
    assert play.raised("went-dark") == play.raised("feed-lost") == []


def test_a_late_fix_neither_raises_nor_lays_a_doubt():
    play = Play().sail("ais-b:1", [(3_000, 0)])
    play.hear(fix("ais-b:1", 90_000, 0, play.now + 10_000))
    play.hear(msgspec.structs.replace(fix("ais-b:1", 2_990, 0, play.now - 40_000), heard_ms=play.now))
    assert vessel(play, "a", "doubtful")


def test_mooring_has_a_margin_of_speed():
    play = Play()
    shown = []
    for sog in (1.0, 0.5, 0.7, 0.79, 0.8, 0.6, 0.4):
        play.sail("ais-b:1", [(len(shown), 0)], sog_kn=sog)
        shown.append(bool(vessel(play, "a", "moored")))
    assert shown == [False, True, True, True, False, False, True]


def test_a_boat_at_rest_at_sea_is_not_moored():
    play = Play().sail("ais-b:1", [(3_000, 0)], sog_kn=0)
    assert not vessel(play, "a", "moored")
    assert vessel(play, "a", "at_sea")


def test_an_unknown_speed_moors_nobody_and_casts_nobody_off():
    play = Play().sail("ais-b:1", [(0, 0)], sog_kn=None)
    assert math.isnan(vessel(play, "a", "sog_kn"))
    assert not vessel(play, "a", "moored")
    play.sail("ais-b:1", [(1, 0)], sog_kn=0.1).sail("ais-b:1", [(2, 0)], sog_kn=None)
    assert vessel(play, "a", "moored")


def test_a_state_is_as_old_as_its_change():
    play = Play().sail("ais-b:1", [(0, 0), (1, 0)], sog_kn=0.1).wait(20)
    moored_ms = vessel(play, "a", "changed_ms")
    play.sail("ais-b:1", [(2, 0)], sog_kn=0.1).wait(2)
    assert vessel(play, "a", "changed_ms") == moored_ms
    play.sail("ais-b:1", [(3, 0)], sog_kn=4).wait(2)
    assert vessel(play, "a", "state") == State.UNDER_WAY
    assert play.now - vessel(play, "a", "changed_ms") < 5_000


def test_a_fix_without_a_position_moves_nobody_but_is_heard():
    play = Play().sail("ais-b:1", [(3_000, 0)])
    lost = fix("ais-b:1", 0, 0, play.now + 30_000)
    body = msgspec.structs.replace(lost.body, lon=None, lat=None)
    play.hear(msgspec.structs.replace(lost, body=body))
    assert west_of(play, "a") == 3_000
    assert vessel(play, "a", "heard_ms") == play.now
    assert play.world.counters["fix-no-position"] == 1


def test_a_zone_drawn_between_a_crossing_and_the_look_at_it_does_not_rename_it():
    play = Play().sail("ais-b:1", [(9_900, 0)])
    play.wait(30)
    play.now += 100
    play._take([fix("ais-b:1", 10_300, 0, play.now)], play.now)
    assert [(c.zone, c.gap_s) for c in play.world.crossings] == [("strip", 30.1)]
    play.world.draw(play.world.fences.zones[0])
    play.wait(2)
    assert play.raised("crossed-zone") == [("a", "strip", 4)]


def test_a_way_around_a_zone_heard_at_once_crosses_nothing():
    play = Play().sail("ais-b:1", [(4_500, 4_500)])
    around = [(4_500, 8_500), (8_500, 8_500)]
    said = [fix("ais-b:1", *place, play.now + (n + 1) * 600_000) for n, place in enumerate(around)]
    play.now += 1_200_000
    play.hear(*(msgspec.structs.replace(one, heard_ms=play.now) for one in said))
    assert play.raised() == []


def test_more_crossings_than_the_bound_are_dropped_and_counted(monkeypatch):
    monkeypatch.setattr(sighting, "MAX_CROSSINGS", 0)
    play = Play().sail("ais-b:1", [(9_900, 0)])
    play.hear(fix("ais-b:1", 10_300, 0, play.now + 30_000))
    assert play.world.counters["crossings-dropped"] == 1


def test_a_full_fleet_refuses_strangers_with_all_they_said(monkeypatch):
    monkeypatch.setattr(identity, "MAX_VESSELS", 4)
    play = Play()
    taken = play.hear(fix("ais-b:1", 3_000, 0, play.now), fix("ais-b:555", 3_000, 0, play.now))
    assert [r.reason for r in taken.rejected] == ["fleet-full"]
    assert b'"lon"' in taken.rejected[0].payload
    assert play.world.counters["rejected-fleet-full"] == 1
    assert vessel(play, "a", "fix_count") == 1


def test_a_boat_whose_clock_falls_back_an_hour_stays_in_sight():
    play = Play().sail("ais-b:1", [(3_000 + 30 * n, 0) for n in range(5)])
    for n in range(60):
        play.wait(30)
        said = fix("ais-b:1", 3_150 + 30 * n, 0, play.now - 3_600_000)
        play.hear(msgspec.structs.replace(said, heard_ms=play.now))
    assert play.raised() == []
    assert west_of(play, "a") == 3_150 + 30 * 59
    assert play.world.counters["clock-set-back"] == 1
    assert vessel(play, "a", "fix_ms") == play.now


said = st.lists(
    st.tuples(
        st.sampled_from(["ais-b:1", "ais-b:2", "beidou:2", "ais-b:50"]),
        st.integers(-4, 14),
        st.integers(0, 20),
        st.sampled_from(["rx", "sat", None]),
    ),
    min_size=1,
    max_size=30,
)


def taken(batches: list[list], now: int) -> World:
    world = new_world(port(), "sim")
    step(world, [Gap(T0 - 1, "start")], T0)
    world.next_due_ms = now + 1
    for batch in batches:
        step(world, batch, now)
    return world


@given(said)
@example([("ais-b:2", 6, 0, "rx"), ("beidou:2", 0, 6, "rx"), ("ais-b:2", 6, 1, "rx")])
@settings(max_examples=60)
def test_fixes_heard_together_are_taken_as_if_one_by_one(events):
    now = T0 + 400_000
    fixes = [
        msgspec.structs.replace(fix(who, x * 1000, 0, T0 + t * 20_000, via=via), heard_ms=now)
        for who, x, t, via in events
    ]
    together, alone = taken([fixes], now), taken([[one] for one in fixes], now)
    assert together.fleet.vessels.dump() == alone.fleet.vessels.dump()
    assert together.fleet.terminals.dump() == alone.fleet.terminals.dump()
    assert sorted(together.crossings) == sorted(alone.crossings)
    assert together.counters == alone.counters
    assert np.array_equal(together.fences.inside, alone.fences.inside)
    assert sum(together.counters.get(f"fix-{why}", 0) for why in admit.WHY) == len(fixes)


@pytest.mark.parametrize("sog", [None, 0.1, 3])
def test_a_fix_heard_again_changes_nothing(sog):
    play = Play().sail("ais-b:1", [(3_000, 0)], sog_kn=sog)
    one = fix("ais-b:1", 3_050, 0, play.now + 30_000, sog_kn=sog)
    play.hear(one)
    before = play.world.fleet.vessels.dump(), play.world.fleet.terminals.dump()
    play.hear(one)
    assert (play.world.fleet.vessels.dump(), play.world.fleet.terminals.dump()) == before
