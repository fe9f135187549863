"""Sea and sky of the simulated world: tide and stream, wind, waves, visibility, light, real storms."""

from simulators.elements.spec import STORMS, WeatherSpec
from simulators.elements.world import Elements

__all__ = ["STORMS", "Elements", "WeatherSpec"]
