import msgspec

from tests.twin.harbour import BOATS, boat, port
from tests.twin.play import Play
from twin.decode import StationSensed, WeatherTold
from twin.facts import AlertCleared, IncidentJoined, IncidentOpened
from twin.judgement import view_of
from twin.rules import wind_above_class
from twin.wire import SenseBody, WeatherBody

FORCE = {6: 12.0, 7: 15.0, 8: 19.0, 9: 22.0}
"""A wind in m/s of each force; the test boats are certified for force 8."""


def blow(play: Play, force: int, minutes: int = 1, *, boats: tuple[str, ...] = ("ais-b:1",)) -> Play:
    """Let the met station say the wind once a minute, and boats lie at sea."""
    for _ in range(minutes):
        play.wait(60)
        body = SenseBody(t_ms=play.now, value=FORCE[force], unit="m/s", via="rx")
        play.hear(StationSensed("met", "wind", body, play.now))
        for number, terminal in enumerate(boats):
            play.sail(terminal, [(5_000 + 900 * number, -3_000)], every_s=1, sog_kn=3.0)
    return play


def test_a_boat_at_sea_one_force_below_its_class_is_warned_and_at_its_class_is_an_alarm():
    assert blow(Play(), 6, 4).raised("wind-above-class") == []
    play = blow(Play(), 7, 4)
    assert play.raised("wind-above-class") == [("a", None, 3)]
    assert blow(Play(), 8, 4).raised("wind-above-class") == [("a", None, 2)]


def test_a_merchant_ship_is_bound_by_no_wind_class():
    assert blow(Play(), 8, 4, boats=("ais-a:9",)).raised("wind-above-class") == []


def test_a_boat_in_shelter_is_where_it_should_be():
    play = Play()
    for _ in range(5):
        blow(play, 9, boats=()).sail("ais-b:1", [(0, 0)], every_s=1, sog_kn=0.0)
    assert play.raised("wind-above-class") == []


def test_one_wind_is_one_card_however_many_boats_it_meets():
    play = blow(Play(), 8, 4, boats=("ais-b:1", "ais-b:2", "beidou:3"))
    cases = play.of(IncidentOpened)
    assert [(case.subject.kind, case.subject.id) for case in cases] == [("port", "test")]
    assert len(play.of(IncidentJoined)) == 2


def test_a_card_opens_as_grave_as_its_gravest_boat_and_calls_once():
    stronger, weaker = msgspec.structs.replace(boat("a", "ais-b:1"), wind_class=9), boat("b", "ais-b:2")
    play = blow(Play(port(vessels=(stronger, weaker))), 8, 4, boats=("ais-b:1", "ais-b:2"))
    assert play.raised("wind-above-class") == [("a", None, 3), ("b", None, 2)]
    assert [case.priority for case in play.of(IncidentOpened)] == [2]


def test_it_is_over_an_hour_after_the_wind_fell_a_force_below_the_class():
    play = blow(Play(), 8, 4)
    blow(play, 6, 55)
    assert play.of(AlertCleared) == []
    blow(play, 6, 8)
    assert [fact.words.en for fact in play.of(AlertCleared)] == ["a is sheltered, or the wind has eased"]


def test_a_forecast_counts_like_a_wind_that_is_there():
    play = blow(Play(), 6)
    body = WeatherBody(
        issued_ms=play.now,
        valid_from_ms=play.now + 4 * 3_600_000,
        valid_to_ms=play.now + 9 * 3_600_000,
        force=8,
        via="rx",
    )
    play.hear(WeatherTold("met-office", "forecast", body, play.now))
    assert blow(play, 6, 3).raised("wind-above-class") == [("a", None, 2)]


def test_without_a_wind_or_a_class_nobody_can_tell_and_that_is_said():
    play = Play().sail("ais-b:1", [(5_000, -3_000)] * 6)
    assert play.raised("wind-above-class") == []
    assert lacking(play) == [("no wind class on record", 0), ("no wind known there", 1)]
    stranger = blow(Play(port(vessels=BOATS[1:])), 9, 4)
    assert stranger.raised("wind-above-class") == []
    assert lacking(stranger) == [("no wind class on record", 1), ("no wind known there", 0)]


def lacking(play: Play) -> list[tuple[str, int]]:
    view = view_of(play.world, play.now, {})
    lacks = wind_above_class.lacks(view, wind_above_class.WindAboveClassParams())
    return [(lack.words.en, lack.subjects) for lack in lacks]


def test_the_class_is_the_certificates_own():
    strong = tuple(msgspec.structs.replace(one, wind_class=10) for one in BOATS)
    assert blow(Play(port(vessels=strong)), 8, 4).raised("wind-above-class") == []
