import numpy as np

from tests.twin.harbour import boat, fix, port
from tests.twin.play import Play
from twin.facts import AlertCleared, AlertRaised
from twin.judgement import view_of
from twin.rules import nobody_near

FLEET = tuple(boat(f"f{n}", f"ais-b:{40 + n}") for n in range(6))
RESCUE = (boat("p", "ais-a:90", vessel_class="patrol"),)


def work(
    play: Play,
    minutes: int,
    *,
    x_m: float = 60_000,
    boats: int = 6,
    kn: float = 3.0,
    rescue_m: float | None = None,
):
    """Let boats work together, and a rescue boat lie somewhere, each heard every two minutes."""
    for _ in range(minutes // 2):
        play.wait(120)
        play.hear(*(fix(f"ais-b:{40 + n}", x_m + 200 * n, 1_000, play.now, sog_kn=kn) for n in range(boats)))
        if rescue_m is not None:
            play.hear(fix("ais-a:90", rescue_m, 0, play.now, sog_kn=0.0))
    return play.wait(31)


def sea(*more) -> Play:
    return Play(port(vessels=(*FLEET, *more), zones=port().zones[:1]))


def raised(play: Play) -> list:
    return play.raised("nobody-near")


def test_boats_at_work_more_than_an_hour_from_every_rescuer_are_one_card_with_their_reach():
    play = work(sea(*RESCUE), 16, rescue_m=0)
    assert raised(play) == [("test", None, 4)]
    (fact,) = [fact for fact in play.of(AlertRaised) if fact.rule == "nobody-near"]
    assert fact.value == 6
    assert [mark.shape for mark in fact.draw] == ["circle"]
    assert np.isclose(fact.draw[0].radius_m, 15 * 1852)


def test_with_a_rescuer_near_or_near_the_port_all_is_well():
    assert raised(work(sea(*RESCUE), 16, rescue_m=40_000)) == []
    assert raised(work(sea(*RESCUE), 16, x_m=20_000, rescue_m=0)) == []


def test_few_boats_or_boats_on_passage_are_no_ground():
    assert raised(work(sea(*RESCUE), 16, boats=4, rescue_m=0)) == []
    assert raised(work(sea(*RESCUE), 16, kn=8.0, rescue_m=0)) == []


def test_it_is_over_when_a_rescuer_comes():
    play = work(sea(*RESCUE), 16, rescue_m=0)
    work(play, 40, rescue_m=45_000)
    assert len([over for over in play.of(AlertCleared) if "rescue" in over.words.en]) == 1


def test_without_any_rescuer_on_record_that_is_told():
    play = work(sea(), 16)
    assert len(raised(play)) == 1
    (lack,) = nobody_near.lacks(view_of(play.world, play.now, {}), nobody_near.NobodyNearParams())
    assert (lack.words.en, lack.subjects) == ("no rescue boat on record", 1)
