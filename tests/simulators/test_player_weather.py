"""The whole port in a storm, and with an instrument that fails: what the player makes of the elements."""

import msgspec
import numpy as np
import pytest

from simulators.elements import WeatherSpec
from simulators.scenario import Scenario, Script, Start
from tests.simulators.conftest import START_MS
from twin.wire import FixBody, SenseBody, WeatherBody

HOUR_S = 3_600


def test_in_the_worst_hour_of_wanda_who_is_caught_out_keeps_moving_and_touches_no_land(
    make_player, over_land, shipu
):
    caught = [vessel.id for vessel in shipu.vessels if vessel.gear == "trawl"][:8]
    scenario = Scenario(
        weather=WeatherSpec(storm="wanda-1956", closest_at_s=3 * HOUR_S),
        starts=tuple(
            Start(vessel=boat, behaviour="trawl", lon=122.12 + 0.01 * row, lat=29.12)
            for row, boat in enumerate(caught)
        ),
    )
    player = make_player(boats=60, scenario=scenario)
    tracks, bodies = [player.scene.hulls.xy_m.copy()], []
    for second in range(10, HOUR_S + 1, 10):
        letters = player.letters_until(START_MS + second * 1_000)
        bodies += [(s.topic, s.payload) for s in letters]
        tracks.append(player.scene.hulls.xy_m.copy())
    tracks = np.array(tracks)
    assert not any(over_land(tracks[:, row]) for row in range(60))
    went_m = np.hypot(*np.moveaxis(np.diff(tracks, axis=0), -1, 0)).sum(axis=0)
    rows = [player.scene.row_of[boat] for boat in caught]
    assert np.median(went_m[rows]) > 1_000
    gusts = [msgspec.json.decode(p, type=SenseBody).value for t, p in bodies if t.endswith("/gust")]
    assert max(gusts) > 41.5
    levels = {msgspec.json.decode(p, type=WeatherBody).level for t, p in bodies if t.endswith("/warning")}
    assert "red" in levels
    assert any(topic.endswith("/typhoon") for topic, _ in bodies)


def test_a_bow_points_into_the_stream_and_the_fix_says_both_course_and_heading(make_player):
    player = make_player(boats=150)
    crabbing = []
    for said in player.letters_until(START_MS + 600_000):
        if "/ais-a/" in said.topic and said.topic.endswith("/fix"):
            body = msgspec.json.decode(said.payload, type=FixBody)
            if body.cog_deg is not None and body.sog_kn > 5:
                crabbing.append(abs((body.heading_deg - body.cog_deg + 180) % 360 - 180))
    assert np.mean(crabbing) == pytest.approx(4, abs=3)


def test_a_script_lets_an_instrument_fail(make_player):
    script = Script(
        at_s=60, behaviour="fault", station="tide-shipu", quantity="water-level", fault="silent", for_s=300
    )
    player = make_player(boats=5, scenario=Scenario(scripts=(script,)))
    said = [s for s in player.letters_until(START_MS + 600_000) if "tide-shipu/water-level" in s.topic]
    assert len(said) in (4, 5)
