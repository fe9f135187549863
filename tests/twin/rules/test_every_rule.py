"""What must hold of every rule, whatever it looks for: run over all of them while each has its trouble.

The harbour of `troubles` makes every rule hold, and that is asserted: a property that met no finding would
say nothing.
"""

import random
from collections.abc import Iterable
from itertools import combinations

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.twin.harbour import BOATS, T0, ZONES, beat, fix, port
from tests.twin.play import Play
from tests.twin.rules.asked import Asked
from tests.twin.rules.letters import Letter
from tests.twin.rules.troubles import TROUBLES, Trouble, boats_of, by_second, harbour
from twin import memory
from twin.acts import Act
from twin.decode import TerminalSaid
from twin.engine import Gap, new_world, step
from twin.facts import AlertChanged, AlertCleared, AlertRaised, Mark
from twin.feeds import CANARY
from twin.judgement import view_of
from twin.port import Port
from twin.rules import RULES

IDS = tuple(rule.id for rule in RULES)
LASTS_S, STRIDE_S = 900, 10


def played(
    troubles: Iterable[Trouble],
    of: Port,
    lots: random.Random | None = None,
    *,
    late_s: Iterable[int] = (),
    until: str = "",
    asked: bool = True,
) -> tuple[Play, set[str]]:
    """Let troubles happen, and a quarter of an hour pass; return the play, and the rules that held.

    Args:
        troubles: each with letters by their second.
        of: the port.
        lots: in which order what is said in one instant arrives; as written without.
        late_s: by so much each trouble begins later, seconds.
        until: leave off when this rule has raised an alert.
        asked: ask every rule twice, and look at its answers.
    """
    play = Play(of)
    watch = Asked(play) if asked else None
    said = by_second(troubles, [*late_s] or [0])
    first_s, last_s = min(said) % STRIDE_S, max(*said, LASTS_S)
    for second in sorted({*range(first_s, last_s + STRIDE_S, STRIDE_S), *said}):
        now_ms = T0 + 1000 * second
        letters = [letter(now_ms) for letter in said.get(second, ())]
        if lots:
            lots.shuffle(letters)
        beats = [beat(name, now_ms, heard=1 + second) for name in (CANARY, "rx")]
        play.hear(*beats, *(letter for letter in letters if not isinstance(letter, Act)))
        for act in sorted((one for one in letters if isinstance(one, Act)), key=lambda one: one.request_id):
            play.hear_act(act)
        if until and play.raised(until):
            break
    return play, watch.held if watch else set()


def raised(play: Play) -> list[bytes]:
    """What was raised, without the numbers that count alerts, without order of alerts or of what is drawn."""
    facts = [
        msgspec.structs.replace(fact, alert="", draw=tuple(sorted(map(undirected, fact.draw))))
        for fact in play.of(AlertRaised)
    ]
    return sorted(map(msgspec.json.encode, facts))


def undirected(mark: Mark) -> tuple:
    return mark.shape, tuple(sorted(mark.places)), mark.radius_m or 0


ALL = tuple(TROUBLES.values())


@pytest.fixture(scope="module")
def everything() -> tuple[Play, set[str]]:
    """All the troubles at once, every rule asked twice all along."""
    return played(ALL, harbour(boats_of(ALL)))


def test_every_rule_has_its_trouble():
    assert sorted(TROUBLES) == sorted(IDS)


def test_every_rule_holds_and_is_raised_while_all_troubles_are_there(everything):
    play, held = everything
    assert held == set(IDS)
    assert {fact.rule for fact in play.of(AlertRaised)} == set(IDS)


@pytest.mark.parametrize("rule", IDS)
def test_a_trouble_alone_in_the_world_is_raised(rule):
    """Most have a single boat; what is asked of the fleet must not need a second one."""
    troubles = [TROUBLES[rule]]
    play, held = played(troubles, harbour(boats_of(troubles)), until=rule)
    assert rule in held
    assert play.raised(rule)


def test_neither_a_register_turned_round_nor_asking_once_changes_what_is_raised(everything):
    play, _ = everything
    lots = random.Random(4)  # noqa: S311 -- not for secrets
    turned, _ = played(ALL, harbour(boats_of(ALL)[::-1]), lots, asked=False)
    assert raised(turned) == raised(play)


def test_asking_changes_nothing(everything):
    play, _ = everything
    before = memory.dump(play.world)
    for rule in RULES:
        rule.find(view_of(play.world, play.now, {}), rule.params)
    assert memory.dump(play.world) == before


def test_every_alert_explains_itself_in_both_languages(everything):
    play, _ = everything
    for fact in play.of(AlertRaised):
        rule = next(rule for rule in RULES if rule.id == fact.rule)
        assert all((fact.words.zh, fact.words.en))
        assert fact.source == rule.source
        assert rule.latched or fact.clears is not None, rule.id
        for words in (fact.words, fact.clears, fact.assumed):
            assert words is None or "{" not in words.zh + words.en, rule.id


def test_no_alert_is_older_than_what_it_says_nor_ends_before_it_began(everything):
    play, _ = everything
    assert all(fact.t_ms == taken.now_ms for taken in play.steps for fact in taken.facts)
    standing: dict[str, str] = {}
    for fact in play.facts:
        if isinstance(fact, AlertRaised):
            assert T0 <= fact.since_ms <= fact.t_ms
            assert fact.alert not in standing
            standing[fact.alert] = fact.rule
        elif isinstance(fact, AlertChanged):
            assert fact.alert in standing
        elif isinstance(fact, AlertCleared):
            del standing[fact.alert]


def test_without_a_fleet_only_the_shore_is_judged():
    shore = [Trouble([one for one in trouble.letters if is_of_the_shore(one)]) for trouble in ALL]
    play, held = played(shore, harbour(()))
    assert len(play.world.fleet) == 0
    of_boats = {rule.id for rule in RULES if rule.subject == "vessel"}
    assert not held & of_boats
    assert held >= {rule for rule, trouble in TROUBLES.items() if not trouble.boats} - of_boats


def is_of_the_shore(one: Letter) -> bool:
    return not isinstance(one[1](T0), TerminalSaid)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_an_empty_sea_is_no_danger(rule):
    assert rule.find(view_of(new_world(port(vessels=(), stations=()), "sim"), 0, {}), rule.params) == []


TERMINALS = sorted(key for boat in boats_of(ALL) for key in boat.terminals)
places = st.sampled_from([-30_000, -6_000, -900, 0, 950, 5_200, 6_000, 10_100, 40_500, 61_000])
strays = st.fixed_dictionaries(
    {
        "terminal": st.sampled_from([*TERMINALS, "ais-b:999999999", "beidou:77", "radar:t7"]),
        "x_m": places,
        "y_m": places,
        "sog_kn": st.one_of(st.none(), st.floats(0, 30)),
        "cog_deg": st.one_of(st.none(), st.floats(0, 359.9)),
        "status": st.one_of(st.none(), st.integers(0, 15)),
    }
)


def astray(said: list[dict]) -> Trouble:
    """Reports that fit nothing, one each 53 s, in seconds of their own."""

    def letter(one: dict):
        return lambda t_ms: fix(t_ms=t_ms, **one)

    return Trouble([(103 + 53 * n, letter(one)) for n, one in enumerate(said)])


@settings(max_examples=4, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    st.sets(st.sampled_from(IDS), min_size=8),
    st.integers(0, 9),
    st.tuples(*[st.sampled_from((0, 10, 20, 30))] * 7),
    st.lists(strays, max_size=8),
    st.randoms(use_true_random=False),
)
def test_some_troubles_in_any_second_and_order_are_raised_alike(names, phase_s, more_s, said, lots):
    """Of any register, asked once or twice, among reports that fit nothing."""
    late_s = [phase_s + more for more in more_s]
    troubles = [*(TROUBLES[name] for name in IDS if name in names), astray(said)]
    boats = list(boats_of(troubles))
    one, held = played(troubles, harbour(tuple(boats)), late_s=late_s)
    assert held >= names or said
    lots.shuffle(boats)
    other, _ = played(troubles, harbour(tuple(boats)), lots, late_s=late_s, asked=False)
    assert raised(one) == raised(other)


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
    play = Play(port(vessels=BOATS[:1], zones=ZONES))
    watch = Asked(play)
    play.sail("ais-b:1", [(3_000, 0)])
    assert watch.held == set()


def test_time_must_not_run_backwards():
    world = new_world(port(), "sim")
    step(world, [Gap(0, "start")], 1_000)
    with pytest.raises(ValueError, match="backwards"):
        step(world, [], 999)
