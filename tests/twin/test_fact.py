import msgspec
import pytest

from twin.fact import Fact, Priority, Subject


def test_a_fact_has_an_instant_and_says_what_kind_it_is():
    class Rained(Fact, frozen=True, kw_only=True, tag="rained"):
        much: bool = False

    assert msgspec.json.encode(Rained(t_ms=5)) == b'{"kind":"rained","t_ms":5}'
    with pytest.raises(TypeError):
        Rained()


def test_a_subject_is_a_kind_and_an_id():
    assert msgspec.convert({"kind": "feed", "id": "rx"}, Subject) == Subject("feed", "rx")
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"kind": "whale", "id": "w"}, Subject)


def test_there_are_four_priorities():
    assert [n for n in range(7) if is_priority(n)] == [1, 2, 3, 4]


def is_priority(number: int) -> bool:
    try:
        msgspec.convert(number, Priority)
    except msgspec.ValidationError:
        return False
    return True
