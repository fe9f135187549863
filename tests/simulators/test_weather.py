import itertools
from collections import defaultdict

import msgspec

from simulators.post import Post
from simulators.weather import Weather
from tests.simulators.conftest import START_MS
from twin import wire
from twin.decode import WeatherTold, decode
from twin.weather import Weather as Standing
from twin.weather import fold, standing, told
from twin.wire import WeatherBody

HOUR_MS = 3_600_000


def issued(scene, hours):
    post = Post(START_MS)
    weather = Weather(scene, post, START_MS, seed=1)
    scene.now_s = 3.0
    weather.step()
    for hour in range(1, hours + 1):
        scene.now_s = hour * 3_600.0
        weather.step()
    return post.take(START_MS + 10**10)


def by_topic(letters):
    bodies = defaultdict(list)
    for said in letters:
        bodies[said.topic].append(msgspec.json.decode(said.payload, type=WeatherBody))
    return bodies


def test_a_forecast_is_issued_at_once_and_at_every_full_hour(make_scene):
    heard = by_topic(issued(make_scene(), 4))
    assert set(heard) == {"weather/sim-met/forecast"}
    bodies = heard["weather/sim-met/forecast"]
    assert bodies[0].issued_ms == START_MS + 3_000
    assert [body.issued_ms % HOUR_MS for body in bodies[1:]] == [0] * (len(bodies) - 1)
    assert all(body.valid_to_ms > body.valid_from_ms >= body.issued_ms for body in bodies)
    assert {body.force for body in bodies} <= {4, 5}


def test_a_forecast_follows_the_elements(make_scene):
    scene = make_scene(wind_mps=15.0, wind_from_deg=180.0, visibility_m=300.0)
    body = by_topic(issued(scene, 1))["weather/sim-met/forecast"][0]
    assert body.force >= 7
    assert body.text.startswith("南风")
    assert "最低能见度0.3公里" in body.text
    assert "S wind force" in body.text


def test_a_storm_is_told_of_every_three_hours_far_off_and_hourly_when_near(make_scene):
    scene = make_scene(storm="infa-2021", closest_at_s=72 * 3_600)
    bodies = by_topic(issued(scene, 96))["weather/sim-met/typhoon"]
    gaps_h = [round((b.issued_ms - a.issued_ms) / HOUR_MS) for a, b in itertools.pairwise(bodies)]
    assert set(gaps_h) == {1, 3}
    assert gaps_h[0] == 3
    assert gaps_h[len(gaps_h) // 2] == 1


def test_warnings_deepen_stand_and_are_lifted_one_source_for_each_danger(make_scene):
    scene = make_scene(storm="wanda-1956", closest_at_s=48 * 3_600)
    heard = by_topic(issued(scene, 96))
    for source in ("sim-met", "sim-met-wave"):
        levels = [body.level for body in heard[f"weather/{source}/warning"]]
        changes = [level for level, before in zip(levels, [0, *levels], strict=False) if level != before]
        assert changes[:4] == ["blue", "yellow", "orange", "red"]
        assert levels[-1] is None
        assert "解除" in heard[f"weather/{source}/warning"][-1].text


def test_the_twin_takes_every_issue_and_shows_the_newest(make_scene):
    scene = make_scene(storm="infa-2021", closest_at_s=30 * 3_600)
    known = Standing()
    for said in issued(scene, 36):
        heard = decode(
            wire.Letter(f"yugang/sim/shipu/{said.topic}", said.payload, said.t_ms), "yugang/sim/shipu"
        )
        assert isinstance(heard, WeatherTold), heard
        facts = told(known, heard, said.t_ms)
        assert isinstance(facts, list), (said.topic, facts)
        for fact in facts:
            fold(known, fact)
    shown = {(issue.source, issue.what): issue for issue in standing(known, START_MS + 36 * HOUR_MS)}
    assert shown["sim-met", "typhoon"].name == "烟花 In-Fa 2106"
    assert shown["sim-met", "warning"].level in ("yellow", "orange")
    assert not shown["sim-met", "forecast"].stale


def test_the_longest_source_still_gives_ids_that_the_wire_allows(make_scene):
    scene = make_scene(storm="wanda-1956", closest_at_s=12 * 3_600, source="a" * 32)
    for said in issued(scene, 1):
        heard = decode(
            wire.Letter(f"yugang/sim/shipu/{said.topic}", said.payload, said.t_ms), "yugang/sim/shipu"
        )
        assert isinstance(heard, WeatherTold), heard
