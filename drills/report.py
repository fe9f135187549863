"""A play's result as a person reads it on a console."""

import unicodedata
from collections.abc import Iterable, Iterator

from drills.result import Result, Row

PROPOSALS = 3
"""Of so many rules what may be written is shown; more hides the rest of the report (ours)."""
MARKS = {"met": "ok", "failed": "FAIL", "waiting": "waits", "void": "-"}


def report(result: Result) -> str:
    """Return everything worth reading of a play, a line each; what failed says why and how to mend it."""
    lines = [_head(result)]
    lines += _table("expected", result.expects)
    lines += _table("never", result.nevers)
    lines += _table("tasks", result.tasks)
    lines += _table("UNEXPECTED", result.surprises)
    lines += _proposals(result)
    for goal in result.objectives:
        lacks = f": {', '.join(goal.lacks)} not met" if goal.lacks else ""
        lines.append(f"  objective {MARKS[goal.outcome]:<5} {goal.id} {goal.text.zh} {goal.text.en}{lacks}")
    lines += [f"  FAIL  {fault}" for fault in result.faults]
    lines += [f"  waiting for the rule {rule}: not counted as passed" for rule in result.waits_for]
    return "\n".join(lines)


def summary(results: Iterable[Result]) -> str:
    """Return one line on all plays."""
    every = list(results)
    failed = [result.name for result in every if not result.passed]
    waiting = [result.name for result in every if result.passed and result.waits_for]
    words = [f"{len(every)} scenario(s)", f"{len(every) - len(failed) - len(waiting)} passed"]
    words += [f"{len(waiting)} waiting for rules: {', '.join(waiting)}"] if waiting else []
    words += [f"{len(failed)} FAILED: {', '.join(failed)}"] if failed else []
    return "; ".join(words)


def _head(result: Result) -> str:
    verdict = "FAILED" if not result.passed else "waiting" if result.waits_for else "passed"
    speed = result.played_s / result.took_s if result.took_s else 0
    return (
        f"{verdict:<7} {result.name} {result.title.zh} {result.title.en}: {result.played_s} s of "
        f"{result.boats} boats, seed {result.seed}, {speed:.0f} x real time, {result.facts} facts, "
        f"sha256 {result.digest[:12]}"
    )


def _table(title: str, rows: tuple[Row, ...]) -> Iterator[str]:
    if not rows:
        return
    width = max(_width(row.what) for row in rows)
    names = max(len(row.id) for row in rows)
    yield f"  {title}"
    for row in rows:
        came = "-" if row.came_s is None else f"{row.came_s:.1f}"
        margin = "" if row.margin_s is None else f"{row.margin_s:+.1f}"
        what = row.what + " " * (width - _width(row.what))
        took = "" if row.delay_s is None else f"took {row.delay_s:.1f}"
        took += f" from {row.since}" if row.since else ""
        times = f"by {row.due_s:>7.1f} came {came:>7} {margin:>8} {took:<11}"
        yield f"    {MARKS[row.outcome]:<5} {row.id:<{names}}  {what}  {times}  {row.why}".rstrip()


def _proposals(result: Result) -> Iterator[str]:
    """Yield what may be written for what nobody expected: of each rule once, and of some rules only."""
    by_rule: dict[str, Row] = {}
    for row in result.surprises:
        by_rule.setdefault(row.what.partition(" ")[0], row)
    shown = [row for row in by_rule.values() if row.proposals][:PROPOSALS]
    if not shown:
        return
    besides = f" (besides: {', '.join(result.expect_needs)})" if result.expect_needs else ""
    yield "  An unexpected alert that is wrong is a fault of its rule. One that is right is written down:"
    yield f"  as what the rehearsal is about, [[expect]]{besides}, or as what may be beside it, [[allow]]:"
    for row in shown:
        yield from (f"    {line}" for table in row.proposals for line in table.splitlines())
    rest = len(result.surprises) - len(shown)
    if rest:
        yield f"  and so on for the other {rest}; --json FILE has both tables of each"


def _width(text: str) -> int:
    """Return the columns a text takes on a console: Chinese takes two each."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
