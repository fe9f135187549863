import re

import msgspec
import numpy as np
import pytest

from geo.units import kn_to_mps
from simulators.net_buoys import LIFE_H, LINE, SPACING_M, NetBuoys
from simulators.post import Post
from tests.simulators.conftest import START_MS
from twin.wire import FixBody, StaticBody

PLACE = (122.25, 29.1)


@pytest.fixture
def laid(told):
    running = told("zxy10009", starts={"zxy10009": ("gillnet", PLACE)})
    running.scene.bidden[0] = True
    post = Post(START_MS)
    return running.scene, post, NetBuoys(running.scene, post, START_MS, 1, 40)


def play(scene, buoys, seconds):
    for _ in range(seconds):
        scene.now_s += 1.0
        buoys.step()


def test_buoys_lie_in_lines_near_the_boat_that_sets_nets(laid):
    scene, _, buoys = laid
    off_m = np.hypot(*(buoys.xy_m - scene.hulls.xy_m[0]).T)
    assert off_m.max() < 1_500 + LINE * SPACING_M
    gaps = np.hypot(*np.diff(buoys.xy_m.reshape(4, LINE, 2), axis=1).transpose(2, 0, 1))
    assert np.allclose(gaps, SPACING_M)


def test_they_speak_every_two_minutes_or_so_under_numbers_that_are_nobodys(laid):
    scene, post, buoys = laid
    play(scene, buoys, 3_600)
    letters = post.take(START_MS + 10**9)
    spoke = {}
    for said in letters:
        _, kind, number, word = said.topic.split("/")
        assert kind == "ais-b"
        assert re.fullmatch(r"[1-9]\d{8}", number)
        assert number[:3] not in ("412", "413", "414")
        if word == "fix":
            body = msgspec.json.decode(said.payload, type=FixBody)
            spoke.setdefault(number, []).append(body)
            assert body.sog_kn < 1.0
            assert body.via == "ais-shipu"
        else:
            name = msgspec.json.decode(said.payload, type=StaticBody).name
            assert re.fullmatch(r"\d{4}-1[0-2]\.\dV|NET\d{4}-\d+%", name)
    assert len(spoke) == 40
    gaps = np.concatenate([np.diff([body.t_ms for body in bodies]) for bodies in spoke.values()]) / 1000
    assert np.median(gaps) == pytest.approx(120, abs=2)
    assert gaps.min() >= 59
    assert gaps.max() <= 4 * 1_800


def test_they_drift_with_the_stream_below_a_knot(laid):
    scene, _, buoys = laid
    before_m = buoys.xy_m.copy()
    play(scene, buoys, 3_600)
    gone_m = np.hypot(*(buoys.xy_m - before_m).T)
    assert gone_m.max() < kn_to_mps(1.0) * 3_600
    assert gone_m.min() > 10


def test_a_battery_does_not_last_longer_than_480_hours(laid):
    scene, post, buoys = laid
    scene.now_s = LIFE_H * 3_600
    play(scene, buoys, 3_600)
    assert post.take(START_MS + 10**13) == []


def test_no_buoys_unless_a_scenario_asks_for_them(told):
    running = told("zxy10009")
    post = Post(START_MS)
    buoys = NetBuoys(running.scene, post, START_MS, 1, 0)
    play(running.scene, buoys, 600)
    assert post.take(START_MS + 10**9) == []
