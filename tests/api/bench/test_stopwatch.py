from types import SimpleNamespace

import pytest

from api.bench.stopwatch import Stopwatch


class Work:
    """Something with parts."""

    def part(self, fails: bool = False) -> str:
        if fails:
            raise ValueError("broken")
        return "done"


def test_parts_are_timed_while_they_work_as_ever_and_are_left_as_they_were():
    watch, honest = Stopwatch(), Work.part
    with watch.on(("one", Work, "part")):
        assert Work().part() == "done"
        with pytest.raises(ValueError, match="broken"):
            Work().part(fails=True)
        watch.lap()
        watch.lap()
    assert Work.part is honest
    first, second = watch.laps["one"]
    assert first > 0
    assert second == 0


def test_a_part_that_ran_late_took_nothing_before():
    watch, work = Stopwatch(), SimpleNamespace(part=lambda: 7)
    watch.lap()
    assert watch.timed("late", work.part)() == 7
    watch.lap()
    assert watch.laps["late"][0] == 0
    assert len(watch.laps["late"]) == 2
