"""A player under attack, and what its letters say."""

from functools import cache

import msgspec
import pytest

from simulators.player import Player
from simulators.scenario_reader import parse_scenario
from tests.simulators.conftest import START_MS


class Played:
    """What came of playing a scenario: letters in order, their bodies, and the truth of the attacks."""

    def __init__(self, player, letters):
        self.player = player
        self.letters = letters
        self.injected = player.injected
        self.scene = player.scene

    def seconds(self, said):
        """Return when a letter reached the broker, seconds after the start."""
        return (said.t_ms - START_MS) / 1000

    def of(self, start, from_s=0.0, to_s=1e9):
        """Return (seconds, body) of the letters whose topic starts so, of a span of time."""
        return [
            (self.seconds(said), msgspec.json.decode(said.payload))
            for said in self.letters
            if said.topic.startswith(start) and from_s <= self.seconds(said) < to_s
        ]


@pytest.fixture(scope="session")
def few(shipu):
    """Shipu with the top of its register only, which is drawn up sooner."""
    vessels = shipu.vessels[:80]
    aboard = {vessel.id for vessel in vessels}
    people = tuple(person for person in shipu.people if person.vessel in aboard)
    return msgspec.structs.replace(shipu, vessels=vessels, people=people)


@pytest.fixture(scope="session")
def play(few, land_geojson):
    """A function from injects as TOML to what came of playing them for so many seconds."""

    @cache
    def played(text, seconds=120):
        scenario = parse_scenario(text.encode(), "test.toml", few)
        player = Player(few, land_geojson, 1, 30, START_MS, scenario)
        return Played(player, player.letters_until(START_MS + seconds * 1000))

    return played


@pytest.fixture
def inject():
    """A function from a kind and its keys to the TOML of one inject at 30 s."""

    def toml(kind, at_s=30, **keys):
        said = {"kind": kind, "at_s": at_s, **keys}
        lines = [f"{name} = {msgspec.json.encode(value).decode()}" for name, value in said.items()]
        return "\n".join(["[[inject]]", *lines, ""])

    return toml
