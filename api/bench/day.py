"""A whole day of 3,000 boats, world and engine together: `drills` plays it as a process of its own."""

import subprocess
import sys

import msgspec

Rows = list[tuple[str, float, str]]


def run(*words: str) -> Rows:
    """Return rows (what, figure, unit); `words` are further options of `python -m drills bench day`.

    Raises:
        CalledProcessError: the bench found no figures; why stands on the error stream.
    """
    told = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "drills", "bench", "day", "--json", *words], check=True, stdout=subprocess.PIPE
    )
    return msgspec.json.decode(told.stdout, type=Rows)
