import pytest

from tests.twin.port_folder_files import PORT, faults_of, sound_files
from twin.port import ConfigError
from twin.port_folder import FILES, folder_hash, parse_port


def test_a_sound_folder_becomes_a_port() -> None:
    port = parse_port(sound_files())
    assert (port.id, port.name.zh, port.box) == ("shipu", "石浦渔港", (120.8, 27.8, 124.5, 31.2))
    assert [len(part) for part in (port.zones, port.vessels, port.stations, port.berths, port.gates)] == [
        1
    ] * 5
    assert port.vessels[0].mmsi == "412900001"
    assert port.people[0].expires_ms == 1_806_508_800_000  # 2027-04-01T00:00:00+08:00, the end of the day
    assert port.rules == {"zone-left": {"hold_s": 60}}


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str) -> None:
    files = sound_files()
    del files[name]
    with pytest.raises(ConfigError) as caught:
        parse_port(files)
    assert [fault.file for fault in caught.value.faults] == [name]


def test_faults_of_every_file_are_found_in_one_go() -> None:
    faults = faults_of(
        vessels_csv="id\nx\n",
        stations_csv="id,wrong\n",
        berths_csv=b"\xff\xfe",
        zones_geojson="{",
        gates_geojson="[]",
        people_csv="",
        bans_csv="",
        manning_csv="",
        rules_toml="x = 1",
    )
    named = {fault.file for fault in faults}
    assert named == set(FILES) - {"port.toml"}
    assert all(fault.place and fault.what and fault.remedy for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("lon = 121.93", "lon = 191.93", "key lon"),
        ("lon = 121.93", "lon = true", "key lon"),
        ("lon = 121.93", "lon = nan", "key lon"),
        ("lon = 121.93", "lon = 119.0", "key lon"),
        ("lon = 121.93", "", "key lon"),
        ('id = "shipu"', 'id = "石浦"', "key id"),
        ("[120.8, 27.8, 124.5, 31.2]", "[124.5, 27.8, 120.8, 31.2]", "key box"),
        ("[120.8, 27.8, 124.5, 31.2]", "[120.8, 27.8, 124.5]", "key box"),
        ("utc_offset_h = 8", "utc_offset_h = 80", "key utc_offset_h"),
        ("utc_offset_h = 8", "utc_offset_h = 8\ncolour = 1", "key colour"),
        ('name_en = "Shipu"', 'name_en = " "', "key name_en"),
        ('name_en = "Shipu"', "name_en = ", "the file"),
    ],
)
def test_a_wrong_line_of_port_toml_is_named(old: str, new: str, place: str) -> None:
    [fault] = faults_of(port_toml=PORT.replace(old, new))
    assert (fault.file, fault.place) == ("port.toml", place)


def test_a_rule_setting_outside_a_section_is_named() -> None:
    [fault] = faults_of(rules_toml="hold_s = 3\n[dark]\n")
    assert (fault.file, fault.place) == ("rules.toml", "key hold_s")


def test_the_hash_changes_with_any_byte_and_with_nothing_else() -> None:
    files = sound_files()
    first = folder_hash(files)
    assert folder_hash(files | {"notes.txt": b"x"}) == first
    assert folder_hash(dict(reversed(files.items()))) == first
    for name in FILES:
        assert folder_hash(files | {name: files[name] + b"\n"}) != first
    moved = files | {"berths.csv": files["berths.csv"] + b"x", "gates.geojson": files["gates.geojson"][:-1]}
    assert folder_hash(moved) != first
