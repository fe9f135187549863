"""`yugang up`: everything in one go; what `make run` calls."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer

from api.broker import BrokerStartError
from api.house import Opened, run_house
from api.settings import HouseOptions
from twin.port import ConfigError

Port = Annotated[str, typer.Option(envvar="YUGANG_PORT", help="built-in port, or a port folder")]
Home = Annotated[Path, typer.Option(envvar="YUGANG_HOME", help="everything written")]
Realm = Annotated[str, typer.Option(envvar="YUGANG_REALM", help="live, sim, replay-.., drill-..")]
Listen = Annotated[str, typer.Option(envvar="YUGANG_LISTEN", help="HOST:PORT")]
Urls = Annotated[list[str] | None, typer.Option(envvar="YUGANG_PUBLIC_URL", help="this server's others")]
Mqtt = Annotated[str, typer.Option(envvar="YUGANG_MQTT", help="embedded, or a broker")]
MqttListen = Annotated[str, typer.Option(envvar="YUGANG_MQTT_LISTEN", help="embedded broker's HOST:PORT")]
Database = Annotated[str | None, typer.Option(envvar="YUGANG_DATABASE", help="PostgreSQL URL")]
Cert = Annotated[Path | None, typer.Option(envvar="YUGANG_TLS_CERT", help="PEM file")]
Key = Annotated[Path | None, typer.Option(envvar="YUGANG_TLS_KEY", help="PEM file")]
Simulator = Annotated[bool, typer.Option(envvar="YUGANG_SIMULATOR", help="simulated fleet")]
Boats = Annotated[int | None, typer.Option(envvar="YUGANG_BOATS", help="boats that sail")]
Seed = Annotated[int | None, typer.Option(envvar="YUGANG_SEED", help="of every random draw")]
Speed = Annotated[
    float,
    typer.Option(envvar="YUGANG_SPEED", help="realm seconds in a real one, until somebody turns the clock"),
]


def up(
    port: Port = "shipu",
    home: Home = Path("var"),
    realm: Realm = "sim",
    listen: Listen = "127.0.0.1:8000",
    public_url: Urls = None,
    mqtt: Mqtt = "embedded",
    mqtt_listen: MqttListen = "127.0.0.1:1883",
    database: Database = None,
    tls_cert: Cert = None,
    tls_key: Key = None,
    simulator: Simulator = True,
    boats: Boats = None,
    seed: Seed = None,
    speed: Speed = 1.0,
) -> None:
    """Start broker, twin, web and simulator; Ctrl-C stops all of it and keeps everything."""
    options = HouseOptions(
        port=port,
        home=home,
        realm=realm,
        listen=listen,
        public_urls=tuple(public_url or ()),
        mqtt=mqtt,
        mqtt_listen=mqtt_listen,
        database=database,
        tls_cert=tls_cert,
        tls_key=tls_key,
        simulator=simulator,
        boats=boats,
        seed=seed,
        speed=speed,
    )
    _log_as_json()
    try:
        asyncio.run(run_house(options, _say))
    except ConfigError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except BrokerStartError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _log_as_json() -> None:
    """Log one JSON object a line to standard error: safe against newlines in data."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _say(opened: Opened) -> None:
    """Print where the house stands, and in the simulated realm who may sign in."""
    lines = [
        "",
        f"  石浦渔港 Yugang · {opened.realm} · {opened.port}",
        f"  {opened.url}",
        f"  MQTT {opened.mqtt}",
    ]
    if opened.sign_ins:
        lines.append("  sign-in 登录:")
        lines += [f"    {name:<12} {password}" for name, password in opened.sign_ins.items()]
    lines += ["  Ctrl-C stops everything 停止", ""]
    typer.echo("\n".join(lines))
    sys.stdout.flush()
