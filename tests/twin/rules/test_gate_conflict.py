import pytest

from tests.twin.harbour import FRAME, ZONES, boat, box, fix, port, zone
from tests.twin.play import Play
from tests.twin.rules.readings import minutes
from twin.facts import AlertCleared
from twin.judgement import view_of
from twin.port import Gate
from twin.rules import gate_conflict
from twin.wire import Words

MOUTH = zone("mouth", "gate", box(4_700, -200, 5_300, 200))


def narrows(width_m: float, **more: object) -> Play:
    """A port with a mouth of this width 5 km east, which boats pass eastward or westward."""
    lon, lat = FRAME.to_lonlat([5_000, 5_000], [-width_m / 2, width_m / 2])
    gate = Gate("g", Words("口", "Mouth"), ((lon[0], lat[0]), (lon[1], lat[1])), width_m)
    return Play(port(zones=(*ZONES, MOUTH), gates=(gate,), **more))


def meet(play: Play, *boats: tuple[str, float, float], seconds: int = 30, y_m: float = 0) -> Play:
    """Let boats (terminal, metres east of the gate, course) steam at 6 kn, a fix every five seconds."""
    begun = play.now
    for _ in range(seconds // 5):
        play.wait(5)
        far_m = (play.now - begun) / 1000 * 6 * 0.5144
        for terminal, off_m, course in boats:
            x_m = 5_000 + off_m + (far_m if course == 90 else -far_m)
            play.hear(fix(terminal, x_m, y_m, play.now, sog_kn=6.0, cog_deg=float(course)))
    return play.wait(1)


IN, OUT = ("ais-b:1", -400, 90), ("ais-b:2", 420, 270)


def test_two_that_will_meet_in_a_narrow_mouth_are_one_card_of_the_mouth():
    play = meet(narrows(80), IN, OUT)
    assert play.raised("gate-conflict") == [("test", "mouth", 3)]


@pytest.mark.parametrize(
    "boats",
    [
        (IN, ("ais-b:2", -450, 90)),
        (IN, ("ais-b:2", 900, 270)),
        (("ais-b:1", -1_200, 90), ("ais-b:2", 1_200, 270)),
        (IN, ("ais-b:2", 420, 90)),
    ],
    ids=["same way", "long after", "far off", "gone out already"],
)
def test_those_who_do_not_meet_there_soon_are_no_conflict(boats):
    assert meet(narrows(80), *boats).raised("gate-conflict") == []


def test_a_wide_mouth_is_one_way_in_fog_only():
    assert meet(narrows(300), IN, OUT).raised("gate-conflict") == []
    fog = narrows(300)
    minutes(fog, "met", "visibility", 9_000, 4)
    minutes(fog, "met", "visibility", 50, 1)
    assert meet(fog, IN, OUT).raised("gate-conflict") == []
    fog = minutes(narrows(300), "met", "visibility", 400, 3)
    assert len(meet(fog, IN, OUT).raised("gate-conflict")) == 1


def test_a_boat_that_passes_outside_the_posts_does_not_go_through():
    assert meet(narrows(80), IN, OUT, y_m=150).raised("gate-conflict") == []


def test_more_boats_than_slots_make_a_queue():
    many = tuple(boat(f"q{n}", f"ais-b:{100 + n}") for n in range(45))
    coming = [(one.terminals[0], -300 - 20 * n, 90) for n, one in enumerate(many)]
    assert meet(narrows(300, vessels=many), *coming[:40], seconds=20).raised("gate-conflict") == []
    assert len(meet(narrows(300, vessels=many), *coming, seconds=20).raised("gate-conflict")) == 1


def test_it_is_over_when_they_have_passed_and_silence_moves_nothing():
    play = meet(narrows(80), IN, OUT)
    meet(play, ("ais-b:1", 300, 90), ("ais-b:2", -300, 270), seconds=90)
    assert "mouth is clear" in [over.words.en for over in play.of(AlertCleared)]
    quiet = meet(narrows(80), IN, OUT)
    quiet.wait(1_200)
    assert "mouth is clear" not in [over.words.en for over in quiet.of(AlertCleared)]


def test_what_the_chart_does_not_say_is_told():
    play = narrows(300)
    said = gate_conflict.lacks(view_of(play.world, play.now, {}), gate_conflict.GateConflictParams())
    assert [lack.subjects for lack in said] == [0, 1]
