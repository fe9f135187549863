"""The command `yugang`."""

import typer

from api.commands import accounts, ais, audit, bench, check, drill, report, simulate, up

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Yugang 渔港: a digital twin of a fishing port that watches boats, shore and people.",
)
app.command()(up.up)
app.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})(simulate.simulate)
app.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})(drill.drill)
app.command()(ais.ais)
app.command()(check.check)
app.command()(bench.bench)
app.add_typer(accounts.user, name="user")
app.add_typer(accounts.device, name="device")
app.add_typer(audit.audit, name="audit")
app.add_typer(report.report, name="report")


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
