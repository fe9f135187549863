"""The skippers: they hear calls and answer like people, and press SOS until its receipt is heard."""

from collections import OrderedDict
from typing import NamedTuple

import numpy as np
import shapely

from geo.units import MS_PER_SECOND
from simulators.pilots import Pilots
from simulators.post import Post
from simulators.scene import Answering, Scene
from simulators.sensors import FEED_OF, Terminal
from twin.wire import AnswerBody, AnswerWord, CallBody, Device, FixBody, SosBody, SosKind

HEARS_AFTER_S = (12.0, 40.0)
"""A hand leaves the gear and picks up the terminal."""
DECIDES_AFTER_S = (15.0, 45.0)
LOOKS_OUT_S = 240.0
"""Who was warned keeps a good look-out for so long; ours."""
LATE_BY_S = (60.0, 600.0)
"""How long after it was due a late skipper answers (示例)."""
MISPLACED_M = 15_000.0
"""How far off the place is from which a terminal that is not aboard answers (示例)."""
_CANNOT: dict[Answering, AnswerWord] = {"unable": "unable", "need-help": "need-help"}
SOS_EVERY_S = 15
DELAY_MS = 1_500
SOS_SIGMA_M = 8.0
REMEMBERED_CALLS = 4_096
"""Calls delivered twice are known again; a boat hears far fewer than this while one is on its way."""
TEXTS: dict[AnswerWord, str] = {
    "received": "收到",
    "complying": "明白，马上返回",
    "unable": "主机故障，暂时无法返回",
    "need-help": "需要援助",
}
SOS_BY = ("beidou", "cell", "ais-a", "ais-b")
"""An SOS goes by the terminal with the longest reach aboard."""


def share_manners(scene: Scene, shares: tuple[tuple[Answering, float], ...], seed: int) -> None:
    """Give every skipper of a scene a manner of answering by lot; what the shares leave over complies."""
    manners: list[Answering] = [manner for manner, _ in shares] + ["complying"]
    parts = [share for _, share in shares]
    left = max(1.0 - sum(parts), 0.0)
    odds = np.array([*parts, left]) / (sum(parts) + left)
    drawn = np.random.default_rng([seed, 6]).choice(len(manners), len(scene.vessels), p=odds)
    scene.answering = [manners[place] for place in drawn.tolist()]


class _Answer(NamedTuple):
    due_s: float
    terminal: Terminal
    call_id: str
    word: AnswerWord
    moves: bool = False
    misplaced: bool = False
    warned: bool = False
    home: bool = False


class _Sos(NamedTuple):
    terminal: Terminal
    body: SosBody


class Skippers:
    """Everybody in a scene who answers a call or presses SOS.

    Attributes:
        unknown: calls and receipts for terminals or events that nobody here has.
    """

    def __init__(
        self, scene: Scene, pilots: Pilots, post: Post, terminals: list[Terminal], start_ms: int, seed: int
    ) -> None:
        self.unknown = 0
        self._scene = scene
        self._pilots = pilots
        self._post = post
        self._start_ms = start_ms
        self._rng = np.random.default_rng([seed, 5])
        self._terminals = {(terminal.kind, terminal.id): terminal for terminal in terminals}
        self._heard: OrderedDict[str, None] = OrderedDict()
        self._answers: list[_Answer] = []
        self._pressed: OrderedDict[str, _Sos] = OrderedDict()
        self._pressed_count = 0

    def hear_call(self, kind: str, number: str, call: CallBody) -> None:
        """Let the skipper who carries a terminal hear a call; one heard before is not answered again."""
        terminal = self._terminals.get((kind, number))
        if terminal is None:
            self.unknown += 1
            return
        if call.call_id in self._heard or self._dark(terminal):
            return
        self._heard[call.call_id] = None
        if len(self._heard) > REMEMBERED_CALLS:
            self._heard.popitem(last=False)
        if self._scene.ignores[terminal.row] > 0:
            self._scene.ignores[terminal.row] -= 1
            return
        manner = self._scene.answering[terminal.row]
        if manner == "silent":
            return
        hears_s = self._scene.now_s + float(self._rng.uniform(*HEARS_AFTER_S))
        if manner == "late":
            due_s = (call.reply_by_ms - self._start_ms) / MS_PER_SECOND
            hears_s = max(hears_s, due_s) + float(self._rng.uniform(*LATE_BY_S))
        warned = call.kind == "warning"
        self._answers.append(_Answer(hears_s, terminal, call.call_id, "received", warned=warned))
        must = self._must_move(terminal.row, call)
        if manner in _CANNOT or must:
            decides_s = hears_s + float(self._rng.uniform(*DECIDES_AFTER_S))
            word = _CANNOT.get(manner, "complying")
            moves = word == "complying" and manner in ("complying", "late")
            self._answers.append(
                _Answer(
                    decides_s,
                    terminal,
                    call.call_id,
                    word,
                    moves,
                    manner == "misplaced",
                    home=call.kind == "order",
                )
            )

    def hear_receipt(self, event_id: str) -> None:
        """Let the skipper who pressed an SOS hear that it is stored, and stop repeating it."""
        if self._pressed.pop(event_id, None) is None:
            self.unknown += 1

    def press_sos(self, row: int, kind: SosKind, text: str | None, *, test: bool) -> None:
        """Let a boat send an SOS now and every 15 s until its receipt is heard."""
        aboard = [terminal for terminal in self._terminals.values() if terminal.row == row]
        if not aboard:
            return
        self._pressed_count += 1
        event_id = f"sos-{self._start_ms // MS_PER_SECOND:x}-{self._pressed_count}"
        error_m = self._rng.normal(0, SOS_SIGMA_M, 2)
        lon, lat = self._scene.places.frame.to_lonlat(*(self._scene.hulls.xy_m[row] + error_m))
        body = SosBody(
            t_ms=self._ms(),
            event_id=event_id,
            kind=kind,
            lon=round(float(lon), 6),
            lat=round(float(lat), 6),
            text=text,
            test=test,
        )
        terminal = min(aboard, key=lambda terminal: SOS_BY.index(terminal.kind))
        self._pressed[event_id] = _Sos(terminal, body)
        self._send(terminal, "sos", body)

    def step(self) -> None:
        """Give the answers that are due, begin to obey, and repeat what was not received."""
        now_s = self._scene.now_s
        due = sorted(answer for answer in self._answers if answer.due_s <= now_s)
        self._answers = [answer for answer in self._answers if answer.due_s > now_s]
        for answer in due:
            self._give(answer)
        for sos in self._pressed.values():
            if (self._ms() - sos.body.t_ms) % (
                SOS_EVERY_S * MS_PER_SECOND
            ) == 0 and self._ms() > sos.body.t_ms:
                self._send(sos.terminal, "sos", sos.body)

    def _give(self, answer: _Answer) -> None:
        row = answer.terminal.row
        if self._dark(answer.terminal):
            return
        if answer.warned:
            self._scene.warned_until_s[row] = self._scene.now_s + LOOKS_OUT_S
        body = AnswerBody(
            t_ms=self._ms(), call_id=answer.call_id, answer=answer.word, text=TEXTS[answer.word]
        )
        self._send(answer.terminal, "answer", body)
        if answer.misplaced:
            self._send(answer.terminal, "fix", self._elsewhere(row))
        if answer.moves:
            self._pilots.follow(row, "obey" if self._astray(row) and not answer.home else "return")

    def _elsewhere(self, row: int) -> FixBody:
        """Return a fix from a place where the boat is not: its terminal answers from elsewhere."""
        turn = float(self._rng.uniform(0, 2 * np.pi))
        off_m = MISPLACED_M * np.array([np.sin(turn), np.cos(turn)])
        lon, lat = self._scene.places.frame.to_lonlat(*(self._scene.hulls.xy_m[row] + off_m))
        return FixBody(
            t_ms=self._ms(), lon=round(float(lon), 6), lat=round(float(lat), 6), sog_kn=0.0, accuracy_m=15.0
        )

    def _must_move(self, row: int, call: CallBody) -> bool:
        """Return whether complying means moving: astray, or ordered home while at sea."""
        at_sea = float(np.hypot(*(self._scene.hulls.xy_m[row] - self._scene.spot_m[row]))) > 1.0
        return self._astray(row) or (call.kind == "order" and at_sea)

    def _astray(self, row: int) -> bool:
        """Return whether a boat is outside its permitted water or inside a forbidden area."""
        places, xy_m = self._scene.places, self._scene.hulls.xy_m[row]
        water = places.home_water(self._scene.vessels[row])
        outside = water is not None and not shapely.contains_xy(places.permitted[water.id], *xy_m)
        return bool(outside or any(shapely.contains_xy(area, *xy_m) for area in places.forbidden.values()))

    def _dark(self, terminal: Terminal) -> bool:
        """Return whether a terminal is off, or covered: a shield keeps calls out as it keeps fixes in."""
        scene, row = self._scene, terminal.row
        covered = terminal.kind == "beidou" and scene.beidou_dark_until_s[row] > scene.now_s
        return bool(covered or scene.dark_until_s[row] > scene.now_s)

    def _send(self, terminal: Terminal, word: str, body: Device) -> None:
        topic = f"terminal/{terminal.kind}/{terminal.id}/{word}"
        device = f"{terminal.kind}:{terminal.id}"
        self._post.send(self._ms(), topic, body, FEED_OF[terminal.kind], device, 1, DELAY_MS)

    def _ms(self) -> int:
        return self._start_ms + round(self._scene.now_s * MS_PER_SECOND)
