import math

import msgspec
import pytest

from tests.twin.harbour import BOATS, FRAME, T0, ZONES, box, fix, port, zone
from tests.twin.play import Play
from twin.facts import AlertChanged, AlertCleared, AlertRaised, CallSent, IncidentOpened
from twin.judgement import view_of
from twin.port import Gate
from twin.rules.base import HOLDS
from twin.wire import Words

KN = 1852 / 3600


class Way:
    """A boat on a straight course: metres about the port, knots, degrees."""

    def __init__(self, terminal: str, x_m: float, y_m: float, kn: float, course: float) -> None:
        self.terminal, self.x_m, self.y_m, self.kn, self.course = terminal, x_m, y_m, kn, course

    def moved(self, after_s: float) -> "Way":
        far_m, turn = self.kn * KN * after_s, math.radians(self.course)
        x_m, y_m = self.x_m + far_m * math.sin(turn), self.y_m + far_m * math.cos(turn)
        return Way(self.terminal, x_m, y_m, self.kn, self.course)

    def fix(self, now_ms: int, after_s: float):
        now = self.moved(after_s)
        return fix(self.terminal, now.x_m, now.y_m, now_ms, sog_kn=self.kn, cog_deg=self.course % 360)


def run(*ways: Way, seconds: int = 60, every_s: int = 10, play: Play | None = None) -> Play:
    """Let boats report from their ways every few seconds. It is night: `T0` is 22:13 at the port."""
    play = play or Play(port(gates=()))
    start_ms = play.now
    for second in range(0, seconds + 1, every_s):
        play.until(start_ms + second * 1000)
        play.hear(*(way.fix(play.now, second) for way in ways))
    return play


def head_on(apart_m: float, *, aside_m: float = 0, kn: float = 7, **terminals: str) -> tuple[Way, Way]:
    """Two boats at sea, well off the reef and the strip, coming at each other."""
    one, other = terminals.get("one", "ais-b:1"), terminals.get("other", "ais-b:2")
    return Way(one, 3_000, 3_000, kn, 90), Way(other, 3_000 + apart_m, 3_000 + aside_m, kn, 270)


def test_two_boats_that_meet_head_on_are_told_what_will_happen_and_never_what_to_do():
    play = run(*head_on(2_000))
    (raised,) = play.of(AlertRaised)
    assert (raised.rule, raised.subject.id, raised.other, raised.priority) == ("collision-risk", "a", "b", 3)
    assert raised.words.en.startswith("a and b will pass within")
    assert raised.limit == 185.2
    assert [mark.shape for mark in raised.draw] == ["line", "line"]
    assert "closest in" in raised.assumed.en
    assert sorted(call.vessel for call in play.of(CallSent)) == ["a", "b"]
    assert all("turn" not in call.words.en for call in play.of(CallSent))


@pytest.mark.parametrize("aside_m", [600, -600])
def test_two_boats_that_pass_a_cable_off_are_left_alone(aside_m):
    assert run(*head_on(2_000, aside_m=aside_m), seconds=180).raised("collision-risk") == []


def test_slow_boats_that_close_slowly_are_at_work():
    assert run(*head_on(600, kn=3.0), seconds=180).raised("collision-risk") == []


def test_a_pair_of_trawlers_keeps_company_for_hours():
    abreast = (Way("ais-b:1", 0, 3_000, 3.2, 90), Way("ais-b:2", 0, 3_150, 3.2, 90))
    assert run(*abreast, seconds=600).raised("collision-risk") == []


def test_a_registered_pair_may_close_to_haul():
    boats = (
        msgspec.structs.replace(BOATS[0], pair="b"),
        msgspec.structs.replace(BOATS[1], pair="a"),
        *BOATS[2:],
    )
    assert run(*head_on(1_500), play=Play(port(vessels=boats))).raised("collision-risk") == []


def test_boats_side_by_side_at_the_quay_are_no_danger_and_one_that_lies_about_mooring_is():
    raft = (Way("ais-b:1", 0, 0, 0.1, 0), Way("ais-b:2", 12, 0, 0.0, 0))
    assert run(*raft, seconds=300).raised("collision-risk") == []
    liars = head_on(2_000, one="ais-a:9")
    play = Play()
    for second in range(0, 61, 10):
        play.until(T0 + second * 1000)
        for way in liars:
            said = way.fix(play.now, second)
            play.hear(msgspec.structs.replace(said, body=msgspec.structs.replace(said.body, status=5)))
    assert len(play.raised("collision-risk")) == 1


def test_a_ship_is_given_half_a_mile():
    ship = Way("ais-a:9", 3_000, 3_000, 14, 90)
    boat = Way("ais-b:1", 10_000, 3_700, 3, 270)
    play = run(ship, boat, seconds=60)
    assert [(fact.subject.id, fact.other) for fact in play.of(AlertRaised)] == [("a", "ship")]
    assert play.of(AlertRaised)[0].limit == 926
    wide = Way("ais-b:1", 10_000, 5_000, 3, 270)
    assert run(ship, wide, seconds=60).raised("collision-risk") == []


def test_at_night_the_warning_comes_half_as_early_again():
    apart = head_on(3_200)
    assert len(run(*apart, seconds=30).raised("collision-risk")) == 1
    by_day = port(rules={"collision-risk": {"night_factor": 1}})
    assert run(*apart, seconds=30, play=Play(by_day)).raised("collision-risk") == []


def test_a_mouth_has_a_limit_of_its_width_and_old_fixes_cannot_tell():
    lon, lat = FRAME.to_lonlat([5_000, 5_000], [-100, 100])
    gate = Gate("g", Words("口", "Mouth"), ((lon[0], lat[0]), (lon[1], lat[1])), 200)
    mouth = zone("mouth", "gate", box(4_700, -100, 5_300, 100))
    narrow = port(zones=(*ZONES, mouth), gates=(gate,))

    def ways(aside_m: float) -> tuple[Way, Way]:
        return Way("ais-b:1", 4_800, 0, 6, 90), Way("ais-b:2", 5_500, aside_m, 6, 270)

    assert run(*ways(60), every_s=5, play=Play(narrow)).raised("collision-risk") == []
    assert len(run(*ways(10), every_s=5, play=Play(narrow)).raised("collision-risk")) == 1
    by_turns = Play(narrow)
    for second in range(0, 61, 15):
        by_turns.until(T0 + second * 1000)
        by_turns.hear(ways(10)[second // 15 % 2].fix(by_turns.now, second))
    assert by_turns.raised("collision-risk") == []


@pytest.mark.parametrize(("every_s", "warned", "asked"), [(5, 1, 1), (15, 1, 0), (35, 0, 0)])
def test_in_the_basin_boats_are_warned_by_their_last_fixes_and_an_officer_asked_by_new_ones(
    every_s, warned, asked
):
    ways = (Way("ais-b:1", 0, 0, 5.0, 90), Way("ais-b:2", 700, 5, 5.0, 270))
    play = Play()
    for turn, second in enumerate(range(0, 125, every_s)):
        play.until(T0 + second * 1000)
        play.hear(ways[turn % 2].fix(play.now, second))
    assert len(play.raised("collision-risk")) == warned
    assert len(play.of(AlertChanged)) == asked


def test_off_a_mouth_boats_may_pass_nearer_than_at_sea():
    open_sea, approach = run(*head_on(700, aside_m=120)), run(*head_on(700, aside_m=120), play=Play())
    assert len(open_sea.raised("collision-risk")) == 1
    assert approach.raised("collision-risk") == []
    assert len(run(*head_on(700, aside_m=20), play=Play()).raised("collision-risk")) == 1
    far_off = [Way(w.terminal, w.x_m + 10_000, w.y_m, w.kn, w.course) for w in head_on(700, aside_m=120)]
    assert len(run(*far_off, play=Play()).raised("collision-risk")) == 1


def test_two_that_will_not_touch_need_no_officer():
    play = run(*head_on(2_000, aside_m=100), seconds=190)
    assert len(play.raised("collision-risk")) == 1
    assert play.of(AlertChanged) == []
    assert play.of(IncidentOpened) == []


def test_it_becomes_graver_when_nothing_changes_and_time_runs_out():
    play = run(*head_on(2_000), seconds=190)
    assert [fact.priority for fact in play.of(AlertChanged)] == [2]
    assert [case.subject.id for case in play.of(IncidentOpened)] == ["a"]


def test_an_officer_is_asked_of_boats_that_were_told_late_when_their_fixes_show_what_they_made_of_it():
    play = run(*head_on(800, kn=6.2), seconds=110)
    (raised,), (graver,) = play.of(AlertRaised), play.of(AlertChanged)
    assert (raised.priority, graver.priority) == (3, 2)
    assert {call.vessel for call in play.of(CallSent) if call.t_ms == raised.t_ms} == {"a", "b"}
    assert graver.t_ms - raised.t_ms == 80_000, "a minute to act, and fixes from 40 s after the warning on"


def test_boats_that_no_warning_reaches_are_an_officers_business_at_once():
    play = run(*head_on(800, one="beidou:1", other="beidou:3"), seconds=30)
    assert [fact.priority for fact in play.of(AlertRaised)] == [2]


def test_boats_that_have_passed_and_boats_that_hardly_close_are_no_danger_in_the_basin():
    apart = (Way("ais-b:1", 0, 0, 5.0, 90), Way("ais-b:2", -12, 0, 5.0, 270))
    abreast = (Way("ais-b:1", 0, 0, 5.0, 90), Way("ais-b:2", 0, 20, 5.4, 92))
    for ways in (apart, abreast):
        assert run(*ways, every_s=2, play=Play()).raised("collision-risk") == []
    onto = (Way("ais-b:1", 0, 0, 5.0, 90), Way("ais-b:2", 400, 5, 5.0, 270))
    assert len(run(*onto, every_s=2, play=Play()).raised("collision-risk")) == 1


def test_it_is_over_when_they_are_past_and_clear():
    play = run(*head_on(2_000), seconds=420)
    (over,) = play.of(AlertCleared)
    assert over.words.en == "a and b are past and clear"


def test_it_is_over_in_the_basin_too_where_old_fixes_could_not_raise_it():
    ways = (Way("ais-b:1", 0, 0, 5.0, 90), Way("ais-b:2", 400, 5, 5.0, 270))
    play = run(*ways, every_s=2, play=Play())
    assert len(play.raised("collision-risk")) == 1
    for second in range(75, 300, 15):
        play.until(T0 + second * 1000)
        play.hear(ways[second // 15 % 2].fix(play.now, second))
    assert len(play.of(AlertCleared)) == 1


def test_a_boat_that_turns_away_ends_it():
    one, other = head_on(2_000)
    play = run(one, other, seconds=60)
    assert len(play.raised("collision-risk")) == 1
    away = Way("ais-b:1", 3_216, 3_000, 7, 200)
    run(away, Way("ais-b:2", 4_784, 3_000, 7, 270), seconds=120, play=play)
    assert len(play.of(AlertCleared)) == 1
    assert play.of(IncidentOpened) == []


def test_silence_neither_raises_nor_clears():
    play = run(*head_on(2_000), seconds=60)
    play.wait(400)
    assert play.of(AlertCleared) == []
    assert len(play.world.alerts.open) == 1


def test_a_beidou_card_carries_no_warning_that_counts_in_minutes():
    play = run(*head_on(2_000, other="beidou:3"), seconds=60)
    assert len(play.raised("collision-risk")) == 1
    assert [call.terminal for call in play.of(CallSent)] == ["ais-b:1"]


def test_a_ship_that_passes_the_quay_is_no_danger_to_the_boats_in_their_rafts():
    ship = Way("ais-a:9", -6_000, 1_300, 14, 90)
    raft = Way("ais-b:1", 0, 900, 0.1, 90), Way("ais-b:2", 10, 900, 0.0, 0)
    assert run(ship, *raft, seconds=900, every_s=30).raised("collision-risk") == []
    leaves = Way("ais-b:1", 0, 1_300, 3.0, 270)
    assert len(run(ship, leaves, seconds=300, every_s=10).raised("collision-risk")) == 1


def test_a_boat_that_moors_in_shelter_ends_it():
    play = run(*head_on(2_000), seconds=60)
    assert len(play.raised("collision-risk")) == 1
    play.sail("ais-b:1", [(900, 900)] * 4, every_s=120, sog_kn=0.1).wait(61)
    assert len(play.of(AlertCleared)) == 1


def test_only_that_is_said_from_which_something_follows():
    play = run(*head_on(2_000), seconds=10)
    (rule,) = (rule for rule in play.world.rules if rule.id == "collision-risk")

    def said(*, covered: bool = False):
        view = view_of(play.world, play.now, {})
        view.tracks, view.covered = play.world.alerts.tracks, covered
        return [(f.subject, f.other, f.verdict, f.priority) for f in rule.find(view, rule.params)]

    holds = ("a", "b", HOLDS, 3)
    assert said() == []  # it waits to be an alert
    assert said(covered=True) == [holds]
    run(*(way.moved(10) for way in head_on(2_000)), seconds=20, play=play)
    assert len(play.raised("collision-risk")) == 1
    assert said() == []  # it holds as it did
    assert said(covered=True) == [holds]
    (track,) = play.world.alerts.tracks.values()
    track.off_since_ms = play.now
    play.world.alerts.tracks.note(track)
    assert said() == [holds]


def test_a_third_boat_that_comes_at_a_registered_pair_is_told_all_the_same():
    boats = (
        *(msgspec.structs.replace(one, pair=other) for one, other in zip(BOATS[:2], "ba", strict=True)),
        *BOATS[2:],
        msgspec.structs.replace(BOATS[0], id="third", terminals=("ais-b:7",)),
    )
    pair = (Way("ais-b:1", 3_000, 3_000, 3.2, 90), Way("ais-b:2", 3_000, 3_150, 3.2, 90))
    third = Way("ais-b:7", 5_000, 3_000, 7, 270)
    play = run(*pair, third, play=Play(port(vessels=boats, gates=())))
    met = {frozenset((fact.subject.id, fact.other)) for fact in play.of(AlertRaised)}
    assert {"a", "third"} in met
    assert {"a", "b"} not in met


@pytest.mark.parametrize(("until_s", "asked"), [(190, []), (60, [2])])
def test_an_officer_is_asked_of_boats_that_do_not_alter_course_or_speed_after_they_were_told(until_s, asked):
    """Slower and faster they stay head on; whoever did so is watched for a minute more."""
    play = Play(port(gates=()))
    for second in range(0, 191, 10):
        play.until(T0 + second * 1000)
        more_kn = second // 10 % 2 if second <= until_s else 0
        places = [way.moved(second) for way in head_on(2_000)]
        play.hear(
            *(Way(at.terminal, at.x_m, at.y_m, at.kn + more_kn, at.course).fix(play.now, 0) for at in places)
        )
    assert len(play.raised("collision-risk")) == 1
    assert [fact.priority for fact in play.of(AlertChanged)] == asked


def test_the_course_of_a_boat_that_lies_asleep_at_anchor_is_no_answer_to_a_warning():
    play, ship = Play(port(gates=())), Way("ais-b:1", 3_000, 3_000, 10.0, 90)
    for second in range(0, 341, 10):
        play.until(T0 + second * 1000)
        swings = Way("ais-b:2", 5_200, 3_000, 0.4, second * 7 % 360)
        play.hear(ship.fix(play.now, second), swings.fix(play.now, 0))
    assert [fact.priority for fact in play.of(AlertChanged)] == [2]
