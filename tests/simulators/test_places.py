import msgspec
import numpy as np
import pytest
import shapely

from simulators.places import INSIDE_M, NEAR_M, Places
from twin.port import ConfigError


def test_grounds_lie_well_inside_their_permitted_water_and_off_what_is_forbidden(shipu, places):
    rng = np.random.default_rng(5)
    for vessel in [v for v in shipu.vessels if v.vessel_class in ("fishing", "village")][:200]:
        ground = shapely.Point(places.ground_m(vessel, rng))
        water = places.permitted[places.home_water(vessel).id]
        assert water.contains(ground)
        assert water.boundary.distance(ground) >= INSIDE_M - 1
        assert not any(area.intersects(ground.buffer(250)) for area in places.forbidden.values())
        assert vessel.length_m >= 12 or ground.distance(shapely.Point(0, 0)) < NEAR_M + 6_000


def test_every_ground_can_be_sailed_to(places):
    for grounds in places._grounds_m.values():
        assert len(grounds) > 10
        for ground in grounds:
            assert all(places.water.way(mouth.outside_m, ground) is not None for mouth in places.mouths)


def test_a_boat_is_bound_to_the_water_of_its_gear(shipu, places):
    by_gear = {vessel.gear: vessel for vessel in shipu.vessels if vessel.vessel_class == "fishing"}
    assert places.home_water(by_gear["gillnet"]).id == "permitted-inshore"
    assert places.home_water(by_gear["trawl"]).id == "permitted-offshore"
    assert places.home_water(next(v for v in shipu.vessels if v.vessel_class == "merchant")) is None


def test_a_haven_is_inside_even_for_a_boat_far_out(places):
    for point in ([60_000.0, 0.0], [51_000.0, 20_000.0], [0.0, 70_000.0]):
        haven = shapely.Point(places.haven_m("permitted-inshore", np.array(point)))
        assert places.permitted["permitted-inshore"].buffer(-INSIDE_M + 1).contains(haven)


def test_every_mouth_has_the_harbour_to_its_left_and_clear_water_outside(places):
    harbour = np.array([-2_000.0, -1_500.0])
    for mouth in places.mouths:
        along = mouth.ends_m[1] - mouth.ends_m[0]
        outside = mouth.outside_m - mouth.ends_m[0]
        assert along[0] * outside[1] - along[1] * outside[0] < 0, mouth.id
        assert places.water.wet(mouth.outside_m[None])[0]
        assert mouth.node is not None
    assert places.mouth_between(harbour, np.array([40_000.0, 0.0])).id in (
        "dongmen",
        "tongwamen",
        "xiawanmen",
    )


def test_who_goes_out_passes_a_mouth_beside_who_comes_in_and_nobody_sails_over_one_point(places):
    for mouth in places.mouths:
        middle_m, along_m = mouth.ends_m.mean(axis=0), mouth.ends_m[1] - mouth.ends_m[0]
        along_m /= np.hypot(*along_m)
        parts = np.linspace(0, 1, 6)
        out, home = (
            np.array([places.track_outside_m(mouth, part, outbound=way) for part in parts])
            for way in (True, False)
        )
        assert (np.diff((out - mouth.outside_m) @ along_m) < -10).all(), mouth.id
        assert (np.diff((home - mouth.outside_m) @ along_m) > 10).all(), mouth.id
        assert ((out - mouth.outside_m) @ along_m < 0).all()
        assert ((home - mouth.outside_m) @ along_m > 0).all()
        assert places.water.clear(middle_m[None], np.vstack([out, home])).all(), mouth.id


def test_to_a_berth_beyond_an_inner_mouth_the_mouth_is_that_to_the_sea(places):
    beyond_m, north_m, south_m = places.xy_m([121.8701, 121.97, 121.9], [29.1264, 29.5, 28.8])
    assert places.mouth_between(beyond_m, south_m).id == "linmen"
    assert places.mouth_between(beyond_m, north_m).id in ("tongwamen", "dongmen", "sanmen")


def test_a_lane_is_followed_along_its_middle(shipu, places):
    [middle] = places.lanes
    lane = next(zone for zone in shipu.zones if zone.kind == "lane")
    shape = places.frame.shape_to_xy(lane.shape)
    assert shapely.contains_xy(shape, *middle.T).all()
    assert np.ptp(middle[:, 1]) > 250_000


@pytest.mark.parametrize("part", ["berths", "gates", "zones"])
def test_a_port_no_boat_can_live_in_is_refused_with_a_remedy(shipu, land_geojson, part):
    barren = msgspec.structs.replace(shipu, **{part: ()})
    with pytest.raises(ConfigError, match="run without a simulator"):
        Places(barren, land_geojson, np.random.default_rng(1))
