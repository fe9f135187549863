from drills.truth import Truth
from simulators.injects.attack import Injected
from simulators.scenario import Scenario, Script

SCENARIO = Scenario(
    scripts=(
        Script(at_s=10, behaviour="go-dark", vessel="a", every_s=100),
        Script(at_s=50, behaviour="show", station="s"),
    )
)
TRUTH = Truth(SCENARIO, [Injected("feed-cut", ["f"], 1_020_000, 1_900_000)], 1_000_000)


def test_a_delay_counts_from_what_last_befell_whom_it_is_about_and_says_what_that_was():
    assert TRUTH.began("a", 40) == (10, "go-dark")
    assert TRUTH.began("a", 215) == (210, "go-dark")
    assert TRUTH.began("s", 51.5) == (50, "show")
    assert TRUTH.began("f", 35) == (20, "feed-cut")


def test_a_step_named_as_the_rule_comes_before_a_later_one():
    steps = ((60, "sos"), (70, "go-to"), (90, "sos"))
    scripts = tuple(Script(at_s=at_s, behaviour=what, vessel="a") for at_s, what in steps)
    truth = Truth(Scenario(scripts=scripts), [], 0)
    assert truth.began("a", 80, "sos") == (60, "sos")
    assert truth.began("a", 95, "sos") == (90, "sos")
    assert truth.began("a", 80, "left-zone") == (70, "go-to")


def test_where_nothing_befell_anybody_there_is_no_delay():
    assert TRUTH.began("b", 40) is None
    assert TRUTH.began("a", 9) is None
    assert TRUTH.began("f", 19) is None
