import pytest

from tests.twin.harbour import FRAME, fix
from tests.twin.play import Play
from twin.card import vessel
from twin.decode import PersonMustered
from twin.wire import MusterBody


def test_a_vessel_nobody_knows_has_no_card():
    assert vessel(Play().world, "nobody") is None


def test_a_boat_that_was_never_heard_says_so():
    card = vessel(Play().world, "a")
    assert card is not None
    assert (card["lon"], card["fix_ms"], card["from_port"], card["reckoned"], card["doubted"]) == (
        None,
        -1,
        None,
        None,
        None,
    )


def test_where_it_is_from_the_port_and_where_it_would_be_by_now():
    play = Play().sail("ais-b:1", [(0, 5556.0), (0, 5556.0)], sog_kn=10, cog_deg=90.0).wait(30)
    card = vessel(play.world, "a")
    assert card["from_port"]["distance_nm"] == pytest.approx(3.0, abs=0.02)
    assert card["from_port"]["bearing_deg"] in (0.0, 360.0)
    lon, _ = FRAME.to_lonlat(30 * 10 * 1852 / 3600, 5556.0)
    assert card["reckoned"]["lon"] == pytest.approx(float(lon), abs=2e-5)


def test_a_boat_unheard_for_three_intervals_is_not_reckoned_any_more():
    play = Play().sail("ais-b:1", [(3_000, 0), (3_100, 0)], sog_kn=10, cog_deg=90.0).wait(200)
    assert vessel(play.world, "a")["reckoned"] is None


def test_a_doubted_fix_is_shown_beside_the_believed_one_with_the_speed_it_would_mean():
    play = Play().sail("ais-b:1", [(3_000, 0), (3_100, 0)])
    play.wait(30)
    play.hear(fix("ais-b:1", 33_000, 0, play.now))
    card = vessel(play.world, "a")
    assert card["doubted"]["implied_kn"] > 1000
    assert abs(card["doubted"]["lon"] - card["lon"]) > 0.2


def test_who_is_aboard_by_muster():
    play = Play()
    play.hear(PersonMustered("p1", MusterBody(t_ms=play.now, state="aboard", vessel="a"), play.now))
    assert vessel(play.world, "a")["people"]["aboard"] == ["p1"]
