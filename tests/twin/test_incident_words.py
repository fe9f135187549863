from twin import incident_words
from twin.acts import VERBS
from twin.incident_loop import State
from twin.wire import SosKind, Words


def test_every_state_verb_and_emergency_has_a_name_in_both_languages() -> None:
    assert set(incident_words.STATE_WORDS) == {state.value for state in State}
    assert set(incident_words.VERB_WORDS) == set(VERBS)
    assert set(incident_words.EMERGENCY_WORDS) == set(SosKind.__args__)  # type: ignore[attr-defined]  # typing's Literal


def test_every_refusal_is_a_sentence_in_both_languages_that_asks_for_something() -> None:
    fixed = [v for name, v in vars(incident_words).items() if name.isupper() and isinstance(v, Words)]
    made = [
        incident_words.unknown_case("I-9"),
        incident_words.stale_view("on_scene", 4, 3),
        incident_words.wrong_state("arrive", "open", ["acknowledge", "note"]),
        incident_words.merged_already("I-2"),
        incident_words.no_such_target("I-2"),
    ]
    for words in [*fixed, *made]:
        assert words.zh.endswith("。"), words
        assert words.en.endswith("."), words


def test_a_stale_refusal_names_the_state_and_both_versions() -> None:
    words = incident_words.stale_view("on_scene", 4, 3)
    assert "已到场" in words.zh
    assert "on scene (version 4), you saw version 3" in words.en


def test_a_refusal_of_the_state_names_what_is_possible() -> None:
    assert incident_words.wrong_state("arrive", "open", ["acknowledge", "note"]).en.endswith(
        "Possible: acknowledge, note."
    )


def test_a_case_told_by_hand_says_boat_kind_persons_caller_and_what_was_said() -> None:
    words = incident_words.told_by_hand("unknown", "fire", 1, " 老王 ", " smoke aft ")
    assert words.en == "Opened by hand: fire, unknown vessel, 1 person, caller 老王. smoke aft"
    assert words.zh == "人工接报：船名不详火灾，1人，报警人老王。smoke aft"
    assert incident_words.told_by_hand("V1", "oil", None, "", "").en == "Opened by hand: oil, V1."
