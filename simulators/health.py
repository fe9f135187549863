"""What BeiDou terminals tell of themselves: battery, mains power, tamper switch; and what is done to them."""

import numpy as np

from geo.arrays import FloatArray
from geo.units import MS_PER_SECOND, SECONDS_PER_HOUR
from simulators.post import BEIDOU, Post
from simulators.scene import Scene
from simulators.sensors import Terminal
from twin.wire import HealthBody

EVERY_S = 3_600.0
"""A quiet rhythm: one of the 60 messages that a card may send in an hour (示例; domain.md §0.9)."""
DELAY_MS = (2_000, 12_000)
LASTS_H = 12.0
"""How long a battery lasts once the mains are gone (示例)."""


class Health:
    """The BeiDou terminals of a scene and their state.

    Args:
        scene: whose boats carry them.
        post: carries what they say.
        terminals: all terminals of the scene.
        start_ms: UTC ms of the start.
        seed: of batteries and rhythm.
    """

    def __init__(self, scene: Scene, post: Post, terminals: list[Terminal], start_ms: int, seed: int) -> None:
        self._scene = scene
        self._post = post
        self._start_ms = start_ms
        self._rng = np.random.default_rng([seed, 8])
        self._terminals = [terminal for terminal in terminals if terminal.kind == "beidou"]
        count = len(self._terminals)
        self._due_s: FloatArray = self._rng.uniform(60, EVERY_S, count)
        self._charge_pct = self._rng.uniform(85, 100, count)
        self._mains_lost_s = np.full(count, np.inf)
        self._opened = np.zeros(count, dtype=np.bool_)

    def step(self) -> None:
        """Let every terminal tell of itself whose time came, if it is heard at all."""
        now_s = self._scene.now_s
        for index in (self._due_s <= now_s).nonzero()[0].tolist():
            self._due_s[index] += EVERY_S
            self._tell(index)

    def tamper(self, row: int, for_s: float) -> None:
        """Let somebody open the terminals of a boat: they say so once, and are silent for `for_s`."""
        for index in self._aboard(row):
            self._opened[index] = True
            self._mains_lost_s[index] = self._scene.now_s
            self._tell(index)
        self.shield(row, for_s)

    def shield(self, row: int, for_s: float) -> None:
        """Let somebody cover the terminals of a boat (wet cloth and metal, domain.md §1.1): only silence."""
        self._scene.beidou_dark_until_s[row] = self._scene.now_s + for_s

    def _aboard(self, row: int) -> list[int]:
        return [index for index, terminal in enumerate(self._terminals) if terminal.row == row]

    def _tell(self, index: int) -> None:
        scene, terminal = self._scene, self._terminals[index]
        dark_until_s = max(scene.dark_until_s[terminal.row], scene.beidou_dark_until_s[terminal.row])
        if dark_until_s > scene.now_s:
            return
        off_h = max(scene.now_s - float(self._mains_lost_s[index]), 0.0) / SECONDS_PER_HOUR
        battery_pct = max(float(self._charge_pct[index]) - 100 * off_h / LASTS_H, 0.0)
        t_ms = self._start_ms + round(scene.now_s * MS_PER_SECOND)
        body = HealthBody(
            t_ms=t_ms,
            battery_pct=round(battery_pct, 1),
            power=bool(self._mains_lost_s[index] > scene.now_s),
            tamper=bool(self._opened[index]),
        )
        topic, device = f"terminal/beidou/{terminal.id}/health", f"beidou:{terminal.id}"
        self._post.send(t_ms, topic, body, BEIDOU, device, 1, int(self._rng.integers(*DELAY_MS)))
