"""A day of a whole port in memory, second by second: the simulated world, the twin's engine and one seat."""

from collections.abc import Callable
from typing import NamedTuple

from api.port_files import land_path, port_folder, read_port
from drills.piece import NO_LAND
from drills.seat import Seat
from geo.units import MS_PER_SECOND
from simulators.player import Player
from simulators.post import Said
from simulators.scenario import Scenario
from twin import wire
from twin.decode import FeedBeat, Heard, Rejected, decode
from twin.engine import Gap, Step, new_world, step
from twin.feeds import CANARY
from twin.port import Port
from twin.quality import Record, take

CANARY_EVERY_S = 5
Watch = Callable[[], float]


class Spent(NamedTuple):
    """Seconds of one core that one second of the realm took: the world, decoding, the engine."""

    world_s: float
    decode_s: float
    engine_s: float


class Played(NamedTuple):
    """What one second brought: letters said, what the twin made of them, and what it took."""

    letters: int
    taken: Step
    spent: Spent


class Day:
    """One port, played from a first instant on.

    Args:
        port: name of a built-in port, or a folder.
        boats: how many of its register sail.
        scenario_of: from the port that was read to what happens besides everyday life.
        seed: of every random draw.
        start_ms: the first instant, UTC ms, a whole second.
        watch: seconds of this process, for what a second of the realm took.

    Attributes:
        record: every alert, case and annunciation so far.

    Raises:
        ConfigError: the register holds fewer boats.
    """

    def __init__(
        self,
        port: str,
        boats: int,
        scenario_of: Callable[[Port], Scenario],
        seed: int,
        start_ms: int,
        watch: Watch,
    ) -> None:
        folder = port_folder(port)
        land, played = land_path(folder), read_port(folder)
        scenario = scenario_of(played)
        self.player = Player(played, land.read_bytes() if land else NO_LAND, seed, boats, start_ms, scenario)
        self.world = new_world(played, "sim")
        self.record = Record()
        self._seat = Seat(self.world, scenario.tasks, start_ms)
        self._root = wire.root("sim", played.id)
        self._now_ms, self._watch = start_ms, watch
        step(self.world, [Gap(start_ms - 1, "start")], start_ms)

    def second(self) -> Played:
        """Play the next second."""
        self._now_ms += MS_PER_SECOND
        now_ms, begun_s = self._now_ms, self._watch()
        said = self.player.letters_until(now_ms)
        said_s = self._watch()
        heard = [_read(one, self._root) for one in said]
        if now_ms // MS_PER_SECOND % CANARY_EVERY_S == 0:
            heard.append(FeedBeat(CANARY, wire.HeartbeatBody(), now_ms))
        read_s = self._watch()
        taken = step(self.world, [*heard, *self._seat.acts(now_ms)], now_ms)
        stepped_s = self._watch()
        self._seat.hear(taken.facts)
        for fact in taken.facts:
            take(self.record, fact)
        for letter in taken.letters:
            self.player.hear(letter.topic, letter.payload)
        told_s = self._watch()
        spent = Spent(said_s - begun_s + told_s - stepped_s, read_s - said_s, stepped_s - read_s)
        return Played(len(said), taken, spent)


def _read(said: Said, root: str) -> Heard | Rejected:
    return decode(wire.Letter(f"{root}/{said.topic}", said.payload, said.t_ms), root)
