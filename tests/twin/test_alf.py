from tests.twin.play import Play, sos
from tests.twin.test_command import do
from tests.twin.test_shelving import OUT, outside, shelve
from twin import alf
from twin.alf import Alf


def letters(play, rule="left-zone"):
    (name,) = [name for name in play.world.alerts.open if name.startswith(rule)]
    return alf.told(play.world, [name])[name]


def test_an_emergency_waits_is_taken_and_is_handed_over():
    play = Play().sail("ais-b:2", [(0, 0)])
    sos(play)
    assert letters(play, "sos") == Alf("V", "B", 0, "E")
    play.wait(61)
    assert letters(play, "sos").escalation == 2
    do(play, "acknowledge")
    assert letters(play, "sos") == Alf("A", "B", 0, "E")
    do(play, "transfer", to="MSAR 12395", note="helicopter")
    assert letters(play, "sos").state == "O"


def test_what_asks_nobody_is_active_and_what_is_shelved_is_silenced():
    play = outside()
    assert letters(play) == Alf("A", "B", 0, "W")
    play.hear_act(shelve(play.now))
    assert letters(play).state == "S"


def test_a_danger_that_passed_before_anybody_took_it_is_rectified_and_then_normal():
    play = outside(16)
    (name,) = play.world.alerts.open
    play.sail("ais-b:1", [(18_000, 0)] * 20)
    assert name not in play.world.alerts.open
    assert alf.told(play.world, [name])[name].state == "U"
    do(play, "acknowledge")
    assert alf.told(play.world, [name])[name].state == "N"
    assert alf.told(play.world, ["collision-risk-9"])["collision-risk-9"] == Alf("N", "A", 0)
    assert OUT > 18_000
