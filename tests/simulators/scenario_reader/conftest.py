"""Scenarios read from text, and the faults found in them."""

import pytest

from simulators.scenario_reader import parse_scenario
from twin.port import ConfigError


@pytest.fixture
def read(shipu):
    """A function from TOML to the scenario."""
    return lambda text: parse_scenario(text.encode(), "s.toml", shipu)


@pytest.fixture
def read_faults(shipu):
    """A function from wrong TOML to its faults; each has a file and a remedy."""

    def faults(text):
        content = text if isinstance(text, bytes) else text.encode()
        with pytest.raises(ConfigError) as caught:
            parse_scenario(content, "s.toml", shipu)
        assert all(fault.file == "s.toml" and fault.remedy for fault in caught.value.faults)
        return caught.value.faults

    return faults


@pytest.fixture
def faults_of(read_faults):
    """A function from wrong TOML to (place, what) of every fault."""
    return lambda text: [(fault.place, fault.what) for fault in read_faults(text)]
