import pytest
import typer
from typer.testing import CliRunner

from api.commands.ais import _login, ais
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


def test_an_address_that_names_an_account_needs_no_home(tmp_path):
    words = ["nowhere.nmea", "--mqtt", "mqtt://gateway:word@127.0.0.1:1", "--home", str(tmp_path)]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert "secrets.toml" not in result.output


def test_two_gateways_of_one_account_do_not_share_a_session(tmp_path):
    Secrets.load_or_make(tmp_path, {})
    one, other = (_login("mqtt://127.0.0.1:1", tmp_path) for _ in range(2))
    assert (one.user, one.password) == (other.user, other.password) != (None, None)
    assert one.client_id != other.client_id
