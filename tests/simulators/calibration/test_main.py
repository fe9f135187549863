from simulators.calibration import compare
from simulators.calibration.__main__ import main
from simulators.calibration.lines import Line, Section


def section(simulated):
    return [Section("Trawl", "`file`", [Line("speed", "kn", simulated, 3.0, 1.2)])]


def test_the_page_is_written_and_far_lines_are_the_exit_code(tmp_path, monkeypatch, capsys):
    asked = []

    def compared(*options):
        asked.append(options)
        return section(3.0 if len(asked) == 1 else 9.0)

    monkeypatch.setattr(compare, "compared", compared)
    page = tmp_path / "page.md"
    words = ["--boats", "5", "--hours", "0.5", "--seed", "3", "--markdown", str(page)]
    assert main(words, {"YUGANG_DATA": str(tmp_path)}) == 0
    assert asked == [(tmp_path, 5, 0.5, 3)]
    assert "--boats 5 --hours 0.5 --seed 3" in page.read_text(encoding="utf-8")
    assert main([], {}) == 1
    out, err = capsys.readouterr()
    assert "| speed | kn | 9 | 3 | 3 | x 1.2 | FAR |" in out
    assert err == "far: Trawl: speed\n"


def test_a_folder_without_recordings_is_a_wrong_option(tmp_path, capsys):
    assert main(["--recordings", str(tmp_path)], {}) == 2
    assert "is not there" in capsys.readouterr().err
