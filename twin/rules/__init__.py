"""The explicit list of rules, and their settings from `rules.toml`.

Adding a rule = its file, one line here, its test, its drill.
"""

import math
from collections.abc import Mapping

import msgspec

from twin.port import ConfigFault
from twin.rules import (
    adrift,
    barred_to_sail,
    closed_season,
    collision_risk,
    crew_aboard,
    crew_mismatch,
    crossed_zone,
    crowding,
    dragging,
    duty_absence,
    entered_zone,
    feed_lost,
    fire,
    gate_conflict,
    grounding,
    group_break,
    high_water,
    identity_clash,
    late_return,
    left_zone,
    low_visibility,
    near_line,
    near_zone,
    nobody_near,
    over_manned,
    overspeed,
    overstay,
    person_at_edge,
    position_jump,
    recall_failing,
    rendezvous,
    rule_change,
    sensor_fault,
    sinking_signs,
    strong_wind,
    under_manned,
    unknown_hull,
    unreported_passage,
    watch_asleep,
    went_dark,
    wind_above_class,
)
from twin.rules.base import Params, Rule

RULES: tuple[Rule, ...] = (
    feed_lost.RULE,
    left_zone.RULE,
    entered_zone.RULE,
    crossed_zone.RULE,
    near_zone.RULE,
    near_line.RULE,
    closed_season.RULE,
    went_dark.RULE,
    position_jump.RULE,
    identity_clash.RULE,
    crew_mismatch.RULE,
    under_manned.RULE,
    over_manned.RULE,
    sinking_signs.RULE,
    adrift.RULE,
    collision_risk.RULE,
    grounding.RULE,
    watch_asleep.RULE,
    dragging.RULE,
    overspeed.RULE,
    unreported_passage.RULE,
    barred_to_sail.RULE,
    wind_above_class.RULE,
    crew_aboard.RULE,
    gate_conflict.RULE,
    recall_failing.RULE,
    strong_wind.RULE,
    fire.RULE,
    person_at_edge.RULE,
    duty_absence.RULE,
    low_visibility.RULE,
    crowding.RULE,
    high_water.RULE,
    unknown_hull.RULE,
    rendezvous.RULE,
    group_break.RULE,
    nobody_near.RULE,
    sensor_fault.RULE,
    late_return.RULE,
    overstay.RULE,
    rule_change.RULE,
)


def configure(settings: Mapping[str, Mapping[str, object]]) -> tuple[tuple[Rule, ...], list[ConfigFault]]:
    """Return the rules with a port's settings laid over their own, and every fault found in the settings."""
    known = {rule.id: rule for rule in RULES}
    faults = [
        ConfigFault("rules.toml", f"[{name}]", "no such rule", f"Use one of: {', '.join(known)}")
        for name in settings
        if name not in known
    ]
    configured = []
    for rule in RULES:
        own = msgspec.structs.asdict(rule.params)
        try:
            params = msgspec.convert({**own, **settings.get(rule.id, {})}, type(rule.params))
        except msgspec.ValidationError as fault:
            faults.append(ConfigFault("rules.toml", f"[{rule.id}]", str(fault), "See docs/rules.md"))
            continue
        faults += _beyond_reason(rule.id, params)
        configured.append(msgspec.structs.replace(rule, params=params))
    return tuple(configured), faults


def _beyond_reason(rule: str, params: Params) -> list[ConfigFault]:
    """Return a fault for every threshold that is negative or not a number: it would switch the rule off."""
    return [
        ConfigFault("rules.toml", f"[{rule}] {name}", f"{value!r} is no threshold", "Give a number from 0 up")
        for name, value in msgspec.structs.asdict(params).items()
        for number in (value if isinstance(value, tuple) else (value,))
        if not (math.isfinite(number) and number >= 0)
    ]
