import pytest

from api.bench import live


@pytest.mark.broker
def test_a_small_house_is_measured_from_outside(monkeypatch):
    for name, value in (("VESSELS", 50), ("SECONDS", 1), ("SOS", 3), ("CASES", 5)):
        monkeypatch.setattr(live, name, value)
    rows = {what: figure for what, figure, _ in live.run()}
    assert rows["fixes said at 500/s by 50 vessels"] == 500
    assert rows["fixes seen on the screen"] > 0
    assert 0 < rows["publish to WebSocket p50"] <= rows["publish to WebSocket p99"]
    assert 0 < rows["SOS to WebSocket p50"] <= rows["SOS to WebSocket, worst of 3"]
    assert rows["kill -9 to a correct picture"] > 0
