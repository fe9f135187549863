import shapely

from simulators.behaviours import enter_zone


def test_a_boat_goes_into_the_nearest_forbidden_area_and_comes_out_again(told, places, over_land):
    running = told("zxy10560", starts={"zxy10560": ("enter-zone", (122.31, 29.43))})
    track = running.run(9_000, dt_s=3.0)[:, 0]
    inside = shapely.contains_xy(places.forbidden["jiushan-reserve"], *track.T)
    assert inside.any()
    assert not inside[-1]
    assert not over_land(track)
    assert running.scene.behaviour[0] in ("obey", "trawl")


def test_a_boat_that_is_already_inside_stays_inside(make_scene, places):
    scene = make_scene("zxy10560")
    area = places.forbidden["jiushan-reserve"]
    scene.hulls.place(0, shapely.get_coordinates(area.centroid)[0], 0.0)
    [leg] = enter_zone.plan(scene, 0).legs
    assert shapely.contains_xy(area, *leg.way_m[-1])


def test_without_a_forbidden_area_a_boat_goes_on_with_its_work(make_scene, monkeypatch):
    scene = make_scene("zxy10560")
    monkeypatch.setattr(scene.places, "forbidden", {})
    assert enter_zone.plan(scene, 0).then == "trawl"
