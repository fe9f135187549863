import msgspec

from tests.twin.harbour import boat
from tests.twin.play import Play
from tests.twin.quay import HOUR, manned_port
from tests.twin.test_permits import asked
from twin.judgement import view_of
from twin.rules import overstay


def lying(*, zone: str | None = "harbour", kind: str = "move", at_m: tuple[float, float] = (0, 0)) -> Play:
    """A visitor that lies in harbour and had a permit for ten minutes."""
    play = Play(manned_port(vessels=(boat("v", "ais-b:1", vessel_class="visitor"),), people=()))
    play.hear_act(
        asked(vessels=("v",), permit_kind=kind, zone=zone, from_ms=play.now, to_ms=play.now + 600_000)
    )
    return play.sail("ais-b:1", [at_m] * 2, sog_kn=0)


def raised(play: Play, hours: float = 2.3) -> list[tuple[str, str | None, int]]:
    standing = play.world.permits.standing
    for name, permit in list(standing.items()):
        standing[name] = msgspec.structs.replace(permit, to_ms=play.now - round(hours * HOUR))
    return play.wait(2).raised("overstay")


def test_two_hours_after_its_permit_a_boat_that_still_lies_there_is_on_the_list():
    assert raised(lying(), 1.9) == []
    assert raised(lying(), 2.0) == [("v", None, 4)]


def test_a_boat_that_has_left_or_whose_permit_is_for_elsewhere_is_not():
    assert raised(lying(at_m=(5_000, -3_000))) == []
    assert raised(lying(zone=None)) == []
    assert raised(lying(zone="reef")) == []
    assert raised(lying(kind="repair")) == []


def test_a_new_permit_counts_from_its_own_end():
    play = lying()
    assert raised(play) == [("v", None, 4)]
    play.hear_act(
        asked(
            request_id="r2",
            vessels=("v",),
            permit_kind="move",
            zone="harbour",
            from_ms=play.now,
            to_ms=play.now + HOUR,
        )
    )
    play.wait(2)
    assert play.world.alerts.open == {}


def test_a_visitor_without_a_permit_is_not_accused_and_that_is_said():
    play = Play(manned_port(vessels=(boat("v", "ais-b:1", vessel_class="visitor"),), people=()))
    play.sail("ais-b:1", [(0, 0)] * 2, sog_kn=0).wait(2)
    [lack] = overstay.lacks(view_of(play.world, play.now, {}), overstay.Overstay())
    assert (lack.words.en, lack.subjects) == ("no berth permit on record", 1)
    assert play.raised("overstay") == []
