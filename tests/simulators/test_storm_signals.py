import pytest

from simulators.storm_signals import surge_signal, wave_signal, wind_signal
from tests.simulators.conftest import START_MS

HOUR_MS = 3_600_000


def test_a_calm_day_has_no_signal(make_scene):
    scene = make_scene()
    for hour in range(48):
        for signal_of in (wind_signal, wave_signal, surge_signal):
            assert signal_of(scene, START_MS + hour * HOUR_MS).level is None


@pytest.mark.parametrize(
    ("wind_mps", "level"), [(9.0, None), (12.0, "blue"), (18.5, "yellow"), (26.5, "orange"), (38.0, "red")]
)
def test_a_steady_wind_has_the_colour_of_its_force(make_scene, wind_mps, level):
    scene = make_scene(wind_mps=wind_mps / 1.25)  # as the open coast has it
    levels = {wind_signal(scene, START_MS + hour * HOUR_MS).level for hour in range(12)}
    assert level in levels
    assert "大风" in wind_signal(scene, START_MS).words.zh


def test_colours_deepen_as_a_storm_comes_and_each_in_its_own_time(make_scene):
    pass_h = 72
    scene = make_scene(storm="wanda-1956", closest_at_s=pass_h * 3_600)
    storm, first_h = scene.elements.storm, {}
    for hour in range(pass_h):
        signal = wind_signal(scene, START_MS + hour * HOUR_MS)
        first_h.setdefault(signal.level, hour)
    assert storm is not None
    assert list(first_h) == [None, "blue", "yellow", "orange", "red"]
    assert pass_h - first_h["blue"] > 24
    assert pass_h - first_h["red"] <= 10
    words = wind_signal(scene, START_MS + (pass_h - 3) * HOUR_MS).words
    assert "台风红色预警" in words.zh
    assert "Typhoon warning, red" in words.en


def test_waves_and_surge_have_their_own_signals(make_scene):
    scene = make_scene(storm="wanda-1956", closest_at_s=24 * 3_600)
    assert wave_signal(scene, START_MS + 20 * HOUR_MS).level == "red"
    surges = [surge_signal(scene, START_MS + hour * HOUR_MS).level for hour in range(24)]
    assert any(surges)
