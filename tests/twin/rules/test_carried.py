import pytest

from tests.twin.harbour import fix
from tests.twin.play import Play
from tests.twin.rules.test_identity_clash import SOON


def riding(beside_m: float, *, sog_kn: float = 6.0, pair: bool = False) -> Play:
    """Let the BeiDou set of b tell places so far from boat a under way, while b's AIS lies still."""
    play = Play()
    play.world.rules = SOON
    if pair:
        play.world.fleet.vessels["pair"][:2] = [1, 0]
    for half in range(14):
        play.sail("ais-b:1", [(3_000 + sog_kn * 15.4 * half, 0)], sog_kn=sog_kn, cog_deg=90)
        if half % 2:
            play.hear(fix("ais-b:2", -2_000, 0, play.now, sog_kn=0))
            play.wait(12)
            east_m = 3_000 + sog_kn * (15.4 * half + 6.2)
            play.hear(fix("beidou:2", east_m, beside_m, play.now, sog_kn=sog_kn))
    return play.wait(10)


def test_a_hull_that_carries_another_boats_set_is_named_with_it():
    play = riding(10)
    assert ("a", None, 2) in play.raised("identity-clash")
    (raised,) = [fact for fact in play.world.alerts.open.values() if fact.subject.id == "a"]
    assert (raised.other, raised.words.en.split(",")[0]) == ("b", "a carries a terminal of b")
    assert [mark.shape for mark in raised.draw] == ["line"]


def test_a_carried_set_that_comes_home_ends_it():
    play = riding(10)
    for _ in range(10):
        play.sail("ais-b:2", [(-2_000, 0)], sog_kn=0).hear(fix("beidou:2", -2_000, 3, play.now, sog_kn=0))
    assert "a" not in {fact.subject.id for fact in play.world.alerts.open.values()}


@pytest.mark.parametrize(
    ("beside_m", "more"),
    [(400, {}), (10, {"sog_kn": 0.4}), (10, {"pair": True})],
    ids=["a set gone astray by itself", "a raft in harbour", "a registered pair"],
)
def test_these_carry_nobodys_set(beside_m, more):
    assert "a" not in {subject for subject, *_ in riding(beside_m, **more).raised("identity-clash")}
