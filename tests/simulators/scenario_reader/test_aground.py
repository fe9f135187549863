import msgspec
import pytest

from simulators.scenario import Scenario, Script, Start
from simulators.scenario_reader.aground import on_land

SQUARE = [[122.0, 29.0], [122.1, 29.0], [122.1, 29.1], [122.0, 29.1], [122.0, 29.0]]
LAND = msgspec.json.encode(
    {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
        ],
    }
)


def begun(lon: float, lat: float) -> Scenario:
    return Scenario(starts=(Start(vessel="a", behaviour="drift", lon=lon, lat=lat),))


def test_a_boat_that_would_begin_inland_is_told_with_the_nearest_shore():
    (fault,) = on_land(begun(122.02, 29.05), LAND, "s.toml")
    assert (fault.file, fault.place) == ("s.toml", "start 1, key lon")
    assert fault.what == "122.02, 29.05 is on land, 1948 m from the water"
    assert "122.0000, 29.0500" in fault.remedy


def test_a_place_to_go_to_on_land_is_told_too():
    start = begun(121.99, 29.05).starts[0]
    leads = msgspec.structs.replace(start, behaviour="go-to", to_lon=122.02, to_lat=29.05)
    script = Script(at_s=9, behaviour="go-to", vessel="a", to_lon=122.05, to_lat=29.05)
    faults = on_land(Scenario(starts=(leads,), scripts=(script,)), LAND, "s.toml")
    assert [fault.place for fault in faults] == ["start 1, key to_lon", "script 1, key to_lon"]


@pytest.mark.parametrize("lon", [121.99, 122.001], ids=["at sea", "a quay that the outline has swallowed"])
def test_at_sea_and_at_a_quay_a_boat_may_begin(lon):
    assert on_land(begun(lon, 29.05), LAND, "s.toml") == []


def test_without_land_every_place_is_at_sea():
    assert on_land(begun(122.02, 29.05), b'{"type": "FeatureCollection", "features": []}', "s.toml") == []
