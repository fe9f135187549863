"""What must hold of every rule, whatever it looks for: run over all of them with random seas of boats."""

import math
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.twin.harbour import BOATS, ZONES, boat, fix, port
from tests.twin.play import Play
from twin.decode import StationSensed, TerminalSaid
from twin.engine import Gap, new_world, step
from twin.facts import AlertRaised
from twin.judgement import view_of
from twin.rules import RULES
from twin.rules.base import HOLDS, Finding, Rule
from twin.wire import UNIT_OF, HealthBody, SenseBody

MORE = tuple(boat(f"m{n}", f"ais-b:{20 + n}", f"beidou:{20 + n}") for n in range(6))
SHIPS = (boat("s1", "ais-a:31", vessel_class="merchant"), boat("p1", "ais-a:32", vessel_class="patrol"))
EVERYONE = (*BOATS, *MORE, *SHIPS)
TERMINALS = sorted(key for vessel in EVERYONE for key in vessel.terminals)

places = st.sampled_from([-30_000, -6_000, -900, 0, 950, 5_200, 6_000, 10_100, 20_150, 45_000])
reports = st.fixed_dictionaries(
    {
        "terminal": st.sampled_from([*TERMINALS, "ais-b:999999999", "beidou:77"]),
        "x_m": places,
        "y_m": places,
        "sog_kn": st.one_of(st.none(), st.floats(0, 30)),
        "cog_deg": st.one_of(st.none(), st.floats(0, 359.9)),
        "status": st.one_of(st.none(), st.integers(0, 15)),
        "after_s": st.sampled_from([0, 1, 5, 20, 70, 310]),
    }
)
seas = st.lists(reports, max_size=14)
winds = st.one_of(st.none(), st.floats(0, 45))


def sailed(sea: list[dict], wind: float | None, vessels=EVERYONE) -> Play:
    """Let a sea of boats report, and the shore with them; the register's order is the caller's."""
    play = Play(port(vessels=vessels))
    for said in sea:
        play.wait(said["after_s"])
        more = {name: said[name] for name in ("sog_kn", "cog_deg", "status")}
        play.hear(fix(said["terminal"], said["x_m"], said["y_m"], play.now, **more))
        if wind is not None:
            body = SenseBody(t_ms=play.now, value=wind, unit=UNIT_OF["wind"], via="rx")
            play.hear(StationSensed("met", "wind", body, play.now))
        if said["terminal"].startswith("beidou"):
            tamper = HealthBody(t_ms=play.now, battery_pct=9, tamper=True, via="rx")
            play.hear(TerminalSaid(said["terminal"], "beidou", tamper, play.now))
    return play


def looked(play: Play, rule: Rule) -> list[Finding]:
    return rule.find(view_of(play.world, play.now, {}), rule.params)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_empty_sea_is_no_danger(rule):
    assert rule.find(view_of(new_world(port(vessels=(), stations=()), "sim"), 0, {}), rule.params) == []


@settings(max_examples=12)
@given(seas, winds)
def test_asked_again_every_rule_says_the_same_and_nothing_has_changed(sea, wind):
    play = sailed(sea, wind)
    before = play.world.fleet.vessels.dump()
    for rule in RULES:
        assert looked(play, rule) == looked(play, rule), rule.id
    assert play.world.fleet.vessels.dump() == before


@settings(max_examples=12)
@given(seas, winds)
def test_every_finding_is_of_finite_numbers_of_a_known_subject_and_has_a_sentence(sea, wind):
    play = sailed(sea, wind)
    for rule in RULES:
        for finding in looked(play, rule):
            assert all(map(math.isfinite, (finding.value, finding.limit))), (rule.id, finding)
            assert finding.verdict in (-1, 0, 1), rule.id
            assert finding.priority in (1, 2, 3, 4), rule.id
            assert (finding.lon is None) == (finding.lat is None), rule.id
            assert finding.lon is None or math.isfinite(finding.lon + finding.lat), rule.id
            if rule.subject == "vessel":
                assert finding.subject in play.world.fleet.row_of, rule.id
                assert finding.other is None or finding.subject < finding.other, rule.id


@settings(max_examples=8)
@given(seas, winds, st.randoms(use_true_random=False))
def test_the_order_of_the_register_changes_nothing(sea, wind, lots):
    shuffled = list(EVERYONE)
    lots.shuffle(shuffled)
    one, other = sailed(sea, wind), sailed(sea, wind, tuple(shuffled))
    assert said_of(one) == said_of(other)


def said_of(play: Play) -> list[bytes]:
    """What was raised, without the numbers that count alerts and without order within an instant."""
    raised = [msgspec.structs.replace(f, alert="") for f in play.facts if isinstance(f, AlertRaised)]
    return sorted(msgspec.json.encode(fact) for fact in raised)


@settings(max_examples=8)
@given(seas, winds)
def test_every_alert_explains_itself_in_both_languages(sea, wind):
    for fact in sailed(sea, wind).facts:
        if isinstance(fact, AlertRaised):
            rule = next(rule for rule in RULES if rule.id == fact.rule)
            assert fact.words.zh
            assert fact.words.en
            assert "{" not in fact.words.zh + fact.words.en
            assert fact.source == rule.source
            assert rule.latched or fact.clears is not None, rule.id
            assert fact.clears is None or "{" not in fact.clears.zh + fact.clears.en
            assert fact.assumed is None or "{" not in fact.assumed.zh + fact.assumed.en


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_source_is_whole_in_either_language(rule):
    zh, mark, en = rule.source.partition(" · ")
    chinese = [any("一" <= sign <= "鿿" for sign in side.replace("示例", "")) for side in (zh, en)]
    assert (mark, chinese) == (" · ", [True, False])


HEAVY = ("near-zone", "near-line", "identity-clash", "rendezvous", "nobody-near")
"""What takes over a millisecond of 20,000 vessels once in so many seconds."""


def test_heavy_rules_never_meet_in_one_second():
    seldom = [rule for rule in RULES if rule.every_s > 1]
    assert all(0 <= rule.at_s < rule.every_s for rule in RULES)
    seconds = {rule.id: set(range(rule.at_s, 60, rule.every_s)) for rule in seldom}
    for one, other in combinations(HEAVY, 2):
        assert not seconds[one] & seconds[other], (one, other)
    assert max(sum(second in mine for mine in seconds.values()) for second in range(60)) <= 5


def test_a_single_boat_alone_in_the_world_is_judged():
    play = Play(port(vessels=BOATS[:1], zones=ZONES)).sail("ais-b:1", [(3_000, 0)])
    assert [finding for rule in RULES for finding in looked(play, rule) if finding.verdict == HOLDS] == []


def test_time_must_not_run_backwards():
    world = new_world(port(), "sim")
    step(world, [Gap(0, "start")], 1_000)
    with pytest.raises(ValueError, match="backwards"):
        step(world, [], 999)
