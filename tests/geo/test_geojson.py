import json
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import geojson
from geo.distance import distance_m
from geo.geojson import parse_features

SQUARE = [[121.9, 29.1], [122.0, 29.1], [122.0, 29.2], [121.9, 29.2], [121.9, 29.1]]
HOLE = [[121.94, 29.14], [121.94, 29.16], [121.96, 29.16], [121.96, 29.14], [121.94, 29.14]]
FAR = [[[122.5, 29.5], [122.6, 29.5], [122.6, 29.6], [122.5, 29.5]]]
BOX = (120.0, 27.0, 124.0, 31.0)


def feature(form, coordinates, name="z", **properties):
    geometry = {"type": form, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"id": name, **properties}, "geometry": geometry}


def collection(*features, **members):
    return json.dumps({"type": "FeatureCollection", "features": features, **members})


def sound(*features):
    shapes, faults = parse_features(collection(*features))
    assert faults == ()
    return shapes


def only_fault(content, box=None):
    shapes, (fault,) = parse_features(content, box)
    assert shapes == ()
    return fault


def test_a_polygon_keeps_its_hole_and_its_properties():
    (zone,) = sound(feature("Polygon", [SQUARE, HOLE], "harbour", kind="harbour", width_m=3))
    assert zone.id == "harbour"
    assert zone.properties == {"id": "harbour", "kind": "harbour", "width_m": 3}
    assert zone.shape.equals_exact(shapely.Polygon(SQUARE, [HOLE]))
    assert str(zone.place) == "feature 0 (harbour)"


def test_a_multipolygon_keeps_its_parts():
    (zone,) = sound(feature("MultiPolygon", [[SQUARE, HOLE], FAR]))
    assert [len(part.interiors) for part in zone.shape.geoms] == [1, 0]


def test_lines_and_points_serve_gates_and_berths():
    gate, berth = sound(feature("LineString", SQUARE[:2], "gate"), feature("Point", SQUARE[0], "berth"))
    assert gate.shape == shapely.LineString(SQUARE[:2])
    assert berth.shape == shapely.Point(SQUARE[0])


@pytest.mark.parametrize("radius_m", [1, 500.0, 20_000, 100_000])
@pytest.mark.parametrize("lat", [-60.0, 0.0, 29.2, 75.0])
def test_the_corners_of_a_circle_lie_on_it(lat, radius_m):
    (zone,) = sound(feature("Point", [121.9, lat], radius_m=radius_m))
    corners = shapely.get_coordinates(zone.shape)
    assert len(corners) == geojson.CIRCLE_VERTICES + 1
    np.testing.assert_allclose(distance_m(121.9, lat, *corners.T), radius_m, rtol=2e-4)
    assert zone.shape.is_valid
    assert zone.shape.exterior.is_ccw
    middles = (corners[1:] + corners[:-1]) / 2
    np.testing.assert_allclose(distance_m(121.9, lat, *middles.T), radius_m, rtol=5e-4)


@pytest.mark.parametrize("radius_m", [0, -5, 100_001, True, None, "500", [5]])
def test_a_radius_that_is_none_is_refused(radius_m):
    assert "radius_m" in only_fault(collection(feature("Point", SQUARE[0], radius_m=radius_m))).why


def test_a_circle_at_a_pole_or_across_the_antimeridian_is_refused():
    assert "pole" in only_fault(collection(feature("Point", [0, 86], radius_m=5))).why
    assert "antimeridian" in only_fault(collection(feature("Point", [179.99, 0], radius_m=5_000))).why


def test_a_polygon_has_no_radius():
    assert "radius_m" in only_fault(collection(feature("Polygon", [SQUARE], radius_m=5))).why


def test_one_feature_alone_is_read_too():
    shapes, faults = parse_features(json.dumps(feature("Polygon", [SQUARE])))
    assert [shape.id for shape in shapes] == ["z"]
    assert faults == ()


def test_every_fault_of_a_file_is_told_and_the_sound_features_are_kept():
    open_ring, tie = SQUARE[:-1], [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]
    shapes, faults = parse_features(
        collection(
            feature("Polygon", [open_ring], "a"),
            feature("Polygon", [SQUARE], "b"),
            feature("MultiPolygon", [FAR, [SQUARE, [HOLE[0], HOLE[0], *HOLE[1:]], [[29, 121]]]], "c"),
            feature("Polygon", [tie], "d"),
            feature("GeometryCollection", [], "e"),
            {"type": "Feature", "geometry": None, "properties": None},
            7,
        )
    )
    assert [shape.id for shape in shapes] == ["b"]
    assert [(fault.place.feature, fault.place.ring) for fault in faults] == [
        ("feature 0 (a)", "ring 0"),
        ("feature 2 (c)", "polygon 1, ring 1"),
        ("feature 2 (c)", "polygon 1, ring 2"),
        ("feature 3 (d)", "ring 0"),
        ("feature 4 (e)", ""),
        ("feature 5", ""),
        ("feature 5", ""),
        ("feature 6", ""),
    ]
    assert all(fault.why and fault.remedy for fault in faults)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "not JSON"),
        ("[]", "no FeatureCollection"),
        ('{"type": "Polygon"}', "no FeatureCollection"),
        ('{"type": "FeatureCollection"}', "not a list"),
        ('{"type": "FeatureCollection", "features": [{"type": "Feature", "type": ""}]}', "stands twice"),
        (collection(crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}), "EPSG::3857"),
    ],
)
def test_what_is_no_collection_in_degrees_is_refused_as_a_whole(content, why):
    fault = only_fault(content)
    assert why in fault.why
    assert fault.place.feature == "the file"


def test_a_named_crs_in_degrees_is_no_fault():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    shapes, faults = parse_features(collection(feature("Polygon", [SQUARE]), crs=crs))
    assert len(shapes) == 1
    assert faults == ()


@pytest.mark.parametrize("name", [None, "", 5.5, True, ["z"]])
def test_a_feature_without_an_id_is_refused(name):
    assert "id" in only_fault(collection(feature("Polygon", [SQUARE], name))).why


def test_an_id_may_stand_at_the_top_and_may_be_a_whole_number_but_not_be_two():
    drawn = feature("Polygon", [SQUARE], 7)
    assert sound(drawn)[0].id == "7"
    assert "two different" in only_fault(collection({**drawn, "id": 8})).why
    del drawn["properties"]
    assert sound({**drawn, "id": "top"})[0].id == "top"


def test_an_id_that_stands_twice_is_named_at_the_second():
    shapes, (fault,) = parse_features(collection(*[feature("Polygon", [SQUARE])] * 2))
    assert len(shapes) == 1
    assert fault.place.feature == "feature 1 (z)"
    assert "feature 0 (z)" in fault.why


def test_a_zone_outside_the_operating_area_is_refused():
    fault = only_fault(collection(feature("Polygon", FAR)), (121.0, 29.0, 122.55, 30.0))
    assert "outside the operating area" in fault.why
    assert parse_features(collection(feature("Polygon", FAR)), BOX)[1] == ()


def test_swapped_axes_are_recognised_by_the_operating_area():
    swapped = [[lat, lon] for lon, lat in FAR[0]]
    assert "latitude before longitude" in only_fault(collection(feature("Polygon", [swapped])), BOX).why
    fiji = [[lat, lon - 90] for lon, lat in FAR[0]]
    assert parse_features(collection(feature("Polygon", [fiji])))[1] == ()
    box = (30.0, 28.0, 34.0, 31.0)
    assert "latitude before longitude" in only_fault(collection(feature("Polygon", [fiji])), box).why


def round_zone(vertices, name="z"):
    turn = np.linspace(0, 2 * np.pi, vertices)
    outline = np.column_stack([122 + np.cos(turn), 29 + np.sin(turn)]).tolist()
    return feature("Polygon", [[*outline[:-1], outline[0]]], name)


def test_a_zone_of_too_many_vertices_is_refused():
    assert len(sound(round_zone(geojson.MAX_VERTICES_OF_FEATURE))) == 1
    fault = only_fault(collection(round_zone(geojson.MAX_VERTICES_OF_FEATURE + 1)))
    assert "2001 vertices and may have 2000" in fault.why


def test_a_file_of_too_many_vertices_or_features_is_refused():
    shapes, (fault,) = parse_features(collection(*(round_zone(1900, f"z{n}") for n in range(12))))
    assert "20900 vertices and may have 20000" in fault.why
    assert fault.place.feature == "feature 10 (z10)"
    assert len(shapes) == 11
    points = [feature("Point", SQUARE[0], f"p{n}") for n in range(501)]
    assert "501 features and may have 500" in only_fault(collection(*points)).why
    assert len(sound(*points[:500])) == 500


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 200) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=15,
)
kinds = st.sampled_from(["Polygon", "MultiPolygon", "LineString", "Point", "MultiPoint", 5])


@given(kinds, json_values, st.dictionaries(st.sampled_from(["id", "radius_m"]), json_values))
def test_nothing_that_json_can_say_is_worse_than_a_fault(kind, coordinates, properties):
    drawn = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }
    text = json.dumps({"type": "FeatureCollection", "features": [drawn]})
    shapes, faults = parse_features(text, BOX)
    assert len(shapes) + bool(faults) == 1


@given(st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=3, max_size=7))
def test_a_ring_is_refused_exactly_when_shapely_calls_it_invalid_or_a_position_repeats(corners):
    ring = [*corners, corners[0]]
    shapes, faults = parse_features(collection(feature("Polygon", [ring])))
    repeats = any(one == two for one, two in pairwise(ring))
    assert bool(faults) == (repeats or not shapely.Polygon(ring).is_valid)
    assert bool(shapes) != bool(faults)
