from collections import defaultdict

import msgspec
import numpy as np
import pytest

from simulators.intervals import AT_REST_S
from simulators.post import AIS, BEIDOU, CELL, Post
from simulators.sensors import (
    FIRST_S,
    GNSS_SIGMA_M,
    WANDER_KEPT,
    WANDER_M,
    Sensors,
)
from tests.simulators.conftest import START_MS
from twin.wire import FixBody, StaticBody


class Heard:
    """A scene of a few boats listened to for a while."""

    def __init__(self, running, seconds):
        self.scene = running.scene
        self.post = Post(START_MS)
        self.sensors = Sensors(running.scene, self.post, START_MS, seed=1)
        self.truth = {}
        self.listen(running, seconds)

    def listen(self, running, seconds):
        for _ in range(seconds):
            running.scene.now_s += 1.0
            running.pilots.step(1.0)
            self.sensors.step()
            self.truth[round(running.scene.now_s)] = running.scene.hulls.xy_m.copy()
        self.fixes = defaultdict(list) if not hasattr(self, "fixes") else self.fixes
        self.statics = defaultdict(list) if not hasattr(self, "statics") else self.statics
        for said in self.post.take(START_MS + 10**9):
            _, kind, number, word = said.topic.split("/")
            body = FixBody if word == "fix" else StaticBody
            kept = self.fixes if word == "fix" else self.statics
            kept[kind, number].append((said, msgspec.json.decode(said.payload, type=body)))

    def gaps_s(self, key):
        return np.diff([body.t_ms for _, body in self.fixes[key]]) / 1000


def test_a_steaming_boat_speaks_every_30_s_by_class_b_and_every_10_min_by_beidou(told):
    heard = Heard(told("zxy10009", starts={"zxy10009": ("return", (122.40, 29.0))}), 3_600)
    gaps = heard.gaps_s(("ais-b", "412900000"))[1:]
    assert np.allclose(gaps % 30, 0, atol=0.002) | np.allclose(gaps % 30, 30, atol=0.002)
    assert np.median(gaps) == pytest.approx(30, abs=0.002)
    assert len(heard.fixes["beidou", "0300000"]) in (6, 7)
    assert np.median(heard.gaps_s(("beidou", "0300000"))[1:]) == pytest.approx(600, abs=5)
    assert len(heard.statics["ais-b", "412900000"]) in range(8, 12)


def test_a_moored_class_a_boat_speaks_every_3_min(told):
    heard = Heard(told("zxy10470", starts={"zxy10470": ("moored", (121.93, 29.187))}), 3_600)
    gaps = heard.gaps_s(("ais-a", "412900021"))[1:]
    assert np.median(gaps) == pytest.approx(180, abs=0.002)
    assert heard.fixes["ais-a", "412900021"][0][1].status == 5


def test_every_terminal_speaks_soon_after_the_start_and_not_all_at_once(told, shipu):
    heard = Heard(told(*(vessel.id for vessel in shipu.vessels[:200])), round(FIRST_S))
    seconds = [int((body.t_ms - START_MS) / 1000) for fixes in heard.fixes.values() for _, body in fixes]
    assert len(heard.fixes) >= 0.9 * len(heard.sensors.terminals)
    assert max(np.bincount(seconds)) < 0.25 * len(seconds)


def test_reported_places_are_a_few_metres_from_the_truth(told, shipu, places):
    heard = Heard(told(*(vessel.id for vessel in shipu.vessels[:100])), 600)
    errors = []
    for terminal in heard.sensors.terminals:
        for _, body in heard.fixes[terminal.kind, terminal.id]:
            after = -(-(body.t_ms - START_MS) // 1000)
            true_m = heard.truth[min(max(after, 1), 600)][terminal.row]
            errors.append(np.hypot(*(places.xy_m(body.lon, body.lat)[0] - true_m)))
    errors = np.array(errors)
    assert 3 < np.median(errors) < 12
    assert np.quantile(errors, 0.99) < 30


def test_a_receiver_wanders_slowly_about_where_it_is(make_scene, places):
    scene = make_scene()
    scene.hulls.xy_m += (2_000.0, -1_000.0)
    post = Post(START_MS)
    sensors = Sensors(scene, post, START_MS, seed=1)
    for second in range(1, 12_001):
        scene.now_s = float(second)
        sensors.step()
    off_m = defaultdict(list)
    for said in post.take(START_MS + 10**9):
        if said.topic.startswith("terminal/ais-b") and said.topic.endswith("fix"):
            body = msgspec.json.decode(said.payload, type=FixBody)
            off_m[said.topic].append(places.xy_m(body.lon, body.lat)[0] - (2_000.0, -1_000.0))
    rhythm = [np.array(track)[2:] for track in off_m.values()]
    assert np.std(np.vstack(rhythm)) == pytest.approx(np.hypot(WANDER_M, GNSS_SIGMA_M[1]), rel=0.06)
    kept_m2 = np.mean([np.mean(track[1:] * track[:-1]) for track in rhythm])
    assert kept_m2 == pytest.approx(WANDER_KEPT**AT_REST_S * WANDER_M**2, abs=1.0)


def test_a_dark_boat_is_silent_on_every_terminal_and_speaks_again_afterwards(told):
    running = told("zxy10009", starts={"zxy10009": ("return", (122.40, 29.0))})
    heard = Heard(running, 300)
    running.scene.dark_until_s[0] = 1_300.0
    before = sum(map(len, heard.fixes.values()))
    heard.listen(running, 999)
    assert sum(map(len, heard.fixes.values())) == before
    heard.listen(running, 60)
    assert len(heard.fixes["ais-b", "412900000"]) > 0
    assert sum(map(len, heard.fixes.values())) >= before + 2


def test_some_reports_are_lost_and_more_of_them_far_out(told):
    near = Heard(told("zxy10009", starts={"zxy10009": ("return", (122.20, 29.1))}), 3_000)
    far = Heard(told("zxy10560", starts={"zxy10560": ("return", (122.75, 29.9))}), 3_000)
    kept_near = len(near.fixes["ais-b", "412900000"]) / 100
    kept_far = len(far.fixes["ais-b", "412900070"]) / 100
    assert 0.85 < kept_near < 1.0
    assert 0.5 < kept_far < kept_near


def test_a_mobile_terminal_is_not_heard_beyond_the_reach_of_the_network(told, shipu):
    boat = next(v for v in shipu.vessels if v.terminals[0].startswith("cell"))
    number = boat.terminals[0].split(":")[1]
    near = Heard(told(boat.id, starts={boat.id: ("moored", (121.93, 29.187))}), 120)
    far = Heard(told(boat.id, starts={boat.id: ("moored", (122.40, 29.0))}), 120)
    assert len(near.fixes["cell", number]) >= 4
    assert not far.fixes


def test_each_kind_is_heard_by_its_own_feed_and_comes_late(told, shipu):
    heard = Heard(told(*(vessel.id for vessel in shipu.vessels[:120])), 30)
    feeds = {kind: {body.via for _, body in fixes} for (kind, _), fixes in heard.fixes.items()}
    assert feeds == {"ais-a": {AIS}, "ais-b": {AIS}, "beidou": {BEIDOU}, "cell": {CELL}}
    delays = [said.t_ms - body.t_ms for fixes in heard.fixes.values() for said, body in fixes]
    assert min(delays) > 0
    assert max(delays) <= 12_000
