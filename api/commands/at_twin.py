"""Asking a running twin over HTTP as its admin: the one writer changes, the command line only asks."""

import json
import os
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from api.secrets import ADMIN_VARIABLE, Secrets
from twin.port import ConfigError, ConfigFault

TIMEOUT_S = 20


def ask_twin(url: str, home: Path, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a POST made as admin.

    Args:
        url: where the twin serves, as `http://127.0.0.1:8000`.
        home: holds the secrets, unless the environment has the admin's password.
        path: of the request, as `/api/accounts`.
        body: what is sent as JSON.

    Raises:
        ConfigError: no twin answers there, it does not know us, or it refuses; with its sentence.
    """
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
    origin = {"Origin": f"{parts.scheme}://{parts.netloc}", "Content-Type": "application/json"}
    try:
        who = {"name": "admin", "password": _admin_password(home)}
        _, cookie = _post(connection, "/api/session", who, origin)
        answer, _ = _post(connection, path, body, origin | {"Cookie": cookie.split(";")[0]})
    except OSError as error:
        remedy = "Start it with `yugang up`, or name its address with --url"
        raise ConfigError([ConfigFault(url, "the twin", f"does not answer: {error}", remedy)]) from None
    finally:
        connection.close()
    return answer


def _admin_password(home: Path) -> str:
    given = os.environ.get(ADMIN_VARIABLE) or Secrets.load(home).admin_password
    if given is None:
        fault = ConfigFault(str(home), "the admin's password", "is not kept there", f"Set {ADMIN_VARIABLE}")
        raise ConfigError([fault])
    return given


def _post(
    connection: HTTPConnection, path: str, body: dict[str, Any], headers: dict[str, str]
) -> tuple[dict[str, Any], str]:
    connection.request("POST", path, json.dumps(body).encode(), headers)
    answer = connection.getresponse()
    said = json.loads(answer.read() or b"{}")
    if answer.status >= 300:
        what = str(said.get("detail") or said.get("title") or answer.status)
        raise ConfigError([ConfigFault(path, str(answer.status), what, "Correct it and ask again")])
    return said, answer.headers.get("Set-Cookie", "")
