import json

import pytest

from drills.__main__ import main
from tests.drills.plays import LEAVER, OUTSIDE, written


def test_check_says_what_it_found_and_ends_with_it(tmp_path, capsys):
    good = written(tmp_path, LEAVER + OUTSIDE)
    found = tmp_path / "results.json"
    assert main(["check", good, "--json", str(found)]) == 0
    assert "1 scenario(s); 1 passed" in capsys.readouterr().out
    (result,) = json.loads(found.read_bytes())
    assert (result["name"], result["expects"][0]["outcome"]) == ("trial", "met")
    assert main(["check", written(tmp_path, LEAVER)]) == 1
    assert "FAILED: trial" in capsys.readouterr().out


def test_a_bug_in_a_play_escapes_and_says_in_which(tmp_path, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("api.keeper.step", broken)
    file = written(tmp_path, LEAVER)
    with pytest.raises(ZeroDivisionError) as found:
        main(["check", file])
    assert found.value.__notes__ == [f"in the play of {file}"]


def test_a_bad_file_is_told_with_its_place(tmp_path, capsys):
    assert main(["check", written(tmp_path, LEAVER.replace("leave-zone", "fly"))]) == 2
    assert ": start 1, key behaviour" in capsys.readouterr().err


def test_run_plays_to_the_end_and_writes_its_report(tmp_path, capsys):
    file, found = written(tmp_path, LEAVER, lasts_s=5), tmp_path / "result.json"
    words = ["run", file, "--speed", "full", "--listen", "127.0.0.1:0", "--json", str(found)]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "演练 DRILL" in told
    assert "5 s of 12 boats" in told
    assert json.loads(found.read_bytes())[0]["played_s"] == 5


def test_a_pace_that_is_none_is_refused(tmp_path, capsys):
    assert main(["run", written(tmp_path, LEAVER), "--speed", "warp"]) == 2
    assert "'warp' is no pace" in capsys.readouterr().err


def test_the_bench_of_a_day_prints_figures_for_people_and_for_machines(capsys):
    assert main(["bench", "day", "--boats", "60", "--hours", "0.005"]) == 0
    assert "day: engine: " in capsys.readouterr().out
    assert main(["bench", "day", "--boats", "60", "--hours", "0.005", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[-3][0] == "day: facts"
