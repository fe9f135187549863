from drills.troubles import Turn, turns_of
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
