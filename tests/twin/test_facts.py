from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from twin import facts
from twin.fact import Fact
from twin.facts import AnyFact
from twin.wire import StormPoint, Words

SAMPLES: dict[Any, Any] = {
    str: "x",
    int: 5,
    float: 1.5,
    bool: True,
    Words: Words("甲", "A"),
    facts.Subject: facts.Subject("vessel", "a"),
    facts.Priority: 2,
    tuple[str, ...]: ("x", "y"),
    tuple[facts.Mark, ...]: (facts.Mark("circle", ((122.0, 29.0),), 185.2),),
    tuple[StormPoint, ...]: (StormPoint(t_ms=5, lon=122.0, lat=29.0, wind_mps=38.0),),
    tuple[dict[str, str], ...]: ({"kind": "photo", "text": "x"},),
    dict[str, Any]: {"type": "Point"},
}


def kinds() -> list[type[Fact]]:
    return list(get_args(AnyFact))


def sample(hint: Any) -> Any:
    if hint in SAMPLES:
        return SAMPLES[hint]
    options = get_args(hint)
    plain = [option for option in options if option is not type(None)]
    return sample(plain[0]) if type(None) in options else plain[0]


def filled(kind: type[Fact]) -> Fact:
    return kind(**{name: sample(hint) for name, hint in get_type_hints(kind).items()})


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_a_fact_is_read_again_from_the_journal_as_it_was_written(kind):
    fact = filled(kind)
    assert msgspec.json.decode(msgspec.json.encode(fact), type=AnyFact) == fact
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(fact), type=AnyFact) == fact


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_a_fact_is_kept_for_ever_and_cannot_be_changed(kind):
    fact = filled(kind)
    with pytest.raises(AttributeError):
        fact.t_ms = 9


def test_everything_that_can_become_true_is_in_the_union_under_a_name_of_its_own():
    def below(kind: type) -> set[type]:
        return {kind for child in kind.__subclasses__() for kind in (child, *below(child))}

    of_twin = {kind for kind in below(Fact) if kind.__module__.startswith("twin.")}
    assert of_twin == set(kinds())
    tags = [kind.__struct_config__.tag for kind in kinds()]
    assert len(set(tags)) == len(tags)


def test_an_unknown_kind_of_fact_is_not_guessed():
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"kind":"weather-guessed","t_ms":1}', type=AnyFact)
