"""`python -m drills`: scenarios played through the real house; `yugang drill` starts it."""

import argparse
import asyncio
import logging
import math
import sys
import tempfile
from pathlib import Path

import msgspec
import structlog

from drills import bench_day, bench_offer, misses_page, normal_day
from drills.library import check_all
from drills.measure import EACH, keep
from drills.measure import run as measure
from drills.piece import library, read_piece
from drills.report import report, summary
from drills.result import Result
from drills.run import Ways, run
from drills.tempo import Tempo
from twin.port import ConfigError, ConfigFault


def main(words: list[str] | None = None) -> int:
    """Do what the words say; return 0 when all is well, 1 when a scenario found faults, 2 for a bad file."""
    options = _parser().parse_args(words)
    try:
        does = {
            "check": _check,
            "run": _run,
            "bench": _bench,
            "measure": _measure,
            "day": _day,
            "misses": _misses,
        }
        return does[options.does](options)
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
    run = does.add_parser("run", help="play one for people, with the web page")
    run.add_argument("file", help="a file, or a name of the library")
    run.add_argument("--port", default="shipu", help="a built-in port, or a port folder")
    run.add_argument("--speed", default="1", help="realm seconds in a real one: 0 paused, 1 to 100, full")
    run.add_argument("--listen", default="127.0.0.1:8001", help="HOST:PORT of the page, on this machine")
    run.add_argument("--home", type=Path, default=None, help="an empty folder to keep the drill's records in")
    run.add_argument("--json", type=Path, default=None, help="write the result there, for machines")
    measure = does.add_parser("measure", help="count what is found of faults placed into a real recording")
    measure.add_argument("recording", type=Path, help="decoded tracks in Parquet")
    measure.add_argument("--each", type=int, default=EACH, help="faults of each kind; default %(default)s")
    measure.add_argument("--seed", type=int, default=16)
    measure.add_argument(
        "--markdown", type=Path, default=None, help="write the page there; its part by hand is kept"
    )
    measure.add_argument("--samples", type=int, default=0, help="print so many alerts of each frequent rule")
    bench = does.add_parser("bench", help="measure the simulated world, alone and with the twin's engine")
    bench.add_argument("what", choices=["day", "offer"], help="a day in memory, or letters over MQTT")
    bench.add_argument("--boats", type=int, default=bench_day.BOATS)
    bench.add_argument("--hours", type=float, default=bench_day.HOURS, help="of realm time, for the day")
    bench.add_argument("--json", action="store_true", help="print rows for machines")
    misses = does.add_parser("misses", help="tell how near boats truly passed, and what was said before")
    misses.add_argument("--boats", type=int, default=misses_page.BOATS)
    misses.add_argument("--hours", type=float, default=2.0, help="of realm time")
    misses.add_argument("--from-h", type=float, default=0.0, help="how many hours after 08:00 it begins")
    misses.add_argument("--seed", type=int, default=misses_page.SEED)
    day = does.add_parser("day", help="write how often a day of the whole port calls one seat")
    day.add_argument("--kind", choices=list(normal_day.DAYS), default="normal")
    day.add_argument("--boats", type=int, default=normal_day.BOATS)
    day.add_argument("--hours", type=float, default=24.0, help="of realm time")
    day.add_argument("--seed", type=int, default=normal_day.SEED, help="another has a part of its own")
    day.add_argument("--commit", default="", help="of the program, to be named in the page")
    day.add_argument("--write", type=Path, required=True, help="the page whose part is written anew")
    return parser


def _day(options: argparse.Namespace) -> int:
    played = normal_day.Played(options.kind, options.boats, options.seed, options.commit)
    sys.stdout.write(normal_day.write_page(played, options.hours, options.write))
    return 0


def _misses(options: argparse.Namespace) -> int:
    sys.stdout.write(misses_page.run(options.hours, options.boats, options.seed, options.from_h))
    return 0


def _bench(options: argparse.Namespace) -> int:
    day = options.what == "day"
    rows = bench_day.run(options.boats, options.hours) if day else bench_offer.run(options.boats)
    lines = [f"{what}: {figure:,.4g} {unit}" for what, figure, unit in rows]
    sys.stdout.write(f"{msgspec.json.encode(rows).decode() if options.json else chr(10).join(lines)}\n")
    return 0


def _measure(options: argparse.Namespace) -> int:
    looked = measure(options.recording, options.each, options.seed, options.samples)
    if options.markdown is None:
        sys.stdout.write(looked.page)
    else:
        keep(looked.page, options.markdown)
    if options.samples:
        sys.stdout.write(looked.samples)
    return 0


def _check(options: argparse.Namespace) -> int:
    names, results = options.files or [path.stem for path in library()], []
    try:
        for result in check_all(names, options.port, options.jobs):
            results.append(result)
            _say(report(result))
    except Exception as bug:  # whatever it is: it is told which play it broke, and goes on up
        if len(results) < len(names):
            bug.add_note(f"in the play of {names[len(results)]}")
        raise
    _keep(options.json, results)
    sys.stdout.write(f"{summary(results)}\n")
    return 0 if all(result.passed for result in results) else 1


def _run(options: argparse.Namespace) -> int:
    """Play for people; what they did is for them to read, so that the exit code is 0 however it went."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    piece = read_piece(options.file, options.port)
    with tempfile.TemporaryDirectory() as made:
        ways = Ways(_rate(options.speed), options.listen, options.home or Path(made))
        result = asyncio.run(run(piece, ways, _say, _tell))
    _say(f"\n{report(result)}")
    _keep(options.json, [result])
    return 0


def _rate(speed: str) -> float:
    if speed == "full":
        return math.inf
    try:
        rate = float(speed)
        Tempo(rate, lambda: 0.0)
    except ValueError:
        remedy = "Use 0 to pause, 1 to 100, or full"
        raise ConfigError([ConfigFault("options", "--speed", f"{speed!r} is no pace", remedy)]) from None
    return rate


def _keep(path: Path | None, results: list[Result]) -> None:
    if path is not None:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(results)))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _tell(line: str) -> None:
    """Write where the play stands: over the line before on a terminal, a line of its own elsewhere."""
    ahead, behind = ("\r\x1b[2K", "") if sys.stderr.isatty() else ("", "\n")
    sys.stderr.write(f"{ahead}{line}{behind}")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
