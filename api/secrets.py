"""The secrets of a twin: the first admin password and the broker's accounts, in one file of mode 0600.

Nothing here has a default that anyone could know: what is not there is drawn at random at the first start.
"""

import contextlib
import fcntl
import os
import re
import secrets
import stat
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import msgspec

from twin import wire
from twin.port import ConfigError, ConfigFault

FILE = "secrets.toml"
ADMIN_VARIABLE = "YUGANG_ADMIN_PASSWORD"
OWN_ACCOUNTS = ("engine", "engine-fixes", "gateway", "simulator")
"""The twin's two sessions (events apart from positions), and its two neighbours."""
DEVICE_KINDS = (*wire.TerminalKind.__args__, "station", "gate", "vessel")  # type: ignore[attr-defined]  # typing's Literal
"""What `yugang device add --kind` takes: a terminal's kind, a shore station, a gate, a skipper's app."""
MIN_ADMIN_CHARS = 12
"""NIST SP 800-63B and OWASP ASVS 5.0 V6.2.1 ask for at least 8; 15 is recommended. The admin is worth 12."""
EXAMPLES = frozenset(
    ("password1234", "passwordpassword", "changemechangeme", "administrator", "yugangyugang", "123456789012")
)
"""Values long enough that stand in examples and guess lists; a start with one of them is refused."""
_WORD = re.compile(r"[A-Za-z0-9_-]{16,128}\Z")
_HEAD = "# Yugang's secrets: whoever reads this file can speak as the twin. Keep its mode at 0600.\n"


class Account(msgspec.Struct, frozen=True):
    """One account at the broker.

    Attributes:
        user: the name it signs in with; a device's is `kind.name`.
        password: at least 16 letters, digits, `-` or `_`.
        client_id: its session's name, as secret as the password: who knows it can take the session.
        kind: `engine`, `engine-fixes`, `gateway`, `simulator`, or one of `DEVICE_KINDS`.
        name: the id in the topics a device may use; empty for the twin's own accounts.
    """

    user: str
    password: str
    client_id: str
    kind: str
    name: str = ""

    def __repr__(self) -> str:
        """Return the account without what must not stand in a log."""
        return f"Account({self.user!r})"


class Secrets:
    """The secrets of one home, as read or made by `load_or_make`.

    Attributes:
        path: the file.
        admin_password: of the first admin; None where the environment gave it at an earlier start.
        accounts: by user name.
    """

    def __init__(self, path: Path, admin_password: str | None, accounts: dict[str, Account]) -> None:
        self.path = path
        self.admin_password = admin_password
        self.accounts = accounts

    def __repr__(self) -> str:
        """Return where the secrets are, never what they are."""
        return f"Secrets({str(self.path)!r}, {len(self.accounts)} accounts)"

    @classmethod
    def load_or_make(cls, home: Path, environ: Mapping[str, str] = os.environ) -> Self:
        """Return the secrets of `home`, drawing at random what is not there yet.

        Args:
            home: the folder for everything the twin writes; made with mode 0700 where absent.
            environ: at the first start `YUGANG_ADMIN_PASSWORD` sets the admin password (and is not written
                to the file).

        Raises:
            ConfigError: the home cannot be made; or the file is readable by others, not ours, malformed, or
                holds a known example value.
        """
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as fault:
            remedy = "Name a folder that can be written to."
            raise _fault("options", "--home", f"{home} cannot be made: {fault.strerror}", remedy) from None
        with _locked(home):
            path = home / FILE
            first = not os.path.lexists(path)
            made = cls(path, _first_admin(environ), {}) if first else cls.load(home)
            missing = [user for user in OWN_ACCOUNTS if user not in made.accounts]
            for user in missing:
                made.accounts[user] = _draw(user, user)
            if missing:
                made.write(with_admin=not (first and ADMIN_VARIABLE in environ))
            return made

    @classmethod
    def load(cls, home: Path) -> Self:
        """Return the secrets written in `home`.

        Raises:
            ConfigError: as `load_or_make`, or there is no such file.
        """
        path = home / FILE
        said = _parse(path, _read(path))
        accounts = {account.user: account for account in _accounts(path, said)}
        admin = said.get("admin_password")
        if admin is not None:
            _check_admin(admin, str(path), "admin_password")
        return cls(path, admin, accounts)

    def device(self, name: str) -> Account | None:
        """Return a device's account by its user name (`kind.name`) or by its bare name; None if unknown."""
        if name in self.accounts:
            return self.accounts[name]
        return next((account for account in self.accounts.values() if account.name == name), None)

    def add_device(self, name: str, kind: str) -> Account:
        """Return a new account bound to the device's own topics, written to the file.

        Raises:
            ConfigError: the name or kind is not allowed, or the account is already there.
        """
        if not wire.ID_PATTERN.match(name):
            raise _fault("device", "name", f"{name!r} is no id", "Use letters, digits, - and _, at most 32.")
        if kind not in DEVICE_KINDS:
            raise _fault("device", "kind", f"{kind!r} is unknown", f"Use one of {', '.join(DEVICE_KINDS)}.")
        with _locked(self.path.parent):
            written = self.load(self.path.parent)
            user = f"{kind}.{name}"
            if user in written.accounts:
                remedy = f"Its password stands in {self.path}; remove it there to draw a new one."
                raise _fault(str(self.path), user, "the account is already there", remedy)
            written.accounts[user] = account = _draw(user, kind, name)
            written.write(with_admin=True)
            self.accounts = written.accounts
            return account

    def write(self, *, with_admin: bool) -> None:
        """Replace the file at once: after a crash it is the old one or the new one, never half of either.

        Args:
            with_admin: False leaves the admin password out, because the environment holds it.
        """
        lines = [_HEAD]
        if with_admin and self.admin_password is not None:
            lines.append(f"admin_password = {_quoted(self.admin_password)}\n")
        for account in self.accounts.values():
            lines.append("\n[[device]]\n" if account.name else f"\n[broker.{account.user}]\n")
            if account.name:
                lines.append(f'name = "{account.name}"\nkind = "{account.kind}"\n')
            lines.append(f'password = "{account.password}"\nclient_id = "{account.client_id}"\n')
        write_private(self.path, "".join(lines))


def write_private(path: Path, text: str) -> None:
    """Replace `path` atomically with `text`, readable and writable by its owner only, and sync it to disk."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextlib.contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Hold the home's lock, so that two commands at once do not lose an account between them."""
    folder = os.open(home, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _read(path: Path) -> str:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as fault:
        raise _fault(str(path), "file", f"cannot be read ({fault.strerror})", "Restore it.") from None
    with os.fdopen(handle, encoding="utf-8") as file:
        state = os.fstat(file.fileno())
        mode = stat.S_IMODE(state.st_mode)
        if mode & 0o077:
            remedy = f"Run: chmod 600 {path}, and draw new secrets if others could read them."
            raise _fault(str(path), "mode", f"mode {mode:04o} lets others read the secrets", remedy)
        if state.st_uid not in (0, os.geteuid()):
            raise _fault(str(path), "owner", f"belongs to user {state.st_uid}", "Run as its owner.")
        try:
            return file.read()
        except UnicodeDecodeError:
            raise _fault(str(path), "text", "is not UTF-8", "Restore it.") from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _fault(str(path), "text", f"is not TOML ({fault})", "Mend that line.") from None
    unknown = sorted(set(said) - {"admin_password", "broker", "device"})
    if unknown:
        raise _fault(str(path), unknown[0], "is not a word of this file", "Remove it.")
    return said


def _accounts(path: Path, said: dict[str, Any]) -> Iterator[Account]:
    own, devices = said.get("broker", {}), said.get("device", [])
    if not isinstance(own, dict) or not isinstance(devices, list):
        raise _fault(str(path), "broker", "is not written as accounts", "See [broker.engine] for the form.")
    for user, fields in own.items():
        if user not in OWN_ACCOUNTS:
            remedy = f"Use one of {', '.join(OWN_ACCOUNTS)}; devices stand under [[device]]."
            raise _fault(str(path), f"broker.{user}", "is no account of the twin", remedy)
        yield _account(path, f"broker.{user}", fields, user=user, kind=user, name="")
    for number, fields in enumerate(devices, 1):
        place = f"device {number}"
        words = fields if isinstance(fields, dict) else {}
        kind, name = str(words.get("kind")), words.get("name", "")
        if kind not in DEVICE_KINDS or not isinstance(name, str) or not wire.ID_PATTERN.match(name):
            raise _fault(str(path), place, "lacks a valid name and kind", "Use `yugang device add`.")
        yield _account(path, place, fields, user=f"{kind}.{name}", kind=kind, name=name)


def _account(path: Path, place: str, fields: Any, *, user: str, kind: str, name: str) -> Account:
    allowed = {"password", "client_id"} | ({"name", "kind"} if name else set())
    if not isinstance(fields, dict) or set(fields) != allowed:
        raise _fault(str(path), place, f"needs exactly {', '.join(sorted(allowed))}", "Mend that account.")
    for word in ("password", "client_id"):
        value = fields[word]
        if not isinstance(value, str) or not _WORD.match(value) or value.casefold() in EXAMPLES:
            remedy = (
                "Remove the account: a new one is drawn at the next start (devices: `yugang device add`)."
            )
            raise _fault(str(path), f"{place}.{word}", "is short, odd or a known example", remedy)
    return Account(user, fields["password"], fields["client_id"], kind, name)


def _draw(user: str, kind: str, name: str = "") -> Account:
    # Hexadecimal: fits every broker's quoting, and MQTT 3.1.1 promises client ids of letters and digits.
    return Account(user, secrets.token_hex(24), secrets.token_hex(16), kind, name)


def _first_admin(environ: Mapping[str, str]) -> str:
    given = environ.get(ADMIN_VARIABLE)
    if given is None:
        return secrets.token_urlsafe(15)
    _check_admin(given, ADMIN_VARIABLE, "first start")
    return given


def _check_admin(password: Any, file: str, place: str) -> None:
    if not isinstance(password, str) or len(password) < MIN_ADMIN_CHARS or password.casefold() in EXAMPLES:
        remedy = f"Choose at least {MIN_ADMIN_CHARS} characters that stand in no example."
        raise _fault(file, place, "the admin password is short or a known example", remedy)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _fault(file: str, place: str, what: str, remedy: str) -> ConfigError:
    return ConfigError([ConfigFault(file, place, what, remedy)])
