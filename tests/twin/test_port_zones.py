import pytest
import shapely
from shapely.geometry import Point

from tests.twin.port_folder_files import SQUARE, collection, faults_of, gate, sound_files, zone
from twin.port_folder import parse_port

LINE = {"type": "LineString", "coordinates": [[122.0, 29.0], [122.0, 29.4]]}
BOW_TIE = [[121.9, 29.1], [122.1, 29.3], [122.1, 29.1], [121.9, 29.3], [121.9, 29.1]]


def zones_of(*features: object) -> tuple:
    return parse_port(sound_files() | {"zones.geojson": collection(*features)}).zones


def test_a_line_is_widened_by_its_width_to_both_sides() -> None:
    [line] = zones_of(zone(LINE, kind="line", width_m=1000))
    metre_lon = 1 / (111_320 * 0.8729)  # one metre of longitude at 29.2 N, within 0.1 %
    assert line.width_m == 1000
    assert line.shape.contains(Point(122.0 + 990 * metre_lon, 29.2))
    assert not line.shape.contains(Point(122.0 + 1010 * metre_lon, 29.2))
    assert line.shape.contains(Point(122.0 - 990 * metre_lon, 29.2))


def test_multipolygons_and_holes_are_kept() -> None:
    hole = [[121.95, 29.15], [121.95, 29.2], [122.0, 29.2], [122.0, 29.15], [121.95, 29.15]]
    shape = {"type": "MultiPolygon", "coordinates": [[SQUARE, hole]]}
    [kept] = zones_of(zone(shape))
    assert not shapely.contains_xy(kept.shape, 121.97, 29.17)
    assert shapely.contains_xy(kept.shape, 121.92, 29.12)


def test_a_point_with_a_radius_is_a_circle() -> None:
    [circle] = zones_of(zone({"type": "Point", "coordinates": [122.0, 29.2]}, radius_m=1000))
    metre_lat = 1 / 110_850  # one metre of latitude at 29.2 N, within 0.1 %
    assert shapely.contains_xy(circle.shape, 122.0, 29.2 + 990 * metre_lat)
    assert not shapely.contains_xy(circle.shape, 122.0, 29.2 + 1010 * metre_lat)


def test_windows_are_instants_with_an_offset() -> None:
    window = {"from": "2026-05-01T12:00:00+08:00", "to": "2026-09-16T04:00:00Z"}
    [ban] = zones_of(zone(windows=[window], classes=["fishing"], gears=["trawl"], priority=2))
    assert not ban.open_at(1_777_608_000_000 - 1)
    assert ban.open_at(1_777_608_000_000)  # 2026-05-01T04:00:00Z
    assert not ban.open_at(1_789_531_200_000)  # 2026-09-16T04:00:00Z
    assert ban.applies_to("fishing", "trawl")
    assert not ban.applies_to("merchant", "trawl")


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        (zone({"type": "Polygon", "coordinates": [BOW_TIE]}), ""),
        (zone({"type": "Polygon", "coordinates": [SQUARE[:-1]]}), ""),
        (zone({"type": "Polygon", "coordinates": [SQUARE[:2]]}), ""),
        (zone({"type": "Polygon", "coordinates": [[["a", 1], *SQUARE[1:]]]}), ""),
        (zone({"type": "Polygon", "coordinates": []}), ""),
        (zone({"type": "Point", "coordinates": [122.0, 29.2]}), ""),
        (
            zone({"type": "Polygon", "coordinates": [[[c[0] + 4, c[1]] for c in SQUARE]]}),
            "outside the operating area",
        ),
        (zone(LINE), "drawn as LineString"),
        (zone(kind="line", width_m=10), "drawn as Polygon"),
        (zone(LINE, kind="line"), "number 1..50000"),
        (zone(LINE, kind="line", width_m=-5), "number 1..50000"),
        (zone(width_m=10), "only a line"),
        (zone(kind="sea"), "unknown word 'sea'"),
        (zone(id="a b"), "id 'a b'"),
        (zone(colour="red"), "unknown property"),
        (zone(name_zh=""), "not a text"),
        (zone(source=None), "not a text"),
        (zone(classes=["fishing", "tank"]), "unknown word 'tank'"),
        (zone(gears="trawl"), "not a list"),
        (zone(priority=5), "number 1..4"),
        (zone(priority=1.5), "1, 2, 3 or 4"),
        (zone(windows=["always"]), "not a window"),
        (zone(windows=[{"from": "2026-05-01T12:00:00", "to": "2026-09-16T12:00:00+08:00"}]), "no offset"),
        (zone(windows=[{"from": "May", "to": "2026-09-16T12:00:00+08:00"}]), "not an instant"),
        (
            zone(windows=[{"from": "2026-09-16T12:00:00+08:00", "to": "2026-05-01T12:00:00+08:00"}]),
            "ends before it begins",
        ),
        ({"type": "Feature", "geometry": None}, ""),
        ("feature", ""),
    ],
)
def test_a_wrong_zone_is_refused_with_its_place(feature: object, said: str) -> None:
    faults = faults_of(zones_geojson=collection(feature))
    assert faults
    assert said in faults[0].what
    assert faults[0].place.startswith("feature 0")


def test_a_zone_id_that_stands_twice_is_named() -> None:
    [fault] = faults_of(zones_geojson=collection(zone(), zone()))
    assert fault.place == "feature 1 (near)"
    assert "feature 0 (near)" in fault.what


@pytest.mark.parametrize(
    "text", ["", "[1]", '{"features": 3}', '{"a": 1, "a": 2}', '{"x": NaN}', "[" * 100_000]
)
def test_text_that_is_no_feature_collection_is_refused(text: str) -> None:
    faults = faults_of(zones_geojson=text)
    assert [fault.file for fault in faults] == ["zones.geojson"]


def test_a_gate_is_a_line_of_two_ends() -> None:
    bent = gate()
    bent["geometry"] = {"type": "LineString", "coordinates": [[121.9, 29.2], [121.95, 29.2], [121.9, 29.3]]}
    [fault] = faults_of(gates_geojson=collection(bent))
    assert "two ends" in fault.what
    [fault] = faults_of(gates_geojson=collection(gate(width_m=0)))
    assert fault.place.endswith("width_m")
