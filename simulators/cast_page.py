"""The page of the cast: every boat that scenarios may name, with what a writer of one must know of it.

`python -m simulators.cast_page docs` writes `docs/fleet-cast.md`.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np

from geo.units import kn_to_mps
from simulators.cast import CAST
from simulators.intervals import KINDS, interval_s
from simulators.scene import cruise_kn
from twin.port import Port, VesselRecord
from twin.port_folder import FILES, parse_port

SHIPU = Path(__file__).parents[1] / "twin" / "ports" / "shipu"
HEAD = """<!-- Written by `python -m simulators.cast_page docs`. Do not edit. -->

# The cast

The boats at the top of the example register, for scenarios to name. Their ids, gear, length, class, crew
and terminals never change with the seed or the size of the register. All are fictional (示例).

`crew` is who `people.csv` has aboard, and how many the boat may carry; ships carry no list. `speed` is the
boat's own under way in still water, where no `speed_kn` is said; at work and in the harbour it is slower.
`speaks` is how many seconds lie between two positions, at that speed / at rest, by terminal (class A turning:
sooner; one BeiDou set in forty keeps another interval, by the seed).

| id | name | class | gear | length m | wind | crew | speed kn | terminals | speaks s | group, pair | for |
|---|---|---|---|---|---|---|---|---|---|---|---|
"""


def cast_page(port: Port) -> str:
    """Return `docs/fleet-cast.md`.

    Args:
        port: at the top of whose register the cast stands.
    """
    aboard = Counter(person.vessel for person in port.people)
    rows = []
    for part, vessel in zip(CAST, port.vessels, strict=False):
        crew = f"{aboard[vessel.id]} / {vessel.rated_persons}" if vessel.id in aboard else ""
        ties = ", ".join(tie for tie in (vessel.group, vessel.pair and f"pair {vessel.pair}") if tie)
        cells = (
            f"`{vessel.id}`",
            f"{vessel.name.zh} {vessel.name.en}",
            vessel.vessel_class,
            vessel.gear,
            f"{vessel.length_m:g}",
            f"{vessel.wind_class}",
            crew,
            f"{cruise_kn(vessel):.1f}",
            "<br>".join(vessel.terminals),
            "<br>".join(_speaks(vessel)),
            ties,
            f"{part.use.zh} {part.use.en}",
        )
        rows.append(f"| {' | '.join(cells)} |\n")
    return HEAD + "".join(rows)


def _speaks(vessel: VesselRecord) -> list[str]:
    """Return for each terminal how many seconds lie between positions: at the boat's own speed / at rest."""
    kinds = np.array([KINDS.index(terminal.partition(":")[0]) for terminal in vessel.terminals])
    own_mps = np.full(len(kinds), kn_to_mps(cruise_kn(vessel)))
    still = np.zeros(len(kinds), dtype=np.bool_)
    moving_s = interval_s(kinds, own_mps, at_rest=still, turning=still)
    resting_s = interval_s(kinds, np.zeros(len(kinds)), at_rest=~still, turning=still)
    return [f"{a:g} / {b:g}" for a, b in zip(moving_s.tolist(), resting_s.tolist(), strict=True)]


def main() -> None:
    """Write `fleet-cast.md` into a folder."""
    parser = argparse.ArgumentParser(description="Write the page of the boats that scenarios may name.")
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    port = parse_port({name: (SHIPU / name).read_bytes() for name in FILES if (SHIPU / name).exists()})
    (folder / "fleet-cast.md").write_text(cast_page(port), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
