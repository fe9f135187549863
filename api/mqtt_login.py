"""Where a broker is and as whom to sign in: from `--mqtt`, from the secrets, or from both."""

import ssl
from urllib.parse import unquote, urlsplit

import msgspec

from api.secrets import Account
from twin.port import ConfigError, ConfigFault

PORTS = {"mqtt": 1883, "mqtts": 8883}
_REMEDY = "Write mqtt://user:password@host:port (mqtts:// for TLS); % escapes odd letters in a password."


class Login(msgspec.Struct, frozen=True):
    """A broker's address and one session at it; `client_id` is as secret as `password`."""

    host: str
    port: int
    user: str | None
    password: str | None
    client_id: str
    tls: bool = False

    def __repr__(self) -> str:
        """Return the login without what must not stand in a log."""
        return f"Login({self.user!r} at {self.host}:{self.port})"

    def tls_context(self) -> ssl.SSLContext | None:
        """Return the system's own trust for `mqtts`, None without TLS."""
        return ssl.create_default_context() if self.tls else None


def login_at(host: str, port: int, account: Account) -> Login:
    """Return the login of one of our accounts at a broker."""
    return Login(host, port, account.user, account.password, account.client_id)


def login_of_url(url: str, client_id: str) -> Login:
    """Return the login that `--mqtt` names, under our own secret client id.

    Raises:
        ConfigError: it is no `mqtt://` or `mqtts://` address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused("is no address") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise _refused("is no mqtt:// or mqtts:// address")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise _refused("has words after the port")
    return Login(
        parts.hostname,
        PORTS[parts.scheme] if port is None else port,
        None if parts.username is None else unquote(parts.username),
        None if parts.password is None else unquote(parts.password),
        client_id,
        tls=parts.scheme == "mqtts",
    )


def _refused(what: str) -> ConfigError:
    # The address itself stays unsaid: it may hold a password.
    return ConfigError([ConfigFault("--mqtt", "address", what, _REMEDY)])
