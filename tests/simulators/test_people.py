import msgspec
import numpy as np
import pytest

from simulators.mouths import Crossing
from simulators.people import LEAST_TRIP_MS, People
from simulators.post import Post
from tests.simulators.conftest import START_MS
from twin.wire import MusterBody, PassBody, ReportBody

END = START_MS + 10**9


@pytest.fixture
def post():
    return Post(START_MS)


def people_of(running, post):
    return People(running.scene, post, START_MS, seed=1)


def musters(post):
    letters = [said for said in post.take(END) if said.topic.endswith("/muster")]
    return [
        (said.topic.split("/")[1], msgspec.json.decode(said.payload, type=MusterBody)) for said in letters
    ]


def at_sea_of(scene):
    return {v.id for row, v in enumerate(scene.vessels) if (scene.hulls.xy_m[row] != scene.spot_m[row]).any()}


def crews_in(letters):
    said = {}
    for letter in letters:
        if letter.topic.endswith("/departure"):
            body = msgspec.json.decode(letter.payload, type=ReportBody)
            said |= dict.fromkeys((member.person for member in body.crew), letter.topic.split("/")[1])
        elif letter.topic.endswith("/muster"):
            body = msgspec.json.decode(letter.payload, type=MusterBody)
            assert body.state == "aboard"
            said[letter.topic.split("/")[1]] = body.vessel
    return said


def test_crews_at_sea_are_told_in_the_first_minute_and_large_boats_in_one_letter_each(told, shipu, post):
    running = told(*(vessel.id for vessel in shipu.vessels[:100]))
    people_of(running, post).open_ledger()
    letters = post.take(START_MS + 62_000)
    assert post.take(END) == []
    away = at_sea_of(running.scene)
    assert crews_in(letters) == {p.id: p.vessel for p in shipu.people if p.vessel in away}
    length_m = {vessel.id: vessel.length_m for vessel in shipu.vessels}
    crewed = {person.vessel for person in shipu.people} & away
    reports = [letter for letter in letters if letter.topic.startswith("report/")]
    assert len(reports) == sum(length_m[boat] >= 12 for boat in away)
    assert len(letters) < len(reports) + 3 * len(crewed)


def test_whoever_is_not_at_sea_is_called_once_within_the_hour_and_never_overruled(told, shipu, post):
    running = told(*(vessel.id for vessel in shipu.vessels[:100]))
    people, scene = people_of(running, post), running.scene
    people.open_ledger()
    at_sea = set(crews_in(post.take(END)))
    away = at_sea_of(scene)
    leaver = next(row for row, v in enumerate(scene.vessels) if v.id not in away and people._crews[row])
    people.report(leaver, "departure")
    aboard = {person for person, body in musters(post) if body.state == "aboard"}
    busiest = 0
    said = []
    for scene.now_s in range(1, 3_601):
        people.step()
        called = musters(post)
        busiest = max(busiest, len(called))
        said += called
    assert all(body.state == "ashore" and body.vessel is None for _, body in said)
    assert len(said) == len({person for person, _ in said})
    assert {person for person, _ in said} == {person.id for person in shipu.people} - at_sea - aboard
    assert busiest < 25


def test_a_crew_comes_aboard_before_its_boat_reports_departure_and_goes_ashore_after_it_is_moored(
    told, shipu, post
):
    running = told("zxy10009")
    people = people_of(running, post)
    crew = {person.id for person in shipu.people if person.vessel == "zxy10009"}
    people.report(0, "departure")
    letters = post.take(END)
    assert letters[-1].topic == "report/zxy10009/departure"
    report = msgspec.json.decode(letters[-1].payload, type=ReportBody)
    assert {member.person for member in report.crew} == crew
    assert {said.topic.split("/")[1] for said in letters[:-1]} == crew
    assert (report.gear, report.area) == ("gillnet", "近岸准捕水域")
    people.report(0, "arrival")
    assert [said.topic for said in post.take(END)] == ["report/zxy10009/arrival"]
    people.report(0, "ashore")
    assert {(person, body.state) for person, body in musters(post)} == {(person, "ashore") for person in crew}


def test_a_boat_plans_to_be_back_when_it_has_turned_home_and_come_the_way_from_its_ground(told, post):
    running = told("zxy10009")
    scene = running.scene
    scene.home_at_s[0] = 36_000.0
    scene.ground_m[0] = scene.spot_m[0] + np.array([0.0, -80_000.0])
    people_of(running, post).report(0, "departure")
    (body,) = [s.payload for s in post.take(END) if s.topic.endswith("/departure")]
    back_s = (msgspec.json.decode(body, type=ReportBody).planned_return_ms - START_MS) / 1000
    assert back_s - 36_000 > 80_000 / scene.cruise_mps[0]


def test_a_ship_that_passes_by_plans_no_return(told, post):
    people_of(told("mv262"), post).report(0, "departure")
    (body,) = [s.payload for s in post.take(END) if s.topic.endswith("/departure")]
    assert msgspec.json.decode(body, type=ReportBody).planned_return_ms is None


def test_a_crew_may_have_told_long_ago_when_it_would_be_back(told, post):
    running = told("zxy10009")
    late = People(running.scene, post, START_MS, seed=3, back_s={0: -21_600.0})
    late.report(0, "departure")
    (body,) = [s.payload for s in post.take(END) if s.topic.endswith("/departure")]
    report = msgspec.json.decode(body, type=ReportBody)
    assert report.planned_return_ms == START_MS - 21_600_000
    assert report.t_ms == report.planned_return_ms - LEAST_TRIP_MS


def test_a_hull_without_tag_or_name_is_seen_and_not_known(told, places, post):
    people = people_of(told("zxy10009"), post)
    people.lapse(0, "unnamed")
    for _ in range(10):
        people.passed(Crossing(0, places.mouths[1], "in"))
    passes = [msgspec.json.decode(said.payload, type=PassBody) for said in post.take(END)]
    assert {(body.vessel, body.match) for body in passes} == {(None, None)}
    assert all(body.length_m > 26 for body in passes)


def test_boats_under_12_m_need_not_report(told, shipu, post):
    small = next(vessel for vessel in shipu.vessels if vessel.length_m < 12)
    people_of(told(small.id), post).report(0, "departure")
    assert not any(said.topic.startswith("report/") for said in post.take(END))


def test_a_mouth_sees_hulls_pass_and_mostly_knows_them(told, places, post):
    running = told("zxy10009")
    people = people_of(running, post)
    for _ in range(200):
        people.passed(Crossing(0, places.mouths[1], "out"))
    letters = post.take(END)
    bodies = [msgspec.json.decode(said.payload, type=PassBody) for said in letters]
    assert {said.topic for said in letters} == {"gate/dongmen/pass"}
    known = [body for body in bodies if body.vessel]
    assert {body.vessel for body in known} == {"zxy10009"}
    assert 0.85 < len(known) / 200 < 1
    assert all((body.match is None) == (body.vessel is None) for body in bodies)
    assert all(26 < body.length_m < 30.1 for body in bodies)


@pytest.mark.parametrize(
    ("lapse", "aboard", "ashore", "out", "back"),
    [
        ("left-ashore", -1, 0, -1, -1),
        ("left-aboard", 0, -1, 0, 0),
        ("one-more", 0, 0, 1, 1),
        ("one-fewer", 0, 0, -1, -1),
        ("return-short", 0, -1, 0, -1),
        ("masked", 0, 0, -1, -1),
    ],
)
def test_what_goes_wrong_with_a_crew_shows_in_musters_and_counts(
    told, shipu, places, post, lapse, aboard, ashore, out, back
):
    people = people_of(told("zxy10009"), post)
    count = sum(person.vessel == "zxy10009" for person in shipu.people)
    people.lapse(0, lapse)
    people.report(0, "departure")
    letters = post.take(END)
    [report] = [said for said in letters if said.topic.startswith("report/")]
    assert len(msgspec.json.decode(report.payload, type=ReportBody).crew) == count
    assert len(letters) - 1 == count + aboard
    counted = []
    for direction in ("out", "in"):
        people.passed(Crossing(0, places.mouths[1], direction))
        [said] = post.take(END)
        counted.append(msgspec.json.decode(said.payload, type=PassBody).persons - count)
    assert counted == [out, back]
    people.report(0, "ashore")
    assert len(musters(post)) == count + ashore
    people.report(0, "ashore")
    assert len(musters(post)) == count


def test_behind_masks_and_lamps_no_face_and_no_hull_is_sure(told, places, post):
    people = people_of(told("zxy10009"), post)
    people.lapse(0, "masked")
    people.report(0, "departure")
    assert all(0.6 <= body.match < 0.8 for _, body in musters(post))
    for _ in range(30):
        people.passed(Crossing(0, places.mouths[1], "out"))
    passes = [msgspec.json.decode(said.payload, type=PassBody) for said in post.take(END)]
    assert {body.vessel for body in passes} == {"zxy10009"}
    assert all(0.6 <= body.match < 0.8 for body in passes)
