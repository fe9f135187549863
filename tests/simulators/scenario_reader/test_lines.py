import pytest

from simulators.scenario_reader.lines import located
from twin.port import ConfigFault

TEXT = """title = "t"
weather = { wind_mps = 4 }
[[start]]   # the first
vessel = "a"
[[start]]
lon = 1
lon_ = 2
[weather]
storm = "x"
[[objectiv]]
id = "o"
[[task]]
feature = '''
[[[1.0, 2.0]]]
'''
does = "draw"
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("the file, key title", 1),
        ("the file, key lasts_s", None),  # it stands nowhere
        ("the file, key objectiv", 10),
        ("start 1, key vessel", 4),
        ("start 2, key lon", 6),
        ("start 2, key lat", 5),  # missing: where its table begins
        ("start 2", 5),
        ("start 3, key lon", None),
        ("weather, key storm", 9),
        ("task 1, does draw", 16),
        ("byte 7", None),
    ],
)
def test_a_fault_is_found_by_its_table_and_its_key(place, line):
    (fault,) = located(TEXT, [ConfigFault("s.toml", place, "is wrong", "Mend it")])
    assert fault.line == line


def test_a_fault_with_a_line_reads_as_editors_and_compilers_write_it():
    (fault,) = located(TEXT, [ConfigFault("s.toml", "start 2, key lon", "is wrong", "Mend it")])
    assert str(fault) == "s.toml:6: start 2, key lon: is wrong. Mend it"


def test_the_reader_tells_the_line(read_faults):
    (fault,) = read_faults('boats = 3\n\n[[start]]\nvessel = "zxy10009"\nbehaviour = "drift"\nlon = 122.2\n')
    assert (fault.place, fault.line) == ("start 1, key lat", 3)
