import json

from typer.testing import CliRunner

from api.__main__ import app
from tests.api.desk import distress


def test_a_home_without_books_is_named(tmp_path):
    result = CliRunner().invoke(app, ["report", "quality", "--home", str(tmp_path)])
    assert result.exit_code == 2
    assert "cannot be opened" in result.output


async def test_the_report_is_printed_for_people_and_for_machines(house):
    await distress(house)
    said = CliRunner().invoke(app, ["report", "quality", "--home", str(house.home)])
    assert said.exit_code == 0, said.output
    assert "| sos | 1 | 1 |" in said.output
    told = CliRunner().invoke(app, ["report", "quality", "--home", str(house.home), "--json"])
    assert json.loads(told.output)["priorities"]["1"] == 1
