"""The command that places faults into a copy of a recording.

`python -m simulators.injection RECORDING --out DIR --seed N --silences N --jumps N --drifts N --swaps N`.

It writes `recording.parquet`, which `yugang ais` plays like the recording it came from, and `truth.csv`:
kind, vessel, other, from_ms, until_ms and parameters as JSON. The copy is under the licence of its recording.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from simulators.injection.injecting import RECORDING, TRUTH, Wanted, inject, write
from simulators.injection.zone_exits import read_zone
from simulators.recordings import unfit
from twin.port import ConfigError


def main(words: list[str] | None = None) -> int:
    """Write the copy and its truth, and return the exit code: 0 done, 2 a wrong option or recording."""
    options = _parser().parse_args(words)
    wanted = Wanted(
        silences=options.silences,
        jumps=options.jumps,
        drifts=options.drifts,
        swaps=options.swaps,
        zone_exits=options.zone_exits,
    )
    try:
        if min(options.seed, *(getattr(wanted, name) for name in wanted.__struct_fields__)) < 0:
            raise unfit(options.recording, "a number below 0 was asked for", "Use 0 or more")
        if options.out.resolve() == options.recording.resolve().parent:
            raise unfit(options.recording, "lies in the folder to write to", "Name another --out")
        zone = read_zone(options.zone) if options.zone else None
        table, done = inject(options.recording, wanted, options.seed, zone)
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    write(options.out, table, done)
    counts = Counter(each.kind for each in done)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "nothing"
    sys.stderr.write(f"{RECORDING}: {table.num_rows:,} rows; {TRUTH}: {told}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulators.injection", description=__doc__)
    parser.add_argument("recording", type=Path, help="decoded tracks in Parquet")
    parser.add_argument("--out", type=Path, required=True, help="folder for the copy and its truth")
    parser.add_argument("--seed", type=int, default=16)
    for kind in ("silences", "jumps", "drifts", "swaps", "zone-exits"):
        parser.add_argument(f"--{kind}", type=int, default=0, help=f"how many {kind}; default %(default)s")
    parser.add_argument("--zone", type=Path, help="GeoJSON polygon in the recording's own coordinates")
    return parser


if __name__ == "__main__":
    sys.exit(main())
