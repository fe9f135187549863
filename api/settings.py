"""What `yugang up` may be told, checked before anything is opened."""

import ipaddress
import socket
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from api.clock import MAX_RATE
from twin.port import ConfigError, ConfigFault
from twin.wire import REALM_PATTERN

Address = tuple[str, int]


class HouseOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of `yugang up`, as given.

    Attributes:
        port: name of a built-in port, or a port folder.
        home: folder for everything written.
        listen: host and port of the web door.
        public_urls: further addresses this server is reached at, such as `https://twin.example`.
        mqtt: `embedded`, or the address of a broker.
        mqtt_listen: host and port of the embedded broker; port 0 takes a free one.
        database: address of another database than the home's SQLite file.
        tls_cert, tls_key: PEM files; without them the web door is for this machine only.
        simulator: start the simulated fleet and shore (realm `sim` and drills only).
        boats, seed: for the simulator; None = its own.
        speed: realm seconds in a real one, until a person turns the clock.
    """

    port: str = "shipu"
    home: Path = Path("var")
    realm: str = "sim"
    listen: str = "127.0.0.1:8000"
    public_urls: tuple[str, ...] = ()
    mqtt: str = "embedded"
    mqtt_listen: str = "127.0.0.1:1883"
    database: str | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None
    simulator: bool = True
    boats: int | None = None
    seed: int | None = None
    speed: float = 1.0


def check_options(options: HouseOptions) -> None:
    """Return if the house can be tried with these options.

    Raises:
        ConfigError: every option that cannot be, with its remedy.
    """
    faults = [fault for fault in (*_address_faults(options), *_realm_faults(options)) if fault is not None]
    if not 0 < options.speed <= MAX_RATE:
        faults.append(_fault("--speed", f"{options.speed} is out of range", f"Use up to {MAX_RATE:g}"))
    if options.boats is not None and not 1 <= options.boats <= 20_000:
        faults.append(_fault("--boats", f"{options.boats} is out of range", "Use 1 to 20000"))
    if options.seed is not None and options.seed < 0:
        faults.append(_fault("--seed", f"{options.seed} is out of range", "Use 0 or more"))
    if faults:
        raise ConfigError(faults)


def address_of(option: str, said: str) -> Address:
    """Return the host and port an option names.

    Raises:
        ConfigError: it names none.
    """
    parts = urlsplit(f"//{said}")
    try:
        port = parts.port
    except ValueError:
        port = None
    if not parts.hostname or port is None or parts.path:
        raise ConfigError([_fault(option, f"{said!r} is no address", "Write HOST:PORT, as 127.0.0.1:8000")])
    return parts.hostname, port


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine and nobody else's."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def own_origins(options: HouseOptions, port: int) -> frozenset[str]:
    """Return the origins a browser may name when it means this server."""
    scheme = "https" if options.tls_cert else "http"
    host = address_of("--listen", options.listen)[0]
    hosts = {f"[{host}]" if ":" in host else host, "127.0.0.1", "localhost", "[::1]"}
    named = {f"{url.scheme}://{url.netloc}" for url in map(urlsplit, options.public_urls)}
    return frozenset({f"{scheme}://{host}:{port}" for host in hosts} | named)


def bound_socket(listen: Address) -> socket.socket:
    """Return a socket that listens there, so that a taken address is known before anything starts.

    Raises:
        ConfigError: the address is taken or not ours.
    """
    family = socket.AF_INET6 if ":" in listen[0] else socket.AF_INET
    try:
        return socket.create_server(listen, family=family, backlog=2048)
    except OSError as fault:
        what = f"{listen[0]}:{listen[1]} cannot be used: {fault.strerror}"
        raise ConfigError([_fault("--listen", what, "Choose another, or stop what is there")]) from None


def _address_faults(options: HouseOptions) -> list[ConfigFault | None]:
    host, _ = address_of("--listen", options.listen)
    address_of("--mqtt-listen", options.mqtt_listen)
    pair = (options.tls_cert, options.tls_key)
    remedy = "Give --tls-cert and --tls-key, or listen on 127.0.0.1"
    lonely = None in pair and pair != (None, None)
    missing = [path for path in pair if path is not None and not path.is_file()]
    return [
        _fault("--listen", f"{host} is open to the network without TLS", remedy)
        if not is_loopback(host) and pair == (None, None)
        else None,
        _fault("--tls-cert", "certificate and key go together", remedy) if lonely else None,
        *(_fault("--tls-cert", f"{path} is no file", "Name a PEM file") for path in missing),
        *(
            _fault("--public-url", f"{url!r} is no address", "Write https://HOST")
            for url in options.public_urls
            if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc
        ),
    ]


def _realm_faults(options: HouseOptions) -> list[ConfigFault | None]:
    realm = options.realm
    if not REALM_PATTERN.match(realm):
        return [_fault("--realm", f"{realm!r} is no realm", "Use live, sim, replay-NAME or drill-NAME")]
    if options.simulator and not realm.startswith(("sim", "drill-")):
        remedy = "Add --no-simulator: only sim and drills may be simulated"
        return [_fault("--realm", f"nothing is simulated in {realm}", remedy)]
    if realm == "live" and options.speed != 1:
        return [_fault("--speed", "a live realm runs at the pace of the world", "Leave it at 1")]
    return []


def _fault(option: str, what: str, remedy: str) -> ConfigFault:
    return ConfigFault("options", option, what, remedy)
