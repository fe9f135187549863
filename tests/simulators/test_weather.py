import msgspec

from simulators.post import Post
from simulators.weather import Weather
from tests.simulators.conftest import START_MS
from twin.wire import WeatherBody


def test_a_forecast_is_issued_at_once_and_at_every_full_hour(make_scene):
    scene, post = make_scene(), Post(START_MS)
    weather = Weather(scene, post, START_MS)
    for _ in range(3 * 3_600):
        scene.now_s += 1.0
        weather.step()
    letters = post.take(START_MS + 10**9)
    bodies = [msgspec.json.decode(said.payload, type=WeatherBody) for said in letters]
    assert {said.topic for said in letters} == {"weather/sim-met/forecast"}
    assert bodies[0].issued_ms == START_MS + 3_000
    assert [body.issued_ms % 3_600_000 for body in bodies[1:]] == [0, 0, 0]
    assert all(body.valid_to_ms > body.valid_from_ms >= body.issued_ms for body in bodies)
