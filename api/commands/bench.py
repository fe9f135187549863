"""`yugang bench`: every figure this project states, measured now, as one table."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from api.bench import crash, day, geofence, live, mqtt, near, step

Rows = list[tuple[str, float, str]]
BENCHES: dict[str, Callable[[], Rows]] = {
    "geofence": geofence.run,
    "near": near.run,
    "step": step.run,
    "mqtt": mqtt.run,
    "live": live.run,
    "crash": crash.run,
    "day": day.run,
    "offer": day.offer,
}
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def bench(
    only: Annotated[list[str] | None, typer.Argument(help=f"some of: {', '.join(BENCHES)}")] = None,
    readme: Annotated[Path | None, typer.Option(help="write the table between its bench marks")] = None,
) -> None:
    """Measure, and print a table of figures and ratios."""
    unknown = [name for name in only or () if name not in BENCHES]
    if unknown:
        typer.echo(f"no such bench: {', '.join(unknown)}; use some of {', '.join(BENCHES)}", err=True)
        raise typer.Exit(2)
    lines = ["| what | figure |", "|---|---|"]
    for name in only or BENCHES:
        typer.echo(f"measuring {name} ...", err=True)
        lines += [f"| {what} | {figure:,.4g} {unit} |" for what, figure, unit in BENCHES[name]()]
    table = "\n".join(lines)
    typer.echo(table)
    if readme is not None:
        _write(readme, table)


def _write(readme: Path, table: str) -> None:
    text = readme.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        typer.echo(f"{readme}: has no {BEGIN} and {END}", err=True)
        raise typer.Exit(2)
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    readme.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
