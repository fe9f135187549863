import numpy as np
import pytest

from simulators import rhythm
from tests.simulators.conftest import Told

FIVE = tuple(f"zxy1080{place}" for place in range(1, 6))


def at_sea(scene):
    return np.hypot(*(scene.hulls.xy_m - scene.spot_m).T) > 100


def test_small_boats_are_in_by_night_and_out_by_day_and_large_boats_out_by_both(on, shipu):
    ids = [vessel.id for vessel in shipu.vessels[:200]]
    shares = {}
    for hour in ("10", "22"):
        scene = on(f"2026-11-20T{hour}:00:00+08:00", *ids)
        Told(scene)
        small = np.array([rhythm.by_the_day(scene, row) for row in range(200)])
        large = np.array([v.length_m >= 24 and v.vessel_class == "fishing" for v in scene.vessels])
        shares[hour] = at_sea(scene)[small].mean(), at_sea(scene)[large].mean()
    assert shares["10"][0] > 0.3
    assert shares["22"][0] < 0.05
    assert min(shares["10"][1], shares["22"][1]) > 0.25


def test_in_june_trawlers_lie_in_harbour_and_longliners_fish(on, shipu):
    ids = [vessel.id for vessel in shipu.vessels[:400]]
    scene = on("2026-06-15T10:00:00+08:00", *ids)
    Told(scene)
    gears = np.array([vessel.gear for vessel in scene.vessels])
    out = at_sea(scene)
    for gear in ("trawl", "gillnet", "purse-seine", "stow-net", "pots"):
        assert not out[gears == gear].any()
    assert out[gears == "longline"].any()


def test_at_the_opening_noon_they_all_go_out(on):
    scene = on("2026-09-16T11:30:00+08:00", "zxy10470", "zxy10560", "zxy10597", "zxy10633", "zxy10851")
    running = Told(scene)
    running.run(1_799)
    assert not at_sea(scene).any()
    running.run(2 * 3_600)
    assert at_sea(scene).all()


def test_boats_of_a_group_leave_and_turn_home_together(on):
    scene = on("2026-11-20T10:00:00+08:00", *FIVE)
    out_s = [rhythm.berth_s(scene, row) for row in range(5)]
    home_s = [rhythm.sea_s(scene, row) for row in range(5)]
    for spans in (out_s, home_s):
        assert max(spans) - min(spans) <= rhythm.TOGETHER_S
    assert min(home_s) > 20 * 3_600
    scene.now_s = 1e6
    assert rhythm.berth_s(scene, 0) != pytest.approx(out_s[0], abs=1)


def test_a_boat_stays_in_when_the_wind_nears_its_class_and_goes_when_it_drops(on):
    calm, gale = (on("2026-11-20T10:00:00+08:00", "zxy10009", wind_mps=wind) for wind in (5.0, 19.0))
    assert not rhythm.stays_in(calm, 0)
    assert rhythm.stays_in(gale, 0)
    gale.bidden[0] = True
    assert not rhythm.stays_in(gale, 0)


def test_a_boat_stays_in_a_day_before_a_storm_but_not_three(make_scene):
    boat = "zxy10009"
    near, far = (make_scene(boat, storm="wanda-1956", closest_at_s=hours * 3_600) for hours in (20, 72))
    assert not rhythm.too_windy(near, [0], near.ground_m)[0]
    assert rhythm.stays_in(near, 0)
    assert not rhythm.stays_in(far, 0)


def test_a_boat_stays_in_when_only_the_harbour_lies_in_the_storm(make_scene):
    scene = make_scene("zxy20636", storm="infa-2021", closest_at_s=8 * 3_600)
    scene.ground_m[0] = -8_100, -86_200
    assert not any(rhythm.too_windy(scene, [0], scene.ground_m, each)[0] for each in rhythm.FORESEEN_H)
    assert rhythm.stays_in(scene, 0)


@pytest.mark.parametrize(("instant", "hour"), [("2026-11-20T00:30:00Z", 8.5), ("2026-11-20T20:00:00Z", 4.0)])
def test_the_hour_is_that_of_the_port(on, instant, hour):
    assert rhythm.hour_of_day(on(instant, "zxy10009")) == pytest.approx(hour)
