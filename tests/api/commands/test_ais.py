import pytest
import typer
from typer.testing import CliRunner

from api.commands.ais import ais
from api.secrets import Secrets

app = typer.Typer()
app.command()(ais)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x.nmea", "--origin", "here"], "--origin"),
        (["x.nmea", "--mqtt", "http://nowhere"], "--mqtt"),
        (["x.nmea", "--qos", "2"], "qos"),
        (["x.nmea", "--realm", "sim/other"], "realm"),
    ],
)
def test_wrong_words_exit_2_with_the_remedy(tmp_path, words, said):
    Secrets.load_or_make(tmp_path, {})
    result = CliRunner().invoke(app, [*words, "--home", str(tmp_path)])
    assert result.exit_code == 2
    assert said in result.output


def test_a_home_without_secrets_is_named(tmp_path):
    result = CliRunner().invoke(app, ["x.nmea", "--home", str(tmp_path)])
    assert result.exit_code == 2
    assert "secrets.toml" in result.output
