from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.accounts import (
    SESSION_MS,
    SESSIONS_PER_ACCOUNT,
    Account,
    AccountBook,
    TooManyTriesError,
    UnfitAccountError,
)
from api.passwords import Passwords
from api.store import audit, queries
from api.store.database import claim, database_url, open_database
from api.store.reader import Reader
from api.store.writer import Writer

PASSWORD = "a good long password"


class HandClock:
    """A clock turned by hand: realm, wall and monotonic time go together."""

    rate = 1.0

    def __init__(self) -> None:
        self.ms = 1_780_000_000_000

    def now_ms(self) -> int:
        return self.ms

    def wall_ms(self) -> int:
        return self.ms

    def mono_s(self) -> float:
        return self.ms / 1000

    async def sleep_until(self, realm_ms: int) -> None:
        self.ms = max(self.ms, realm_ms)

    def gap(self) -> None:
        return None


class Desk:
    """An account book on real books."""

    def __init__(self, home: Path) -> None:
        self.database = open_database(database_url(home, None))
        self.writer, self.reader = Writer(self.database.writing), Reader(self.database.reading)
        self.clock, self.passwords = HandClock(), Passwords()
        self.revoked = 0

    async def open(self) -> "Desk":
        await self.writer.run(lambda c: claim(c, "sim", "shipu", "h", 1))
        await self.reload()
        return self

    async def reload(self) -> None:
        self.book = AccountBook(self.writer, self.passwords, self.clock)
        self.book.on_revoked = self.count
        await self.book.load()

    def count(self) -> None:
        self.revoked += 1

    async def verbs(self) -> list[str]:
        rows = await self.reader.ask(lambda c: queries.audit_page(c, 100, None))
        return [row["verb"] for row in reversed(rows)]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    opened = await Desk(tmp_path).open()
    await opened.book.add(Account("li", "officer", ""), PASSWORD, by="admin")
    yield opened
    await opened.writer.close()
    opened.reader.close()
    opened.database.close()
    opened.passwords.close()


async def test_a_session_survives_a_restart_and_its_secret_is_not_in_the_books(desk, tmp_path):
    secret, actor = await desk.book.sign_in("li", PASSWORD, "127.0.0.1")
    await desk.reload()
    assert desk.book.actor_of(secret) == actor
    assert actor.role == "officer"
    books = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert secret.encode() not in books
    assert PASSWORD.encode() not in books


@pytest.mark.parametrize(
    ("name", "password"), [("li", "wrong"), ("nobody", PASSWORD), ("", ""), ("li\0", PASSWORD)]
)
async def test_a_wrong_name_or_password_is_refused_alike_and_noted(desk, name, password):
    assert await desk.book.sign_in(name, password, "127.0.0.1") is None
    assert await desk.verbs() == ["add", "sign-in refused"]
    assert await desk.reader.ask(audit.verify) == (2, None)


async def test_a_session_ends_after_a_watch(desk):
    secret, _ = await desk.book.sign_in("li", PASSWORD, "127.0.0.1")
    desk.clock.ms += SESSION_MS - 1
    assert desk.book.actor_of(secret) is not None
    desk.clock.ms += 1
    assert desk.book.actor_of(secret) is None


async def test_signing_out_ends_the_session_at_once_and_after_a_restart(desk):
    secret, _ = await desk.book.sign_in("li", PASSWORD, "127.0.0.1")
    await desk.book.sign_out(secret)
    await desk.book.sign_out(secret)
    assert desk.book.actor_of(secret) is None
    assert desk.revoked == 1
    await desk.reload()
    assert desk.book.actor_of(secret) is None
    assert await desk.verbs() == ["add", "sign-in", "sign-out"]


async def test_a_changed_role_or_shut_account_holds_for_open_sessions(desk):
    secret, _ = await desk.book.sign_in("li", PASSWORD, "127.0.0.1")
    await desk.book.change("li", "viewer", disabled=False, by="admin")
    assert desk.book.actor_of(secret).role == "viewer"
    await desk.book.change("li", "viewer", disabled=True, by="admin")
    assert desk.book.actor_of(secret) is None
    assert await desk.book.sign_in("li", PASSWORD, "127.0.0.1") is None
    await desk.reload()
    assert desk.book.actor_of(secret) is None
    with pytest.raises(UnfitAccountError):
        await desk.book.change("nobody", "viewer", disabled=True, by="admin")


async def test_guessing_is_slowed_down_by_account_and_address_and_others_are_not_locked_out(desk):
    for _ in range(5):
        assert await desk.book.sign_in("li", "wrong", "10.0.0.9") is None
    with pytest.raises(TooManyTriesError) as refused:
        await desk.book.sign_in("li", PASSWORD, "10.0.0.9")
    assert 0 < refused.value.wait_s <= 12
    assert await desk.book.sign_in("li", PASSWORD, "127.0.0.1") is not None
    desk.clock.ms += 60_000
    assert await desk.book.sign_in("li", PASSWORD, "10.0.0.9") is not None


async def test_one_address_cannot_try_many_names(desk):
    for i in range(20):
        await desk.book.sign_in(f"name{i}", "wrong", "10.0.0.9")
    with pytest.raises(TooManyTriesError):
        await desk.book.sign_in("name99", "wrong", "10.0.0.9")


async def test_the_sessions_of_an_account_are_bounded_the_oldest_go(desk):
    secrets = []
    for _ in range(SESSIONS_PER_ACCOUNT + 2):
        desk.clock.ms += 1000
        secrets.append((await desk.book.sign_in("li", PASSWORD, "127.0.0.1"))[0])
    assert [desk.book.actor_of(secret) is None for secret in secrets[:3]] == [True, True, False]
    await desk.reload()
    assert sum(desk.book.actor_of(secret) is not None for secret in secrets) == SESSIONS_PER_ACCOUNT


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("li", PASSWORD),
        ("", PASSWORD),
        ("<img src=x>", PASSWORD),
        ("x" * 65, PASSWORD),
        ("wang", "short"),
        ("wang", "x" * 2000),
    ],
)
async def test_an_account_that_is_taken_or_odd_is_refused(desk, name, password):
    with pytest.raises(UnfitAccountError):
        await desk.book.add(Account(name, "viewer", ""), password, by="admin")
    assert [account.name for account in desk.book.accounts] == ["li"]


async def test_a_chinese_name_is_a_name(desk):
    await desk.book.add(
        Account("值班员01", "officer", "", frozenset({"V1", "V2"}), "石浦镇"), PASSWORD, by="admin"
    )
    await desk.reload()
    account = desk.book.accounts[-1]
    assert (account.vessels, account.township) == (frozenset({"V1", "V2"}), "石浦镇")
