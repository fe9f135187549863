"""Lets the attacks of a scenario begin, go on and end; where there are none it costs next to nothing."""

import heapq
from collections.abc import Iterable

import numpy as np

from geo.units import MS_PER_SECOND
from simulators.injects import ATTACKS
from simulators.injects.attack import Attack, Ground, Injected
from simulators.post import Said
from simulators.scenario import Inject


class Injecting:
    """The attacks under way and to come.

    Attributes:
        injected: the truth of every attack so far, in the order in which they began.
        left: kinds a scenario names that are not made here: whoever runs broker and twin makes them.
    """

    def __init__(self, ground: Ground, injects: tuple[Inject, ...], seed: int) -> None:
        self.injected: list[Injected] = []
        self.left = tuple(inject for inject in injects if inject.kind not in ATTACKS)
        self._ground = ground
        self._seed = seed
        made = [(number, inject) for number, inject in enumerate(injects) if inject.kind in ATTACKS]
        self._coming = [
            (_listens_s(inject.at_s, inject), inject.at_s, number, inject) for number, inject in made
        ]
        heapq.heapify(self._coming)
        self._active: list[tuple[float, Attack]] = []

    def step(self) -> None:
        """Let what is due begin, what is over end, and everything under way go on."""
        now_s = self._ground.scene.now_s
        while self._coming and self._coming[0][0] <= now_s:
            self._begin(*heapq.heappop(self._coming))
        if not self._active:
            return
        for ends_s, attack in self._active:
            if now_s < ends_s:
                attack.step()
            else:
                attack.end()
        self._active = [(ends_s, attack) for ends_s, attack in self._active if now_s < ends_s]
        self._ground.post.tap = self._alter if self._active else None

    def hear_receipt(self, event_id: str) -> bool:
        """Return whether a receipt was for something an attack sent."""
        return any(attack.hear_receipt(event_id) for _, attack in self._active)

    def _begin(self, _: float, at_s: float, number: int, inject: Inject) -> None:
        """Let an attack begin now, and come again if it repeats."""
        if inject.every_s:
            again_s = at_s + inject.every_s
            heapq.heappush(self._coming, (_listens_s(again_s, inject), again_s, number, inject))
        ends_s = at_s + inject.for_s
        from_ms, until_ms = (self._ground.start_ms + round(s * MS_PER_SECOND) for s in (at_s, ends_s))
        injected = Injected(inject.kind, [], from_ms, until_ms)
        self.injected.append(injected)
        rng = np.random.default_rng([self._seed, 8, number, round(at_s * MS_PER_SECOND)])
        attack = ATTACKS[inject.kind](self._ground, inject, injected, rng)
        attack.begin()
        self._active.append((ends_s, attack))
        self._ground.post.tap = self._alter

    def _alter(self, said: Said) -> Iterable[Said]:
        """Return what becomes of a letter under every attack, the first begun first."""
        letters = [said]
        for _, attack in self._active:
            letters = [altered for letter in letters for altered in attack.alter(letter)]
        return letters


def _listens_s(at_s: float, inject: Inject) -> float:
    """Return when an attack at an instant begins: one that sends again what it heard listens before."""
    return max(at_s - inject.last_s, 0.0)
