import pytest
from typer.testing import CliRunner

from api.__main__ import app


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--listen", "0.0.0.0:0"], "TLS"),
        (["--listen", "nowhere"], "--listen"),
        (["--realm", "other"], "--realm"),
        (["--realm", "live"], "--no-simulator"),
        (["--speed", "0"], "--speed"),
        (["--boats", "0"], "--boats"),
        (["--port", "no-such-port"], "no-such-port"),
    ],
)
def test_a_wrong_word_exits_2_before_anything_is_opened(tmp_path, words, said):
    home = tmp_path / "home"
    result = CliRunner().invoke(app, ["up", "--home", str(home), *words])
    assert result.exit_code == 2
    assert said in result.output
    assert not (home / "yugang.sqlite3").exists()
