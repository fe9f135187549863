"""The player: the whole simulated port as a pure, seeded generator of letters.

Same port, land, seed, boats, start and scenario, and the same things heard at the same places between
letters, give the same bytes. It knows no clock: it is told how far to go.
"""

import heapq
from typing import TypeVar, cast

import msgspec
import numpy as np

from geo.units import MS_PER_SECOND
from simulators.behaviours.go_dark import go_dark
from simulators.elements import Elements
from simulators.give_way import GiveWay
from simulators.health import Health
from simulators.injecting import Injecting
from simulators.injects.attack import Ground, Injected
from simulators.lookout import Lookout
from simulators.mouths import Watch
from simulators.net_buoys import NetBuoys
from simulators.opening import open_scene
from simulators.people import LAPSES, Lapse, People
from simulators.pilots import Pilots
from simulators.places import Places
from simulators.post import HEARTBEAT_S, Post, Said
from simulators.scenario import Inject, Scenario, Script, Start
from simulators.scene import Order, Scene
from simulators.sensors import Sensors
from simulators.shore import Shore
from simulators.skippers import Skippers, share_manners
from simulators.weather import Weather
from twin.port import ConfigError, ConfigFault, Port, VesselRecord
from twin.wire import CallBody, ReceiptBody

STEP_S = 1.0
_BodyT = TypeVar("_BodyT", CallBody, ReceiptBody)


class Player:
    """A simulated fleet and shore.

    Args:
        port: whose boats, stations and people are played.
        land_geojson: the land about it, polygons in degrees WGS-84.
        seed: of every random draw.
        boats: how many of the register sail, the scenario's own first.
        start_ms: when it begins, UTC ms.
        scenario: what happens besides everyday life.

    Attributes:
        scene: the truth, for tests and for nobody else.
        misheard: letters to boats that could not be read.

    Raises:
        ConfigError: more boats than the register holds, or a port no boat can live in.
    """

    def __init__(
        self, port: Port, land_geojson: bytes, seed: int, boats: int, start_ms: int, scenario: Scenario
    ) -> None:
        places = Places(port, land_geojson, np.random.default_rng([seed, 0]))
        vessels = _crew_list(port, boats, scenario)
        elements = Elements(port, places.frame, seed, start_ms, scenario.weather)
        self.scene = Scene(port, vessels, places, seed, elements)
        self.misheard = 0
        self._start_ms = self._played_ms = start_ms
        self._post = Post(start_ms)
        row_of = self.scene.row_of
        back_s = {row_of[s.vessel]: s.back_s for s in scenario.starts if s.back_s is not None}
        self._people = People(self.scene, self._post, start_ms, seed, back_s)
        self._watch = Watch(places.mouths, len(vessels))
        self._pilots = Pilots(self.scene, self._people.report)
        starts = {row_of[s.vessel]: (s.behaviour, (s.lon, s.lat)) for s in scenario.starts}
        share_manners(self.scene, scenario.skippers, seed)
        for start in scenario.starts:
            self._bid(row_of[start.vessel], start)
        open_scene(self.scene, self._pilots, starts, scenario.at_sea)
        self._people.open_ledger()
        self._sensors = Sensors(self.scene, self._post, start_ms, seed)
        self._shore = Shore(self.scene, self._post, start_ms, seed)
        self._weather = Weather(self.scene, self._post, start_ms, seed)
        self._lookout = Lookout(self.scene, self._pilots)
        self._give_way = GiveWay(self.scene, self._pilots)
        self._buoys = NetBuoys(self.scene, self._post, start_ms, seed, scenario.net_buoys)
        self._health = Health(self.scene, self._post, self._sensors.terminals, start_ms, seed)
        self._skippers = Skippers(
            self.scene, self._pilots, self._post, self._sensors.terminals, start_ms, seed
        )
        self._injecting = Injecting(Ground(self.scene, self._post, start_ms), scenario.injects, seed)
        self._scripts = [(script.at_s, number, script) for number, script in enumerate(scenario.scripts)]
        heapq.heapify(self._scripts)

    @property
    def injected(self) -> list[Injected]:
        """The truth of every attack on the monitor so far, in the order in which they began."""
        return self._injecting.injected

    @property
    def not_played(self) -> tuple[Inject, ...]:
        """Injects that no device can play: whoever runs the broker and the twin plays them."""
        return self._injecting.left

    @property
    def boot(self) -> int:
        """What every device and feed of this run names as its `boot`."""
        return self._start_ms

    @property
    def played_ms(self) -> int:
        """The instant up to which letters were returned, UTC ms."""
        return self._played_ms

    @property
    def _now_ms(self) -> int:
        """The instant up to which the port has been played, on a grid of whole seconds from the start."""
        return self._start_ms + round(self.scene.now_s * MS_PER_SECOND)

    def letters_until(self, now_ms: int) -> list[Said]:
        """Return the letters that reach the broker since the last call, up to `now_ms`, in order of time."""
        while self._now_ms < now_ms:
            self._step()
        self._played_ms = max(self._played_ms, now_ms)
        return self._post.take(now_ms)

    def hear(self, topic: str, payload: bytes) -> None:
        """Let a boat hear a call or a receipt.

        Args:
            topic: after the realm's root: `terminal/{kind}/{terminal}/call` or `.../receipt`.
            payload: as the twin sent it; one that cannot be read is counted in `misheard`.
        """
        match topic.split("/"):
            case ["terminal", kind, number, "call"]:
                call = self._read(payload, _CALL)
                if call is not None:
                    self._skippers.hear_call(kind, number, call)
            case ["terminal", _, _, "receipt"]:
                receipt = self._read(payload, _RECEIPT)
                if receipt is not None and not self._injecting.hear_receipt(receipt.event_id):
                    self._skippers.hear_receipt(receipt.event_id)
            case _:
                self.misheard += 1

    def _step(self) -> None:
        """Play one second."""
        scene = self.scene
        before_m = scene.hulls.xy_m.copy("K")
        if scene.now_s % HEARTBEAT_S == 0:
            self._post.heartbeat(self._now_ms)
        scene.now_s += STEP_S
        while self._scripts and self._scripts[0][0] <= scene.now_s:
            self._play(*heapq.heappop(self._scripts))
        self._injecting.step()
        self._give_way.step()
        self._pilots.step(STEP_S)
        for crossing in self._watch.crossings(before_m, scene.hulls.xy_m):
            self._people.passed(crossing)
        self._people.step()
        self._skippers.step()
        self._sensors.step()
        self._lookout.step()
        self._buoys.step()
        self._health.step()
        self._shore.step()
        self._weather.step()

    def _play(self, at_s: float, number: int, script: Script) -> None:
        """Let a script happen, and come again if it repeats."""
        scene = self.scene
        if script.every_s:
            heapq.heappush(self._scripts, (at_s + script.every_s, number, script))
        until_s = scene.now_s + script.for_s
        if script.behaviour == "show":
            self._shore.force(script.station, script.quantity, script.value, until_s)
            return
        if script.behaviour == "fault":
            self._shore.fault(script.station, script.quantity, script.fault, until_s, script.amount)
            return
        if script.behaviour == "feed-out":
            self._post.cut(script.feed, self._start_ms + round(until_s * MS_PER_SECOND))
            return
        row = scene.row_of[script.vessel]
        if script.answers is not None:
            scene.answering[row] = script.answers
        if script.ignores is not None:
            scene.ignores[row] = script.ignores
        if script.behaviour == "go-dark":
            go_dark(scene, row, script.for_s)
        elif script.behaviour == "sos":
            self._skippers.press_sos(row, script.kind, script.text, test=script.test)
        elif script.behaviour == "tamper":
            self._health.tamper(row, script.for_s)
        elif script.behaviour == "shield":
            self._health.shield(row, script.for_s)
        elif script.behaviour in LAPSES:
            self._people.lapse(row, cast("Lapse", script.behaviour))
        else:
            self._bid(row, script)
            self._pilots.follow(row, script.behaviour)

    def _bid(self, row: int, told: Start | Script) -> None:
        """Let a behaviour know what the scenario asks of it."""
        self.scene.bidden[row] = True
        self.scene.orders[row] = Order(
            told.to_lon, told.to_lat, told.speed_kn, told.other, told.track, told.cpa_m, told.for_s
        )

    def _read(self, payload: bytes, decoder: "msgspec.json.Decoder[_BodyT]") -> "_BodyT | None":
        try:
            return decoder.decode(payload)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self.misheard += 1
            return None


def _crew_list(port: Port, boats: int, scenario: Scenario) -> tuple[VesselRecord, ...]:
    """Return the vessels that sail: those the scenario names, then the register from its top."""
    if boats > len(port.vessels):
        what = f"the register holds {len(port.vessels)} boats, not {boats}"
        remedy = "Ask for fewer, or draw up a larger one with python -m simulators.register"
        raise ConfigError([ConfigFault("vessels.csv", "the file", what, remedy)])
    boats_named, terminals_named = scenario.boats_named(), scenario.terminals_named()
    named = {v.id for v in port.vessels if v.id in boats_named or terminals_named.intersection(v.terminals)}
    named |= {vessel.pair for vessel in port.vessels if vessel.id in named and vessel.pair}
    others = [vessel.id for vessel in port.vessels if vessel.id not in named][: max(boats - len(named), 0)]
    sailing = named.union(others)
    return tuple(vessel for vessel in port.vessels if vessel.id in sailing)


_CALL = msgspec.json.Decoder(CallBody)
_RECEIPT = msgspec.json.Decoder(ReceiptBody)
