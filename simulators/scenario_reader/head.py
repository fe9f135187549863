"""The head of a scenario: what it is, how it is played, its weather and its skippers."""

from typing import Any, cast

from simulators.elements.spec import STORMS, WeatherSpec
from simulators.scenario_key import Key, seconds, text, word
from simulators.scenario_reader.played import ANSWERS
from simulators.scenario_reader.table import Tables
from simulators.scene import Answering
from twin.wire import Words

MAX_BOATS = 100_000
MOST_TURN_S = 4
"""The longest turn of the twin's keeper, at a hundred times the real pace (`api.keeper.LONGEST_TURN_MS`)."""
MAX_NET_BUOYS = 2_000
"""Ten times the net buoys of the scenario of `domain.md` §7 (5)."""
HEAD = (
    Key("title", "its name, in both languages", "both", Words("", ""), high=80),
    Key("about", "what is rehearsed and why", "both", Words("", ""), high=2_000),
    text("source", "the fact behind it: a case, a rule, a study", longest=1_000),
    Key("seed", "of every random draw", "whole", None, 0, 2**63),
    Key("boats", "boats that sail, those it names first", "whole", None, 1, MAX_BOATS),
    Key("begins", "the instant it begins, with its offset", "instant", None),
    seconds("lasts_s", "how long it is played", None, low=1),
    Key(
        "turn_s",
        "it is played in turns of so many seconds, as a realm that runs fast is",
        "whole",
        1,
        1,
        MOST_TURN_S,
    ),
    Key("waits_for", "rules of tomorrow without which it cannot pass", "ids", (), high=20),
    Key("net_buoys", "net buoys that speak on AIS among the boats", "whole", 0, 0, MAX_NET_BUOYS),
    Key("at_sea", "share of the boats at sea when it begins; else by season and hour", "number", None, 0, 1),
)
WEATHER = (
    word("storm", "a storm of a real track", STORMS, ""),
    seconds("closest_at_s", "when the storm passes nearest to the port", 0.0),
    Key("wind_mps", "mean wind of the day over the open sea", "number", None, 0, 40),
    Key("wind_from_deg", "where the wind comes from, clockwise from north", "number", None, 0, 360),
    Key("visibility_m", "visibility of the day", "number", None, 20, 50_000),
    Key("source", "what the weather service calls itself", "id", "sim-met"),
)
SKIPPERS = tuple(
    Key(manner, f"share of the skippers who are {manner}", "number", 0.0, 0, 1) for manner in ANSWERS
)
TABLES = ("weather", "skippers")
LISTS = ("start", "script", "inject", "expect", "never", "allow", "task", "objective")


def read_head(tables: Tables, said: dict[str, Any]) -> dict[str, Any]:
    """Return what the head says, by the names of `Scenario`."""
    head = {name: value for name, value in said.items() if name not in (*TABLES, *LISTS)}
    names = (*[key.name for key in HEAD], *TABLES, *LISTS)
    tables.refuse_unknown("the file", head, names)
    values = {key.name: tables.value("the file", head, key) for key in HEAD}
    values["begins_ms"] = values.pop("begins")
    values["weather"] = WeatherSpec(**tables.take("weather", _table(tables, said, "weather"), WEATHER))
    values["skippers"] = _skippers(tables, _table(tables, said, "skippers"))
    return values


def _table(tables: Tables, said: dict[str, Any], name: str) -> dict[str, Any]:
    table = said.get(name, {})
    if isinstance(table, dict):
        return table
    tables.refuse(f"key {name}", "is not a table", f"Write [{name}]")
    return {}


def _skippers(tables: Tables, said: dict[str, Any]) -> tuple[tuple[Answering, float], ...]:
    """Return the share of each manner; together they may not be more than all skippers."""
    shares = tables.take("skippers", said, SKIPPERS)
    if sum(shares.values()) > 1 + 1e-9:
        tables.refuse(
            "skippers", f"the shares make {sum(shares.values()):g}", "Let them be at most 1 together"
        )
    return tuple((cast("Answering", manner), share) for manner, share in shares.items() if manner in said)
