import pytest

from simulators.scenario_key import Key, seconds
from simulators.scenario_reader.table import Tables


@pytest.fixture
def tables(shipu):
    return Tables("s.toml", shipu)


def test_every_key_comes_back_with_its_value_or_its_default(tables):
    keys = (seconds("at_s", "when"), seconds("every_s", "again", 0.0, low=1))
    assert tables.take("script 1", {"at_s": 3}, keys) == {"at_s": 3.0, "every_s": 0.0}
    assert not tables.faults


def test_a_fault_names_file_place_and_remedy_and_a_stand_in_comes_back(tables):
    keys = (seconds("at_s", "when"), Key("says", "fields", "says"))
    assert tables.take("script 1", {"at_s": "soon", "colour": 1}, keys) == {"at_s": 0.0, "says": ()}
    unknown, soon, missing = tables.faults
    assert str(unknown) == "s.toml: script 1, key colour: unknown key. Known here are: at_s, says"
    assert (soon.place, soon.what) == ("script 1, key at_s", "'soon' is not a number 0..604800")
    assert soon.remedy == "Without quotes. Give a number 0..604800, in the unit the key ends with"
    assert (missing.place, missing.what) == ("script 1, key says", "is missing")
    assert missing.remedy == 'Write { state = "down" }: a field of the fact and its value'


def test_a_wrong_value_of_a_key_that_may_be_left_out_counts_as_left_out(tables):
    assert tables.take("script 1", {"evry_s": 9, "every_s": -1}, (seconds("every_s", "again", 7.0),)) == {
        "every_s": 7.0
    }
    assert tables.faults[0].remedy == "Did you mean every_s? Known here are: every_s"
    assert tables.refused("script 1, key every_s")
    assert not tables.refused("script 1, key at_s")


def test_what_is_no_list_of_tables_is_refused(tables):
    assert tables.listed({"start": [{}, {}]}, "start") == [("start 1", {}), ("start 2", {})]
    assert tables.listed({"start": {}}, "start") == []
    assert tables.listed({"start": [1]}, "start") == []
    assert [fault.place for fault in tables.faults] == ["key start"] * 2
