"""How long a day of a whole port takes: the simulated world and the twin's engine together, in memory.

Every second of the realm the devices' letters of that second are decoded and stepped through, and what the
twin says to boats is heard by them. Seconds are those of one core (`time.process_time`), so that other
programs on the machine do not count.
"""

import time
from typing import NamedTuple

from api.port_files import land_path, port_folder, read_port
from drills.piece import NO_LAND, START_MS
from geo.units import MS_PER_SECOND, SECONDS_PER_HOUR
from simulators.player import Player
from simulators.post import Said
from simulators.scenario import Scenario
from twin import wire
from twin.decode import FeedBeat, Heard, Rejected, decode
from twin.engine import Gap, Step, World, new_world, step
from twin.feeds import CANARY

BOATS, HOURS = 3_000, 24.0
"""Figures of issue 3: 3,000 boats, 24 h, at most ten minutes of one core."""
SEED = 16
CANARY_EVERY_S = 5
MOST_REFUSED = 0.01
"""Share of letters; a bench of refusals measures nothing."""

Rows = list[tuple[str, float, str]]


class Spent(NamedTuple):
    """Seconds of one core that one second of the realm took: the world, decoding, the engine."""

    world_s: float
    decode_s: float
    engine_s: float


def run(boats: int = BOATS, hours: float = HOURS, port: str = "shipu") -> Rows:
    """Return rows (what, figure, unit) of a day, or of so many hours.

    Raises:
        ConfigError: the register holds fewer boats.
        ValueError: there is nothing to play.
        AssertionError: the twin refuses what its own simulator says.
    """
    seconds = round(hours * SECONDS_PER_HOUR)
    if seconds < 1:
        raise ValueError(f"{hours} hours are less than a second")
    folder = port_folder(port)
    land, played = land_path(folder), read_port(folder)
    begun_s = time.process_time()
    player = Player(played, land.read_bytes() if land else NO_LAND, SEED, boats, START_MS, Scenario())
    opening_s = time.process_time() - begun_s
    world = new_world(played, "sim")
    step(world, [Gap(START_MS - 1, "start")], START_MS)
    root = wire.root("sim", played.id)
    letters = facts = refused = 0
    spent: list[Spent] = []
    for second in range(1, seconds + 1):
        said, taken, took = _second(player, world, root, START_MS + second * MS_PER_SECOND)
        letters, facts, refused = letters + said, facts + len(taken.facts), refused + len(taken.rejected)
        spent.append(took)
    if refused > MOST_REFUSED * letters:
        raise AssertionError(f"{refused} of {letters} letters were refused")
    return [(f"day of {boats:,} boats, {hours:g} h: opening", opening_s, "s"), *_rows(spent, letters, facts)]


def _second(player: Player, world: World, root: str, now_ms: int) -> tuple[int, Step, Spent]:
    """Play one second; return how many letters came, what the twin made of them, and what it took."""
    begun_s = time.process_time()
    said = player.letters_until(now_ms)
    said_s = time.process_time()
    heard = [_read(one, root) for one in said]
    if now_ms // MS_PER_SECOND % CANARY_EVERY_S == 0:
        heard.append(FeedBeat(CANARY, wire.HeartbeatBody(), now_ms))
    read_s = time.process_time()
    taken = step(world, heard, now_ms)
    stepped_s = time.process_time()
    for letter in taken.letters:
        player.hear(letter.topic, letter.payload)
    told_s = time.process_time()
    spent = Spent(said_s - begun_s + told_s - stepped_s, read_s - said_s, stepped_s - read_s)
    return len(said), taken, spent


def _read(said: Said, root: str) -> Heard | Rejected:
    return decode(wire.Letter(f"{root}/{said.topic}", said.payload, said.t_ms), root)


def _rows(spent: list[Spent], letters: int, facts: int) -> Rows:
    world_s, decode_s, engine_s = (sum(part) for part in zip(*spent, strict=True))
    engine_ms = sorted(1000 * second.engine_s for second in spent)
    together_s = world_s + decode_s + engine_s
    return [
        ("day: world", world_s, "s of one core"),
        ("day: decoding", decode_s, "s of one core"),
        ("day: engine", engine_s, "s of one core"),
        ("day: together", together_s, "s of one core"),
        ("day: faster than real time", len(spent) / max(together_s, 1e-9), "times"),
        ("day: engine's step, p99", engine_ms[int(0.99 * (len(engine_ms) - 1))], "ms"),
        ("day: letters", float(letters), "letters"),
        ("day: facts", float(facts), "facts"),
    ]
