from pathlib import Path

from simulators import cast_page
from simulators.cast import CAST

PAGE = Path(__file__).parents[2] / "docs" / "fleet-cast.md"


def test_the_page_is_what_the_command_writes(shipu):
    assert cast_page.cast_page(shipu) == PAGE.read_text(encoding="utf-8")


def test_the_command_writes_it_into_a_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["cast_page", str(tmp_path)])
    cast_page.main()
    assert (tmp_path / "fleet-cast.md").read_bytes() == PAGE.read_bytes()


def test_every_boat_tells_its_crew_its_speed_and_how_often_each_terminal_speaks(shipu):
    rows = [line.split(" | ") for line in cast_page.cast_page(shipu).splitlines() if line.startswith("| `")]
    assert [row[0] for row in rows] == [f"| `{part.id}`" for part in CAST]
    told = {row[0].strip("| `"): (row[6], row[7], row[9]) for row in rows}
    assert told["zxyy00116"] == ("6 / 13", "9.2", "30 / 180<br>600 / 600")
    assert told["mv262"] == ("", "13.0", "10 / 180")
    assert told["zxxc00031"][2] == "30 / 30"
