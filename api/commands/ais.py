"""`yugang ais SOURCE`: real AIS into a realm, and the account of what was refused and why."""

import asyncio
import secrets
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from api.gateways.command import run_gateway
from api.gateways.gateway import FEED, GatewayOptions
from api.gateways.tally import Tally
from api.mqtt_login import Login, login_of_url
from api.secrets import Secrets
from twin.port import ConfigError, ConfigFault


def ais(
    source: Annotated[str, typer.Argument(help="file (.gz, .csv, .parquet too), tcp://, udp:// or -")],
    mqtt: Annotated[str, typer.Option(envvar="YUGANG_MQTT", help="broker")] = "mqtt://127.0.0.1:1883",
    realm: Annotated[str, typer.Option(envvar="YUGANG_REALM", help="realm to speak in")] = "replay-ais",
    port: Annotated[str, typer.Option(envvar="YUGANG_PORT", help="port id")] = "shipu",
    home: Annotated[Path, typer.Option(envvar="YUGANG_HOME", help="holds secrets.toml")] = Path("var"),
    speed: Annotated[float | None, typer.Option(envvar="YUGANG_SPEED", help="must be the realm's")] = None,
    keep_time: Annotated[bool, typer.Option(envvar="YUGANG_KEEP_TIME", help="say its own times")] = False,
    origin: Annotated[str | None, typer.Option(envvar="YUGANG_ORIGIN", help="LON,LAT of tracks in m")] = None,
    columns: Annotated[Path | None, typer.Option(envvar="YUGANG_COLUMNS", help="TOML of columns")] = None,
    feed: Annotated[str, typer.Option(envvar="YUGANG_FEED", help="this gateway's name")] = FEED,
    qos: Annotated[int, typer.Option(envvar="YUGANG_QOS", min=0, max=1, help="of fixes")] = 1,
) -> None:
    """Play real AIS, or decoded tracks, into a running twin."""
    tally = Tally()
    try:
        options = GatewayOptions(
            source=source,
            realm=realm,
            port=port,
            feed=feed,
            speed=speed,
            keep_time=keep_time,
            origin=_place(origin),
            columns=columns,
            fix_qos=qos,
        )
        asyncio.run(run_gateway(options, _login(mqtt, home), _report, tally=tally))
    except KeyboardInterrupt:
        pass
    except ConfigError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(tally.table())
    raise typer.Exit(tally.exit_code)


def _report(sentence: str) -> None:
    """Show progress: over the line before on a terminal, a line of its own elsewhere."""
    ahead, behind = ("\r\x1b[2K", "") if sys.stderr.isatty() else ("", "\n")
    sys.stderr.write(f"{ahead}{sentence}{behind}")
    sys.stderr.flush()


def _login(mqtt: str, home: Path) -> Login:
    """Return the gateway's login: an account that the address does not name stands in the secrets of `home`.

    The session is of this run alone, so that two gateways of one account do not end each other's.
    """
    login = login_of_url(mqtt, secrets.token_hex(16))
    if login.user is not None:
        return login
    account = Secrets.load(home).accounts["gateway"]
    return msgspec.structs.replace(login, user=account.user, password=account.password)


def _place(origin: str | None) -> tuple[float, float] | None:
    if origin is None:
        return None
    try:
        lon, lat = (float(word) for word in origin.split(","))
    except ValueError:
        fault = ConfigFault("--origin", origin, "is no place", "Write LON,LAT in degrees, as 122.5,29.2")
        raise ConfigError([fault]) from None
    return lon, lat
