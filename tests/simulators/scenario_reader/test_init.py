from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.scenario import Scenario
from simulators.scenario_reader import parse_scenario
from twin.port import ConfigError

BUILT_IN = sorted((Path(__file__).parents[3] / "simulators" / "scenarios").glob("*.toml"))


@pytest.mark.parametrize("path", BUILT_IN, ids=lambda path: path.stem)
def test_the_built_in_scenarios_are_sound(shipu, path):
    scenario = parse_scenario(path.read_bytes(), path.name, shipu)
    assert scenario.boats
    assert scenario.starts


def test_an_empty_scenario_is_everyday_life(read):
    assert read("") == Scenario()


def test_every_fault_is_found_in_one_go_in_the_order_of_the_language(faults_of):
    text = """
        boats = 0
        [[expect]]
        id = "a b"
        [[script]]
        at_s = -1
        behaviour = "sos"
        [[start]]
        vessel = "nobody"
    """
    places = [place for place, _ in faults_of(text)]
    assert places == [
        "the file, key boats",
        "start 1, key vessel",
        "start 1, key behaviour",
        "start 1, key lon",
        "start 1, key lat",
        "script 1, key at_s",
        "script 1, key vessel",
        "script 1, key kind",
        "expect 1, key id",
        "expect 1, key by_s",
        "expect 1, key rule",
        "the file, key lasts_s",
        "the file, key title",
        "the file, key about",
    ]


@pytest.mark.parametrize("content", [b"\xff", b"boats = ", b"[[script]\n"])
def test_text_that_is_no_toml_is_refused(faults_of, content):
    assert len(faults_of(content)) == 1


NAMES = st.sampled_from(
    [
        "title",
        "begins",
        "seed",
        "weather",
        "skippers",
        "start",
        "script",
        "inject",
        "expect",
        "never",
        "allow",
        "task",
        "objective",
    ]
)
PLAIN = st.one_of(st.integers(-(2**63), 2**63 - 1), st.floats(), st.booleans(), st.text(max_size=3))
KEYS = st.sampled_from(
    [
        "vessel",
        "at_s",
        "kind",
        "behaviour",
        "id",
        "rule",
        "says",
        "met_by",
        "evidence",
        "on",
        "does",
        "zh",
        "wind_mps",
    ]
)
TABLE = st.dictionaries(KEYS, st.one_of(PLAIN, st.lists(PLAIN, max_size=2), st.dictionaries(KEYS, PLAIN)))


def toml(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {toml(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(letter):08x}" for letter in value) + '"'
    return repr(value)


@settings(max_examples=150)
@given(st.dictionaries(NAMES, st.one_of(PLAIN, TABLE, st.lists(TABLE, max_size=3))))
def test_no_table_however_wrong_escapes_the_list_of_faults(shipu, said):
    text = "\n".join(f"{name} = {toml(value)}" for name, value in said.items())
    faults = []
    try:
        parse_scenario(text.encode(), "s.toml", shipu)
    except ConfigError as error:
        faults = error.faults
    assert all(fault.place and fault.what and fault.remedy for fault in faults)
    assert not any("not TOML" in fault.what for fault in faults)
