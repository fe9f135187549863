import pytest

from tests.twin.port_folder_files import BERTHS, PEOPLE, STATIONS, VESSELS, faults_of, sound_files
from twin.port_folder import parse_port


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("zxy10421,", "zxy/10421,", "id"),
        ("fishing", "pirate", "class"),
        ("gillnet", "dynamite", "gear"),
        ("ais-b:412900001", "ais-z:412900001", "terminals"),
        ("ais-b:412900001", "412900001", "terminals"),
        ("beidou:0300001", "ais-b:412900001", "terminals"),
        (",28,", ",2800,", "length_m"),
        (",9,8,", ",9.5,8,", "rated_persons"),
        (",9,8,", ",9,18,", "wind_class"),
        ("石浦,示例", "石浦,", "source"),
    ],
)
def test_a_wrong_cell_of_the_register_is_named(old: str, new: str, column: str) -> None:
    faults = [f for f in faults_of(vessels_csv=VESSELS.replace(old, new)) if f.file == "vessels.csv"]
    assert [fault.place for fault in faults] == [f"line 2, column {column}"]


def test_a_terminal_claimed_by_two_boats_names_both() -> None:
    second = VESSELS.splitlines()[1].replace("zxy10421", "zxy2")
    faults = faults_of(vessels_csv=VESSELS + second + "\n")
    assert len(faults) == 2
    assert all(
        "also claimed by zxy10421" in fault.what and fault.place.startswith("line 3") for fault in faults
    )


@pytest.mark.parametrize(
    ("file", "text"),
    [("vessels_csv", VESSELS), ("stations_csv", STATIONS), ("berths_csv", BERTHS), ("people_csv", PEOPLE)],
)
def test_an_id_that_stands_twice_is_named(file: str, text: str) -> None:
    faults = faults_of(**{file: text + text.splitlines()[1] + "\n"})
    assert any(fault.what.endswith("stands twice") and fault.place == "line 3, column id" for fault in faults)


@pytest.mark.parametrize(
    ("file", "text", "old", "new", "column"),
    [
        ("stations_csv", STATIONS, "battery", "mood", "quantities"),
        ("stations_csv", STATIONS, "battery", "water-level", "quantities"),
        ("stations_csv", STATIONS, "6.5 6.8", "6.8 6.5", "marks_m"),
        ("stations_csv", STATIONS, "6.5 6.8 7.1 7.5", "6.5", "marks_m"),
        ("stations_csv", STATIONS, "6.5", "nan", "marks_m"),
        ("stations_csv", STATIONS, ",60,", ",0,", "period_s"),
        ("stations_csv", STATIONS, "121.94", "125.94", "lon"),
        ("berths_csv", BERTHS, "29.19", "26.0", "lon"),
        ("berths_csv", BERTHS, "29.19", "north", "lat"),
        ("berths_csv", BERTHS, "quay", "tree", "kind"),
        ("berths_csv", BERTHS, ",16,", ",0,", "places"),
        ("people_csv", PEOPLE, "zxy10421", "zxy1", "vessel"),
        ("people_csv", PEOPLE, "2027-03-31", "31.3.2027", "expires"),
        ("people_csv", PEOPLE, "skipper", "s" * 33, "role"),
    ],
)
def test_a_wrong_cell_of_a_table_is_named(file: str, text: str, old: str, new: str, column: str) -> None:
    [fault] = faults_of(**{file: text.replace(old, new)})
    assert fault.file == file.replace("_", ".")
    assert fault.place == f"line 2, column {column}"


def test_optional_columns_may_be_left_out_and_optional_cells_empty() -> None:
    files = sound_files() | {"people.csv": "id,name,role\np1,陈海明,deckhand\n".encode()}
    [person] = parse_port(files).people
    assert (person.vessel, person.expires_ms) == (None, None)


def test_english_names_fall_back_to_chinese() -> None:
    assert parse_port(sound_files()).stations[0].name.en == "验潮站"


def pair_of(one: str, other: str, gear: str = "trawl") -> str:
    head, first = VESSELS.replace("source\n", "source,pair\n").replace("gillnet", gear).splitlines()
    second = first.replace("zxy10421", "zxy2").replace("412900001", "412900002").replace("0300001", "0300002")
    return f"{head}\n{first},{one}\n{second},{other}\n"


def test_two_trawlers_that_name_each_other_are_a_pair() -> None:
    files = sound_files() | {"vessels.csv": pair_of("zxy2", "zxy10421").encode()}
    assert [vessel.pair for vessel in parse_port(files).vessels] == ["zxy2", "zxy10421"]


@pytest.mark.parametrize(
    ("one", "other", "gear", "lines"),
    [
        ("zxy2", "", "trawl", [2]),
        ("zxy10421", "", "trawl", [2]),
        ("zxy3", "", "trawl", [2]),
        ("zxy2", "zxy2", "trawl", [2, 3]),
        ("zxy2", "zxy10421", "gillnet", [2, 3]),
    ],
)
def test_a_pair_that_is_none_is_named(one: str, other: str, gear: str, lines: list[int]) -> None:
    faults = faults_of(vessels_csv=pair_of(one, other, gear))
    assert [fault.place for fault in faults] == [f"line {line}, column pair" for line in lines]
    assert all(fault.remedy for fault in faults)
