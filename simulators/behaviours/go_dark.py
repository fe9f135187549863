"""Go dark: every terminal of the boat falls silent; the boat itself goes on with what it was doing."""

from simulators.scene import Scene


def go_dark(scene: Scene, row: int, for_s: float) -> None:
    """Switch a boat's terminals off for a number of seconds from now."""
    scene.dark_until_s[row] = scene.now_s + for_s
