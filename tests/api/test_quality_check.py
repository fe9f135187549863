import pytest

from api.quality_check import read_quality, table
from tests.api.desk import Desk, distress
from twin.port import ConfigError


async def test_the_books_of_a_home_are_read_while_its_twin_runs_and_after(house):
    await distress(house)
    desk = Desk(house)
    await desk.act("officer", "acknowledge")
    await desk.act("leader", "false-alarm", note="leaned on the button")
    running = read_quality(house.home, None, None, 8.0)
    assert running["labels"]["nuisance"] == 1
    await house.leave(politely=True)
    assert read_quality(house.home, None, 1.0, 8.0)["labels"] == running["labels"]
    said = table(running)
    assert "| annunciations an operator-hour |" in said
    assert "| sos | 1 | 1 | 0 / 1 / 0 / 0 |" in said


def test_where_there_are_no_books_that_is_said(tmp_path):
    with pytest.raises(ConfigError, match="cannot be opened"):
        read_quality(tmp_path, None, None, 8.0)
    assert not list(tmp_path.iterdir())
