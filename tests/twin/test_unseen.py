import shapely

from tests.twin.harbour import T0, boat, port
from tests.twin.play import Play
from tests.twin.test_command import do
from twin import memory, unseen
from twin.acts import KeepWatch


def cut() -> Play:
    """Receiver `rx` heard boat a at sea and b in the harbour, `far` heard c; then `rx` is lost."""
    of = port(vessels=(boat("a", "ais-b:1"), boat("b", "ais-b:2"), boat("c", "ais-b:3")))
    play = Play(of, feeds=("rx", "far"))
    for n in range(6):
        play.sail("ais-b:1", [(9_000 + 50 * n, 9_000)], every_s=20)
        play.sail("ais-b:2", [(0, 0)], every_s=5, sog_kn=0)
        play.sail("ais-b:3", [(-60_000, 0)], every_s=5, via="far")
    play.silent.add("rx")
    return play.wait(45)


def test_boats_of_a_lost_feed_are_a_counted_list_with_its_case_and_the_role_on_duty():
    play = cut()
    told = unseen.as_json(play.world)
    (feed,) = told["feeds"]
    assert (feed["feed"], feed["state"], feed["hidden"]) == ("rx", "down", 2)
    assert (feed["incident"], feed["owner"], feed["duty"]) == ("I-1", None, "officer")
    boats = told["boats"]
    assert (boats["n"], boats["left"]) == (2, 0)
    assert [(one["vessel"], one["feed"], one["moored"]) for one in boats["shown"]] == [
        ("a", "rx", False),
        ("b", "rx", True),
    ]
    assert boats["at_sea"] == 1


def test_who_takes_the_case_of_the_feed_owns_the_list_and_the_watch_is_named_until_then():
    play = cut()
    watch = KeepWatch(actor="chen", role="dispatcher", request_id="w", leaves=False)
    play.hear_act(watch)
    assert unseen.as_json(play.world)["feeds"][0]["duty"] == "dispatcher"
    do(play, "acknowledge")
    assert unseen.as_json(play.world)["feeds"][0]["owner"] is not None


def test_the_squares_of_a_lost_feed_are_blind_and_come_back_with_it():
    play = cut()
    told = unseen.as_json(play.world)
    blind = [one for one in told["features"] if one["properties"]["hearing"] == "blind"]
    heard = [one for one in told["features"] if one["properties"]["hearing"] == "heard"]
    assert sum(one["properties"]["hidden"] for one in blind) == 2
    assert len(heard) == 1
    at = shapely.Point(122.0, 29.0)
    assert any(shapely.geometry.shape(one["geometry"]).covers(at) for one in blind)
    area = sum(shapely.geometry.shape(one["geometry"]).area for one in told["features"])
    assert round(area * 144) == 25 * 25  # every square once
    play.silent.clear()
    play.wait(10)
    play.sail("ais-b:1", [(9_500, 9_000)]).sail("ais-b:2", [(0, 0)], sog_kn=0).wait(60)
    again = unseen.as_json(play.world)
    assert again["boats"]["n"] == 0
    assert {one["properties"]["hearing"] for one in again["features"]} == {"heard", "unheard"}


def test_a_stored_world_is_as_blind_as_before():
    play = cut()
    again = memory.load(memory.dump(play.world), play.world.port)
    assert unseen.as_json(again) == unseen.as_json(play.world)


def test_more_boats_than_are_named_are_counted(monkeypatch):
    monkeypatch.setattr(unseen, "SHOWN", 1)
    boats = unseen.as_json(cut().world)["boats"]
    assert (boats["n"], boats["left"], len(boats["shown"])) == (2, 1, 1)


def test_nothing_is_unseen_where_every_feed_is_up_or_nothing_was_heard():
    told = unseen.as_json(Play().world)
    assert (told["boats"]["n"], told["feeds"]) == (0, [])
    assert {one["properties"]["hearing"] for one in told["features"]} == {"unheard"}
    assert told["now_ms"] >= T0
