import pytest

from tests.twin.port_folder_files import collection, zone
from twin.port import ConfigFault
from twin.port_features import Feature, read_features

BOX = (120.8, 27.8, 124.5, 31.2)
KNOWN = ("id", "name_zh", "name_en", "kind", "source", "size", "words")


def read(content: bytes) -> tuple[list[Feature], list[ConfigFault]]:
    faults: list[ConfigFault] = []
    return read_features("z.geojson", content, BOX, KNOWN, faults), faults


def one(**properties: object) -> tuple[Feature, list[ConfigFault]]:
    [feature], faults = read(collection(zone(**properties)))
    return feature, faults


def test_a_byte_order_mark_is_understood() -> None:
    features, faults = read(b"\xef\xbb\xbf" + collection(zone()))
    assert not faults
    assert features[0].identifier == "near"


def test_unsound_shapes_are_left_out_and_named_and_the_others_kept() -> None:
    bad = zone({"type": "Polygon", "coordinates": []}, id="bad")
    features, faults = read(collection(bad, zone()))
    assert [feature.identifier for feature in features] == ["near"]
    assert [fault.file for fault in faults] == ["z.geojson"]
    assert faults[0].place.startswith("feature 0 (bad)")


def test_a_fault_in_one_feature_leaves_the_others_sound() -> None:
    features, faults = read(collection(zone(colour=1), zone(id="far")))
    assert [feature.sound for feature in features] == [False, True]
    assert [fault.place for fault in faults] == ["feature 0 (near), colour"]


@pytest.mark.parametrize("size", ["3", True, 11, -1, [3]])
def test_a_number_must_be_one_and_in_range(size: object) -> None:
    feature, faults = one(size=size)
    assert feature.number("size", 0, 10, required=False) is None
    assert len(faults) == 1


def test_a_number_that_is_absent_is_a_fault_only_where_it_is_needed() -> None:
    feature, faults = one()
    assert feature.number("size", 0, 10, required=False) is None
    assert not faults
    feature.number("size", 0, 10, required=True)
    assert len(faults) == 1


def test_lists_of_words_are_checked_word_by_word() -> None:
    feature, faults = one(words=["red", 3, "blue"])
    assert feature.choices("words", ("red", "blue")) == ("red", "blue")
    assert [fault.place for fault in faults] == ["feature 0 (near), words"]


def test_text_must_be_text_with_something_in_it() -> None:
    for value in ("", "  ", 3, None, "x" * 501):
        feature, faults = one(name_zh=value)
        feature.text("name_zh")
        assert len(faults) == 1
