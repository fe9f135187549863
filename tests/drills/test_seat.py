from msgspec.structs import replace

from drills.seat import Seat
from simulators.scenario import Task
from tests.twin.harbour import T0, port
from twin.decode import decode
from twin.engine import Gap, new_world, step
from twin.incident_loop import State
from twin.wire import Letter, SosBody, encode


def test_a_case_is_taken_after_a_minute_and_ended_only_when_no_alert_of_it_stands():
    world = new_world(port(), "sim")
    seat = Seat(world)
    seat.hear(step(world, [Gap(T0 - 1, "start")], T0).facts)
    sos = encode(SosBody(t_ms=T0, event_id="E1", kind="flooding", lon=122.0, lat=29.0))
    root = "yugang/sim/test"
    heard = decode(Letter(f"{root}/terminal/ais-b/1/sos", sos, T0), root)
    seat.hear(step(world, [heard], T0 + 1000).facts)
    (case,) = world.book.incidents.values()
    for second in range(2, 60):
        assert seat.acts(T0 + second * 1000) == []
    taken = seat.acts(T0 + 70_000)
    assert [act.verb for act in taken] == ["acknowledge"]
    step(world, taken, T0 + 70_000)
    assert seat.acts(T0 + 80_000) == []
    for alert in case.alerts:
        del world.alerts.open[alert]
    ended = seat.acts(T0 + 90_000)
    step(world, ended, T0 + 90_000)
    assert case.state == State.RESOLVED
    assert seat.acts(T0 + 100_000) == []


def test_orders_of_the_scenario_are_given_by_the_leader_at_their_time_and_once():
    state = Task(
        id="shelter",
        role="leader",
        does="order",
        within_s=60,
        source="a test",
        at_s=3,
        plays_after_s=2,
        order="port-state",
        state="shelter",
        until_s=3_600,
        note="a storm",
    )
    not_ours = replace(state, id="later", at_s=None, on="shelter")
    world = new_world(port(), "sim")
    step(world, [Gap(T0 - 1, "start")], T0)
    seat = Seat(world, (state, not_ours), T0)
    assert seat.acts(T0 + 4_000) == []
    (given,) = seat.acts(T0 + 5_000)
    step(world, [given], T0 + 5_000)
    assert world.orders.port_state == "shelter"
    assert [one.to_ms for one in world.orders.standing.values()] == [T0 + 3_600_000]
    assert seat.acts(T0 + 6_000) == []
