"""Sea and sky of the simulated world: tide and stream, wind, waves, visibility, light, real storms."""

from simulators.elements.spec import STORMS, WeatherSpec

__all__ = ["STORMS", "WeatherSpec"]
