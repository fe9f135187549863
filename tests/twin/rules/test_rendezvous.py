import msgspec
import pytest

from tests.twin.harbour import BOATS, boat, fix, port
from tests.twin.play import Play
from twin.facts import AlertCleared, CallSent
from twin.port import Port

FAR_M = 15_000


def lie(
    play: Play, apart_m: float, minutes: int, *terminals: str, x_m: float = FAR_M, kn: float = 0.6
) -> Play:
    """Let boats lie side by side, each heard every five minutes."""
    for _ in range(minutes // 5):
        play.wait(300)
        for place, terminal in enumerate(terminals or ("ais-b:1", "ais-b:2")):
            play.hear(fix(terminal, x_m + apart_m * place, -15_000, play.now, sog_kn=kn))
    return play.wait(10)


def with_boats(**changes: object) -> Port:
    return port(vessels=tuple(msgspec.structs.replace(one, **changes) for one in BOATS))


def test_two_boats_side_by_side_for_half_an_hour_are_listed_and_nobody_is_called():
    play = lie(Play(), 120, 25)
    assert play.raised("rendezvous") == []
    lie(play, 120, 15)
    assert play.raised("rendezvous") == [("a", None, 4)]
    assert play.of(CallSent) == []


def test_farther_apart_it_takes_two_hours_and_beyond_half_a_kilometre_it_is_nothing():
    play = lie(Play(), 400, 110)
    assert play.raised("rendezvous") == []
    assert len(lie(play, 400, 20).raised("rendezvous")) == 1
    assert lie(Play(), 600, 180).raised("rendezvous") == []


@pytest.mark.parametrize(
    "changes", [{"group": "g"}, {"pair": "a"}, {"vessel_class": "patrol"}], ids=["group", "pair", "patrol"]
)
def test_those_who_belong_together_or_patrol_are_left_out(changes):
    boats = with_boats(**changes)
    if "pair" in changes:
        both = (msgspec.structs.replace(BOATS[0], pair="b"), msgspec.structs.replace(BOATS[1], pair="a"))
        boats = port(vessels=(*both, *BOATS[2:]))
    assert lie(Play(boats), 120, 60).raised("rendezvous") == []


def test_a_supply_boat_at_her_trade_is_listed_all_the_same():
    assert len(lie(Play(with_boats(vessel_class="supply")), 120, 60).raised("rendezvous")) == 1


def test_near_a_harbour_and_under_way_it_is_no_meeting():
    assert lie(Play(), 120, 60, x_m=-5_000).raised("rendezvous") != []
    assert lie(Play(), 120, 60, "ais-b:1", "ais-b:2", kn=3.0).raised("rendezvous") == []
    near = Play()
    for _ in range(12):
        near.wait(300)
        near.hear(*(fix(f"ais-b:{n}", 9_000 + n, 0, near.now, sog_kn=0.5) for n in (1, 2)))
    assert near.raised("rendezvous") == []


def test_a_crowd_is_an_anchorage_that_no_chart_shows():
    crowd = tuple(boat(f"c{n}", f"ais-b:{30 + n}") for n in range(6))
    names = [one.terminals[0] for one in crowd]
    assert lie(Play(port(vessels=crowd)), 40, 60, *names).raised("rendezvous") == []


def test_two_that_keep_their_places_lie_at_a_berth_that_no_chart_shows_and_one_alone_may_be_visited():
    assert lie(Play(), 120, 90, kn=0.2).raised("rendezvous") == []
    drifting = Play()
    for minute in range(0, 90, 5):
        drifting.wait(300)
        for n in (1, 2):
            place = (FAR_M + 100 * n + 14 * minute, -15_000)
            drifting.hear(fix(f"ais-b:{n}", *place, drifting.now, sog_kn=0.4))
    assert drifting.wait(10).raised("rendezvous") == [("a", None, 4)]


def test_it_is_over_when_one_makes_way():
    play = lie(Play(), 120, 40)
    lie(play, 120, 15, kn=5.0)
    assert [over.words.en for over in play.of(AlertCleared)] == ["a and b have parted"]
