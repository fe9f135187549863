import pytest

from simulators.scenario_key import Key, latitude, longitude
from simulators.scenario_reader.values import Known, WrongError, read, remedy_of, stand_in


@pytest.fixture(scope="module")
def known(shipu):
    return Known(shipu)


ONE = {
    "number": (3, 3.0),
    "whole": (3, 3),
    "lon": (122, 122.0),
    "lat": (29, 29.0),
    "word": ("a", "a"),
    "words": (["a", "b"], ("a", "b")),
    "id": ("x-1", "x-1"),
    "ids": (["x", "y"], ("x", "y")),
    "text": (" 好 ", " 好 "),
    "flag": (True, True),
    "says": ({"b": 1, "a": "x"}, (("a", "x"), ("b", 1))),
}


@pytest.mark.parametrize("reads", ONE)
def test_each_kind_of_value_is_read(known, reads):
    said, meant = ONE[reads]
    assert read(known, said, Key("k", "", reads, high=9, among=("a", "b"))) == meant


@pytest.mark.parametrize("reads", [*ONE, "both", "instant", "evidence"])
@pytest.mark.parametrize("wrong", [None, [], [[]], {}, {"zh": [], "en": []}, object(), float("nan"), ""])
def test_what_cannot_stand_there_is_refused_with_a_remedy(known, reads, wrong):
    key = Key("k", "", reads, high=9, among=("a", "b"))
    with pytest.raises(WrongError) as caught:
        read(known, wrong, key)
    assert caught.value.what
    assert caught.value.remedy
    assert remedy_of(known, key)
    stand_in(known, key)


def test_a_place_is_within_the_box_of_the_port(known, shipu):
    west, south, east, _ = shipu.box
    assert known.range_of(longitude("lon", "")) == (west, east)
    for key, value in ((longitude("lon", ""), west - 0.01), (latitude("lat", ""), south - 0.01)):
        with pytest.raises(WrongError):
            read(known, value, key)


@pytest.mark.parametrize("register", ["vessel", "station", "feed", "any feed", "zone", "person", "terminal"])
def test_a_register_knows_its_own_and_nobody_else(known, register):
    key = Key("k", "", "word", among=register)
    first = next(iter(known.among(key)))
    assert read(known, first, key) == first
    with pytest.raises(WrongError, match="unknown word"):
        read(known, "nobody", key)


def test_a_long_list_of_words_is_cut_in_the_remedy(known):
    assert remedy_of(known, Key("k", "", "word", among="vessel")).endswith(", ...")


def test_a_remedy_names_the_words_most_like_the_wrong_one_and_how_a_number_is_written(known):
    def remedy(value, key):
        with pytest.raises(WrongError) as caught:
            read(known, value, key)
        return caught.value.remedy

    assert remedy("jiushan", Key("zone", "", "word", among="zone")).startswith(
        "Did you mean jiushan-reserve? "
    )
    assert remedy("xxx", Key("kind", "", "word", among=("fire", "medical"))) == "Use one of: fire, medical"
    assert remedy("3", Key("boats", "", "whole", high=9)) == "Without quotes. Give a whole number 0..9"
    assert remedy("", Key("why", "", "text", high=9)) == "Write some words in quotes"
