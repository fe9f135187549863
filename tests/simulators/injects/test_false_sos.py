import pytest

from tests.simulators.conftest import START_MS
from twin import wire


@pytest.mark.parametrize(
    ("beacon", "digits", "kind"), [("epirb", 974, "distress"), ("mob", 972, "man-overboard")]
)
def test_a_beacon_calls_until_it_is_received(play, inject, beacon, digits, kind):
    played = play(
        inject("false-sos", beacon=beacon, number=12, lon=122.4, lat=29.1, test=True, for_s=100), 95
    )
    calls = played.of(f"terminal/ais-a/{digits}000012/sos")
    assert [round(second) // 15 for second, _ in calls] == [2, 3, 4, 5, 6]
    events = {body["event_id"] for _, body in calls}
    assert len(events) == 1
    assert {(body["kind"], body["test"], body["lon"]) for _, body in calls} == {(kind, True, 122.4)}
    topic, receipt = f"terminal/ais-a/{digits}000012/receipt", wire.encode(wire.ReceiptBody(events.pop()))
    played.player.hear(topic, receipt)
    more = [said for said in played.player.letters_until(START_MS + 130_000) if said.topic.endswith("/sos")]
    assert not more
