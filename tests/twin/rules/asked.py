"""Rules asked twice, and each of their answers looked at, for what must hold of every rule."""

import math

import msgspec

from tests.twin.play import Play
from twin.columns import TERMINAL_COLUMNS, VESSEL_COLUMNS
from twin.fleet import Fleet
from twin.rules.base import HOLDS, Finding, Params, Rule, View


class Asked:
    """Every rule of a world asked twice whenever it is asked once, its answer looked at each time.

    Attributes:
        held: the rules that held at some time.
    """

    def __init__(self, play: Play) -> None:
        self.held: set[str] = set()
        play.world.rules = tuple(
            msgspec.structs.replace(rule, find=self._twice(rule)) for rule in play.world.rules
        )

    def _twice(self, rule: Rule):
        def find(view: View, params: Params) -> list[Finding]:
            found = rule.find(view, params)
            holds = any(finding.verdict == HOLDS for finding in found)
            again = again_in_peace if holds and rule.id not in self.held else rule.find
            for finding in found:
                looked_at(rule, finding, view)
            assert again(view, params) == found, rule.id
            self.held |= {rule.id} if holds else set()
            return found

        def again_in_peace(view: View, params: Params) -> list[Finding]:
            """Ask while nobody may write into the columns of the fleet."""
            keep_still(view.fleet, still=True)
            again = rule.find(view, params)
            keep_still(view.fleet, still=False)
            return again

        return find


def keep_still(fleet: Fleet, *, still: bool) -> None:
    for table, columns in ((fleet.vessels, VESSEL_COLUMNS), (fleet.terminals, TERMINAL_COLUMNS)):
        for column in columns:
            table[column.name].flags.writeable = not still


def looked_at(rule: Rule, finding: Finding, view: View) -> None:
    """Assert what must be true of any finding: finite numbers, of a known subject, with a sentence."""
    assert all(map(math.isfinite, (finding.value, finding.limit))), (rule.id, finding)
    assert finding.verdict in (-1, 0, 1), rule.id
    assert finding.priority in (1, 2, 3, 4), rule.id
    assert (finding.lon is None) == (finding.lat is None), rule.id
    places = [(finding.lon, finding.lat)] if finding.lon is not None else []
    for mark in finding.draw:
        places += mark.places
        assert mark.radius_m is None or math.isfinite(mark.radius_m), rule.id
    assert all(math.isfinite(degrees) for place in places for degrees in place), (rule.id, finding)
    if (finding.kind or rule.subject) == "vessel":
        assert finding.subject in view.fleet.row_of, rule.id
        assert finding.other is None or finding.subject < finding.other, rule.id
