from pathlib import Path

import pytest

from simulators.scenario import parse_scenario
from twin.port import ConfigError

BUILT_IN = sorted((Path(__file__).parents[2] / "simulators" / "scenarios").glob("*.toml"))


def faults_of(port, text):
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ConfigError) as caught:
        parse_scenario(content, "s.toml", port)
    assert all(fault.file == "s.toml" and fault.remedy for fault in caught.value.faults)
    return [(fault.place, fault.what) for fault in caught.value.faults]


@pytest.mark.parametrize("path", BUILT_IN, ids=lambda path: path.stem)
def test_the_built_in_scenarios_are_sound(shipu, path):
    scenario = parse_scenario(path.read_bytes(), path.name, shipu)
    assert scenario.boats
    assert scenario.starts


def test_an_empty_scenario_is_everyday_life(shipu):
    scenario = parse_scenario(b"", "s.toml", shipu)
    assert (scenario.seed, scenario.boats, scenario.starts, scenario.scripts) == (None, None, (), ())


def test_everything_a_script_may_say_is_read(shipu):
    text = """
        seed = 3
        [[script]]
        at_s = 10
        every_s = 600
        vessel = "zxy10009"
        behaviour = "leave-zone"
        answers = "unable"
        ignores = 2
        [[script]]
        at_s = 20.5
        vessel = "zxy10421"
        behaviour = "sos"
        kind = "fire"
        text = "机舱起火"
        test = true
        [[script]]
        at_s = 0
        station = "tide-shipu"
        behaviour = "show"
        quantity = "water-level"
        value = 7.2
        for_s = 60
    """
    leave, sos, show = parse_scenario(text.encode(), "s.toml", shipu).scripts
    assert (leave.at_s, leave.every_s, leave.vessel) == (10, 600, "zxy10009")
    assert (leave.answers, leave.ignores) == ("unable", 2)
    assert (sos.at_s, sos.kind, sos.text, sos.test) == (20.5, "fire", "机舱起火", True)
    assert (show.station, show.quantity, show.value, show.for_s) == ("tide-shipu", "water-level", 7.2, 60)


LEAVE = '[[script]]\nat_s = 1\nvessel = "zxy10009"\nbehaviour = "leave-zone"\n'
SHOW = '[[script]]\nat_s = 1\nstation = "tide-shipu"\nbehaviour = "show"\n'
SHOW += 'quantity = "water-level"\nvalue = 1\nfor_s = 9\n'
START = '[[start]]\nvessel = "zxy10009"\nbehaviour = "gillnet"\nlon = 122.2\nlat = 29.1\n'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("colour = 1", "the file, key colour"),
        ("seed = -1", "the file, key seed"),
        ("boats = 0", "the file, key boats"),
        ('boats = "many"', "the file, key boats"),
        ("script = 3", "key script"),
        ("start = [1]", "key start"),
        (LEAVE.replace("zxy10009", "zxy1"), "script 1, key vessel"),
        (LEAVE.replace("zxy10009", "mv146"), "script 1, key vessel"),
        (LEAVE.replace("leave-zone", "fly"), "script 1, key behaviour"),
        (LEAVE.replace("at_s = 1", "at_s = -1"), "script 1, key at_s"),
        (LEAVE.replace("at_s = 1", "at_s = nan"), "script 1, key at_s"),
        (LEAVE.replace("at_s = 1", "at_s = true"), "script 1, key at_s"),
        (LEAVE.replace("at_s = 1\n", ""), "script 1, key at_s"),
        (LEAVE + "every_s = 0", "script 1, key every_s"),
        (LEAVE + 'answers = "perhaps"', "script 1, key answers"),
        (LEAVE + "ignores = -1", "script 1, key ignores"),
        (LEAVE + "for_s = 5", "script 1, key for_s"),
        (LEAVE + 'station = "tide-shipu"', "script 1, key station"),
        (LEAVE.replace("leave-zone", "go-dark"), "script 1, key for_s"),
        (LEAVE.replace("leave-zone", "sos"), "script 1, key kind"),
        (LEAVE.replace("leave-zone", "sos") + 'kind = "boredom"', "script 1, key kind"),
        (LEAVE.replace("leave-zone", "sos") + 'kind = "fire"\ntest = 1', "script 1, key test"),
        (LEAVE.replace("leave-zone", "sos") + 'kind = "fire"\ntext = 1', "script 1, key text"),
        (SHOW.replace("water-level", "wind"), "script 1, key quantity"),
        (SHOW.replace("tide-shipu", "nowhere"), "script 1, key station"),
        (SHOW.replace("value = 1", 'value = "high"'), "script 1, key value"),
        ('[[script]]\nat_s = 1\nfeed = "none"\nbehaviour = "feed-out"\nfor_s = 9\n', "script 1, key feed"),
        (START.replace("122.2", "132.2"), "start 1, key lon"),
        (START.replace("gillnet", "sos"), "start 1, key behaviour"),
        (START + "at_s = 1", "start 1, key at_s"),
        (START.replace("lat = 29.1", ""), "start 1, key lat"),
    ],
)
def test_a_wrong_scenario_is_refused_with_its_place(shipu, text, place):
    assert place in [where for where, _ in faults_of(shipu, text)]


def test_every_fault_is_found_in_one_go(shipu):
    places = [
        place
        for place, _ in faults_of(
            shipu, "boats = 0\n" + LEAVE.replace("at_s = 1", "at_s = -1") + START + "x = 1"
        )
    ]
    assert places == ["start 1, key x", "script 1, key at_s", "the file, key boats"]


@pytest.mark.parametrize("content", [b"\xff", b"boats = ", b"[[script]\n"])
def test_text_that_is_no_toml_is_refused(shipu, content):
    assert len(faults_of(shipu, content)) == 1
