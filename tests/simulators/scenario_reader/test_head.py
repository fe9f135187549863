import datetime as dt

import pytest

from simulators.elements.spec import WeatherSpec
from simulators.scenario import Scenario
from simulators.scenario_reader.head import HEAD, WEATHER
from twin.wire import Words


def test_everything_a_head_may_say_is_read(read):
    scenario = read("""
        title = { zh = "回港", en = "Recall" }
        about = "Whether 95 late boats are seen in time"
        source = "Ningbo, 2023-07-25"
        seed = 7
        boats = 200
        begins = 2026-07-25T06:00:00+08:00
        lasts_s = 7200
        waits_for = ["late-for-recall"]
        net_buoys = 40
        at_sea = 0.9
        turn_s = 4
        [weather]
        storm = "infa-2021"
        closest_at_s = 3600
        visibility_m = 800
        [skippers]
        silent = 0.1
        unable = 0.05
    """)
    assert scenario.title == Words("回港", "Recall")
    assert scenario.about == Words(*["Whether 95 late boats are seen in time"] * 2)
    assert scenario.begins_ms == dt.datetime(2026, 7, 24, 22, tzinfo=dt.UTC).timestamp() * 1000
    assert (scenario.seed, scenario.boats, scenario.lasts_s, scenario.net_buoys) == (7, 200, 7200, 40)
    assert (scenario.at_sea, scenario.turn_s, read("").turn_s) == (0.9, 4, 1)
    assert scenario.waits_for == ("late-for-recall",)
    assert scenario.weather == WeatherSpec(storm="infa-2021", closest_at_s=3600, visibility_m=800)
    assert dict(scenario.skippers) == {"silent": 0.1, "unable": 0.05}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("colour = 1", "the file, key colour"),
        ("seed = -1", "the file, key seed"),
        ("seed = 1.5", "the file, key seed"),
        ("boats = 0", "the file, key boats"),
        ('boats = "many"', "the file, key boats"),
        ('title = { zh = "x" }', "the file, key title"),
        ('title = ""', "the file, key title"),
        ("begins = 2026-11-25T03:00:00", "the file, key begins"),
        ("begins = 2020-11-25T03:00:00Z", "the file, key begins"),
        ('begins = "noon"', "the file, key begins"),
        ("lasts_s = 0", "the file, key lasts_s"),
        ("waits_for = []", "the file, key waits_for"),
        ('waits_for = ["a", "a"]', "the file, key waits_for"),
        ("weather = 3", "key weather"),
        ('weather = { storm = "unheard-of" }', "weather, key storm"),
        ("weather = { wind_mps = 41 }", "weather, key wind_mps"),
        ("weather = { rain = 3 }", "weather, key rain"),
        ("skippers = { silent = 0.6, unable = 0.5 }", "skippers"),
        ("skippers = { brave = 0.6 }", "skippers, key brave"),
    ],
)
def test_a_wrong_head_is_refused_with_its_place(faults_of, text, place):
    assert place in [where for where, _ in faults_of(text)]


def test_an_instant_may_be_a_text(read):
    assert read('begins = "2026-07-25T06:00:00+08:00"').begins_ms == 1_784_930_400_000


def test_every_key_is_a_field_of_what_is_read():
    assert {key.name for key in HEAD} - {"begins"} < set(Scenario.__struct_fields__)
    assert {key.name for key in WEATHER} == set(WeatherSpec.__struct_fields__)
