"""Leave: the crew comes aboard, the skipper reports, and the boat goes out through a mouth."""

from geo.units import kn_to_mps
from simulators.scene import HARBOUR_KN, MOORED, UNDER_WAY, Leg, Plan, Scene

MUSTER_S = (300.0, 900.0)
AT_SEA_H = (5.0, 20.0)
LONG_TRIP_H = {"trawl": (30.0, 96.0), "purse-seine": (20.0, 60.0)}
"""Most recorded trawlers worked all of 36 h: 8 % of their fixes lie in stays of 3 h or more, and 29 %
of the purse-seiners'. Upper ends are ours."""
AGAIN_S = 3_600.0


def plan(scene: Scene, row: int) -> Plan:
    """Return the muster at the berth, then the way out through the mouth nearest the ground.

    A boat that finds no way stays and tries again after an hour.
    """
    here_m = scene.here(row)
    mouth = scene.places.mouth_between(here_m, scene.ground_m[row])
    way_m = scene.places.water.way(here_m, mouth.outside_m)
    if way_m is None:
        return Plan((scene.stay(row, AGAIN_S, MOORED),), "leave")
    scene.stay_at_sea(row, *LONG_TRIP_H.get(scene.vessels[row].gear, AT_SEA_H))
    muster = scene.stay(row, scene.rng.uniform(*MUSTER_S), MOORED, "departure")
    return Plan((muster, Leg(way_m, kn_to_mps(HARBOUR_KN), UNDER_WAY)), "transit")
