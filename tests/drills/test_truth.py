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


def test_a_delay_counts_from_what_last_befell_whom_it_is_about():
    assert TRUTH.delay_s("a", 40) == 30
    assert TRUTH.delay_s("a", 215) == 5
    assert TRUTH.delay_s("s", 51.5) == 1.5
    assert TRUTH.delay_s("f", 35) == 15


def test_where_nothing_befell_anybody_there_is_no_delay():
    assert TRUTH.delay_s("b", 40) is None
    assert TRUTH.delay_s("a", 9) is None
    assert TRUTH.delay_s("f", 19) is None
