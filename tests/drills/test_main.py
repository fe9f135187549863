import json

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


def test_a_bad_file_is_told_with_its_place(tmp_path, capsys):
    assert main(["check", written(tmp_path, LEAVER.replace("leave-zone", "fly"))]) == 2
    assert "trial.toml: start 1, key behaviour" in capsys.readouterr().err
