import asyncio
import contextlib

import pytest

from api.clock import RealmClock
from api.mqtt_link import MqttLink
from api.mqtt_login import Login
from tests.api.raw_broker import BAD_USER, RawBroker, publish
from tests.broker.brokers import until


def link_to(port, hear=bool, filters=("a/#",), **more):
    login = Login("127.0.0.1", port, "u", "p", "client")
    return MqttLink("mqtt", login, filters, RealmClock(), hear, **more)


@contextlib.asynccontextmanager
async def runs(link):
    task = asyncio.create_task(link.run())
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_a_broker_that_is_not_there_is_tried_again_and_the_state_says_why():
    async with RawBroker() as broker:
        port = broker.port
    link = link_to(port)
    async with runs(link):
        await until(lambda: "refused" in link.state().why)
        assert not link.state().up


async def test_a_refused_sign_in_is_told_and_tried_again():
    async with RawBroker(connack=BAD_USER) as broker, runs(link := link_to(broker.port)):
        await until(lambda: broker.connections >= 2)
        assert "authorized" in link.state().why


async def test_a_denied_subscription_is_no_connection():
    async with RawBroker(granted=128) as broker, runs(link := link_to(broker.port, filters=["a/b"])):
        await until(lambda: "not let us hear a/b" in link.state().why)
        assert not link.connected.is_set()


async def test_a_broker_that_never_answers_is_left_when_we_are_cancelled():
    async with RawBroker(connack=b"") as broker:
        async with runs(link_to(broker.port)):
            await until(lambda: broker.kinds() == [1])
        await until(lambda: 14 in broker.kinds())


class CancelledWhen(MqttLink):
    """Is cancelled in the very turn of the loop in which the broker answers `what`."""

    what = ""
    task = None

    def _made(self):
        client = super()._made()
        answered = getattr(client._client, self.what)

        def cancel_too(*words):
            answered(*words)
            self.task.cancel()

        setattr(client._client, self.what, cancel_too)
        return client


@pytest.mark.parametrize("what", ["on_connect", "on_subscribe", "on_publish"])
async def test_a_cancellation_in_the_turn_of_an_answer_is_not_swallowed(what):
    async with RawBroker() as broker:
        login = Login("127.0.0.1", broker.port, "u", "p", "client")
        link = CancelledWhen("mqtt", login, ["a/#"], RealmClock(), bool)
        link.what = what
        link.out.put("a/b", b"", 1, retain=False)
        link.task = asyncio.create_task(link.run())
        done, _ = await asyncio.wait([link.task], timeout=60)
        assert done
        assert link.task.cancelled()


async def test_a_bug_of_the_listener_ends_the_run_instead_of_hiding_behind_a_reconnection():
    def bug(_delivery):
        raise ZeroDivisionError

    async with RawBroker(says=publish(b"a/b", b"x", 1)) as broker:
        with pytest.raises(ZeroDivisionError):
            async with asyncio.timeout(60):
                await link_to(broker.port, bug).run()


async def test_a_topic_that_is_no_text_is_counted_and_acknowledged_so_that_it_never_comes_back():
    heard = []
    says = publish(b"a/\xff\xfe", b"x", 7) + publish(b"a/b", b"y", 8)
    async with (
        RawBroker(says=says) as broker,
        runs(link := link_to(broker.port, lambda d: not heard.append(d))),
    ):
        await until(lambda: heard)
        await until(lambda: b"\x40\x00\x00\x07" in broker.heard)
        assert link.counts["bad-topics"] == 1
        assert [delivery.letter.payload for delivery in heard] == [b"y"]
        assert b"\x40\x00\x00\x08" not in broker.heard


async def test_a_letter_that_comes_again_while_we_hold_it_is_not_handed_on_twice():
    heard = []
    says = publish(b"a/b", b"x", 7) * 3
    async with (
        RawBroker(says=says) as broker,
        runs(link := link_to(broker.port, lambda d: not heard.append(d))),
    ):
        await until(lambda: link.counts["repeated"] == 2)
        assert len(heard) == 1
        link.acknowledge(heard)
        await until(lambda: broker.kinds().count(4) == 1)


async def test_a_connection_that_is_dropped_comes_back():
    async with RawBroker() as broker, runs(link := link_to(broker.port)):
        await link.connected.wait()
        link.drop("for the test")
        await until(lambda: link.counts["connections"] >= 2)
        assert broker.connections == 2


async def test_letters_are_stamped_on_the_realms_clock():
    heard = []
    login_clock = RealmClock(1_000_000, 1)
    async with RawBroker(says=publish(b"a/b", b"x", 1)) as broker:
        login = Login("127.0.0.1", broker.port, None, None, "client")
        link = MqttLink("mqtt", login, ["a/#"], login_clock, lambda d: not heard.append(d), number=1)
        async with runs(link):
            await until(lambda: heard)
    assert 1_000_000 <= heard[0].letter.heard_ms < 1_010_000
    assert heard[0].link == 1
