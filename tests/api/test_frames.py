import msgspec

from api import shapes
from tests.api.viewer import view
from twin.facts import AnyFact

FRAMES = shapes.Welcome | shapes.Snapshot | shapes.Positions | shapes.Readings | shapes.Heartbeat


async def test_every_frame_is_as_the_page_s_types_say(house):
    house.fix("ais-b/1", 0, 0)
    house.hear("station/met/wind", {"t_ms": house.clock.now_ms(), "value": 3.0, "unit": "m/s"})
    house.sos()
    await house.turn(2)
    address = await house.listen()
    viewer = await view(house, address)
    await viewer.until("readings")
    await viewer.until("heartbeat")
    house.sos("ais-b/2", "E2")
    await house.settle()
    await viewer.until("fact", kind="incident-opened")
    for frame in viewer.frames:
        if frame["type"] == "fact":
            msgspec.convert({k: v for k, v in frame.items() if k not in ("type", "seq")}, AnyFact)
        else:
            msgspec.convert(frame, FRAMES)
    assert {frame["type"] for frame in viewer.frames} == {
        *("welcome", "snapshot", "positions", "readings", "heartbeat", "fact")
    }
    await viewer.socket.close()
