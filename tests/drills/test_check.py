from drills.check import play
from tests.drills.plays import LEAVER, OUTSIDE, piece

ACK = """
[[task]]
id = "ack"
on = "outside"
role = "officer"
does = "acknowledge"
within_s = 360
plays_after_s = 10
source = "ours"
"""


async def test_a_play_is_judged_with_its_speed_and_the_digest_of_its_facts():
    ticks = iter((10.0, 12.5))
    result = await play(piece(LEAVER + OUTSIDE), lambda: next(ticks))
    assert result.passed
    assert (result.played_s, result.took_s, len(result.digest)) == (160, 2.5, 64)
    assert result.expects[0].delay_s == result.expects[0].came_s - 1
    assert result.expects[0].since == "leave-zone at 1"
    assert result.letters["heard"] > 100
    assert result.facts > 500


async def test_a_rule_that_is_waited_for_and_exists_is_a_fault():
    late = 'waits_for = ["left-zone", "close-quarters"]\n'
    result = await play(piece(late + LEAVER + OUTSIDE), lambda: 0.0)
    assert (result.passed, result.waits_for) == (False, ("close-quarters",))
    assert "left-zone" in result.faults[0]


async def test_why_a_robot_was_refused_stands_beside_its_task():
    wrong = ACK.replace('"acknowledge"', '"close"').replace("officer", "leader").replace("= 10", "= 320")
    result = await play(piece(LEAVER + OUTSIDE + wrong, lasts_s=560), lambda: 0.0)
    assert result.tasks[0].outcome == "failed"
    assert result.tasks[0].why.startswith("missed: at 4")
    assert "the house refused task 1, leader: close, with 409: " in result.tasks[0].why
    assert "write the task that must come before it" in result.tasks[0].why
