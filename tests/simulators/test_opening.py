import numpy as np
import pytest

from simulators.opening import open_scene
from simulators.pilots import Pilots


def test_boats_begin_where_a_scenario_puts_them(told, places):
    running = told("zxy10009", starts={"zxy10009": ("leave-zone", (122.4496, 29.2))})
    assert np.allclose(running.scene.here(0), places.xy_m(122.4496, 29.2)[0])
    assert running.scene.behaviour[0] == "leave-zone"
    assert running.scene.hulls.speed_mps[0] > 4.0


def test_a_working_day_has_boats_in_harbour_at_work_and_under_way(shipu, told):
    running = told(*(vessel.id for vessel in shipu.vessels[:300]))
    count = {word: running.scene.behaviour.count(word) for word in set(running.scene.behaviour)}
    assert 120 < count["moored"] < 225  # an evening: small boats are in
    assert {"gillnet", "trawl", "transit", "return", "lane"} <= set(count)


def test_no_boat_begins_on_land_or_outside_its_water(shipu, told, places, over_land):
    running = told(*(vessel.id for vessel in shipu.vessels[:300]))
    track = running.run(5)
    for row, vessel in enumerate(running.scene.vessels):
        assert not over_land(track[:, row]), vessel.id


def test_boats_do_not_all_leave_or_return_together(told, shipu):
    running = told(*(vessel.id for vessel in shipu.vessels[:300]))
    holds = running.pilots._hold_until_s
    moored = holds[np.isfinite(holds)]
    assert np.ptp(moored) > 4 * 3_600


def test_the_boats_of_a_company_begin_together(make_scene, shipu):
    named = {}
    for vessel in shipu.vessels:
        if vessel.group:
            named.setdefault(vessel.group, []).append(vessel.id)
    ids = [one for group in list(named.values())[:25] for one in group]
    scene = make_scene(*sorted(ids, key=[vessel.id for vessel in shipu.vessels].index))
    open_scene(scene, Pilots(scene, lambda *_: None), {})
    out = [row for row in range(len(ids)) if scene.behaviour[row] != "moored"]
    assert {"return", "transit"} & {scene.behaviour[row] for row in out}
    for row in out:
        mates = [one for one in out if one != row and scene.company(one) == scene.company(row)]
        apart_m = np.hypot(*(scene.hulls.xy_m[mates] - scene.hulls.xy_m[row]).T)
        assert not mates or apart_m.min() < 8 * 1852


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_scenario_may_have_all_boats_at_sea_or_none_but_not_the_ships(make_scene, share):
    scene = make_scene("zxy10009", "zxy10421", "zxxc00031", "mv262", wind_mps=14.0)
    open_scene(scene, Pilots(scene, lambda *_: None), {}, share)
    away = np.hypot(*(scene.hulls.xy_m - scene.spot_m).T) > 1
    ships = [vessel.vessel_class == "merchant" for vessel in scene.vessels]
    assert away.tolist() == [bool(ship or share) for ship in ships]


@pytest.mark.parametrize(("wind_mps", "away"), [(3.0, False), (30.0, True)])
def test_no_ship_sails_a_lane_in_a_typhoon(make_scene, wind_mps, away):
    scene = make_scene("mv262", "mv270", wind_mps=wind_mps)
    open_scene(scene, Pilots(scene, lambda *_: None), {})
    assert (scene.dark_until_s > 0).tolist() == [away, away]
    assert scene.behaviour == ["moored" if away else "lane"] * 2
