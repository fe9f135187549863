import pytest

from api.port_files import port_folder, read_port
from drills.normal_day import DAYS, RECALLED, merged, scenario_of, write_page


def test_a_day_writes_its_own_part_of_the_page_and_leaves_the_others(tmp_path):
    page = tmp_path / "page.md"
    part = write_page("normal", 0.005, page, boats=60)
    told = page.read_text(encoding="utf-8")
    assert told.startswith("# What a day")
    assert part in told
    assert "60 boats, 0.005 h." in part
    assert "| annunciations an hour | 0.0 | at most 6 |" in part
    page.write_text(merged(told, "storm", "a storm\n"), encoding="utf-8")
    write_page("normal", 0.005, page, boats=61)
    again = page.read_text(encoding="utf-8")
    assert "a storm" in again
    assert "61 boats" in again
    assert "60 boats" not in again


def test_a_recall_calls_2500_boats_home_within_the_hour():
    scripts = scenario_of("recall", read_port(port_folder("shipu"))).scripts
    assert len({script.vessel for script in scripts}) == len(scripts) == RECALLED
    assert {script.behaviour for script in scripts} == {"return"}
    assert max(script.at_s for script in scripts) <= 3_601


@pytest.mark.parametrize("kind", DAYS)
def test_every_day_that_is_known_has_its_scenario(kind):
    scenario = scenario_of(kind, read_port(port_folder("shipu")))
    assert (scenario.weather.storm == "infa-2021") == (kind == "storm")
