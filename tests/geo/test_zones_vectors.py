"""Zones against other people's test vectors: JTS/GEOS (exact relations) and Turf (signed distances)."""

import json
from collections import Counter
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from shapely.geometry import shape as shape_of

from geo.frame import PortFrame
from geo.zones import ZoneSet

METRES = {"meters": 1.0, "kilometers": 1000.0, "miles": 1609.344}
AREAL = ("Polygon", "MultiPolygon")
PUNTAL = ("Point", "MultiPoint")


def relation(zones, x, y):
    """Of points to a zone: "I" inside, "B" on the edge, "E" outside."""
    inside = zones.inside(x, y)[:, 0]
    on_edge = np.abs(zones.edge_distance_m(x, y, np.zeros(len(x), dtype=int))) < 1e-9
    return set(np.where(on_edge, "B", np.where(inside, "I", "E")).tolist())


def holds(name, found, pattern, points_first):
    """What a relation of points (all those found) to an area says, from ZoneSet's answers alone."""
    within = "I" in found and "E" not in found
    covered = "E" not in found
    answers = {
        "intersects": found != {"E"},
        "disjoint": found == {"E"},
        "touches": "B" in found and "I" not in found,
        "crosses": found >= {"I", "E"},
        "within": within and points_first,
        "contains": within and not points_first,
        "coveredBy": covered and points_first,
        "covers": covered and not points_first,
    }
    if name == "relate":
        matrix = "".join("0" if where in found else "F" for where in "IBE") + "FFF212"
        return all(
            want in ("*", have) or (want == "T" and have != "F")
            for want, have in zip(pattern, matrix, strict=True)
        )
    return answers[name]


def cases_of(path):
    for case in ET.parse(path).getroot().iter("case"):  # noqa: S314 -- our own folder of vectors, not the network's
        first, second = (shapely.from_wkt(case.findtext(name).strip()) for name in "ab")
        for op in case.iter("op"):
            a, b = (first, second) if op.get("arg1").lower() == "a" else (second, first)
            yield a, b, op.get("name"), op.get("arg3"), op.text.strip()


def ran(path, judge):
    """Judge every case of a file that asks about points and an area; count them by what they ask."""
    done = Counter()
    for a, b, name, extra, answer in cases_of(path):
        points_first = a.geom_type in PUNTAL
        points, area = (a, b) if points_first else (b, a)
        if points.geom_type in PUNTAL and area.geom_type in AREAL and not area.is_empty:
            zones = ZoneSet.build(["area"], [area])
            if judge(zones, *shapely.get_coordinates(points).T, name, extra, answer, points_first):
                done[name] += 1
    return done


def judge_relation(zones, x, y, name, extra, answer, points_first):
    if name in ("equalsTopo", "overlaps"):  # never true of a point and an area: they ask nothing of ZoneSet
        return False
    assert holds(name, relation(zones, x, y), extra, points_first) == (answer == "true"), (name, extra)
    return True


def judge_distance(zones, x, y, name, extra, answer, points_first):
    del points_first
    inward = zones.edge_distance_m(x, y, np.zeros(len(x), dtype=int))
    distance = np.min(np.where(zones.inside(x, y)[:, 0], 0.0, -inward))
    if name == "distance":
        assert distance == pytest.approx(float(answer), abs=1e-12)
    else:
        assert name == "isWithinDistance"
        assert (distance <= float(extra)) == (answer == "true")
    return True


def test_all_relations_of_points_and_areas_are_those_of_jts(shared_data):
    done = ran(shared_data("vectors/geos_validate_TestRelatePA.xml"), judge_relation)
    assert done["relate"] == done["covers"] == done["touches"] == 41
    assert done.total() == 41 * 9


def test_prepared_polygons_answer_as_those_of_jts(shared_data):
    done = ran(shared_data("vectors/geos_general_TestPreparedPolygonPredicate.xml"), judge_relation)
    assert done == {"contains": 9, "covers": 9, "intersects": 9}


def test_distances_of_points_and_areas_are_those_of_jts(shared_data):
    done = ran(shared_data("vectors/geos_general_TestDistance.xml"), judge_distance)
    done += ran(shared_data("vectors/geos_general_TestWithinDistance.xml"), judge_distance)
    assert done == {"distance": 2, "isWithinDistance": 4}


def turf(path):
    features = json.loads(path.read_text("utf-8"))["features"]
    area = next(shape_of(f["geometry"]) for f in features if f["geometry"]["type"] in AREAL)
    points = [f for f in features if f["geometry"]["type"] == "Point"]
    lon, lat = np.array([f["geometry"]["coordinates"][:2] for f in points]).T
    outward_m = [f["properties"]["expected_distance"] * METRES[f["properties"]["units"]] for f in points]
    frame = PortFrame(*area.centroid.coords[0])
    return ZoneSet.build(["area"], [area], frame), frame.to_xy(lon, lat), -np.array(outward_m)


@pytest.mark.parametrize(
    ("name", "points"), [("simple-polygon", 2), ("multi-polygon", 7), ("issue_2824", 2)], ids=str
)
def test_signed_distances_are_those_of_turf(shared_data, name, points):
    zones, (x, y), inward_m = turf(shared_data(f"vectors/turf_pt2poly_{name}.geojson"))
    distances = zones.edge_distance_m(x, y, np.zeros(points, dtype=int))
    # Turf measures on a sphere of 6,371,008.8 m, up to 0.34 % off the ellipsoid, to an approximate nearest
    # point: of "outer" (22.103 m) a search along the edges with Vincenty's formula finds 22.189 m, as we do.
    np.testing.assert_allclose(distances, inward_m, rtol=0.004)


def test_points_off_turfs_polygon_of_continental_size_are_outside(shared_data):
    # Its distances (to 2,300 km, along great circles) are beyond a port frame; its answers are not.
    zones, (x, y), inward_m = turf(shared_data("vectors/turf_pt2poly_long-lines-poly.geojson"))
    assert len(inward_m) == 3
    assert not zones.inside(x, y).any()
    assert (inward_m < 0).all()


@pytest.mark.parametrize(
    ("name", "places"),
    [
        (
            "poly-with-hole",
            {
                (-86.69208526611328, 36.20373274711739): False,
                (-86.72229766845702, 36.20258997094334): True,
                (-86.75079345703125, 36.18527313913089): False,
            },
        ),
        (
            "multipoly-with-hole",
            {
                (-86.69208526611328, 36.20373274711739): False,
                (-86.72229766845702, 36.20258997094334): True,
                (-86.75079345703125, 36.18527313913089): True,
                (-86.75302505493164, 36.23015046460186): False,
            },
        ),
    ],
    ids=["polygon", "multipolygon"],
)
def test_points_in_shapes_with_holes_are_where_turf_says(shared_data, name, places):
    drawn = json.loads(shared_data(f"vectors/turf_pip_{name}.geojson").read_text("utf-8"))
    area = shape_of(drawn["geometry"])
    inside = ZoneSet.build(["area"], [area]).inside(*np.array(list(places)).T)[:, 0]
    assert inside.tolist() == list(places.values())
