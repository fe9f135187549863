import msgspec

from tests.twin.harbour import BOATS, fix, port
from tests.twin.play import Play
from twin.facts import AlertCleared, AlertRaised, CallSent, IncidentOpened
from twin.judgement import view_of
from twin.rules import group_break

NM = 1_852.0


def group(*names: str) -> Play:
    """The test port with these boats in one group."""
    boats = [msgspec.structs.replace(one, group="g" if one.id in names else "") for one in BOATS]
    return Play(port(vessels=tuple(boats)))


def keep(play: Play, apart_nm: float, minutes: int, *, mates: tuple[str, ...] = ("ais-b:2",)) -> Play:
    """Let boat a and its mates report every minute from places so far apart."""
    for _ in range(minutes):
        play.wait(60)
        play.hear(fix("ais-b:1", 3_000, -15_000, play.now, sog_kn=3.0))
        play.hear(*(fix(mate, 3_000 - apart_nm * NM, -15_000, play.now, sog_kn=3.0) for mate in mates))
    return play.wait(11)


def test_boats_that_lost_each_other_for_half_an_hour_are_both_asked():
    play = keep(group("a", "b"), 8.5, 28)
    assert play.raised("group-break") == []
    keep(play, 8.5, 5)
    assert play.raised("group-break") == [("a", None, 3), ("b", None, 3)]
    assert [call.call_kind for call in play.of(CallSent) if "group" in call.words.en] == ["question"] * 2
    (raised, _) = [fact for fact in play.of(AlertRaised) if fact.rule == "group-break"]
    assert [mark.shape for mark in raised.draw] == ["line"]
    keep(play, 8.5, 12)
    assert {case.subject.id for case in play.of(IncidentOpened)} >= {"a", "b"}


def test_who_has_other_boats_about_it_joins_them_and_is_only_listed():
    play = group("a", "b")
    for _ in range(45):
        keep(play, 8.5, 1)
        play.hear(fix("beidou:3", 3_000 + 7.5 * NM, -15_000, play.now, sog_kn=3.0))
    assert ("a", None, 4) in play.raised("group-break")
    assert ("b", None, 3) in play.raised("group-break")


def test_within_eight_miles_of_one_mate_it_is_a_group_however_far_the_others_are():
    play = group("a", "b", "ship")
    for _ in range(60):
        keep(play, 7.5, 1)
        play.hear(fix("ais-a:9", 19_000, 19_000, play.now, sog_kn=3.0))
    assert play.raised("group-break") == [("ship", None, 3)]


def test_it_is_over_when_they_are_together_again():
    play = keep(group("a", "b"), 9, 35)
    keep(play, 5, 12)
    ended = [over.words.en for over in play.of(AlertCleared) if "group" in over.words.en]
    assert ended == ["a is with its group again", "b is with its group again"]


def test_a_mate_that_lies_in_the_harbour_is_known_to_be_there_and_far():
    play = group("a", "b")
    play.hear(fix("ais-b:2", 0, 0, play.now, sog_kn=0.0))
    for _ in range(40):
        play.wait(60)
        play.hear(fix("ais-b:1", 3_000, -19_000, play.now, sog_kn=3.0))
    assert play.raised("group-break") == [("a", None, 3)]


def test_alone_in_its_group_or_without_one_nobody_can_tell():
    play = keep(group("a"), 9, 40)
    assert play.raised("group-break") == []
    lacks = group_break.lacks(view_of(play.world, play.now, {}), group_break.GroupBreakParams())
    assert [(lack.words.en, lack.subjects) for lack in lacks][:2] == [
        ("no group on record", 1),
        ("alone in its group on record", 1),
    ]


def test_a_mate_that_nobody_could_hear_may_be_near():
    play = keep(group("a", "b"), 9, 10)
    play.silent.add("rx")
    keep(play, 9, 1, mates=())
    for _ in range(40):
        play.wait(60)
        play.hear(fix("ais-b:1", 3_000, -15_000, play.now, sog_kn=3.0, via="other"))
    assert play.raised("group-break") == []


def test_a_boat_with_her_pair_is_not_alone_in_whichever_group_the_pair_stands():
    groups = {"a": ("g", "b"), "b": ("h", "a"), "c": ("g", ""), "ship": ("h", "")}
    boats = [
        msgspec.structs.replace(one, group=group, pair=pair)
        for one in BOATS
        for group, pair in (groups.get(one.id, ("", "")),)
    ]
    play = Play(port(vessels=tuple(boats)))
    for _ in range(35):
        keep(play, 1, 1)
        play.hear(fix("beidou:3", 19_000, 19_000, play.now, sog_kn=3.0))
    assert play.raised("group-break") == [("c", None, 3)]
