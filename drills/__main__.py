"""`python -m drills`: scenarios played through the real house; `yugang drill` starts it."""

import argparse
import sys
from pathlib import Path

import msgspec

from drills.library import check_all
from drills.piece import library
from drills.report import report, summary
from twin.port import ConfigError


def main(words: list[str] | None = None) -> int:
    """Do what the words say; return 0 when all is well, 1 when a scenario found faults, 2 for a bad file."""
    options = _parser().parse_args(words)
    try:
        return _check(options)
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yugang drill", description=__doc__)
    does = parser.add_subparsers(dest="does", required=True)
    check = does.add_parser("check", help="play at full speed and compare with what the files expect")
    check.add_argument("files", nargs="*", help="files, or names of the library; none: the whole library")
    check.add_argument("--port", default="shipu", help="a built-in port, or a port folder")
    check.add_argument("--jobs", type=int, default=1, help="processes at once")
    check.add_argument("--json", type=Path, default=None, help="write all results there, for machines")
    return parser


def _check(options: argparse.Namespace) -> int:
    results = []
    for result in check_all(options.files or [path.stem for path in library()], options.port, options.jobs):
        results.append(result)
        sys.stdout.write(f"{report(result)}\n")
        sys.stdout.flush()
    if options.json is not None:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    sys.stdout.write(f"{summary(results)}\n")
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
