import pytest

from drills.piece import BOATS, START_MS, library, read_piece
from tests.drills.plays import LEAVER, OUTSIDE, written
from twin.port import ConfigError


def test_what_the_file_leaves_open_is_filled_in_and_the_realm_is_a_drills(tmp_path):
    piece = read_piece(written(tmp_path, LEAVER, name="北 storm.of_95 (second try)"))
    assert (piece.realm, piece.start_ms, piece.seed, piece.boats) == (
        "drill-storm-of_95-second-try",
        START_MS,
        5,
        12,
    )
    given = read_piece(written(tmp_path, LEAVER), seed=9, boats=30)
    assert (given.seed, given.boats, given.lasts_s) == (9, 30, 160)
    assert read_piece("default").boats == 3_000 != BOATS


def test_a_file_that_is_not_there_names_the_library():
    with pytest.raises(ConfigError, match="out-and-back"):
        read_piece("nowhere")


def test_a_rule_that_does_not_exist_is_refused_unless_the_file_waits_for_it(tmp_path):
    text = LEAVER + OUTSIDE.replace("left-zone", "close-quarters")
    with pytest.raises(ConfigError, match=r"expect 1, key rule: there is no rule close-quarters.*waits_for"):
        read_piece(written(tmp_path, text))
    assert read_piece(written(tmp_path, 'waits_for = ["close-quarters"]\n' + text))


def test_a_kind_of_fact_that_does_not_exist_is_refused(tmp_path):
    text = LEAVER + '[[expect]]\nid = "a"\nfact = "call-made"\nby_s = 9\n'
    with pytest.raises(ConfigError, match="there is no fact call-made"):
        read_piece(written(tmp_path, text))


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ('rule = "left-zone"\nvessel = "zxy99999"', "never 1, key vessel: there is no vessel zxy99999"),
        ('rule = "left-zone"\nsays = { nonsense = 3 }', "never 1, key says: no alert-raised says nonsense"),
        (
            'fact = "feed-changed"\nsays = { state = "gone" }',
            "state is never 'gone'.*down, starting, suspect, up",
        ),
        ('fact = "feed-changed"\nsays = { state = 0 }', "state is never 0.*down, starting, suspect, up"),
        (
            'rule = "feed-lost"\nvessel = "zxy10009"',
            "key vessel: feed-lost speaks of a feed, never of a vessel",
        ),
        ('fact = "call-sent"\nsays = { call_kind = 3 }', "call_kind is never 3.*order, question, warning"),
        ('fact = "call-sent"\nsays = { "words.xx" = 3, wrods = 1 }', "no call-sent says wrods.*call_kind"),
    ],
)
def test_what_can_never_be_said_is_refused_for_a_never_about_it_would_always_hold(tmp_path, said, fault):
    never = f'\n[[never]]\n{said}\nwhy = "it is not there"\n'
    with pytest.raises(ConfigError, match=fault):
        read_piece(written(tmp_path, LEAVER + never))


def test_what_may_be_said_of_whom_nobody_registered_and_of_what_is_left_out_is_taken(tmp_path):
    nevers = (
        'rule = "left-zone"\nvessel = "ais-a-974000151"',
        'fact = "incident-opened"\nsays = { rule = "sos", "subject.id" = "x", actor = "" }',
    )
    text = "".join(f'[[never]]\n{said}\nwhy = "it is not there"\n' for said in nevers)
    assert read_piece(written(tmp_path, LEAVER + text))


def test_the_library_holds_what_says_what_to_expect():
    names = [path.stem for path in library()]
    assert {"feed-cut", "out-and-back"} <= set(names)
    assert not {"default", "loop"} & set(names)  # worlds to look at, as docs/scenarios.md says
