"""`python -m drills measure`: how well the twin finds faults placed into a real recording, as a page.

The recording is heard as it is, and once more with the faults in it; the page says what was raised on both.
"""

import sys
from collections import Counter
from pathlib import Path

import numpy as np

from drills.measuring import Measured, heard, judged, nuisance, raised, shift_ms, shifted, vessel_hours
from simulators.injection.injecting import Wanted, inject
from simulators.recordings import open_form, read_tracks, tracks_in
from twin.facts import AlertRaised

EACH = 1_000
"""Injections of each kind (issue 4)."""
_WRITTEN = "<!-- Written by `python -m drills measure RECORDING --markdown FILE`. Do not edit. -->\n\n"
_HEAD = """# What is found in a real recording, and what is raised for nothing

A recording of fishing boats on BeiDou terminals is heard by the twin over open water: once as it is, and once
with faults placed into it by seed ([recordings.md](recordings.md) says how each is made, and why it can be
found). The recording tells no weather, no status and no register, so rules that need them cannot tell.

"""


def run(recording: Path, each: int, seed: int) -> str:
    """Return the page about a recording.

    Args:
        recording: Parquet in a form that `yugang ais` knows.
        each: injections of each kind; swaps are half exchanged, half carried.
        seed: of their places.

    Raises:
        ConfigError: the recording cannot be read, or does not hold so many injections.
    """
    form = open_form(recording)
    _say(f"hearing {recording.name} as it is")
    tracks = read_tracks(recording)
    by_ms = shift_ms(tracks)
    plain = list(raised(heard(tracks, by_ms)))
    wanted = Wanted(silences=each, jumps=each, drifts=each, swaps=each)
    _say(f"placing {4 * each} faults, seed {seed}")
    table, placed = inject(recording, wanted, seed, None)
    truth, bent = shifted(placed, by_ms), tracks_in(table, form)
    _say("hearing it with the faults")
    alerts = list(raised(heard(bent, by_ms)))
    hours = vessel_hours(tracks)
    conditions = (
        f"{recording.name}: {len(tracks.t_ms):,} fixes of {len(tracks.names):,} vessels, "
        f"{hours:,.0f} vessel-hours; "
        f"{each:,} faults of each kind, seed {seed}.\n\n"
    )
    parts = [_WRITTEN, _HEAD, conditions, _found(judged(truth, bent.names, alerts))]
    parts += [_raised(plain, hours), _for_nothing(nuisance(truth, bent.names, alerts), plain, hours)]
    return "".join(parts)


def _found(measured: list[Measured]) -> str:
    rows = ["## Found", "", "| fault | placed | found | rate | median delay | 90 % within | waits for |"]
    rows += ["|---|---|---|---|---|---|---|"]
    for one in measured:
        rate = f"{100 * one.found / one.placed:.1f} %" if one.placed else "-"
        delays = [f"{np.percentile(one.delay_s, q) / 60:.0f} min" if one.delay_s else "-" for q in (50, 90)]
        waits = ", ".join(one.waits_for) or "-"
        cells = (one.kind, f"{one.placed:,}", f"{one.found:,}", rate, *delays, waits)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n\n"


def _raised(plain: list[AlertRaised], hours: float) -> str:
    counts = Counter((alert.rule, alert.priority) for alert in plain)
    rows = [
        "## Raised on the untouched recording",
        "",
        "| rule | priority | alerts | per 1,000 vessel-hours |",
    ]
    rows += ["|---|---|---|---|"]
    for (rule, priority), count in sorted(counts.items()):
        rows.append(f"| {rule} | P{priority} | {count:,} | {1_000 * count / hours:.2f} |")
    return "\n".join(rows) + "\n\n"


def _for_nothing(counts: dict[str, int], plain: list[AlertRaised], hours: float) -> str:
    before = Counter(alert.rule for alert in plain)
    rows = ["## Raised where nothing was done", ""]
    rows += ["With the faults in it; beside it what the same rule raised on the untouched recording.", ""]
    rows += ["| rule | alerts | per 1,000 vessel-hours | untouched |", "|---|---|---|---|"]
    for rule in sorted({*counts, *before}):
        count = counts.get(rule, 0)
        rows.append(f"| {rule} | {count:,} | {1_000 * count / hours:.2f} | {before[rule]:,} |")
    return "\n".join(rows) + "\n"


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
