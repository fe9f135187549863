"""What the gateway publishes of a real recording, through the engine: nothing is lost on the way."""

from collections.abc import Callable
from pathlib import Path

from api.gateways.gateway import Gateway, GatewayOptions
from api.port_files import port_folder, read_port
from tests.api.gateways.stand import NOW_MS, ROOT, JumpClock, Outlet
from twin import wire
from twin.admit import WHY
from twin.columns import NEVER
from twin.decode import decode
from twin.engine import Gap, new_world, step


async def test_every_published_fix_is_believed_or_counted_and_every_vessel_is_on_the_map(
    shared_data: Callable[[str], Path],
):
    clock = JumpClock()
    outlet = Outlet(clock)
    path = shared_data("nmea/amsa_australia_34k.txt.gz")
    options = GatewayOptions(source=str(path), realm="replay-test", port="shipu", boot="test")
    await Gateway(options, clock, outlet, lambda _: None).run()
    world = new_world(read_port(port_folder("shipu")), "replay-test")
    step(world, [Gap(NOW_MS - 1, "start")], NOW_MS)
    refused = []
    for second in range(NOW_MS, clock.at_ms + 2000, 1000):
        letters = [one for one in outlet.letters if second - 1000 < one.at_ms <= second]
        said = [decode(wire.Letter(one.topic, one.payload, one.at_ms), ROOT) for one in letters]
        refused += step(world, said, second).rejected
    assert refused == []
    published = outlet.fixes()
    assert sum(world.counters.get(f"fix-{why}", 0) for why in WHY) == len(published) == 16_577
    placed = {one.terminal.split(":")[1] for one in published if one.body.lon is not None}
    on_the_map = {
        known.mmsi
        for row, known in enumerate(world.fleet.known)
        if world.fleet.vessels["fix_ms"][row] != NEVER
    }
    assert on_the_map == placed
    assert len(placed) == 1_615
    assert world.counters["fix-accepted"] > 0.97 * len(published)
