import numpy as np
import pytest

from simulators.calibration.lines import Line, gear_lines, observed_lines
from simulators.recordings import Observed
from tests.simulators.calibration.test_measures import track


@pytest.mark.parametrize(
    ("simulated", "real", "why", "verdict"),
    [
        (10.0, 12.0, "", "near"),
        (10.0, 20.1, "", "FAR"),
        (20.1, 10.0, "", "FAR"),
        (20.1, 10.0, "another sea", "differs"),
        (0.0, 0.9, "", "near"),
        (1.0, 0.0, "", "near"),
        (1.1, 0.0, "", "FAR"),
        (np.nan, 1.0, "", "not measured"),
        (1.0, np.nan, "another sea", "not measured"),
    ],
)
def test_a_verdict_goes_by_the_stated_tolerance_and_reason(simulated, real, why, verdict):
    assert Line("a", "kn", simulated, real, factor=2.0, slack=1.0, why=why).verdict == verdict


def test_the_same_tracks_on_both_sides_are_near_in_every_line():
    t_s = np.arange(0, 86_400, 600.0)
    seen = track(t_s, np.cumsum(np.where(t_s % 7_200 < 3_000, 0.0, 1_500.0)), t_s % 9, t_s % 360)
    lines = gear_lines(seen, seen, {})
    assert {line.verdict for line in lines} <= {"near", "not measured"}
    assert sum(line.verdict == "near" for line in lines) > 20
    assert len({line.name for line in lines}) == len(lines)


def test_a_reason_is_found_by_the_beginning_of_a_name():
    seen, faster = track([0, 600, 1_200], [0.0] * 3), track([0, 60, 120], [0.0] * 3)
    verdicts = {line.name: line.verdict for line in gear_lines(faster, seen, {"reporting": "storm mode"})}
    assert verdicts["reporting interval, 50 %"] == "differs"


def test_observed_speeds_are_compared_by_what_the_boat_did():
    seen = Observed(np.array(["pots"] * 4), np.array(["fishing", "steaming"] * 2), np.array([1.0, 6, 1, 6]))
    assert [line.simulated for line in observed_lines(seen, seen, {})] == [6.0] * 3 + [1.0] * 3
