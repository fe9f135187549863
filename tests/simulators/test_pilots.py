import numpy as np

from simulators.behaviours import PLANS
from simulators.scene import FISHING, MOORED, UNDER_WAY, Leg, Plan

START = ("moored", (122.30, 29.10))


def one(told):
    return told("zxy10009", starts={"zxy10009": START})


def test_a_boat_follows_its_legs_waits_and_then_takes_the_next_behaviour(told):
    running = one(told)
    here = running.scene.here(0)
    way = np.stack([here, here + np.array([200.0, 0.0]), here + np.array([200.0, 200.0])])
    plan = Plan(
        (Leg(way, 4.0, FISHING, hold_s=30.0), Leg(way[::-1], 4.0, UNDER_WAY, report="arrival")), "moored"
    )
    running.pilots.set_out(0, "gillnet", plan)
    assert running.scene.behaviour[0] == "gillnet"
    assert running.scene.status[0] == FISHING
    track = running.run(220)[:, 0]
    assert np.abs(track - way[2]).sum(axis=1).min() < 1e-9
    still = (np.diff(track, axis=0) == 0).all(axis=1).sum()
    assert 28 <= still <= 33
    assert running.scene.status[0] == UNDER_WAY
    running.run(160)
    assert running.scene.behaviour[0] == "moored"
    assert running.scene.status[0] == MOORED
    assert running.reports == [(0, "ashore"), (0, "arrival"), (0, "ashore")]


def test_a_boat_passes_the_end_of_a_leg_that_leads_on_and_stops_at_any_other(told):
    for passes in (True, False):
        running = one(told)
        here = running.scene.here(0)
        way = np.stack([here, here + np.array([400.0, 0.0])])
        on = np.stack([way[1], way[1] + np.array([0.0, 400.0])])
        legs = (Leg(way, 4.0, UNDER_WAY, passes=passes), Leg(on, 4.0, UNDER_WAY))
        running.pilots.set_out(0, "transit", Plan(legs, "moored"))
        moved_m = np.hypot(*np.diff(running.run(150)[60:, 0], axis=0).T)
        assert (np.sort(moved_m)[1] > 1.5) == passes  # the step that ends at the point is shorter


def test_following_a_behaviour_drops_what_the_boat_did(told):
    running = one(told)
    running.pilots.follow(0, "gillnet")
    running.run(60)
    running.pilots.follow(0, "return")
    assert running.scene.behaviour[0] == "return"
    assert len(running.scene.legs[0]) == 2


def test_a_plan_without_legs_passes_on_to_what_follows(told):
    running = one(told)
    running.pilots.set_out(0, "trawl", Plan((), "moored"))
    assert running.scene.behaviour[0] == "moored"


def test_a_boat_is_left_where_it_is_when_plans_lead_nowhere(told, monkeypatch):
    running = one(told)
    monkeypatch.setitem(PLANS, "drift", lambda *_: Plan((), "drift"))
    running.pilots.follow(0, "drift")
    here = running.scene.here(0)
    running.run(300)
    assert (running.scene.here(0) == here).all()


def steams(told, for_s=0.0):
    """A boat that steams east by three points, 500 m apart."""
    running = one(told)
    way = running.scene.here(0) + np.array([[0.0, 0.0], [500.0, 0.0], [1_000.0, 0.0], [1_500.0, 0.0]])
    running.pilots.set_out(0, "transit", Plan((Leg(way, 4.0, UNDER_WAY, for_s=for_s),), "moored"))
    return running, way


def test_a_boat_that_turned_aside_does_not_go_back_for_the_point_it_passed(told):
    running, way = steams(told)
    running.pilots.turn_aside(0, way[1] + np.array([100.0, -80.0]), 160.0)
    track = running.run(600)[:, 0]
    assert (np.diff(track[:, 0]) >= 0).all()
    assert np.hypot(*(track - way[2]).T).min() < 1e-6
    assert np.hypot(*(track - way[3]).T).min() < 1e-6


def test_a_boat_that_turned_aside_past_the_end_of_a_leg_that_leads_on_goes_on(told):
    running = one(told)
    here = running.scene.here(0)
    way, beside = np.stack([here, here + np.array([300.0, 0.0])]), here + np.array([330.0, 60.0])
    on = np.stack([way[1], way[1] + np.array([900.0, 60.0])])
    legs = (Leg(way, 4.0, UNDER_WAY, passes=True), Leg(on, 4.0, UNDER_WAY))
    running.pilots.set_out(0, "transit", Plan(legs, "moored"))
    running.pilots.turn_aside(0, beside, 90.0)
    track = running.run(200)[:, 0]
    gone = int(np.argmin(np.hypot(*(track - beside).T)))
    assert (np.diff(track[gone:, 0]) > -1e-9).all()


def test_a_boat_is_bound_for_its_next_point_and_when_it_was_aside_for_the_one_it_comes_back_to(told):
    running, way = steams(told)
    assert (running.pilots.bound_m([0]) == way[1]).all()
    running.pilots.turn_aside(0, way[1] + np.array([100.0, -80.0]), 160.0)
    assert (running.pilots.bound_m([0]) == way[2]).all()
    running.run(200)
    assert (running.pilots.bound_m([0]) == way[2]).all()


def test_a_leg_that_ends_after_a_time_lasts_until_the_boat_that_turned_aside_is_there(told):
    running, way = steams(told, for_s=15.0)
    running.pilots.turn_aside(0, way[0] + np.array([0.0, -200.0]), 60.0)
    running.run(50)
    assert running.scene.behaviour[0] == "transit"
    running.run(20)
    assert running.scene.behaviour[0] == "moored"


def test_a_boat_makes_a_part_of_its_speed_and_all_of_it_again(told):
    running, _ = steams(told)
    speeds = []
    for part in (0.4, 1.0):
        running.pilots.make_speed(0, part)
        running.run(60)
        speeds.append(float(running.scene.hulls.goal_mps[0]))
    assert speeds == [1.6, 4.0]
    running.scene.hulls.stop(0)
    running.pilots.make_speed(0, 1.0)
    assert running.scene.hulls.goal_mps[0] == 0
