import msgspec

from drills.troubles import Turn, left_behind, turns_of
from simulators.scenario import Inject, Scenario


def test_broker_and_twin_go_and_come_in_order_and_again_when_it_repeats():
    scenario = Scenario(
        injects=(
            Inject(at_s=50, kind="twin-restart", for_s=30, every_s=100),
            Inject(at_s=60, kind="broker-restart", for_s=5),
            Inject(at_s=1, kind="feed-cut", for_s=5),
        )
    )
    assert turns_of(scenario, 200) == (
        Turn(50, "twin-restart", up=False),
        Turn(60, "broker-restart", up=False),
        Turn(65, "broker-restart", up=True),
        Turn(80, "twin-restart", up=True),
        Turn(150, "twin-restart", up=False),
        Turn(180, "twin-restart", up=True),
    )


def test_a_position_and_a_call_lie_on_the_broker_in_the_name_of_a_terminal():
    inject = Inject(at_s=60, kind="retained", terminal="beidou:77", lon=122.5, lat=29.1)
    fix, sos = left_behind(Scenario(injects=(inject,)), 1_000)
    assert (fix.at_s, fix.topic, sos.topic) == (60, "terminal/beidou/77/fix", "terminal/beidou/77/sos")
    bodies = [msgspec.json.decode(left.payload) for left in (fix, sos)]
    assert [(body["t_ms"], body["lon"], body["via"]) for body in bodies] == [(61_000, 122.5, "bds-gw")] * 2
