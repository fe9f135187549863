import asyncio
import signal
import sys

import pytest

from simulators.__main__ import PASSWORD_VARIABLE, main
from simulators.scenario_reader.reference import BEGIN, END
from tests.broker.brokers import running
from tests.simulators.conftest import FOLDER

KNOWN = {PASSWORD_VARIABLE: "x" * 24}


@pytest.mark.parametrize(
    ("words", "environ", "sentence"),
    [
        (["--mqtt", "http://127.0.0.1:1"], KNOWN, "mqtt://simulator@HOST:PORT"),
        (["--mqtt", "mqtt://simulator:geheim@127.0.0.1"], KNOWN, "seen by every user"),
        (["--mqtt", "mqtt://simulator@127.0.0.1:1"], {}, "is not set"),
        (["--home", "/nowhere"], {}, "cannot be read"),
        (["--port", "atlantis"], KNOWN, "is not there"),
        (["--scenario", "atlantis"], KNOWN, "one of: answered-elsewhere, "),
        (["--realm", "a/b"], KNOWN, "use live, sim, replay-NAME or drill-NAME"),
        (["--seed", "-1"], KNOWN, "is below 0"),
        (["--boats", "3001"], KNOWN, "the register holds 3000 boats"),
    ],
)
def test_a_wrong_word_ends_with_code_2_and_a_remedy(words, environ, sentence, capsys):
    assert main(words, environ) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "geheim" not in said


def test_a_scenario_is_checked_without_a_broker_and_its_faults_are_listed_at_once(tmp_path, capsys):
    assert main(["--check", "--scenario", "first"], {}) == 0
    assert "first: sound. 1 starts, 2 scripts" in capsys.readouterr().out
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('boats = 0\n[[script]]\nat_s = -1\nbehaviour = "sos"\n[[inject]]\nkind = "rain"\n')
    assert main(["--check", "--scenario", str(wrong)], {}) == 2
    faults = capsys.readouterr().err.splitlines()
    assert len(faults) == 6
    assert [fault.partition(": ")[0] for fault in faults[:2]] == ["wrong.toml:1", "wrong.toml:3"]


def test_the_book_is_written_anew(tmp_path):
    book = tmp_path / "book.md"
    book.write_text(f"before\n{BEGIN}\nyesterdays-words\n{END}\nafter\n")
    assert main(["--words", str(book)], {}) == 0
    text = book.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "feed-deaf" in text
    assert "yesterdays-words" not in text


def test_every_option_stands_in_the_environment_too(capsys):
    assert main([], KNOWN | {"YUGANG_SCENARIO": "atlantis"}) == 2
    assert "atlantis" in capsys.readouterr().err


def test_an_account_that_is_not_in_the_secrets_is_named(tmp_path, capsys):
    (tmp_path / "secrets.toml").write_text("[broker.engine]\npassword = 'x'\n")
    assert main(["--home", str(tmp_path)], {}) == 2
    assert "[broker.simulator]" in capsys.readouterr().err


def test_a_wrong_port_folder_or_scenario_is_refused_with_its_faults(tmp_path, capsys):
    scenario = tmp_path / "mine.toml"
    scenario.write_text("boats = 0\n")
    assert main(["--scenario", str(scenario)], KNOWN) == 2
    assert "mine.toml:1: the file, key boats" in capsys.readouterr().err
    assert main(["--port", str(tmp_path)], KNOWN) == 2
    assert "vessels.csv: the file: is missing" in capsys.readouterr().err
    (tmp_path / "vessels.csv").mkdir()
    assert main(["--port", str(tmp_path)], KNOWN) == 2
    assert "vessels.csv: the file: cannot be read" in capsys.readouterr().err


def deaf_to_interrupts() -> None:
    """Begin as the background job of a shell does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@pytest.mark.broker
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
async def test_the_process_starts_with_the_twins_home_and_stops_when_told(tmp_path, told):
    async with running("embedded", tmp_path) as broker:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "simulators", "--mqtt", f"mqtt://simulator@127.0.0.1:{broker.port}",
            "--home", str(tmp_path), "--boats", "5", "--scenario", "loop", "--port", str(FOLDER),
            stderr=asyncio.subprocess.PIPE, preexec_fn=deaf_to_interrupts,
        )  # fmt: skip
        async with asyncio.timeout(60):
            while b"connected" not in await process.stderr.readline():
                pass
            process.send_signal(told)
            assert await process.wait() == 0
            assert b"stopped after" in await process.stderr.read()
