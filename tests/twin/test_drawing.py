import json
from typing import Any

import pytest
import shapely

from tests.twin.harbour import FRAME, T0, box, port
from twin.drawing import drawn, zone_of
from twin.port import ConfigFault, Window, Zone

SQUARE = [[122.0, 29.0], [122.1, 29.0], [122.1, 29.1], [122.0, 29.1], [122.0, 29.0]]


def feature(geometry: object = None, **properties: Any) -> str:
    said = {"id": "new", "name_zh": "新区", "name_en": "New", "kind": "forbidden", "source": "示例"}
    said |= properties
    shape = {"type": "Polygon", "coordinates": [SQUARE]} if geometry is None else geometry
    return json.dumps({"type": "Feature", "properties": said, "geometry": shape})


def faults(text: str, name: str = "new") -> str:
    found = zone_of(text, name, port())
    assert isinstance(found, list)
    assert all(isinstance(fault, ConfigFault) and fault.remedy for fault in found)
    return "; ".join(map(str, found))


def test_a_drawn_zone_is_one_as_the_port_folder_would_have_it():
    zone = zone_of(feature(priority=2, classes=["fishing"], gears=["trawl"]), "new", port())
    assert isinstance(zone, Zone)
    assert (zone.id, zone.name.zh, zone.kind, zone.priority) == ("new", "新区", "forbidden", 2)
    assert (zone.classes, zone.gears) == (frozenset({"fishing"}), frozenset({"trawl"}))
    assert shapely.equals(zone.shape, shapely.Polygon(SQUARE))


def test_a_line_is_widened_and_a_point_becomes_a_circle():
    line = zone_of(
        feature(
            {"type": "LineString", "coordinates": [[122.0, 29.0], [122.1, 29.0]]}, kind="line", width_m=500
        ),
        "new",
        port(),
    )
    circle = zone_of(feature({"type": "Point", "coordinates": [122.0, 29.0]}, radius_m=500), "new", port())
    assert line.width_m == 500
    assert shapely.contains(line.shape, box(0, -490, 9_000, 490))
    assert shapely.covers(circle.shape, shapely.Point(*FRAME.to_lonlat(0.0, 490.0)))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (
            feature({"type": "Polygon", "coordinates": [[*SQUARE[:2], SQUARE[3], SQUARE[2], SQUARE[0]]]}),
            "ring",
        ),
        (feature({"type": "Polygon", "coordinates": [SQUARE[:4]]}), "ring"),
        (feature({"type": "Polygon", "coordinates": [[[y, x] for x, y in SQUARE]]}), "latitude before"),
        (feature({"type": "Polygon", "coordinates": [[[1.3e7, 3.3e6], [1.4e7, 3.3e6], [1.4e7, 3.4e6]]]}), ""),
        (feature(kind="playground"), "kind"),
        (feature(colour="red"), "colour"),
        (feature(name_zh=""), "name_zh"),
        (feature(priority=5), "priority"),
        ('{"type":"Feature"', ""),
        ("[]", ""),
        ("", ""),
    ],
)
def test_a_wrong_drawing_is_refused_with_place_and_remedy(text, word):
    assert word in faults(text)


def test_a_drawing_is_of_the_zone_that_was_asked_for_and_of_that_alone():
    assert "Name it 'other'" in faults(feature(), "other")
    two = feature() + "," + feature(id="second")
    assert "Name it 'new'" in faults(two)


def test_a_drawing_cannot_step_out_of_the_feature_it_is_put_into():
    escape = feature() + ']},"injected":[{"a":1'
    assert faults(escape)


def test_the_fact_of_a_drawing_says_all_that_a_screen_draws():
    window = {"from": "2026-05-01T12:00:00+08:00", "to": "2026-08-16T12:00:00+08:00"}
    zone = zone_of(feature(windows=[window], classes=["village", "fishing"]), "new", port())
    fact = drawn(zone, "adm", T0)
    assert (fact.t_ms, fact.zone, fact.version, fact.actor) == (T0, "new", 1, "adm")
    assert shapely.equals(shapely.from_geojson(json.dumps(fact.geometry)), zone.shape)
    assert fact.properties["classes"] == ["fishing", "village"]
    (stands,) = zone.windows
    assert fact.properties["windows"] == [{"from_ms": stands.from_ms, "to_ms": stands.to_ms}]
    assert isinstance(stands, Window)
    assert json.dumps(fact.properties)
