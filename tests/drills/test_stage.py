"""The same play gives the same facts byte for byte; a killed twin and a fallen broker lose nothing owed."""

import pytest

from api.keeper import LONGEST_TURN_MS
from drills.stage import Stage, _parts
from simulators.post import Said
from simulators.scenario_reader.head import MOST_TURN_S
from tests.drills.plays import LEAVER, piece, played, stage

KILLED = '\n[[inject]]\nat_s = 60\nkind = "twin-restart"\nfor_s = 20\n'
FALLEN = '\n[[inject]]\nat_s = 30\nkind = "broker-restart"\nfor_s = 40\n'


async def facts_of(home, text: str, seconds: int) -> tuple[str, list[dict]]:
    async with stage(home, text) as on:
        sayings = await played(on, seconds)
        return on.digest, sayings


async def test_the_same_play_gives_the_same_facts_byte_for_byte(tmp_path):
    first, sayings = await facts_of(tmp_path / "a", LEAVER, 120)
    second, _ = await facts_of(tmp_path / "b", LEAVER, 120)
    assert first == second
    assert [one["rule"] for one in sayings if one["kind"] == "alert-raised"] == ["left-zone"]
    other, _ = await facts_of(tmp_path / "c", LEAVER.replace("29.20", "29.21"), 120)
    assert other != first


async def test_what_the_twin_says_reaches_the_boat_and_its_answer_comes_back(tmp_path):
    _, sayings = await facts_of(
        tmp_path, LEAVER.replace("at_s = 1\n", 'at_s = 1\nanswers = "complying"\n'), 230
    )
    kinds = [one["kind"] for one in sayings]
    assert kinds.index("call-sent") < kinds.index("call-answered")


async def test_a_killed_twin_comes_back_from_its_journal_on_the_same_home(tmp_path):
    async with stage(tmp_path, LEAVER + KILLED) as on:
        before = await played(on, 59)
        dead = await played(on, 20)
        assert on.house is None
        after = await played(on, 60)
        assert (await on.house.inside.keeper.world()).fleet.row_of["zxy10009"] >= 0
    assert {one["t_s"] for one in dead} <= {60.0}
    gaps = [(one["t_s"], one["why"]) for one in [*before, *after] if one["kind"] == "gap-noted"]
    assert gaps == [(0.0, "start"), (80.0, "start")]
    assert [one["seq"] for one in [*before, *dead, *after]] == list(
        range(1, len([*before, *dead, *after]) + 1)
    )


async def test_a_fallen_broker_takes_the_link_down_and_loses_only_qos_0(tmp_path):
    async with stage(tmp_path, LEAVER + FALLEN) as on:
        sayings = await played(on, 120)
        assert on.door.counts["lost"] > 0
        assert on.door.counts["again"] == on.door.counts["kept"] > 0
    link = [one["state"] for one in sayings if one["kind"] == "feed-changed" and one["feed"] == "link"]
    assert link[:2] == ["starting", "up"]
    assert "down" in link or "suspect" in link
    assert link[-1] == "up"


def test_a_second_of_too_many_letters_is_played_on_the_keepers_grid():
    flood = [Said(1_000 + n % 1000, f"t{n}", b"", 0) for n in sorted(range(6_000), key=lambda n: n % 1000)]
    parts = list(_parts(flood, 2_000))
    assert [until_ms for until_ms, _ in parts] == list(range(1_100, 2_001, 100))
    assert sum(len(part) for _, part in parts) == 6_000
    assert all(said.t_ms <= until_ms for until_ms, part in parts for said in part)
    assert len(list(_parts(flood[:5_000], 2_000))) == 1


def test_a_longer_turn_of_too_many_letters_is_played_on_the_same_grid():
    flood = [Said(1_000 + n % 4000, f"t{n}", b"", 0) for n in sorted(range(6_000), key=lambda n: n % 4000)]
    assert [until_ms for until_ms, _ in _parts(flood, 5_000, 4)] == list(range(1_100, 5_001, 100))


async def test_a_scenario_in_turns_hears_its_feeds_as_one_in_seconds(tmp_path):
    states = []
    for turn_s in (1, MOST_TURN_S):
        async with stage(tmp_path / str(turn_s), f"turn_s = {turn_s}\n{LEAVER}") as on:
            sayings = await played(on, 48 // turn_s)
            assert on.seconds == 48
        assert len(list((tmp_path / str(turn_s)).glob("snapshots/*"))) == 1  # at full speed every 45 s
        states.append([one["state"] for one in sayings if one["kind"] == "feed-changed"])
    assert states[0] == states[1]
    assert MOST_TURN_S * 1000 == LONGEST_TURN_MS


async def test_a_bug_of_the_keeper_leaves_the_stage_as_it_is(tmp_path, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    async with Stage(piece(LEAVER), tmp_path) as on:
        await played(on, 2)
        monkeypatch.setattr("api.keeper.step", broken)
        with pytest.raises(ZeroDivisionError):
            await played(on, 2)
