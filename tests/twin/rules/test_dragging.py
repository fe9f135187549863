import msgspec

from tests.twin.harbour import ZONES, boat, box, fix, port, zone
from tests.twin.play import Play
from tests.twin.rules.readings import sense
from twin.decode import VesselReported
from twin.facts import AlertCleared, CallSent, IncidentOpened
from twin.port import StationRecord
from twin.wire import ReportBody, Words

MET = StationRecord("met", Words("气象站", "Met"), 122.0, 29.0, ("wind", "wind-direction"), 600)
RAFT = tuple(boat(f"r{n}", f"ais-b:{40 + n}") for n in range(5))
LYING = tuple((30.0 * n, 0.0) for n in range(5))
ROADS = zone("roads", "anchorage", box(3_000, 3_000, 5_000, 5_000))


def lie(places=LYING, *, wind_mps: float = 12.0, blows_from: float = 270) -> Play:
    """Let boats lie for a quarter of an hour, and the wind blow."""
    stations = (msgspec.structs.replace(MET, period_s=3_600),)
    play = Play(port(vessels=RAFT, zones=(*ZONES, ROADS), stations=stations))
    sense(play, "met", "wind", wind_mps)
    sense(play, "met", "wind-direction", blows_from)
    for _ in range(6):
        report(play, places, sog_kn=0.0)
    return play


def report(play: Play, places, *, sog_kn: float = 1.0, every_s: float = 180, **more) -> Play:
    play.wait(every_s)
    play.hear(
        *(fix(f"ais-b:{40 + n}", x, y, play.now, sog_kn=sog_kn, **more) for n, (x, y) in enumerate(places))
    )
    return play


def moved(by_x: float, by_y: float = 0, who=(4,)) -> tuple[tuple[float, float], ...]:
    return tuple((x + by_x, y + by_y) if n in who else (x, y) for n, (x, y) in enumerate(LYING))


def test_a_boat_that_breaks_off_its_raft_is_an_alarm_at_its_second_fix_outside():
    play = report(lie(), moved(70), every_s=60)
    assert play.raised("dragging") == []
    report(play, moved(110), every_s=60).wait(5)
    assert play.raised("dragging") == [("r4", None, 2)]


def test_in_a_gale_the_first_fix_outside_is_asked_about():
    play = report(lie(wind_mps=18.0), moved(70), every_s=60).wait(5)
    assert play.raised("dragging") == [("r4", None, 3)]
    assert [call.call_kind for call in play.of(CallSent)] == ["question"]


def test_a_whole_raft_that_shifts_with_the_tide_or_a_lost_satellite_is_none():
    everyone = range(5)
    play = report(report(lie(), moved(70, who=everyone)), moved(75, who=everyone)).wait(5)
    assert play.raised("dragging") == []


def test_a_whole_raft_that_drifts_away_is_one_card():
    everyone = range(5)
    play = report(report(lie(), moved(150, who=everyone)), moved(220, who=everyone)).wait(5)
    assert len(play.raised("dragging")) == 5
    assert len([case for case in play.of(IncidentOpened) if case.rule == "dragging"]) == 1


def test_a_place_that_shifts_without_drift_is_another_receiver():
    play = report(report(lie(), moved(70), sog_kn=0.1), moved(72), sog_kn=0.0).wait(5)
    assert play.raised("dragging") == []


def test_a_boat_that_leaves_is_not_dragging():
    under_way = report(report(lie(), moved(70), sog_kn=3.5), moved(160), sog_kn=4.0).wait(5)
    assert under_way.raised("dragging") == []
    play = lie()
    report_body = ReportBody(t_ms=play.now, via="rx")
    play.hear(VesselReported("r4", "departure", report_body, play.now))
    assert report(report(play, moved(70)), moved(110)).wait(5).raised("dragging") == []


def test_against_the_wind_or_in_a_calm_a_boat_moves_by_itself():
    assert report(report(lie(blows_from=90), moved(70)), moved(110)).wait(5).raised("dragging") == []
    assert report(report(lie(wind_mps=3.0), moved(70)), moved(110)).wait(5).raised("dragging") == []


def test_at_anchor_the_circle_of_swinging_is_allowed_for():
    roads = ((4_000.0, 4_000.0),)
    swung, gone = ((4_110.0, 4_000.0),), ((4_160.0, 4_000.0),)
    assert report(report(lie(roads), swung), swung).wait(5).raised("dragging") == []
    assert report(report(lie(roads), gone), gone).wait(5).raised("dragging") == [("r0", None, 2)]


def test_it_is_over_when_the_boat_lies_somewhere_again():
    play = report(report(lie(), moved(70)), moved(110))
    for _ in range(6):
        report(play, moved(112), sog_kn=0.1)
    play.wait(5)
    assert [fact.words.en for fact in play.of(AlertCleared)] == ["r4 is secured again, or under way"]
