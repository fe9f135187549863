from typer.testing import CliRunner

from api.__main__ import app


def test_every_command_of_the_contract_is_there():
    said = CliRunner().invoke(app, ["--help"]).output
    for word in ("up", "simulate", "ais", "check", "bench", "user", "device", "audit"):
        assert word in said
