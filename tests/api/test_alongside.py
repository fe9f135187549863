import asyncio

import pytest

from api.alongside import Alongside, raise_if_cancelled


class Context:
    def __init__(self, work):
        self.beside = Alongside()
        self.work = work

    async def __aenter__(self):
        await self.beside.begin(self.work(), "work")

    async def __aexit__(self, *end):
        await self.beside.end(*end)


async def for_ever():
    await asyncio.Event().wait()


async def test_the_task_runs_while_the_body_does_and_ends_with_it():
    ends = []

    async def work():
        try:
            await for_ever()
        finally:
            ends.append("cancelled")

    async with Context(work):
        await asyncio.sleep(0)
        assert not ends
    assert ends == ["cancelled"]


async def test_a_bug_in_the_task_ends_the_body_and_is_seen():
    async def bug():
        raise ZeroDivisionError

    with pytest.raises(BaseExceptionGroup) as seen:
        async with Context(bug):
            await for_ever()
    assert seen.group_contains(ZeroDivisionError)
    await asyncio.sleep(0)  # and the caller is not cancelled any more


async def test_an_error_of_the_body_leaves_as_it_is():
    with pytest.raises(KeyError, match="mine"):
        async with Context(for_ever):
            raise KeyError("mine")


async def test_cancelling_the_body_cancels_the_task_and_goes_on_upwards():
    async def body():
        async with Context(for_ever):
            await for_ever()

    running = asyncio.create_task(body())
    await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_what_never_began_ends_without_ado():
    await Alongside().end(None, None, None)


async def test_a_swallowed_cancellation_is_found_again():
    async def swallows():
        try:
            await for_ever()
        except asyncio.CancelledError:
            raise_if_cancelled()
        raise AssertionError

    raise_if_cancelled()
    running = asyncio.create_task(swallows())
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
