import numpy as np
import pytest


@pytest.mark.parametrize("kind", ["beidou", ""])
def test_the_terminals_tell_where_the_one_hull_is(play, inject, shipu, kind):
    carrier, *owners = [v for v in shipu.vessels if any(t.startswith("beidou") for t in v.terminals)][:4]
    keys = {"terminal_kind": kind} if kind else {}
    text = inject("terminal-swap", vessel=carrier.id, vessels=[v.id for v in owners], for_s=1200, **keys)
    played = play(text, seconds=1200)
    scene = played.scene
    here_m = scene.hulls.xy_m[scene.row_of[carrier.id]]
    told = [t for v in owners for t in v.terminals if t.startswith(kind)]
    assert set(played.injected[0].whom) <= set(told)
    assert any(t.startswith("beidou") for t in played.injected[0].whom)
    for terminal in played.injected[0].whom:
        _, body = played.of(f"terminal/{terminal.replace(':', '/')}/fix", 45)[-1]
        there_m = np.array(scene.places.frame.to_xy(body["lon"], body["lat"]))
        assert np.hypot(*(there_m - here_m)) < 4_000  # no farther than it steams in ten minutes


def test_a_terminal_of_another_kind_stays_aboard(play, inject, shipu):
    carrier, owner = [v for v in shipu.vessels if len(v.terminals) > 1][:2]
    text = inject("terminal-swap", vessel=carrier.id, vessels=[owner.id], terminal_kind="beidou", for_s=900)
    played = play(text, seconds=900)
    assert all(whom.startswith("beidou") for whom in played.injected[0].whom)
