"""The lookout: boats at sea break off when the weather nears their class or their season closes."""

from simulators.pilots import Pilots
from simulators.rhythm import closed, too_windy
from simulators.scene import Scene

LOOKS_S, WATCH_S = 600, 10
"""How often a boat at sea thinks of weather and season, and how many seconds' turns come at once; ours."""
AT_WORK = frozenset(
    ("transit", "trawl", "pair-trawl", "gillnet", "drift", "supply", "sail-with", "part-company", "obey")
)
"""What a boat breaks off for weather or season."""


class Lookout:
    """Sends boats home that a scenario does not keep at sea."""

    def __init__(self, scene: Scene, pilots: Pilots) -> None:
        self._scene = scene
        self._pilots = pilots

    def step(self) -> None:
        """Let those boats look at sky and calendar whose turn it is, each once in ten minutes."""
        scene = self._scene
        first, late = divmod(int(scene.now_s) % LOOKS_S, WATCH_S)
        if late:
            return
        turn = range(first, len(scene.vessels), LOOKS_S // WATCH_S)
        rows = [row for row in turn if scene.behaviour[row] in AT_WORK and not scene.bidden[row]]
        if not rows:
            return
        windy = too_windy(scene, rows, scene.hulls.xy_m[rows])
        for row, leaves in zip(rows, windy, strict=True):
            if leaves or closed(scene, row) is not None:
                self._pilots.follow(row, "return")
