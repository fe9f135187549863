import json
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Point, shape

from api.port_files import land_path, port_folder, read_port
from tests.twin.port_folder_files import sound_files
from twin.port import ConfigError

SHIPU = port_folder("shipu")


def write(folder: Path) -> None:
    for name, content in sound_files().items():
        (folder / name).write_bytes(content)


def test_a_folder_is_read_from_disk(tmp_path: Path) -> None:
    write(tmp_path)
    assert read_port(tmp_path).id == "shipu"
    assert land_path(tmp_path) is None


def test_a_folder_that_is_not_there_names_the_built_in_ones(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="built in are: shipu"):
        read_port(tmp_path / "nowhere")


def test_a_file_that_cannot_be_read_is_a_fault_and_not_a_crash(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "zones.geojson").unlink()
    (tmp_path / "zones.geojson").mkdir()
    with pytest.raises(ConfigError, match=r"zones.geojson: the file: cannot be read"):
        read_port(tmp_path)


def test_a_name_means_a_built_in_port_and_anything_else_a_path() -> None:
    assert port_folder("shipu") == SHIPU
    assert port_folder("./shipu") == Path("./shipu")
    assert port_folder("..") == Path("..")


def test_shipu_is_sound_and_large_enough_for_its_story() -> None:
    port = read_port(SHIPU)
    assert len(port.gates) == 6
    assert sum("示例" in gate.source for gate in port.gates) == 1
    assert len(port.stations) >= 12
    assert len({quantity for station in port.stations for quantity in station.quantities}) >= 6
    assert len(port.vessels) == 3_000
    assert len(port.people) > 1000
    assert {zone.kind for zone in port.zones} == {
        "permitted", "forbidden", "lane", "line", "harbour", "anchorage", "gate",
    }  # fmt: skip
    assert all(
        record.source
        for part in (port.zones, port.vessels, port.stations, port.berths, port.gates)
        for record in part
    )


def test_every_boat_of_shipu_that_fishes_has_one_permitted_water() -> None:
    port = read_port(SHIPU)
    for vessel in port.vessels:
        waters = [
            zone.id
            for zone in port.zones
            if zone.kind == "permitted" and zone.applies_to(vessel.vessel_class, vessel.gear)
        ]
        assert len(waters) == (vessel.vessel_class in ("fishing", "village")), vessel.id


def test_no_berth_of_shipu_lies_on_land() -> None:
    chart = land_path(SHIPU)
    assert chart is not None
    land = shapely.union_all(
        [shape(feature["geometry"]) for feature in json.loads(chart.read_bytes())["features"]]
    )
    assert not [berth.id for berth in read_port(SHIPU).berths if land.contains(Point(berth.lon, berth.lat))]
