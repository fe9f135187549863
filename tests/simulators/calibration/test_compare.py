"""The whole comparison in a short form: a few boats for an hour, beside the whole recordings."""

import pytest

from simulators.calibration.compare import BEIDOU_FILE, compared
from twin.port import ConfigError


@pytest.mark.slow
def test_every_section_stands_beside_its_recording(shared_data):
    folder = shared_data(BEIDOU_FILE).parents[1]
    sections = compared(folder, boats=60, hours=2.0, seed=16)
    assert [section.title.split(",")[0] for section in sections] == [
        "Trawl",
        "Purse-seine",
        "Gillnet",
        "AIS class A",
        "AIS class B",
        "AIS",
        "Small boats with pots and nets",
    ]
    by_name = {line.name: line for line in sections[0].lines}
    assert by_name["reporting interval, 50 %"].real == 600
    assert by_name["reporting interval, 50 %"].verdict == "near"
    assert by_name["exact repeats of the last position"].real == pytest.approx(8.8, abs=0.1)
    assert by_name["at work: exact repeats of the last position"].real == pytest.approx(1.8, abs=0.1)
    rest = next(line for line in sections[4].lines if line.name == "interval below 0.5 kn, 50 %")
    assert (rest.simulated, rest.real) == (180, 180)


def test_a_missing_recording_and_a_wrong_option_are_refused_with_a_remedy(tmp_path, shared_data):
    with pytest.raises(ConfigError, match=r"zhihai.*is not there.*YUGANG_DATA"):
        compared(tmp_path, boats=10, hours=1.0, seed=1)
    folder = shared_data(BEIDOU_FILE).parents[1]
    with pytest.raises(ConfigError, match="--hours -1"):
        compared(folder, boats=10, hours=-1.0, seed=1)
