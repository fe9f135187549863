import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.distance import bearing_deg, distance_m
from tests.twin.harbour import T0
from twin import storm
from twin.storm import Reach
from twin.wire import QuadrantRadii, StormPoint

HOUR = 3_600_000
PORT = (122.0, 29.0)
NEVER = Reach(None, None, known=True)


def point(hours: float, lon: float, lat: float, *radii: QuadrantRadii, wind_mps: float = 40) -> StormPoint:
    return StormPoint(T0 + round(hours * HOUR), lon, lat, wind_mps, radii=radii)


def even(force: int, km: float) -> QuadrantRadii:
    return QuadrantRadii(force, km, km, km, km)


def coming(*radii: QuadrantRadii, **more: float) -> tuple[StormPoint, ...]:
    """A storm that comes from the south, passes over the port after 24 h, and goes on north; 20 km/h."""
    return (point(0, 122.0, 24.67, *radii, **more), point(48, 122.0, 33.33, *radii, **more))


def test_a_circle_reaches_the_port_when_the_centre_is_a_radius_away_and_leaves_it_as_far_behind():
    found = storm.reach(coming(even(10, 200)), *PORT, 10)
    assert found.known
    assert (found.first_ms - T0) / HOUR == pytest.approx(14, abs=0.4)
    assert (found.last_ms - T0) / HOUR == pytest.approx(34, abs=0.4)


def test_the_quadrant_in_which_the_port_lies_counts():
    north_only = QuadrantRadii(10, 200, 0, 0, 200)
    found = storm.reach((point(0, 121.9, 24.67, north_only), point(48, 121.9, 33.33, north_only)), *PORT, 10)
    assert (found.first_ms - T0) / HOUR == pytest.approx(14, abs=0.4)
    assert (found.last_ms - T0) / HOUR == pytest.approx(24, abs=0.4)


def test_a_storm_that_passes_far_off_or_has_no_such_winds_never_reaches_it():
    far = (point(0, 127.0, 24.67, even(10, 200)), point(48, 127.0, 33.33, even(10, 200)))
    assert storm.reach(far, *PORT, 10) == NEVER
    assert storm.reach(coming(even(10, 200)), *PORT, 12) == NEVER
    assert storm.reach((), *PORT, 10) == NEVER


def test_strong_winds_without_radii_are_not_known_and_weak_ones_are():
    assert not storm.reach(coming(wind_mps=30), *PORT, 10).known
    assert storm.reach(coming(wind_mps=30), *PORT, 12).known
    assert storm.reach(coming(wind_mps=20), *PORT, 10).known


def test_a_storm_told_of_at_one_instant_only_is_where_it_is():
    assert storm.reach((point(0, 122.0, 29.5, even(10, 100)),), *PORT, 10) == Reach(T0, T0, known=True)


tracks = st.lists(
    st.tuples(st.floats(118, 126), st.floats(25, 33), st.tuples(*[st.floats(0, 300)] * 4)),
    min_size=2,
    max_size=5,
)


@settings(max_examples=25)
@given(tracks)
def test_it_agrees_with_a_look_at_every_ten_minutes_one_by_one(drawn):
    track = [point(6 * n, lon, lat, QuadrantRadii(10, *radii)) for n, (lon, lat, radii) in enumerate(drawn)]
    inside = []
    for t_ms in range(T0, track[-1].t_ms + 1, 600_000):
        later = next(n for n in range(1, len(track)) if t_ms <= track[n].t_ms)
        one, other = track[later - 1], track[later]
        share = (t_ms - one.t_ms) / (other.t_ms - one.t_ms)
        lon = one.lon + share * (other.lon - one.lon)
        lat = one.lat + share * (other.lat - one.lat)
        number = int(bearing_deg(lon, lat, *PORT) // 90) % 4
        radii = [drawn[n][2][number] for n in (later - 1, later)]
        radius_m = 1_000 * (radii[0] + share * (radii[1] - radii[0]))
        if 0 < radius_m >= distance_m(lon, lat, *PORT) + 1:
            inside.append(t_ms)
    found = storm.reach(tuple(track), *PORT, 10)
    if inside:
        assert found.first_ms is not None
        assert np.abs(found.first_ms - inside[0]) <= 600_000
        assert np.abs(found.last_ms - inside[-1]) <= 600_000
