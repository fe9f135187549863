import pytest

from twin.port import ConfigError


def ahead_s(played, topic, from_s=33, to_s=88):
    """Return how far letters tell a time ahead of their arrival, seconds, to the nearest 50."""
    return {
        round((body["t_ms"] / 1000 - played.player.boot / 1000 - second) / 50) * 50
        for second, body in played.of(topic, from_s, to_s)
    }


@pytest.mark.parametrize(
    ("keys", "wrong", "right"),
    [
        ({"terminal_kind": "ais-a"}, "terminal/ais-a/", "terminal/ais-b/"),
        ({"feed": "ais-shipu"}, "terminal/ais-a/", "terminal/beidou/"),
        ({"feed": "ais-shipu"}, "feed/ais-shipu/", "feed/bds-gw/"),
    ],
)
def test_only_those_meant_tell_a_wrong_time_and_only_for_so_long(play, inject, keys, wrong, right):
    played = play(inject("clock-skew", skew_s=-600, for_s=60, **keys))
    assert ahead_s(played, wrong) == {-600}
    assert ahead_s(played, right) <= {0}
    assert ahead_s(played, wrong, 0, 28) == ahead_s(played, wrong, 95, 120) == {0}
    assert played.injected[0].letters >= len(played.of(wrong, 33, 88)) > 5


def test_one_terminal_may_be_meant(play, inject, shipu):
    terminal = next(t for v in shipu.vessels for t in v.terminals if t.startswith("ais-a:"))
    played = play(inject("clock-skew", terminal=terminal, skew_s=3600, for_s=300), seconds=300)
    assert played.injected[0].whom == [terminal]
    assert ahead_s(played, f"terminal/{terminal.replace(':', '/')}/", 35, 300) == {3600}


@pytest.mark.parametrize("keys", [{}, {"feed": "bds-gw", "terminal_kind": "beidou"}])
def test_exactly_one_of_the_three_must_be_said(play, inject, keys):
    with pytest.raises(ConfigError, match="exactly one of terminal, terminal_kind, feed"):
        play(inject("clock-skew", skew_s=3600, for_s=300, **keys))
