import asyncio

import pytest

from api.passwords import MAX_WAITING, THREADS, Passwords, TooBusyError


async def test_a_password_fits_only_its_own_hash():
    passwords = Passwords()
    known = await passwords.hash("渔港 correct horse")
    assert known.startswith("$argon2id$")
    assert await passwords.fits("渔港 correct horse", known)
    assert not await passwords.fits("渔港 correct house", known)
    assert not await passwords.fits("anything", None)
    assert not await passwords.fits("anything", "not a hash")
    passwords.close()


async def test_a_flood_of_passwords_is_turned_away_and_counted():
    passwords = Passwords()
    given = await asyncio.gather(*(passwords.fits("x", None) for _ in range(10)), return_exceptions=True)
    assert (
        sum(isinstance(one, TooBusyError) for one in given) == 10 - THREADS - MAX_WAITING == passwords.refused
    )
    with pytest.raises(TooBusyError):
        await asyncio.gather(*(passwords.fits("x", None) for _ in range(10)))
    passwords.close()
