from collections import Counter

import pytest

from api.port_files import port_folder, read_port
from simulators import register
from simulators.cast import CAST
from simulators.register import PERSON_HEADER, VESSEL_HEADER, make_register, table

NEEDED = "bans.csv", "berths.csv", "gates.geojson", "manning.csv", "port.toml", "rules.toml", "stations.csv"


@pytest.fixture
def copied(tmp_path):
    """A port folder like Shipu's without a register."""
    for name in (*NEEDED, "zones.geojson"):
        (tmp_path / name).write_bytes((port_folder("shipu") / name).read_bytes())
    return tmp_path


def test_the_register_of_shipu_is_what_the_command_writes(copied, monkeypatch):
    monkeypatch.setattr("sys.argv", ["register", "--port", str(copied)])
    register.main()
    for name in ("vessels.csv", "people.csv"):
        assert (copied / name).read_bytes() == (port_folder("shipu") / name).read_bytes()


def test_same_seed_same_register_and_another_seed_another(shipu):
    assert make_register(60, 1, shipu.manning) == make_register(60, 1, shipu.manning)
    assert make_register(60, 1, shipu.manning) != make_register(60, 2, shipu.manning)


def test_the_cast_and_its_crews_do_not_change_with_seed_or_size(shipu):
    count = len(CAST)
    few, crews = make_register(count, 5, shipu.manning)
    many, people = make_register(400, 6, shipu.manning)
    assert few == many[:count]
    assert crews == people[: len(crews)]


def test_fewer_boats_than_the_cast_are_refused(shipu):
    with pytest.raises(ValueError, match="the cast alone"):
        make_register(3, 1, shipu.manning)


def test_a_register_of_another_seed_is_sound(copied, shipu):
    vessels, people = make_register(3_000, 4, shipu.manning)
    (copied / "vessels.csv").write_text(table(VESSEL_HEADER, vessels), encoding="utf-8")
    (copied / "people.csv").write_text(table(PERSON_HEADER, people), encoding="utf-8")
    port = read_port(copied)
    assert len(port.vessels) == 3_000
    assert len({v.name.zh for v in port.vessels}) == 3_000


def test_the_fleet_is_made_up_like_that_of_the_province(shipu):
    vessels = shipu.vessels
    assert len(vessels) == 3_000
    lengths = [vessel.length_m for vessel in vessels if vessel.vessel_class == "fishing"]
    assert sum(length >= 24 for length in lengths) / len(lengths) == pytest.approx(0.613, abs=0.03)
    assert sum(length < 12 for length in lengths) / len(lengths) == pytest.approx(0.30, abs=0.03)
    assert all("fictional" in vessel.source for vessel in vessels)


@pytest.mark.parametrize("boats", [100, 150, 600, 3_000])
def test_any_first_part_of_the_register_is_a_fair_sample(shipu, boats):
    classes = Counter(vessel.vessel_class for vessel in shipu.vessels[:boats])
    for name, share in register.SHARES.items():
        assert classes[name] / boats == pytest.approx(share, abs=0.021)


def test_pairs_are_of_one_group_and_groups_of_one_gear(shipu):
    by_id = {vessel.id: vessel for vessel in shipu.vessels}
    paired = [vessel for vessel in shipu.vessels if vessel.pair]
    assert 200 < len(paired) < 400
    assert all(vessel.length_m >= 24 for vessel in paired)
    together = sum(vessel.group == by_id[vessel.pair].group for vessel in paired)
    assert together / len(paired) > 0.8
    gears = {}
    for vessel in shipu.vessels:
        if vessel.group:
            gears.setdefault(vessel.group, set()).add(vessel.gear)
    assert all(len(each) == 1 for each in gears.values())


def test_everyone_but_merchants_has_a_crew_no_larger_than_the_boat_may_carry(shipu):
    crews = Counter(person.vessel for person in shipu.people)
    for vessel in shipu.vessels:
        if vessel.vessel_class == "merchant":
            assert vessel.id not in crews
        else:
            assert 1 <= crews[vessel.id] <= vessel.rated_persons
            assert vessel.skipper
    assert 17_000 < len(shipu.people) < 22_000
