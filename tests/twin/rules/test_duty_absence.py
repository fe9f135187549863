from itertools import count

from tests.twin.play import Play
from twin import memory
from twin.acts import KeepWatch, TurnClock
from twin.facts import AlertChanged, AlertCleared, AlertRaised, IncidentOpened
from twin.port import Port

_numbers = count()


def touch(play: Play, actor: str = "li", role: str = "officer", **more: object) -> Play:
    play.hear_act(KeepWatch(actor=actor, role=role, request_id=f"w-{next(_numbers)}", **more))
    return play


def said(play: Play) -> list[tuple[str, int]]:
    return [(role, priority) for role, _, priority in play.raised("duty-absence")]


def test_a_console_untouched_for_twelve_minutes_is_prompted_then_sounds_then_calls_the_next_role():
    play = touch(Play())
    play.wait(719)
    assert said(play) == []
    play.wait(2)
    assert said(play) == [("officer", 4)]
    assert play.of(IncidentOpened) == []
    play.wait(15)
    assert [fact.priority for fact in play.of(AlertChanged)] == [2]
    play.wait(15)
    assert said(play) == [("officer", 4), ("dispatcher", 2)]
    assert "dispatcher, take over" in play.of(AlertRaised)[-1].words.en


def test_any_touch_ends_it_and_a_console_in_use_is_left_alone():
    play = touch(Play())
    play.wait(760)
    touch(play).wait(2)
    assert len(play.of(AlertCleared)) == 2
    for _ in range(3):
        touch(play).wait(600)
    assert len(said(play)) == 2


def test_nobody_on_watch_is_nobody_absent_and_signing_off_ends_it():
    assert said(Play().wait(1_000)) == []
    play = touch(Play())
    play.wait(740)
    touch(play, leaves=True).wait(2)
    assert len(play.of(AlertCleared)) == 1
    play.wait(1_000)
    assert said(play) == [("officer", 4)]


def test_people_wake_by_real_time_where_the_realm_runs_faster():
    play = touch(Play(), rate=4.0)
    play.wait(2_000)
    assert said(play) == []
    play.hear_act(TurnClock(actor="dao", role="director", request_id="t", rate=1, resume=1))
    play.wait(700)
    assert said(play) == []


def test_a_restart_remembers_who_stands_the_watch():
    play = touch(Play())
    port: Port = play.world.port
    assert memory.load(memory.dump(play.world), port).duty == play.world.duty
