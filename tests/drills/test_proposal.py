"""Whatever a play proposes to write is taken by the reader as it stands, and means what it was made for."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.port_files import port_folder, read_port
from drills.judge import Judge
from drills.piece import KNOWN_RULES, SUBJECT_OF, Piece, strangers
from drills.proposal import expect_needs, surprises
from simulators.scenario import Scenario
from simulators.scenario_reader import parse_scenario
from tests.drills.plays import HEAD, LEAVER, OUTSIDE

BARE = "boats = 3\n"
"""A world to look at: it has no head, and may expect nothing before it has one."""
FULL = f"""lasts_s = 160
{HEAD}{LEAVER}{OUTSIDE}
[[objective]]
id = "left-zone-1"
text = "out"
met_by = ["outside"]
"""
NAMES = st.one_of(
    st.sampled_from(
        ["zxy10009", "unknown", "ais-a-974000012", "beidou-" + "7" * 32, "shipu", "inner-20", "bds-gw"]
    ),
    st.sampled_from(["jiushan-reserve", "tongwamen", "link", "cell:c000015", "p00001", 'a"b\\\n\x7f']),
    st.text(max_size=40),
)
SAYINGS = st.builds(
    lambda usual, name, zone, rule, n, t_s, priority: (
        {
            "kind": "alert-raised",
            "alert": f"{rule}-{n}",
            "rule": rule,
            "subject": {"kind": SUBJECT_OF[rule] if usual else "port", "id": name},
            "priority": priority,
            "words": {"zh": "越界", "en": "out"},
            "t_s": t_s,
        }
        | ({"zone": zone} if zone is not None else {})
    ),
    st.booleans(),
    NAMES,
    st.none() | NAMES,
    st.sampled_from(sorted(KNOWN_RULES)),
    st.integers(1, 20_000),
    st.floats(0, 160).map(lambda t_s: round(t_s, 3)),
    st.integers(1, 4),
)


@pytest.fixture(scope="module")
def shipu():
    """The example port with a few of its boats, to be read many times."""
    whole = read_port(port_folder("shipu"))
    return msgspec.structs.replace(whole, vessels=whole.vessels[:30], people=whole.people[:30])


def piece(text: str, port) -> Piece:
    scenario = parse_scenario(text.encode(), "t.toml", port)
    assert strangers(scenario, port, "t.toml") == []
    return Piece("t", scenario, port, b"", 1, 1, 0, 160.0)


def heard(scenario: Scenario, saying: dict) -> Judge:
    judge = Judge(scenario)
    judge.hear(saying)
    return judge


@settings(max_examples=40, deadline=None)
@given(SAYINGS, st.sampled_from([BARE, FULL]))
def test_every_table_that_is_proposed_is_read_and_means_the_alert(shipu, saying, text):
    before = piece(text, shipu)
    (row,) = surprises(before, [saying])
    expect, allow = row.proposals
    assert heard(piece(f"{text}\n{allow}", shipu).scenario, saying).strays == []
    if text == FULL:
        name = expect.splitlines()[1].removeprefix("id = ")
        text = text.replace('met_by = ["outside"', f'met_by = ["outside", {name}')
    else:
        text = "\n".join([*expect_needs(before.scenario), text])
    after = heard(piece(f"{text}\n{expect}", shipu).scenario, saying)
    assert (after.expects()[-1].outcome, after.strays) == ("met", [])


def test_what_a_file_needs_before_it_may_expect_is_told(shipu):
    assert len(expect_needs(piece(BARE, shipu).scenario)) == 3
    assert expect_needs(piece(FULL, shipu).scenario) == ("its id in the met_by of an [[objective]]",)
    assert expect_needs(msgspec.structs.replace(piece(FULL, shipu).scenario, objectives=())) == ()
