import pytest

from simulators.injects import KEYS_OF
from simulators.scenario import Inject, Script
from simulators.scenario_reader.played import SCRIPTS, WHEN


def test_everything_a_script_may_say_is_read(read):
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
    leave, sos, show = read(text).scripts
    assert (leave.at_s, leave.every_s, leave.vessel) == (10, 600, "zxy10009")
    assert (leave.answers, leave.ignores) == ("unable", 2)
    assert (sos.at_s, sos.kind, sos.text, sos.test) == (20.5, "fire", "机舱起火", True)
    assert (show.station, show.quantity, show.value, show.for_s) == ("tide-shipu", "water-level", 7.2, 60)


LEAVE = '[[script]]\nat_s = 1\nvessel = "zxy10009"\nbehaviour = "leave-zone"\n'
SHOW = '[[script]]\nat_s = 1\nstation = "tide-shipu"\nbehaviour = "show"\n'
SHOW += 'quantity = "water-level"\nvalue = 1\nfor_s = 9\n'
START = '[[start]]\nvessel = "zxy10009"\nbehaviour = "gillnet"\nlon = 122.2\nlat = 29.1\n'


JAM = '[[inject]]\nkind = "gnss-jam"\nat_s = 5\nlon = 122\nlat = 29\nradius_m = 900\nfor_s = 60\n'
CUT = '[[inject]]\nkind = "feed-cut"\nat_s = 5\nfeed = "ais-shipu"\nfor_s = 60\n'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("script = 3", "key script"),
        ("start = [1]", "key start"),
        (LEAVE.replace("zxy10009", "zxy1"), "script 1, key vessel"),
        (LEAVE.replace("zxy10009", "mv146"), "script 1, key vessel"),
        (LEAVE.replace("leave-zone", "fly"), "script 1, key behaviour"),
        (LEAVE + "to_lon = 122\nto_lat = 29\n", "script 1, key to_lon"),
        (LEAVE.replace("leave-zone", "go-to"), "script 1, key to_lon"),
        (LEAVE.replace("leave-zone", "go-to") + "to_lon = 122\n", "script 1, key to_lat"),
        (START.replace("gillnet", "transit") + "to_lon = 122\nto_lat = 29\n", "start 1, key to_lon"),
        (LEAVE.replace("at_s = 1", "at_s = -1"), "script 1, key at_s"),
        (LEAVE.replace("at_s = 1", "at_s = nan"), "script 1, key at_s"),
        (LEAVE.replace("at_s = 1", "at_s = true"), "script 1, key at_s"),
        (LEAVE.replace("at_s = 1\n", ""), "script 1, key at_s"),
        (LEAVE + "every_s = 0", "script 1, key every_s"),
        (LEAVE + 'answers = "perhaps"', "script 1, key answers"),
        (LEAVE + "ignores = -1", "script 1, key ignores"),
        (LEAVE + "for_s = -5", "script 1, key for_s"),
        (LEAVE + "track = [[122.1]]", "script 1, key track"),
        (LEAVE + "track = []", "script 1, key track"),
        (LEAVE + "track = [[132.1, 29.1]]", "script 1, key track"),
        (LEAVE + "cpa_m = -1", "script 1, key cpa_m"),
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
        (START + START, "start 2, key vessel"),
        (START + "speed_kn = 31", "start 1, key speed_kn"),
        (START + 'other = "nobody"', "start 1, key other"),
        (JAM, "inject 1"),
        (CUT.replace("feed-cut", "rain"), "inject 1, key kind"),
        (CUT.replace("ais-shipu", "link"), "inject 1, key feed"),
        (CUT.replace("for_s = 60", ""), "inject 1, key for_s"),
        (CUT + "skew_s = 3", "inject 1, key skew_s"),
        (CUT.replace("at_s = 5", ""), "inject 1, key at_s"),
        (START.replace("lat = 29.1", ""), "start 1, key lat"),
    ],
)
def test_a_wrong_scenario_is_refused_with_its_place(faults_of, text, place):
    assert place in [where for where, _ in faults_of(text)]


def test_a_boat_may_be_told_where_to_and_how_fast(read):
    (start,) = read(START.replace("gillnet", "go-to") + "to_lon = 122.5\nto_lat = 29\nspeed_kn = 7.5").starts
    assert (start.to_lon, start.to_lat, start.speed_kn) == (122.5, 29, 7.5)
    (start,) = read(START.replace("gillnet", "assist") + 'other = "zxy10421"').starts
    assert start.other == "zxy10421"


@pytest.mark.parametrize(
    ("behaviour", "more", "fault"),
    [
        ("gillnet", 'other = "zxy10421"', ("start 1, key other", "gillnet does not heed it")),
        ("go-to", "to_lon = 122.5\nto_lat = 29\ncpa_m = 9", ("start 1, key cpa_m", "go-to does not heed it")),
        ("gillnet", "track = [[122.1, 29.1]]", ("start 1, key track", "gillnet does not heed it")),
        ("follow-track", "", ("start 1, key track", "is missing")),
        ("collide-course", "", ("start 1, key other", "is missing")),
        ("assist", 'other = "zxy10009"', ("start 1, key other", "zxy10009 is the boat itself")),
    ],
)
def test_a_behaviour_has_what_it_heeds_and_nothing_else(faults_of, behaviour, more, fault):
    assert faults_of(START.replace("gillnet", behaviour) + more) == [fault]


def test_a_boat_of_a_pair_needs_no_name_of_the_other(read):
    assert read(START.replace("gillnet", "pair-trawl").replace("zxy10009", "zxy10721")).starts


def test_an_inject_is_read_with_the_keys_of_its_kind(shipu, read):
    terminal = shipu.vessels[0].terminals[0]
    storm = f"""
        [[inject]]
        kind = "message-storm"
        at_s = 10
        every_s = 100
        terminal = "{terminal}"
        per_s = 50
        sorts = ["nan", "sound"]
        for_s = 20
    """
    cut, storm = read(CUT + storm).injects
    assert (cut.kind, cut.feed, cut.at_s, cut.for_s, cut.every_s) == ("feed-cut", "ais-shipu", 5, 60, 0)
    assert (storm.terminal, storm.per_s, storm.sorts) == (terminal, 50, ("nan", "sound"))


def test_every_key_of_every_kind_is_a_field_of_what_is_read():
    for struct, kinds in ((Script, SCRIPTS), (Inject, KEYS_OF)):
        for kind, keys in kinds.items():
            assert {key.name for key in (*WHEN, *keys)} <= set(struct.__struct_fields__), kind


def test_a_boat_may_be_told_a_track_and_how_near_to_pass(read):
    track = LEAVE.replace("leave-zone", "follow-track") + "track = [[122.1, 29.1], [122.2, 29]]\nfor_s = 60"
    [script] = read(track).scripts
    assert (script.track, script.for_s) == (((122.1, 29.1), (122.2, 29.0)), 60)
    pass_by = LEAVE.replace("leave-zone", "collide-course") + 'other = "zxy10421"\ncpa_m = 300'
    [script] = read(pass_by).scripts
    assert script.cpa_m == 300
