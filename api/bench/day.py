"""The world of 3,000 boats, measured by `drills` in a process of its own: a day, and what it can offer."""

import subprocess
import sys

import msgspec

Rows = list[tuple[str, float, str]]


def run(*words: str) -> Rows:
    """Return rows (what, figure, unit) of a day in memory; `words` are options of the bench of `drills`.

    Raises:
        CalledProcessError: the bench found no figures; why stands on the error stream.
    """
    return _rows("day", *words)


def offer(*words: str) -> Rows:
    """Return rows of the letters a second that the world alone can offer over MQTT, as `run` does."""
    return _rows("offer", *words)


def _rows(what: str, *words: str) -> Rows:
    told = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "drills", "bench", what, "--json", *words], check=True, stdout=subprocess.PIPE
    )
    return msgspec.json.decode(told.stdout.splitlines()[-1], type=Rows)
