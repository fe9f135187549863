from api.doors import DoorState


def test_a_state_keeps_since_when_while_only_the_reason_changes():
    down = DoorState("mqtt", up=False, since_ms=10, why="refused")
    assert down.turned(20, up=False, why="timed out") == DoorState(
        "mqtt", up=False, since_ms=10, why="timed out"
    )
    assert down.turned(30, up=True, why="") == DoorState("mqtt", up=True, since_ms=30)
