import stat

import pytest

from api.secrets import ADMIN_VARIABLE, Secrets
from api.sign_ins import FILE, make_first_accounts
from twin.acts import ROLES


async def test_the_simulated_realm_makes_one_account_for_each_role_and_tells_them_at_every_start(house):
    drawn = Secrets.load_or_make(house.home, {})
    first = await make_first_accounts(house.accounts, drawn, house.home, "sim", house.port)
    assert set(first) == set(ROLES)
    assert len(set(first.values())) == len(ROLES)
    for name, password in first.items():
        _, actor = await house.accounts.sign_in(name, password, name)
        assert actor.role == name
    assert await make_first_accounts(house.accounts, drawn, house.home, "sim", house.port) == first
    assert stat.S_IMODE((house.home / FILE).stat().st_mode) == 0o600
    skipper = next(account for account in house.accounts.accounts if account.name == "skipper")
    assert skipper.vessels == {"a"}


@pytest.mark.parametrize("realm", ["live", "replay-x", "drill-x"])
async def test_any_other_realm_makes_only_the_admin_and_tells_nobody(house, realm):
    drawn = Secrets.load_or_make(house.home, {})
    assert await make_first_accounts(house.accounts, drawn, house.home, realm, house.port) == {}
    assert [account.name for account in house.accounts.accounts] == ["admin"]
    assert not (house.home / FILE).exists()


async def test_the_environment_sets_the_admin_password_at_the_first_start(house):
    drawn = Secrets.load_or_make(house.home, {ADMIN_VARIABLE: "chosen by the port itself"})
    await make_first_accounts(house.accounts, drawn, house.home, "live", house.port)
    assert await house.accounts.sign_in("admin", "chosen by the port itself", "x") is not None
    assert "chosen by the port" not in (house.home / "secrets.toml").read_text()
