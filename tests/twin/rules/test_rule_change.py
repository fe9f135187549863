import json

from tests.twin.harbour import port
from tests.twin.play import Play
from twin import memory
from twin.acts import PutZone
from twin.facts import AlertCleared, IncidentOpened, Refused, ZoneChanged

REEF = {
    "type": "Feature",
    "properties": {"id": "reef", "name_zh": "礁", "name_en": "reef", "kind": "forbidden", "source": "test"},
    "geometry": {
        "type": "Polygon",
        "coordinates": [
            [[122.05, 29.05], [122.06, 29.05], [122.06, 29.06], [122.05, 29.06], [122.05, 29.05]]
        ],
    },
}


def drawn(play: Play, request: str = "z", **changes: object) -> object:
    feature = json.dumps(REEF | changes)
    return play.hear_act(PutZone(actor="adm", role="admin", request_id=request, zone="reef", feature=feature))


def test_a_zone_that_a_person_changed_is_listed_without_sound_for_the_watch_and_the_next():
    play = Play(port(rules={"rule-change": {"listed_h": 0.1}}))
    assert isinstance(drawn(play), ZoneChanged)
    play.wait(2)
    assert play.raised("rule-change") == [("test", "reef", 4)]
    assert "Testport: reef was changed by a person, now version 2" in [a.words.en for a in alerts(play)]
    assert play.of(IncidentOpened) == []
    play.wait(300)
    drawn(play, "z2")
    play.wait(300)
    assert play.of(AlertCleared) == []
    play.wait(70)
    assert len(play.of(AlertCleared)) == 1


def alerts(play: Play) -> list:
    return list(play.world.alerts.open.values())


def test_zones_of_the_port_folder_and_refused_drawings_are_no_change():
    play = Play()
    assert isinstance(drawn(play, geometry={"type": "Point", "coordinates": [122, 29]}), Refused)
    play.wait(5)
    assert play.raised("rule-change") == []


def test_a_restart_remembers_when_it_was_changed():
    play = Play()
    drawn(play)
    again = memory.load(memory.dump(play.world), port())
    assert again.fences.zones[again.fences.number_of["reef"]].changed_ms == play.now
