from collections import Counter

from simulators.cast import CAST, terminals_of


def test_the_cast_stands_at_the_top_of_the_register_as_it_is_told(shipu):
    for place, part in enumerate(CAST):
        vessel = shipu.vessels[place]
        assert (vessel.id, vessel.vessel_class, vessel.gear) == (part.id, part.vessel_class, part.gear)
        assert (vessel.length_m, vessel.wind_class) == (part.length_m, part.wind_class)
        assert vessel.terminals == tuple(terminals_of(place).split())
        assert (vessel.group, vessel.pair) == (part.group, part.pair)


def test_names_follow_ids():
    words = {part.id: part.words().zh for part in CAST}
    assert words["zxy10009"] == "浙象渔10009"
    assert words["zgyz33166"] == "中国渔政33166"
    assert words["mv262"] == "新海运262"
    assert words["zxyy00116"] == "浙象渔运00116"
    assert {part.id: part.home for part in CAST}["mxy60027"] == "霞浦三沙"


def test_the_cast_has_somebody_for_every_scene():
    groups = Counter(part.group for part in CAST)
    assert groups["bz-five"] == 5
    assert {part.kinds for part in CAST} >= {"cell", "ais-b", "beidou", "ais-b beidou", "ais-a"}
    assert {part.vessel_class for part in CAST} == {
        "fishing", "village", "supply", "patrol", "merchant", "visitor"
    }  # fmt: skip
    assert [part.pair for part in CAST if part.id == "zxy10721"] == ["zxy10722"]


def test_scenario_boats_have_the_crews_they_are_for(shipu):
    crews = Counter(person.vessel for person in shipu.people)
    assert crews["zxyy00116"] == 6
    skipper = next(person for person in shipu.people if person.vessel == "zxy10841")
    assert skipper.role == "skipper"
    assert skipper.expires_ms == 1_774_972_800_000  # 2026-04-01T00:00+08:00
    posts = {person.role for person in shipu.people if person.vessel == "zxy10842"}
    assert posts == {"skipper", "engineer", "deckhand"}
