import pytest
from typer.testing import CliRunner

from api.__main__ import app


def test_a_home_without_books_is_named(tmp_path):
    result = CliRunner().invoke(app, ["audit", "verify", "--home", str(tmp_path)])
    assert result.exit_code == 2
    assert "cannot be opened" in result.output


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense"])
def test_a_database_of_another_kind_is_refused(tmp_path, url):
    result = CliRunner().invoke(app, ["audit", "verify", "--home", str(tmp_path), "--database", url])
    assert result.exit_code == 2
    assert "--database" in result.output
