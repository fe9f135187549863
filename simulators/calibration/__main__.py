"""The command that sets the simulated world beside real recordings: `python -m simulators.calibration`.

It plays the built-in port in memory, hears what its terminals say, measures that and the recordings by the
same code, and prints (or writes) one table. Same options, same recordings, same page.
"""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from simulators.calibration import compare
from simulators.calibration.page import page
from twin.port import ConfigError

BOATS, HOURS, SEED = 3_000, 36.0, 16
"""As long as the recording of fishing boats, and the whole fleet: of 300, ten are purse-seiners."""


def main(words: list[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Print or write the table, and return the exit code: 0 done, 1 lines are far, 2 a wrong option."""
    options = _parser(environ).parse_args(words)
    try:
        sections = compare.compared(options.recordings, options.boats, options.hours, options.seed)
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    text = page(sections, compare.conditions(options.boats, options.hours, options.seed))
    if options.markdown:
        options.markdown.write_text(text, encoding="utf-8", newline="")
    else:
        sys.stdout.write(text)
    far = [f"{s.title}: {line.name}" for s in sections for line in s.lines if line.verdict == "FAR"]
    sys.stderr.writelines(f"far: {name}\n" for name in far)
    return 1 if far else 0


def _parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulators.calibration", description=__doc__)
    folder = Path(environ.get("YUGANG_DATA", "../shared/data"))
    parser.add_argument("--recordings", type=Path, default=folder, help="default: YUGANG_DATA, %(default)s")
    parser.add_argument("--boats", type=int, default=BOATS, help="default %(default)s")
    parser.add_argument("--hours", type=float, default=HOURS, help="default %(default)s")
    parser.add_argument("--seed", type=int, default=SEED, help="default %(default)s")
    parser.add_argument("--markdown", type=Path, help="write the page here instead of printing it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
