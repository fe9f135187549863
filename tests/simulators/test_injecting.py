import hashlib

import pytest

from tests.simulators.conftest import START_MS

MANY = """
    [[inject]]
    kind = "message-storm"
    at_s = 20
    every_s = 40
    terminal = "{terminal}"
    per_s = 30
    sorts = ["sound", "nan", "huge"]
    for_s = 10
    [[inject]]
    kind = "late-batch"
    at_s = 5
    for_s = 50
    [[inject]]
    kind = "replay"
    at_s = 10
    every_s = 30
    last_s = 15
    [[inject]]
    kind = "gnss-jam"
    at_s = 15
    lon = 122.0
    lat = 29.2
    radius_m = 30000
    east_m = 9000
    for_s = 60
    [[inject]]
    kind = "clock-skew"
    at_s = 15
    terminal_kind = "ais-a"
    skew_s = -30
    for_s = 60
    [[inject]]
    kind = "broker-restart"
    at_s = 30
    for_s = 5
    [[inject]]
    kind = "twin-restart"
    at_s = 60
    for_s = 5
"""


@pytest.fixture
def many(shipu):
    return MANY.format(terminal=shipu.vessels[0].terminals[0])


def letters(player, chunk_s=1):
    got = []
    for now_s in range(chunk_s, 121, chunk_s):
        got += player.letters_until(START_MS + now_s * 1000)
    return got


def digest(got):
    return hashlib.sha256(b"".join(repr(tuple(said)).encode() for said in got)).hexdigest()


def test_attacks_are_the_same_whoever_asks_how_often_and_other_with_another_seed(make_player, many):
    same = {digest(letters(make_player(scenario=many), chunk_s)) for chunk_s in (1, 1, 20, 120)}
    assert len(same) == 1
    assert digest(letters(make_player(scenario=many, seed=2))) not in same


def test_letters_still_come_in_order_of_time(make_player, many):
    times = [said.t_ms for said in letters(make_player(scenario=many))]
    assert times == sorted(times)


def test_a_repeated_attack_comes_again_and_all_truth_is_kept_in_order(make_player, many):
    player = make_player(scenario=many)
    letters(player)
    begun = [(each.kind, (each.from_ms - START_MS) / 1000) for each in player.injected]
    assert [at for kind, at in begun if kind == "message-storm"] == [20, 60, 100]
    assert [at for kind, at in begun if kind == "replay"] == [10, 40, 70, 100, 130]  # the last listens yet
    assert [at for kind, at in begun if kind == "gnss-jam"] == [15]
    assert all(each.letters for each in player.injected[:-1])


def test_what_no_device_can_do_is_left_to_whoever_runs_broker_and_twin(make_player, many):
    player = make_player(scenario=many)
    assert [inject.kind for inject in player.not_played] == ["broker-restart", "twin-restart"]
    letters(player)
    assert not {each.kind for each in player.injected} & {"broker-restart", "twin-restart"}


def test_after_the_last_attack_the_post_is_as_before(make_player, many):
    player = make_player(scenario=many.replace("every_s", "# every_s"))
    letters(player)
    assert player._post.tap is None


def test_boats_and_terminals_an_inject_names_sail(make_player, shipu):
    last, other = shipu.vessels[-1], shipu.vessels[-2]
    text = f"""
        [[inject]]
        kind = "malformed"
        at_s = 1
        terminal = "{last.terminals[0]}"
        [[inject]]
        kind = "terminal-swap"
        at_s = 1
        for_s = 9
        vessel = "{other.id}"
        vessels = ["{last.id}"]
    """
    assert {last.id, other.id} <= set(make_player(boats=5, scenario=text).scene.row_of)
