"""`python -m simulators`: the simulated fleet and shore of a port, as a process of its own."""

import argparse
import asyncio
import logging
import os
import signal
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from simulators.line import Broker
from simulators.player import Player
from simulators.publish import Publisher, StrangerError
from simulators.scenario import Scenario
from simulators.scenario_reader import parse_scenario
from simulators.scenario_reader.aground import on_land
from simulators.scenario_reader.lines import located
from simulators.scenario_reader.reference import written_into
from twin import wire
from twin.port import ConfigError, ConfigFault, Port
from twin.port_folder import FILES, parse_port

PASSWORD_VARIABLE = "YUGANG_SIMULATOR_PASSWORD"  # noqa: S105  # the name of a variable, not a password
SCENARIOS = Path(__file__).parent / "scenarios"
BUILT_IN_PORTS = Path(__file__).parents[1] / "twin" / "ports"
NO_LAND = b'{"type": "FeatureCollection", "features": []}'
DEFAULT_SEED = 16
DEFAULT_BOATS = 150
"""A living port of a size that every screen shows whole."""


def main(words: list[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Play until stopped, and return the exit code: 0 stopped, 2 a wrong configuration or account."""
    options = _parser(environ).parse_args(words)
    if options.words is not None:
        options.words.write_text(written_into(options.words.read_text(encoding="utf-8")), encoding="utf-8")
        return 0
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(name)s: %(message)s")
    try:
        if options.check:
            return _check(options)
        asyncio.run(_play(_publisher(options, environ)))
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except StrangerError as error:
        sys.stderr.write(f"simulators: {error}. Give its password in {PASSWORD_VARIABLE} or --home.\n")
        return 2
    except KeyboardInterrupt:
        pass
    return 0


def _parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    """Return the parser; every option stands in the environment too, as YUGANG_ and its name."""
    parser = argparse.ArgumentParser(prog="python -m simulators", description=__doc__)

    def option(name: str, kind: type, default: object, meaning: str) -> None:
        variable = f"YUGANG_{name.upper()}"
        parser.add_argument(f"--{name}", type=kind, default=environ.get(variable, default), help=meaning)

    option("mqtt", str, "mqtt://simulator@127.0.0.1:1883", "broker, mqtt:// or mqtts://USER@HOST:PORT")
    option("realm", str, "sim", "sim or drill-NAME")
    option("port", str, "shipu", "a built-in port, or a port folder")
    option("boats", int, None, f"boats that sail (default: the scenario's, else {DEFAULT_BOATS})")
    option("seed", int, None, f"of every random draw (default: the scenario's, else {DEFAULT_SEED})")
    option("scenario", str, "default", "a built-in scenario, or a TOML file")
    option("start", int, None, "begin at this instant, UTC ms; default: the realm's now")
    option("home", Path, None, "folder that holds secrets.toml")
    parser.add_argument("--check", action="store_true", help="only read the scenario, and list every fault")
    parser.add_argument("--words", type=Path, help="only write the tables of the language into this book")
    return parser


def _check(options: argparse.Namespace) -> int:
    """Say that a scenario is sound, and what is in it; its faults leave as an error."""
    folder = _found(BUILT_IN_PORTS / options.port, options.port)
    scenario = _read_scenario(options.scenario, _read_port(folder))
    path = _found(SCENARIOS / f"{options.scenario}.toml", options.scenario)
    faults = on_land(scenario, _land_of(folder), path.name)
    if faults:
        raise ConfigError(located(path.read_text(encoding="utf-8"), faults))
    counted = ("starts", "scripts", "injects", "expects", "nevers", "allows", "tasks", "objectives")
    told = ", ".join(f"{len(getattr(scenario, name))} {name}" for name in counted)
    sys.stdout.write(f"{options.scenario}: sound. {told}\n")
    return 0


def _publisher(options: argparse.Namespace, environ: Mapping[str, str]) -> Publisher:
    folder = _found(BUILT_IN_PORTS / options.port, options.port)
    port = _read_port(folder)
    land_geojson = _land_of(folder)
    scenario = _read_scenario(options.scenario, port)
    seed = _first(options.seed, scenario.seed, DEFAULT_SEED)
    if seed < 0:
        raise _fault("--seed", str(seed), "is below 0", "Use 0 or more")
    boats = _first(options.boats, scenario.boats, DEFAULT_BOATS)
    try:
        root = wire.root(options.realm, port.id)
    except ValueError as fault:
        raise _fault("--realm", options.realm, str(fault), "Use sim, or drill-NAME") from None

    def make_player(start_ms: int) -> Player:
        return Player(port, land_geojson, seed, boats, start_ms, scenario)

    make_player(0)
    return Publisher(_broker(options, environ), root, make_player, options.start, seed)


def _land_of(folder: Path) -> bytes:
    """Return the outline of the land in a port folder, or no land."""
    land = folder / "land.geojson"
    return land.read_bytes() if land.is_file() else NO_LAND


async def _play(publisher: Publisher) -> None:
    playing = asyncio.create_task(publisher.run(), name="simulators.publisher")
    for told in (signal.SIGTERM, signal.SIGINT):  # a shell's background job is born deaf to the latter
        asyncio.get_running_loop().add_signal_handler(told, playing.cancel)
    try:
        await playing
    except asyncio.CancelledError:
        logging.getLogger("simulators").info("stopped after %d letters", publisher.published)


def _read_port(folder: Path) -> Port:
    if not folder.is_dir():
        raise _fault(str(folder), "the folder", "is not there", "Name a built-in port, or a port folder")
    try:
        return parse_port({name: (folder / name).read_bytes() for name in FILES if (folder / name).exists()})
    except OSError as fault:
        raise _fault(
            str(fault.filename), "the file", f"cannot be read: {fault.strerror}", "Let it be read"
        ) from None


def _read_scenario(name: str, port: Port) -> Scenario:
    path = _found(SCENARIOS / f"{name}.toml", name)
    if not path.is_file():
        known = ", ".join(sorted(each.stem for each in SCENARIOS.glob("*.toml")))
        raise _fault(name, "the file", "is not there", f"Name a file, or one of: {known}")
    return parse_scenario(path.read_bytes(), path.name, port)


def _broker(options: argparse.Namespace, environ: Mapping[str, str]) -> Broker:
    url = urlsplit(options.mqtt)
    if url.scheme not in ("mqtt", "mqtts") or not url.hostname:
        raise _fault("--mqtt", "the address", f"{url.scheme}:... is none", "Write mqtt://simulator@HOST:PORT")
    if url.password is not None:
        remedy = f"Leave it out; give it in {PASSWORD_VARIABLE}, or in secrets.toml with --home"
        raise _fault("--mqtt", "the address", "a password on a command line is seen by every user", remedy)
    account = _account(options.home, environ)
    port = url.port or (8883 if url.scheme == "mqtts" else 1883)
    return Broker(
        host=url.hostname,
        port=port,
        user=url.username or "simulator",
        password=account["password"],
        client_id=account.get("client_id"),
        tls=url.scheme == "mqtts",
    )


def _account(home: Path | None, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the simulator's account: password, and the name of its session where one is written."""
    if PASSWORD_VARIABLE in environ:
        return {"password": environ[PASSWORD_VARIABLE]}
    if home is None:
        raise _fault(PASSWORD_VARIABLE, "the environment", "is not set", "Set it, or name the twin's --home")
    file = home / "secrets.toml"
    try:
        account = tomllib.loads(file.read_text(encoding="utf-8"))["broker"]["simulator"]
        return {"password": str(account["password"]), "client_id": str(account["client_id"])}
    except (OSError, ValueError) as fault:
        raise _fault(str(file), "the file", f"cannot be read: {fault}", "Start the twin once") from None
    except (KeyError, TypeError):
        raise _fault(
            str(file), "[broker.simulator]", "is not there", "Start the twin once, it draws one"
        ) from None


def _found(built_in: Path, name: str) -> Path:
    return built_in if wire.ID_PATTERN.match(name) and built_in.exists() else Path(name)


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)


def _fault(file: str, place: str, what: str, remedy: str) -> ConfigError:
    return ConfigError([ConfigFault(file, place, what, remedy)])


if __name__ == "__main__":
    sys.exit(main())
