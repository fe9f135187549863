"""`yugang ais` at a broker: sign in, follow the realm's clock, and play."""

import asyncio
from typing import BinaryIO

from api.clock import FollowedClock, RealmClock
from api.gateways.gateway import Gateway, GatewayOptions, root_of
from api.gateways.layouts import fault
from api.gateways.said import Report
from api.gateways.speaker import last_will, receipt_topic
from api.gateways.tally import Tally
from api.mqtt import DeviceClient
from api.mqtt_link import Will
from api.mqtt_login import Login
from twin import wire

CLOCK_S = 15.0
"""The clock is retained and said every 5 s: where it was not heard for so long, no twin runs in the realm."""


async def run_gateway(
    options: GatewayOptions,
    login: Login,
    report: Report,
    *,
    tally: Tally | None = None,
    stdin: BinaryIO | None = None,
) -> Tally:
    """Play one source into a realm and return the account; every letter is with the broker by then.

    Args:
        options: what to play, where to and how.
        login: the gateway's account at the broker.
        report: told of progress and of connections, one sentence each; for standard error.
        tally: keeps the account, where somebody wants to read it after a run was stopped.
        stdin: what the source `-` stands for; None is standard input.

    Raises:
        ConfigError: an option is wrong, the source cannot be read, the broker does not let us in, or there
            is no clock in the realm.
    """
    root = root_of(options)
    clock = FollowedClock()
    gateway: Gateway | None = None

    def hear(letter: wire.Letter) -> None:
        if letter.topic == f"{root}/clock":
            clock.hear(letter.payload)
        elif gateway is not None:
            gateway.hear(letter)

    client = DeviceClient(
        login,
        RealmClock(),
        (f"{root}/clock", receipt_topic(root)),
        on_letter=hear,
        will=Will(*last_will(root, options.feed, options.boot)),
    )
    try:
        async with client:
            await _heard(clock, root)
            gateway = Gateway(options, clock, client, report, tally=tally, stdin=stdin)
            return await gateway.run()
    except ConnectionError as error:
        remedy = "Name a broker that runs, and an account that it knows."
        raise fault("--mqtt", f"{login.host}:{login.port}", str(error), remedy) from None


async def _heard(clock: FollowedClock, root: str) -> None:
    try:
        async with asyncio.timeout(CLOCK_S):
            await clock.ready()
    except TimeoutError:
        what = f"no clock was heard under {root} for {CLOCK_S:g} s"
        raise fault(
            "--realm", root, what, "Start the twin in this realm and port, or name its own."
        ) from None
