import msgspec

from drills.report import report, summary
from drills.result import Goal, Result, Row
from twin.wire import Words

RESULT = Result(
    name="storm",
    title=Words("风暴", "Storm"),
    seed=1,
    boats=9,
    expects=(
        Row(id="one", what="sos 浙象渔 P1", outcome="met", due_s=20, came_s=12, delay_s=3, since="sos at 9"),
        Row(id="second", what="left-zone a", outcome="failed", due_s=20, why="said never"),
    ),
    surprises=(
        Row(
            id="w-1",
            what="went-dark b",
            outcome="failed",
            due_s=5,
            came_s=5,
            why="离线; mend it",
            proposals=('[[expect]]\nid = "w-1"', "[[allow]]"),
        ),
    ),
    expect_needs=("a title", "its id in a met_by"),
    objectives=(Goal(id="g", text=Words("目标", "Goal"), outcome="failed", lacks=("second",)),),
    faults=("waits_for names x",),
    played_s=100,
    took_s=0.5,
)
PASSED = Result(name="calm", title=Words("", ""), seed=1, boats=1, waits_for=("close-quarters",))


def test_a_person_reads_what_was_expected_when_it_came_and_how_to_mend_it():
    lines = report(RESULT).splitlines()
    assert lines[0].startswith("FAILED  storm 风暴 Storm: 100 s of 9 boats, seed 1, 200 x real time")
    assert "    ok    one     sos 浙象渔 P1  by    20.0 came    12.0     +8.0 took 3.0 from sos at 9" in lines
    assert (
        "    FAIL  second  left-zone a    by    20.0 came       -                       said never" in lines
    )
    assert any(line.endswith("离线; mend it") for line in lines)
    assert "  objective FAIL  g 目标 Goal: second not met" in lines
    assert "  FAIL  waits_for names x" in lines


def test_what_may_be_written_for_the_unexpected_stands_there_once_for_each_rule():
    text = report(RESULT)
    assert "[[expect]] (besides: a title, its id in a met_by), or" in text
    assert text.count('\n    [[expect]]\n    id = "w-1"\n    [[allow]]') == 1
    row = RESULT.surprises[0]
    other = msgspec.structs.replace(row, id="w-2", proposals=('[[expect]]\nid = "w-2"', "[[allow]]"))
    many = report(msgspec.structs.replace(RESULT, surprises=(row, other)))
    assert 'id = "w-2"' not in many
    assert "and so on for the other 1; --json FILE" in many


def test_what_waits_is_listed_and_never_counted_as_passed():
    assert report(PASSED).startswith("waiting calm")
    assert "waiting for the rule close-quarters: not counted as passed" in report(PASSED)
    assert summary([RESULT, PASSED]) == "2 scenario(s); 0 passed; 1 waiting for rules: calm; 1 FAILED: storm"
