"""Reads scenarios from TOML and checks them; every fault comes with its place and its remedy, all at once."""

import tomllib
from typing import Any

from simulators.scenario import Scenario
from simulators.scenario_key import LONGEST_S
from simulators.scenario_reader.expected import (
    read_allows,
    read_expects,
    read_nevers,
    read_objectives,
    read_tasks,
)
from simulators.scenario_reader.head import read_head
from simulators.scenario_reader.lines import located
from simulators.scenario_reader.played import read_injects, read_scripts, read_starts
from simulators.scenario_reader.table import Tables
from simulators.scenario_reader.whole import check_whole
from twin.port import ConfigError, ConfigFault, Port


def parse_scenario(text: bytes, file: str, port: Port) -> Scenario:
    """Return the scenario a file describes.

    Args:
        text: TOML in UTF-8.
        file: its name, for faults.
        port: whose vessels, stations, zones and people it may name.

    Raises:
        ConfigError: with every fault: its place, what is wrong and how to mend it.
    """
    try:
        said = tomllib.loads(text.decode())
    except UnicodeDecodeError as fault:
        raise ConfigError(
            [ConfigFault(file, f"byte {fault.start}", "not UTF-8", "Save it as UTF-8")]
        ) from None
    except tomllib.TOMLDecodeError as fault:
        raise ConfigError([ConfigFault(file, "the file", f"not TOML: {fault}", _mend(fault))]) from None
    tables = Tables(file, port)
    scenario = _read(tables, said)
    check_whole(tables, scenario)
    if tables.faults:
        raise ConfigError(located(text.decode(), tables.faults))
    return scenario


def _mend(fault: tomllib.TOMLDecodeError) -> str:
    twice = "That key or table stands there already: leave one of the two out"
    return twice if "overwrite" in str(fault) or "twice" in str(fault) else "Mend that line"


def _read(tables: Tables, said: dict[str, Any]) -> Scenario:
    head = read_head(tables, said)
    end_s = head["lasts_s"] or LONGEST_S
    return Scenario(
        **head,
        starts=read_starts(tables, said),
        scripts=read_scripts(tables, said),
        injects=read_injects(tables, said),
        expects=read_expects(tables, said),
        nevers=read_nevers(tables, said, end_s),
        allows=read_allows(tables, said, end_s),
        tasks=read_tasks(tables, said),
        objectives=read_objectives(tables, said),
    )
