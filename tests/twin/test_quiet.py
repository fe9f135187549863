from tests.twin.play import Play
from tests.twin.test_shelving import outside, shelve
from twin import quiet
from twin.acts import GrantPermit


def test_what_is_quiet_is_listed_with_why_and_how_much():
    play = outside()
    told = quiet.as_json(play.world)
    assert (told["flood_ms"], told["chatters"], told["shelves"]) == (-1, [], [])
    play.hear_act(shelve(play.now))
    permit = GrantPermit(
        actor="wu",
        role="leader",
        request_id="p",
        vessels=("a", "b"),
        permit_kind="move",
        from_ms=play.now,
        to_ms=play.now + 600_000,
        note="to the inner anchorage",
    )
    play.hear_act(permit)
    told = quiet.as_json(play.world)
    assert [one["shelf"] for one in told["shelves"]] == ["S-1"]
    assert {"why": "permit", "about": ["P-1", "move"], "n": 2} in told["suppressed"]


def test_boats_that_a_lost_feed_hides_are_counted():
    play = Play().sail("ais-b:1", [(0, 0)] * 3)
    assert [one["why"] for one in quiet.suppressed(play.world)] == ["zone-not-in-force"]
    play.silent.add("rx")
    play.wait(120)
    hidden, closed = quiet.suppressed(play.world)
    assert (hidden["why"], hidden["n"]) == ("feed-down", 1)
    assert closed["n"] == len(closed["about"]) > 0
