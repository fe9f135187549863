import msgspec
import numpy as np


def test_all_boats_in_the_circle_jump_together_and_nobody_else(play, inject, shipu):
    circle = {"lon": shipu.lon, "lat": shipu.lat, "radius_m": 40_000}
    text = inject("gnss-jam", east_m=20_000, north_m=-3_000, for_s=60, **circle)
    calm, played = play("", seconds=120), play(text, seconds=120)
    scene = played.scene
    frame = scene.places.frame
    middle_m = np.array(frame.to_xy(shipu.lon, shipu.lat))
    assert len(calm.letters) == len(played.letters)
    jumped = 0
    for was, said in zip(calm.letters, played.letters, strict=True):
        if was.payload == said.payload:
            assert was == said
            continue
        a, b = (msgspec.json.decode(s.payload) for s in (was, said))
        by_m = np.array(frame.to_xy(b["lon"], b["lat"])) - np.array(frame.to_xy(a["lon"], a["lat"]))
        assert np.allclose(by_m, [20_000, -3_000], atol=2)
        assert np.hypot(*(np.array(frame.to_xy(a["lon"], a["lat"])) - middle_m)) < 40_200
        assert 29 < (a["t_ms"] - played.player.boot) / 1000 <= 90
        jumped += 1
    (truth,) = played.injected
    assert truth.letters == jumped > 10
    assert len(truth.whom) > 3
