import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.commands.check import check
from api.port_files import port_folder

app = typer.Typer()
app.command()(check)


def run(folder: Path):
    return CliRunner().invoke(app, [str(folder)])


def test_the_built_in_port_has_no_fault():
    result = run(port_folder("shipu"))
    assert result.exit_code == 0, result.output
    assert "no fault" in result.output


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("rules.toml", "[left-zone]\nmargin_m = 'far'\n", "left-zone"),
        ("rules.toml", "[no-such-rule]\n", "no such rule"),
        ("rules.toml", "[left-zone]\nmargin_nm = 1\n", "margin_nm"),
        ("port.toml", "id = ", "port.toml"),
    ],
)
def test_a_wrong_folder_exits_2_and_names_file_place_and_remedy(tmp_path, file, text, said):
    folder = tmp_path / "port"
    shutil.copytree(port_folder("shipu"), folder)
    (folder / file).write_text(text, encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 2
    assert file in result.output
    assert said in result.output
