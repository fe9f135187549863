import pytest


@pytest.mark.parametrize("kind", ["ais-a", "ais-b"])
def test_a_second_hull_speaks_with_the_number_and_moves_on(play, inject, shipu, kind):
    terminal = next(t for v in shipu.vessels for t in v.terminals if t.startswith(f"{kind}:"))
    text = inject(
        "duplicate-identity", terminal=terminal, lon=122.6, lat=29.2, speed_kn=10, course_deg=90, for_s=300
    )
    played = play(text, seconds=400)
    topic = f"terminal/{terminal.replace(':', '/')}/fix"
    twins = [(second, body) for second, body in played.of(topic) if "seq" not in body]
    own = [body for _, body in played.of(topic) if "seq" in body]
    assert len(twins) == played.injected[0].letters >= 9
    assert 30 <= twins[0][0] < 62
    assert twins[-1][0] < 332
    assert own
    assert all(abs(body["lon"] - 122.6) > 0.05 for body in own)
    gone_s = (twins[-1][1]["t_ms"] - twins[0][1]["t_ms"]) / 1000
    gone_m = (twins[-1][1]["lon"] - twins[0][1]["lon"]) * 97_200
    assert gone_m == pytest.approx(gone_s * 10 * 0.5144, abs=40)
    assert twins[0][1]["cog_deg"] == 90


def test_a_second_hull_is_not_heard_by_a_feed_that_is_cut(play, inject, shipu):
    terminal = next(t for v in shipu.vessels for t in v.terminals if t.startswith("ais-a:"))
    text = inject("duplicate-identity", terminal=terminal, lon=122.6, lat=29.2, for_s=60)
    assert play(inject("feed-cut", at_s=20, feed="ais-shipu", for_s=100) + text).injected[1].letters == 0
