"""What a scenario says of its weather."""

import msgspec

STORMS = ("infa-2021", "wanda-1956", "saomai-2006")
"""Storms of real tracks that a scenario may let pass; each a file in `storms`."""


class WeatherSpec(msgspec.Struct, frozen=True):
    """The weather of a scenario: an everyday one where nothing is said.

    Attributes:
        storm: one of `STORMS`, or nothing for a day without one.
        closest_at_s: when the storm's centre passes nearest to the port, seconds after the start; the real
            track is shifted in time to do so.
        wind_mps: mean wind of the day, 10 m above the open sea, 0..40; None for an everyday breeze.
        wind_from_deg: where it comes from, degrees clockwise from north; None for the everyday direction.
        visibility_m: visibility of the day, 20..50,000, before rain and storm lessen it; None for clear air.
        source: what the weather service of the simulation calls itself.
    """

    storm: str = ""
    closest_at_s: float = 0.0
    wind_mps: float | None = None
    wind_from_deg: float | None = None
    visibility_m: float | None = None
    source: str = "sim-met"
