from datetime import datetime

import numpy as np
import pytest

from geo.sun import sun_deg

MINUTE_MS = 60_000


def ms(iso):
    return round(datetime.fromisoformat(iso).timestamp() * 1_000)


@pytest.mark.parametrize(
    ("day", "declination_deg"),
    [("2026-03-20", 0.0), ("2026-06-21", 23.44), ("2026-09-23", 0.0), ("2026-12-21", -23.44)],
)
def test_at_noon_the_sun_stands_where_season_and_latitude_put_it(day, declination_deg):
    start_ms = ms(f"{day}T00:00+00:00")
    highest = max(sun_deg(121.94, 29.2, start_ms + minute * MINUTE_MS) for minute in range(1_440))
    assert highest == pytest.approx(90 - abs(29.2 - declination_deg), abs=0.25)


@pytest.mark.parametrize(
    ("lon", "lat", "noon"),
    # equation of time: +16.5 min on 3 November, -14.2 min on 11 February (nautical almanac)
    [(0.0, 51.48, "2026-11-03T11:43:30+00:00"), (120.0, 29.2, "2026-02-11T12:14:12+08:00")],
)
def test_noon_comes_when_the_equation_of_time_says(lon, lat, noon):
    around = ms(noon) + np.arange(-30, 31) * MINUTE_MS
    heights = [sun_deg(lon, lat, t_ms) for t_ms in around]
    assert abs(around[int(np.argmax(heights))] - ms(noon)) <= 1.5 * MINUTE_MS


def test_day_and_night_are_equally_long_at_the_equinox():
    start_ms = ms("2026-03-20T00:00+00:00")
    lit = np.mean([sun_deg(121.94, 29.2, start_ms + minute * MINUTE_MS) > 0 for minute in range(1_440)])
    assert lit == pytest.approx(0.5, abs=0.005)
