import msgspec
import pytest

from tests.twin.harbour import boat, box, zone
from twin.port import ConfigError, ConfigFault, Window

SHAPE = box(0, 0, 1, 1)


@pytest.mark.parametrize(
    ("classes", "gears", "speaks"),
    [
        ((), (), True),
        (("fishing",), (), True),
        (("merchant",), (), False),
        ((), ("gillnet",), False),
        (("fishing", "merchant"), ("trawl",), True),
        (("fishing",), ("gillnet",), False),
    ],
)
def test_a_zone_speaks_to_the_classes_and_gears_it_names_or_to_all(classes, gears, speaks):
    named = zone("z", "forbidden", SHAPE, classes=frozenset(classes), gears=frozenset(gears))
    assert named.applies_to("fishing", "trawl") == speaks


def test_a_zone_is_in_force_from_the_first_instant_of_a_window_to_before_its_last():
    ban = zone("z", "forbidden", SHAPE, windows=(Window(10, 20), Window(30, 31)))
    assert [now for now in range(40) if ban.open_at(now)] == [*range(10, 20), 30]
    assert all(zone("z", "forbidden", SHAPE).open_at(now) for now in (-1, 0, 2**50))


def test_a_boats_mmsi_is_that_of_its_first_ais_terminal():
    assert boat("a", "beidou:7", "ais-b:412", "ais-a:413").mmsi == "412"
    assert boat("a", "beidou:7").mmsi is None


def test_a_configuration_fault_reads_as_one_line_and_an_error_as_all_of_them():
    first = ConfigFault("zones.geojson", "feature 0", "is no polygon", "Draw one")
    error = ConfigError([first, ConfigFault("port.toml", "key id", "is missing", "Add it")])
    assert str(first) == "zones.geojson: feature 0: is no polygon. Draw one"
    assert str(error).splitlines() == [str(fault) for fault in error.faults]


def test_what_was_loaded_cannot_be_changed():
    with pytest.raises(AttributeError):
        zone("z", "forbidden", SHAPE).priority = 1
    assert msgspec.structs.replace(zone("z", "forbidden", SHAPE), version=2).version == 2
