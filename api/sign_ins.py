"""The accounts of a first start: the admin, and in a simulated realm one of each role to look around with."""

import secrets
from pathlib import Path
from typing import get_args

import msgspec

from api.accounts import Account, AccountBook
from api.secrets import Secrets, write_private
from twin.acts import Role
from twin.port import Port

FILE = "sign-ins.json"
ADMIN = "admin"
_EVERY: tuple[Role, ...] = get_args(Role)


async def make_first_accounts(
    accounts: AccountBook, drawn: Secrets, home: Path, realm: str, port: Port
) -> dict[str, str]:
    """Make the accounts that a first start needs; return names and passwords to print, in realm `sim` only.

    The admin's password is that of the secrets or the environment. Those of the simulated realm's roles are
    drawn at random and kept in a file of mode 0600, so that every start can print them.
    """
    known = {account.name for account in accounts.accounts}
    if ADMIN not in known and drawn.admin_password is not None:
        await accounts.add(Account(ADMIN, "admin", ""), drawn.admin_password, by="first start")
    if realm != "sim":
        return {}
    admin = {ADMIN: drawn.admin_password} if drawn.admin_password is not None else {}
    return {**await make_role_accounts(accounts, home, port), **admin}


async def make_role_accounts(accounts: AccountBook, home: Path, port: Port) -> dict[str, str]:
    """Make an account of each role but the admin, where there is none; return names and passwords to print.

    For simulated realms only. The passwords are drawn at random and kept in a file of mode 0600.
    """
    known = {account.name for account in accounts.accounts}
    path = home / FILE
    kept = _read(path)
    for role in _EVERY:
        if role == ADMIN or role in known:
            continue
        kept[role] = secrets.token_urlsafe(12)
        write_private(path, msgspec.json.encode(kept).decode())
        await accounts.add(_account(role, port), kept[role], by="first start")
    return {role: kept[role] for role in _EVERY if role in kept}


def _account(role: Role, port: Port) -> Account:
    """Return the account of a role; the skipper has the first boat, the township the first township."""
    boats = [vessel for vessel in port.vessels if vessel.vessel_class == "fishing"]
    own = frozenset(boat.id for boat in boats[:1]) if role == "skipper" else frozenset()
    town = next((boat.township for boat in boats if boat.township), "") if role == "township" else ""
    return Account(role, role, "", own, town)


def _read(path: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
