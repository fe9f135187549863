from typer.testing import CliRunner

from api.__main__ import app
from api.secrets import Secrets


def test_a_twin_that_does_not_answer_is_named_with_the_remedy(tmp_path):
    Secrets.load_or_make(tmp_path, {})
    words = [
        "user",
        "add",
        "wang",
        "--role",
        "officer",
        "--url",
        "http://127.0.0.1:9",
        "--home",
        str(tmp_path),
    ]
    result = CliRunner().invoke(app, words, input="a long password\n")
    assert result.exit_code == 2
    assert "yugang up" in result.output


def test_a_device_needs_a_kind():
    assert CliRunner().invoke(app, ["device", "add", "412000001"]).exit_code == 2
