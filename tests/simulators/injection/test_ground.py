import numpy as np
import pytest

from simulators.injection.ground import CLEAR_S, Span
from tests.simulators.injection.conftest import boats_at_work, in_degrees


@pytest.mark.parametrize("form", ["metres", "degrees"])
def test_what_is_put_in_metres_is_found_in_metres_even_over_the_date_line(read_ground, form):
    ground = read_ground() if form == "metres" else read_ground(form=in_degrees)
    rows, xy_m = np.arange(20, 23), np.array([[0.0, 40_000.0, -90_000.0], [0.0, 9_000.0, -20_000.0]])
    ground.put(rows, 19, xy_m, np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 0.0]]))
    assert ground.metres(19, rows) == pytest.approx(xy_m, abs=1e-3)
    assert ground.cog_deg[rows].tolist() == [90.0, 0.0, 270.0]
    assert ground.moved.sum() == 3


def test_only_ordinary_rows_with_neighbours_are_free(read_ground):
    columns = boats_at_work(6, 24, 1)
    late = (columns["vessel"] == 0) & (columns["t_ms"] >= np.median(columns["t_ms"]))
    ground = read_ground(t_ms=columns["t_ms"] + np.where(late, 3_600_000, 0))
    gap = int(np.argmax(np.diff(ground.t_ms[: ground.bounds[1]])))
    assert ground.free(Span(gap - 6, gap - 1))
    assert not ground.free(Span(gap - 6, gap))
    assert not ground.free(Span(0, 3))
    assert not ground.free(Span(int(ground.bounds[1]) - 1, int(ground.bounds[1]) - 1))
    assert not ground.free(Span(int(ground.bounds[1]), int(ground.bounds[1]) + 2))


def test_taken_rows_keep_others_away_for_an_hour(read_ground):
    ground = read_ground()
    ground.take(Span(50, 52))
    near = [row for row in range(2, 140) if not ground.free(Span(row, row))]
    kept_ms = ground.t_ms[49] - CLEAR_S * 1000, ground.t_ms[53] + CLEAR_S * 1000
    away = [row for row in near if not kept_ms[0] - 700_000 <= ground.t_ms[row] <= kept_ms[1] + 700_000]
    assert away == []
    assert {48, 49, 50, 51, 52, 53, 54} <= set(near)


def test_rows_at_an_instant_are_the_last_fix_of_every_vessel(read_ground):
    ground = read_ground()
    at = ground.rows_at(int(ground.t_ms[70]))
    assert at[0] == 70
    for code, row in enumerate(at.tolist()):
        assert ground.code[row] == code
        assert ground.t_ms[row] <= ground.t_ms[70]
        assert ground.t_ms[row + 1] > ground.t_ms[70]
    assert ground.rows_at(0).tolist() == ground.bounds[:-1].tolist()
