import msgspec
import pytest

from simulators.injects.broken import SORTS, broken
from simulators.post import Said
from twin import wire
from twin.decode import Rejected, decode

ROOT = "yugang/sim/shipu"
BODY = {"t_ms": 1_795_000_000_000, "lon": 122.0, "lat": 29.0, "via": "ais-shipu"}
SOUND = Said(1_795_000_000_500, "terminal/ais-b/412900000/fix", msgspec.json.encode(BODY), 0)
REASONS = {
    "nan": "not-json",
    "truncated": "not-json",
    "wrong-type": "bad-field",
    "out-of-range": "bad-field",
    "huge": "too-large",
    "deep": "too-deep",
    "duplicate-key": "duplicate-key",
    "not-utf8": "not-utf8",
    "unknown-field": "bad-field",
    "newer-version": "newer-version",
    "unknown-topic": "unknown-topic",
    "other-word": "bad-field",
}


def heard(said):
    return decode(wire.Letter(f"{ROOT}/{said.topic}", said.payload, said.t_ms), ROOT)


def test_the_letter_itself_is_sound():
    assert not isinstance(heard(SOUND), Rejected)
    assert set(REASONS) == set(SORTS)


@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_is_refused_by_the_twin_for_its_own_reason(sort):
    what = heard(broken(sort, SOUND))
    assert isinstance(what, Rejected)
    assert what.reason == REASONS[sort]
