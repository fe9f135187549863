import pytest

from tests.twin.harbour import FRAME, T0, boat, fix
from tests.twin.test_admit import verdicts
from tests.twin.test_identity import taught
from twin.columns import NEVER
from twin.fleet import Fleet

BEIDOU = "beidou:2"


def led(x_m: float, t_s: float, *, by: str = "ais-b:1") -> Fleet:
    """Return a boat with two terminals, led to a place some time after T0 by one of them."""
    fleet = taught(boat("a", "ais-b:1", BEIDOU))
    vessels = fleet.vessels
    vessels["lon"][0], vessels["lat"][0] = FRAME.to_lonlat(x_m, 0)
    vessels["fix_ms"][0], vessels["source"][0] = T0 + int(1000 * t_s), fleet.terminal_of[by]
    return fleet


def caught_up(fleet: Fleet, *, at_m: float = 11_000) -> tuple[list[str], bool]:
    """Return what is made of a set that repeats its place and then catches up, and whether it jumped."""
    verdict = verdicts(
        fleet,
        [fix(BEIDOU, x, 0, T0 + 1000 * t) for x, t in ((0, 0), (0, 600), (at_m, 1_200))],
        T0 + 1_200_000,
    )
    return verdict, bool((fleet.terminals["jump_ms"] != NEVER).any())


def test_a_set_that_hung_and_catches_up_with_its_boat_is_believed_and_has_not_jumped():
    assert caught_up(led(11_000, 1_180)) == (["accepted"] * 3, False)


@pytest.mark.parametrize(
    "fleet",
    [
        led(11_000, 890),
        led(11_000, 1_180, by=BEIDOU),
        led(10_000, 1_180),
        taught(boat("a", BEIDOU)),
    ],
    ids=["led-long-ago", "led-by-itself", "boat-is-elsewhere", "no-other-terminal"],
)
def test_without_another_terminal_that_leads_the_boat_there_now_it_is_a_jump(fleet):
    assert caught_up(fleet) == (["accepted", "accepted", "position-doubtful"], True)


def test_a_boat_whose_own_place_is_in_doubt_vouches_for_nobody():
    fleet = led(11_000, 1_180)
    fleet.vessels["doubtful"][0] = True
    assert caught_up(fleet)[1]


def test_who_went_astray_after_a_lost_report_and_comes_back_has_not_jumped():
    fleet = led(0, 1_780)
    back = [fix(BEIDOU, x, 0, T0 + 1000 * t) for x, t in ((0, 0), (17_000, 1_200), (0, 1_800), (0, 2_400))]
    assert verdicts(fleet, back, T0 + 2_400_000) == ["accepted"] * 4
    assert not (fleet.terminals["jump_ms"] != NEVER).any()
