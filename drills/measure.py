"""`python -m drills measure`: how well the twin finds faults placed into a real recording, as a page.

The recording is heard as it is, and once more with the faults in it; the page says what was raised on both.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from drills.measuring import (
    DETECTS,
    START_MS,
    Measured,
    heard,
    judged,
    nuisance,
    open_sea,
    raised,
    sampled,
    shift_ms,
    shifted,
    vessel_hours,
    winds,
)
from simulators.injection.ground import Injected
from simulators.injection.injecting import Wanted, inject
from simulators.recordings import Tracks, open_form, read_tracks, tracks_in
from twin.decode import StationSensed, TerminalSaid
from twin.facts import AlertRaised

EACH = 1_000
"""Injections of each kind (issue 4)."""
_WRITTEN = (
    "<!-- Written by `python -m drills measure RECORDING --markdown FILE` but for the part by hand. -->\n\n"
)
MOST_FREQUENT = 10
"""Rules of which samples are looked at (issue 4)."""
BY_HAND = "## What was looked at, and what changed"
"""From this heading on a page is written by people, and kept when the rest is written anew."""
_HEAD = """# What is found in a real recording, and what is raised for nothing

A recording of fishing boats on BeiDou terminals is heard by the twin over open water: once as it is, and once
with faults placed into it by seed ([recordings.md](recordings.md) says how each is made, and why it can be
found). The recording tells no weather, no status, no chart and no crews, so rules that need them cannot tell;
its boats are registered as fishing boats of their gear. Where and while a drift was placed, and nowhere else,
an anemometer tells its wind. A jump that one fix made is held back and told to nobody, by design.

"""


class Looked(NamedTuple):
    """The page about a recording, and samples of what was raised on it as it is, for people to judge."""

    page: str
    samples: str


def run(recording: Path, each: int, seed: int, samples: int = 0) -> Looked:
    """Return the page about a recording, and so many samples of each of the ten most frequent alerts.

    Args:
        recording: Parquet in a form that `yugang ais` knows.
        each: injections of each kind; swaps are half exchanged, half carried.
        seed: of their places.
        samples: of each rule; they name boats, so they are printed and never part of the page.

    Raises:
        ConfigError: the recording cannot be read, or does not hold so many injections.
    """
    form = open_form(recording)
    _say(f"hearing {recording.name} as it is")
    tracks = read_tracks(recording)
    by_ms = shift_ms(tracks)
    plain = list(raised(heard(tracks, by_ms), open_sea(tracks)))
    wanted = Wanted(silences=each, jumps=each, drifts=each, swaps=each)
    _say(f"placing {4 * each} faults, seed {seed}")
    table, placed = inject(recording, wanted, seed, None)
    truth, bent = shifted(placed, by_ms), tracks_in(table, form)
    _say("hearing it with the faults")
    alerts = _bent(bent, by_ms, truth)
    hours = vessel_hours(tracks)
    conditions = (
        f"{recording.name}: {len(tracks.t_ms):,} fixes of {len(tracks.names):,} vessels, "
        f"{hours:,.0f} vessel-hours; "
        f"{each:,} faults of each kind, seed {seed}.\n\n"
    )
    parts = [_WRITTEN, _HEAD, conditions, _found(judged(truth, bent.names, alerts))]
    parts += [_raised(plain, hours), _for_nothing(nuisance(truth, bent.names, alerts), plain, hours)]
    return Looked("".join(parts), _samples(sampled(plain, MOST_FREQUENT, samples)))


def _bent(bent: Tracks, by_ms: int, truth: list[Injected]) -> list[AlertRaised]:
    """Return what is raised on the recording with the faults in it."""
    said = heard(bent, by_ms)
    felt = winds(truth, bent.names, said)
    both: list[TerminalSaid | StationSensed] = [*said, *felt.said]
    letters = sorted(both, key=lambda one: one.heard_ms)
    return list(raised(letters, open_sea(bent, felt.stations)))


def keep(page: str, path: Path) -> None:
    """Write a page, and after it what people wrote below `BY_HAND` in the page that stood there before."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    at = before.find(BY_HAND)
    path.write_text(page + (f"\n{before[at:]}" if at >= 0 else ""), encoding="utf-8")


def _samples(alerts: list[AlertRaised]) -> str:
    rows = [("rule", "vessel", "after", "what was seen")]
    for one in alerts:
        about = " ".join(filter(None, (one.subject.id, one.other)))
        rows.append(
            (f"{one.rule} P{one.priority}", about, f"{(one.t_ms - START_MS) / 3_600_000:.2f} h", one.words.en)
        )
    return "\n".join(" | ".join(row) for row in rows) + "\n"


def _found(measured: list[Measured]) -> str:
    rows = ["## Found", "", "| fault | placed | found | rate | median delay | 90 % within | waits for |"]
    rows += ["|---|---|---|---|---|---|---|"]
    for one in measured:
        rate = f"{100 * one.found / one.placed:.1f} %" if one.placed and DETECTS[one.kind] else "-"
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
