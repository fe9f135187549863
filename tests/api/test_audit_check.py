import sqlite3

import pytest

from api.audit_check import verify_audit
from twin.port import ConfigError


async def test_the_chain_of_a_home_is_checked_while_its_twin_runs_and_after(house):
    await house.signed_in("officer")
    good, fault = verify_audit(house.home, None)
    assert good >= 2
    assert fault is None
    await house.leave(politely=True)
    with sqlite3.connect(house.home / "yugang.sqlite3") as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET actor = 'nobody' WHERE n = 2")
    good, fault = verify_audit(house.home, None)
    assert good == 1
    assert fault.startswith("row 2 was changed")


def test_where_there_are_no_books_that_is_said(tmp_path):
    with pytest.raises(ConfigError, match="cannot be opened"):
        verify_audit(tmp_path, None)
    assert not list(tmp_path.iterdir())
