import pytest

from tests.twin.harbour import T0, ZONES, box, fix, port, zone
from tests.twin.play import Play
from twin import buoys
from twin.decode import TerminalSaid
from twin.facts import AlertRaised, VesselKnown
from twin.fleet import Fleet
from twin.wire import StaticBody, Words

LANE = zone("lane", "lane", box(2_000, -20_000, 4_000, 20_000))


def claim(play: Play, terminal: str, **said: object) -> None:
    body = StaticBody(t_ms=play.now, via="rx", **said)
    play.hear(TerminalSaid(terminal, terminal.split(":", maxsplit=1)[0], body, play.now))


def drift(play: Play, terminals: list[str], minutes: int, *, every_s: int = 120, sog_kn: float = 0.8) -> Play:
    """Let a line of transmitters drift north with the stream, 100 m apart across the lane."""
    for _ in range(minutes * 60 // every_s):
        play.wait(every_s)
        north_m = (play.now - T0) / 1000 * sog_kn * 0.5144
        play.hear(
            *(
                fix(name, 1_500 + 100 * int(name[-3:]), north_m, play.now, sog_kn=sog_kn, cog_deg=0.0)
                for name in terminals
            )
        )
    return play


def taken(play: Play, terminal: str) -> bool:
    fleet = play.world.fleet
    return bool(fleet.vessels["buoy"][fleet.carrier(terminal)])


def test_two_hundred_net_buoys_across_a_lane_raise_nothing_and_do_not_hide_a_boat():
    play = Play(port(zones=(*ZONES, LANE)))
    net = [f"ais-b:9000{n:05d}" for n in range(200)]
    for number, terminal in enumerate(net):
        claim(play, terminal, name=f"NET{number:04d}-87%" if number % 2 else f"{number:04d}-11.9V")
    drift(play, net, 20)
    assert all(taken(play, terminal) for terminal in net)
    for second in range(0, 120, 10):
        play.wait(10)
        play.hear(fix("ais-a:9", 1_000 + second * 7.2, 300, play.now, sog_kn=14.0, cog_deg=90.0))
    drift(play, net[20:], 45)
    raised = {(fact.rule, fact.subject.id) for fact in play.of(AlertRaised)}
    raised.discard(("near-zone", "ship"))  # it nears the lane, which is no business of the buoys
    assert raised == {("went-dark", "ship")}, "silence of a ship is heard among buoys that fall silent"


def test_a_buoy_that_steams_is_a_boat_from_that_fix_on():
    play = Play(port(zones=(*ZONES, LANE)))
    claim(play, "ais-b:900000001", name="NET01-87%")
    drift(play, ["ais-b:900000001"], 10)
    assert taken(play, "ais-b:900000001")
    drift(play, ["ais-b:900000001"], 2, sog_kn=6.0)
    assert not taken(play, "ais-b:900000001")


def test_one_that_says_it_drifts_but_makes_good_more_than_a_stream_is_a_boat():
    play = Play()
    claim(play, "ais-b:900000001", name="NET01-87%")
    for turn in range(4):
        play.sail("ais-b:900000001", [(3_000, turn * 400)], every_s=120, sog_kn=0.5)
    assert not taken(play, "ais-b:900000001")


@pytest.mark.parametrize(
    ("terminal", "said"),
    [
        ("ais-b:412900777", {"name": "ZHEXIANGYU 50277"}),
        ("ais-b:412900777", {}),
        ("ais-b:123", {"name": "XIAOYU"}),
        ("ais-b:900000001", {"name": "NET01-87%", "length_m": 9.0}),
    ],
)
def test_a_small_boat_that_nobody_registered_is_not_taken_for_a_buoy(terminal, said):
    play = Play(port(zones=(*ZONES, LANE)))
    if said:
        claim(play, terminal, **said)
    drift(play, [terminal], 60)
    assert not taken(play, terminal)


def test_a_registered_boat_is_none_whatever_it_is_called():
    assert buoys.sign(known("1", registered=True, name="NET01-87%"), set()) == buoys.NO_SIGN
    assert buoys.sign(known("beidou:1", name="NET01-87%"), set()) == buoys.NO_SIGN


def test_numbers_in_a_run_are_proven_only_after_half_an_hour_at_the_interval_of_a_buoy():
    run = [f"ais-b:41390001{n}" for n in range(3)]
    play = drift(Play(), run, 28)
    assert not any(taken(play, terminal) for terminal in run)
    drift(play, run, 8)
    assert all(taken(play, terminal) for terminal in run)
    often = drift(Play(), run, 40, every_s=30)
    assert not any(taken(often, terminal) for terminal in run)
    apart = drift(Play(), [run[0], run[2]], 40)
    assert not any(taken(apart, terminal) for terminal in run[:1])


def test_strangers_are_those_whom_nobody_registered():
    fleet = Fleet()
    fleet.learn(known("412000001"))
    assert fleet.strangers == {412000001}
    fleet.learn(known("412000001", registered=True))
    assert fleet.strangers == set()


def known(number: str, *, registered: bool = False, name: str = "") -> VesselKnown:
    terminal = number if ":" in number else f"ais-b:{number}"
    kind = "fishing" if registered else "unregistered"
    return VesselKnown(
        t_ms=0,
        vessel="v",
        number=0,
        name=Words(name or number, name or number),
        registered=registered,
        vessel_class=kind,
        terminals=(terminal,),
    )
