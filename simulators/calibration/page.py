"""The page of the calibration: sections as Markdown tables, with the reasons under each."""

import numpy as np

from simulators.calibration.lines import Line, Section

HEADER = (
    "| measure | unit | simulated | real | ratio | may differ by | verdict |\n"
    "|---|---|---:|---:|---:|---|---|\n"
)


def page(sections: list[Section], conditions: str) -> str:
    """Return the whole page.

    Args:
        sections: what was compared.
        conditions: how it was made, one paragraph; without dates, so that the same run gives the same page.
    """
    lines = [line for section in sections for line in section.lines]
    said = [line.verdict for line in lines]
    counts = (
        f"{len(lines)} lines: {said.count('near')} near, {said.count('differs')} differ for a stated reason, "
        f"{said.count('FAR')} far without one, {said.count('not measured')} not measured."
    )
    return "\n".join(
        (
            "<!-- Written by `python -m simulators.calibration --markdown FILE`. Do not edit. -->\n",
            "# The simulated world beside real recordings\n",
            conditions,
            "",
            _LEGEND,
            f"**{counts}**\n",
            *(_section(section) for section in sections),
        )
    )


_LEGEND = """Both sides are measured by the same code on fixes as they were heard. *May differ by* is the
factor, or the difference in the line's unit, up to which a line is near. A line that **differs** has its
reason under its table; **FAR** has none, and is work to do. The recordings are aggregated here
and nowhere copied.
"""


def _section(section: Section) -> str:
    rows = "".join(_row(line) for line in section.lines)
    whys: dict[str, list[str]] = {}
    for line in section.lines:
        if line.verdict == "differs":
            whys.setdefault(line.why, []).append(line.name)
    reasons = "".join(f"- {'; '.join(names)}: {why}\n" for why, names in whys.items())
    return f"## {section.title}\n\nReal: {section.source}\n\n{HEADER}{rows}" + (
        f"\nWhy they differ:\n\n{reasons}" if reasons else ""
    )


def _row(line: Line) -> str:
    tolerance = f"x {line.factor:g}" + (f" or {line.slack:g}" if line.slack else "")
    cells = (line.name, line.unit, number(line.simulated), number(line.real), number(line.ratio))
    return f"| {' | '.join(cells)} | {tolerance} | {line.verdict} |\n"


def number(value: float) -> str:
    """Return a number in three digits, a dash for none."""
    if np.isnan(value):
        return "-"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
