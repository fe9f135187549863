import msgspec

from tests.twin.harbour import boat
from tests.twin.play import Play
from tests.twin.quay import HOUR, manned_port, muster
from tests.twin.test_storm import even
from twin.decode import WeatherTold
from twin.facts import AlertCleared, IncidentOpened
from twin.judgement import view_of
from twin.rules import crew_aboard
from twin.wire import QuadrantRadii, StormPoint, WeatherBody

RULE = "crew-aboard"
KM_PER_H = 20


def sheltered(*, boats: int = 1, length_m: float = 30.0, at_m: tuple[float, float] = (0, 0)) -> Play:
    """Boats that lie in harbour, one person aboard of each."""
    names = [f"m{n}" for n in range(boats)]
    vessels = tuple(
        msgspec.structs.replace(boat(name, f"ais-b:{50 + n}"), length_m=length_m)
        for n, name in enumerate(names)
    )
    play = Play(manned_port(vessels=vessels, people=()))
    for n, name in enumerate(names):
        play.sail(f"ais-b:{50 + n}", [at_m], every_s=1, sog_kn=0)
        muster(play, "aboard", f"p{n}", vessel=name)
    return play


def storm(
    play: Play,
    *radii: QuadrantRadii,
    in_h: float,
    valid_h: float = 6,
    wind_mps: float = 45,
    source: str = "met-office",
) -> Play:
    """A storm whose circle of 200 km is here in so many hours, told of in a bulletin good for so long."""
    south_deg = (KM_PER_H * in_h + 200) / 110.9
    start = StormPoint(play.now, 122.0, 29.0 - south_deg, wind_mps, radii=radii)
    on_deg = 72 * KM_PER_H / 110.9
    end = StormPoint(play.now + 72 * HOUR, 122.0, start.lat + on_deg, wind_mps, radii=radii)
    body = WeatherBody(
        issued_ms=play.now,
        valid_from_ms=play.now,
        valid_to_ms=play.now + round(valid_h * HOUR),
        force=15,
        track=(start, end),
        via="rx",
    )
    play.hear(WeatherTold(source, "typhoon", body, play.now))
    return play


def test_all_crews_are_ashore_six_hours_before_the_circle_of_force_12():
    assert storm(sheltered(), even(12, 200), in_h=6.5).wait(2).raised(RULE) == []
    play = storm(sheltered(), even(12, 200), in_h=5.5).wait(2)
    assert play.raised(RULE) == [("m0", None, 2)]


def test_the_circle_of_force_10_speaks_to_small_boats_only():
    assert storm(sheltered(), even(10, 200), in_h=5.5).wait(2).raised(RULE) == []
    assert storm(sheltered(length_m=11), even(10, 200), in_h=6.5).wait(2).raised(RULE) == []
    assert storm(sheltered(length_m=11), even(10, 200), in_h=5.5).wait(2).raised(RULE) == [("m0", None, 2)]


def test_an_hour_before_the_circle_it_is_an_emergency():
    assert storm(sheltered(), even(12, 200), in_h=0.5).wait(2).raised(RULE) == [("m0", None, 1)]


def test_a_boat_at_sea_or_with_nobody_aboard_is_not_spoken_of():
    assert storm(sheltered(at_m=(5_000, -3_000)), even(12, 200), in_h=3).wait(2).raised(RULE) == []
    empty = muster(sheltered().wait(1), "ashore", "p0")
    assert storm(empty, even(12, 200), in_h=3).wait(2).raised(RULE) == []


def test_a_boat_that_cut_its_power_in_shelter_is_still_counted():
    play = sheltered().wait(1_500)
    assert storm(play, even(12, 200), in_h=5.5).wait(2).raised(RULE) == [("m0", None, 2)]


def test_it_is_over_when_everyone_was_mustered_ashore():
    play = storm(sheltered(), even(12, 200), in_h=5.5).wait(2)
    muster(play, "ashore", "p0").wait(2)
    [cleared] = [fact for fact in play.of(AlertCleared) if RULE in fact.alert]
    assert cleared.words.en.startswith("the crew of m0 is ashore")


def test_many_crews_are_one_card():
    play = storm(sheltered(boats=6), even(12, 200), in_h=5.5).wait(2)
    assert len(play.raised(RULE)) == 6
    assert [case.subject.kind for case in play.of(IncidentOpened)] == ["port"]


def lacking(play: Play) -> list[tuple[str, int]]:
    lacks = crew_aboard.lacks(view_of(play.world, play.now, {}), crew_aboard.CrewAboard())
    return [(lack.words.en, lack.subjects) for lack in lacks if lack.subjects]


def test_a_track_that_has_run_out_moves_nothing_and_that_is_said():
    play = storm(sheltered(), even(12, 200), in_h=5.5, valid_h=0.1).wait(2)
    assert play.raised(RULE) == [("m0", None, 2)]
    play.wait(400)
    assert [fact for fact in play.of(AlertCleared) if RULE in fact.alert] == []
    assert lacking(play) == [("the track of the typhoon has run out", 1)]
    unraised = storm(sheltered(), even(12, 200), in_h=6.05, valid_h=0.01).wait(400)
    assert unraised.raised(RULE) == []


def test_without_radii_nobody_can_tell_and_that_is_said():
    play = storm(sheltered(), in_h=3).wait(2)
    assert play.raised(RULE) == []
    assert lacking(play) == [("no radii of the winds in the track", 1)]


def test_without_a_storm_nothing_is_lacking():
    assert lacking(sheltered()) == []
    assert sheltered().wait(2).raised(RULE) == []


def test_the_earlier_of_two_services_counts():
    play = storm(sheltered(), even(12, 200), in_h=20)
    storm(play, even(12, 200), in_h=5.5, source="other-office")
    assert play.wait(2).raised(RULE) == [("m0", None, 2)]
