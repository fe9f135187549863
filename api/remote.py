"""Asking a running twin, as its admin: the command line changes nothing behind the one writer's back."""

import http.client
import os
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from api.secrets import ADMIN_VARIABLE, Secrets
from api.sign_ins import ADMIN
from twin.port import ConfigError, ConfigFault

TIMEOUT_S = 20.0


class RefusedError(Exception):
    """The running twin refused; the text is its sentence."""


def add_user(
    url: str, home: Path, name: str, role: str, password: str, vessels: list[str], township: str
) -> None:
    """Make an account through the twin at `url`, signed in as its admin.

    Raises:
        ConfigError: there is no twin at that address, or no admin password at hand.
        RefusedError: the twin refused.
    """
    body = {"name": name, "role": role, "password": password, "vessels": vessels, "township": township}
    _Admin(url, home).post("/api/accounts", body)


def add_device(url: str, home: Path, name: str, kind: str) -> dict[str, str]:
    """Make a device's broker account through the twin at `url`; return user, password and client id.

    Raises:
        ConfigError: there is no twin at that address, or no admin password at hand.
        RefusedError: the twin refused.
    """
    answer: dict[str, str] = _Admin(url, home).post("/api/devices", {"name": name, "kind": kind})
    return answer


class _Admin:
    def __init__(self, url: str, home: Path) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise _fault("--url", f"{url!r} is no address", "Write http://127.0.0.1:8000")
        self._url = url
        self._parts = parts
        self._cookie = ""
        self.post("/api/session", {"name": ADMIN, "password": _admin_password(home)})

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Return what the twin answers.

        Raises:
            ConfigError: nobody answers.
            RefusedError: the twin refused.
        """
        headers = {"Content-Type": "application/json", "Cookie": self._cookie}
        connection = self._connection()
        try:
            connection.request("POST", path, msgspec.json.encode(body), headers)
            answer = connection.getresponse()
            content = answer.read()
        except OSError as fault:
            remedy = "Start it with `yugang up`, or name its address with --url"
            raise _fault("--url", f"no twin answers at {self._url} ({fault})", remedy) from None
        finally:
            connection.close()
        told = msgspec.json.decode(content)
        if answer.status >= 400:
            raise RefusedError(told["detail"])
        self._cookie = (answer.getheader("Set-Cookie") or self._cookie).split(";")[0]
        return told

    def _connection(self) -> http.client.HTTPConnection:
        if self._parts.scheme == "http":
            return http.client.HTTPConnection(self._parts.netloc, timeout=TIMEOUT_S)
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(self._parts.netloc, timeout=TIMEOUT_S, context=context)


def _admin_password(home: Path) -> str:
    password = os.environ.get(ADMIN_VARIABLE) or Secrets.load(home).admin_password
    if password is None:
        remedy = f"Give it in {ADMIN_VARIABLE}"
        raise _fault(ADMIN_VARIABLE, "the admin password is not in the secrets", remedy)
    return password


def _fault(place: str, what: str, remedy: str) -> ConfigError:
    return ConfigError([ConfigFault("options", place, what, remedy)])
