from collections import Counter
from pathlib import Path

import pytest

from api.port_files import port_folder, read_port
from simulators import register
from simulators.register import PERSON_HEADER, VESSEL_HEADER, make_register, table


def test_the_register_of_shipu_is_what_the_command_writes(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["register", "--port", str(tmp_path)])
    register.main()
    for name in ("vessels.csv", "people.csv"):
        assert (tmp_path / name).read_bytes() == (port_folder("shipu") / name).read_bytes()


def test_same_seed_same_register_and_another_seed_another():
    assert make_register(50, 1) == make_register(50, 1)
    assert make_register(50, 1) != make_register(50, 2)


def test_a_register_of_thousands_is_sound(tmp_path):
    vessels, people = make_register(3_000, 4)
    for path in port_folder("shipu").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "vessels.csv").write_text(table(VESSEL_HEADER, vessels), encoding="utf-8")
    (tmp_path / "people.csv").write_text(table(PERSON_HEADER, people), encoding="utf-8")
    port = read_port(Path(tmp_path))
    assert len(port.vessels) == 3_000
    assert len({v.name.zh for v in port.vessels}) == 3_000


def test_the_fleet_is_made_up_like_that_of_the_province():
    vessels, _ = make_register(3_000, 4)
    classes = Counter(vessel["class"] for vessel in vessels)
    assert set(classes) == set(register.SHARES)
    lengths = [float(vessel["length_m"]) for vessel in vessels if vessel["class"] == "fishing"]
    assert sum(length >= 24 for length in lengths) / len(lengths) == pytest.approx(0.613, abs=0.03)
    assert sum(length < 12 for length in lengths) / len(lengths) == pytest.approx(0.30, abs=0.03)
    assert all("fictional" in vessel["source"] for vessel in vessels)


def test_no_crew_is_larger_than_its_boat_may_carry():
    vessels, people = make_register(600, 16)
    rated = {vessel["id"]: int(vessel["rated_persons"]) for vessel in vessels}
    for vessel, count in Counter(person["vessel"] for person in people).items():
        assert 1 <= count <= rated[vessel]
