import pytest
import typer
from typer.testing import CliRunner

from api.commands import bench

app = typer.Typer()
app.command()(bench.bench)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(bench, "BENCHES", {"one": lambda: [("a thing", 1234.5678, "ms")]})


def test_the_table_is_printed_and_written_between_the_marks(quick, tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["--readme", str(readme)])
    assert result.exit_code == 0, result.output
    assert "| a thing | 1,235 ms |" in result.output
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- bench -->\n| what")
    assert text.endswith("<!-- /bench -->\nafter\n")
    assert "old" not in text


def test_an_unknown_bench_and_a_readme_without_marks_are_refused(quick, tmp_path):
    assert CliRunner().invoke(app, ["nothing"]).exit_code == 2
    bare = tmp_path / "README.md"
    bare.write_text("no marks", encoding="utf-8")
    assert CliRunner().invoke(app, ["--readme", str(bare)]).exit_code == 2
    assert bare.read_text(encoding="utf-8") == "no marks"
