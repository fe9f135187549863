"""Obey: called back, the boat turns towards the water where it may be, and works on there."""

from simulators.scene import UNDER_WAY, Leg, Plan, Scene

AGAIN_S = 600.0
AT_SEA_H = (2.0, 6.0)


def plan(scene: Scene, row: int) -> Plan:
    """Return the way to the nearest place well inside the boat's permitted water, then its work there.

    A boat bound to no permitted water goes home.
    """
    home_water = scene.places.home_water(scene.vessels[row])
    if home_water is None:
        return Plan((), "return")
    here_m = scene.here(row)
    haven_m = scene.places.haven_m(home_water.id, here_m)
    way_m = scene.places.water.way(here_m, haven_m)
    if way_m is None:
        return Plan((scene.stay(row, AGAIN_S, UNDER_WAY),), "return")
    scene.ground_m[row] = haven_m
    scene.stay_at_sea(row, *AT_SEA_H)
    return Plan((Leg(way_m, float(scene.cruise_mps[row]), UNDER_WAY),), scene.work_of(row))
