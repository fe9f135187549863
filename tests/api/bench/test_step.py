"""The bench of a step in a small form: what it measures is a sea on which something happens."""

from api.bench import step
from twin.rules import RULES


def test_the_bench_runs_every_rule_over_the_fleet_and_tells_where_the_time_goes():
    rows = {what: figure for what, figure, _ in step.run(steps=step.WARM_S + 5, vessels=2_000)}
    for rule in RULES:
        assert f"step, of which rule {rule.id}: mean" in rows
    assert rows["step: alerts standing at the end"] > 0
    assert rows["step, of which fixes: all: mean"] > 0
    assert rows["step, of which once a second: all: mean"] > 0
