import pytest
from msgspec.structs import replace

from api.port_files import port_folder, read_port
from drills.day import Day
from drills.normal_day import DAYS, START_MS, Played, merged, scenario_of, write_page
from twin.facts import CallSent, OrderGiven


def test_a_day_writes_its_own_part_of_the_page_and_leaves_the_others(tmp_path):
    page = tmp_path / "page.md"
    part = write_page(Played("normal", 60), 0.005, page)
    told = page.read_text(encoding="utf-8")
    assert told.startswith("# What a day")
    assert part in told
    assert "60 boats, 0.005 h, seed 16." in part
    assert "| annunciations an hour | 0.0 | at most 6 |" in part
    page.write_text(merged(told, "storm", "a storm\n"), encoding="utf-8")
    write_page(Played("normal", 61), 0.005, page)
    again = page.read_text(encoding="utf-8")
    assert "a storm" in again
    assert "61 boats" in again
    assert "60 boats" not in again
    write_page(Played("normal", 60, 17, "abc1234"), 0.005, page)
    both = page.read_text(encoding="utf-8")
    assert "61 boats" in both
    assert "## An ordinary day, seed 17\n" in both
    assert "60 boats, 0.005 h, seed 17, commit abc1234." in both


def test_a_recall_is_ordered_by_the_desk_and_told_to_the_boats_at_sea():
    recall = scenario_of("recall", read_port(port_folder("shipu")))
    soon = replace(recall, tasks=tuple(replace(task, at_s=8) for task in recall.tasks))
    day = Day("shipu", 40, lambda _: soon, 16, START_MS, lambda: 0.0)
    facts = [fact for _ in range(15) for fact in day.second().taken.facts]
    given = {fact.order_kind: fact for fact in facts if isinstance(fact, OrderGiven)}
    assert set(given) == {"recall", "port-state"}
    told = [fact.vessel for fact in facts if isinstance(fact, CallSent) and fact.order]
    assert len(told) > 5
    assert set(told) <= set(given["recall"].vessels)


@pytest.mark.parametrize("kind", DAYS)
def test_every_day_that_is_known_has_its_scenario(kind):
    scenario = scenario_of(kind, read_port(port_folder("shipu")))
    assert bool(scenario.weather.storm) == (kind != "normal")
    assert bool(scenario.tasks) == (kind != "normal")
    loose = [script.vessel for script in scenario.scripts if script.vessel]
    assert len(set(loose)) == len(loose) == (36 if kind == "storm" else 0)
