"""Leave: the crew comes aboard, the skipper reports, and the boat goes out through a mouth."""

from geo.units import kn_to_mps
from simulators.rhythm import berth_s, closed, sea_s, stays_in
from simulators.scene import HARBOUR_KN, MOORED, UNDER_WAY, Leg, Plan, Scene

MUSTER_S = (300.0, 900.0)
AGAIN_S = 3_600.0


def plan(scene: Scene, row: int) -> Plan:
    """Return the muster at the berth, then the way out through the mouth nearest the ground.

    A boat that season or weather keeps in, or that finds no way, stays and tries again: when its season
    opens, or after an hour.
    """
    if stays_in(scene, row):
        hold_s = AGAIN_S if closed(scene, row) is None else berth_s(scene, row)
        return Plan((scene.stay(row, hold_s, MOORED),), "leave")
    here_m = scene.here(row)
    mouth = scene.places.mouth_between(here_m, scene.ground_m[row])
    outside_m = scene.places.track_outside_m(mouth, float(scene.starboard[row]), outbound=True)
    way_m = scene.places.water.way(here_m, outside_m)
    if way_m is None:
        return Plan((scene.stay(row, AGAIN_S, MOORED),), "leave")
    scene.home_at_s[row] = scene.now_s + sea_s(scene, row)
    muster = scene.stay(row, scene.rng.uniform(*MUSTER_S), MOORED, "departure")
    return Plan((muster, Leg(way_m, kn_to_mps(HARBOUR_KN), UNDER_WAY, passes=True)), "transit")
