import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.store.inputs import Inputs, UnreadableInputsError, fingerprint, pack, unpack
from twin.acts import Evidence, GrantPermit, OpenIncident, PutZone, WorkIncident
from twin.decode import Rejected
from twin.engine import Gap
from twin.wire import Letter

WHO = {"actor": "李", "role": "officer", "request_id": "r"}
ACTS = (
    WorkIncident(**WHO, incident="I-1", verb="note", seen_version=1, evidence=(Evidence("call", "x"),)),
    OpenIncident(**WHO, vessel="V", sos_kind="fire", priority=1, note="", lon=1.5, lat=None),
    PutZone(**WHO, zone="z", feature="{}"),
    GrantPermit(**WHO, vessels=("a",), permit_kind="move", from_ms=1, to_ms=2, note=""),
)
LETTERS = st.builds(
    Letter, st.text(max_size=30), st.binary(max_size=200), st.integers(0, 2**53), st.booleans()
)


@given(st.lists(LETTERS, max_size=10), st.lists(st.sampled_from(ACTS), max_size=4))
def test_whatever_was_given_is_read_back(letters, acts):
    given_inputs = Inputs(
        (Gap(1, "start"),), (Rejected("t", "r", "d", b"\0", 1),), tuple(letters), tuple(acts)
    )
    assert unpack(pack(given_inputs)) == given_inputs


@given(st.binary(max_size=300))
def test_a_damaged_blob_is_named_and_never_misread(blob):
    with pytest.raises(UnreadableInputsError):
        unpack(blob)


def test_a_letter_is_known_again_by_its_topic_and_bytes_whenever_it_comes():
    assert fingerprint(Letter("a", b"b", 1)) == fingerprint(Letter("a", b"b", 2, retained=True))
    assert fingerprint(Letter("a", b"b", 1)) != fingerprint(Letter("ab", b"", 1))


def test_the_engine_is_told_in_order_what_was_given():
    inputs = Inputs((Gap(1, "start"),), (), (Letter("nonsense", b"", 5),), ACTS[:1])
    gap, refused, act = inputs.said("yugang/sim/shipu")
    assert (gap, refused.reason, act) == (Gap(1, "start"), "foreign-topic", ACTS[0])
