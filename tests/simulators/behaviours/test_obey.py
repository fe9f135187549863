import shapely

from simulators.behaviours import obey


def test_a_boat_called_back_ends_well_inside_and_stays_there(told, places):
    running = told("zxy10009", starts={"zxy10009": ("obey", (122.46, 29.2))})
    track = running.run(7_200, dt_s=2.0)[:, 0]
    water = places.permitted["permitted-inshore"]
    inside = shapely.contains_xy(water, *track.T)
    first = int(inside.argmax())
    assert 0 < first < 400
    assert inside[first:].all()
    assert water.boundary.distance(shapely.Point(track[-1])) > 200
    assert running.scene.behaviour[0] == "gillnet"


def test_a_boat_bound_to_no_water_goes_home(make_scene):
    scene = make_scene("zxyy00311")
    assert obey.plan(scene, 0).then == "return"
