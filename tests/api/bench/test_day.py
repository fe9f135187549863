import subprocess

import pytest

from api.bench import day


def test_the_figures_of_another_process_are_read():
    rows = day.run("--boats", "60", "--hours", "0.005")
    assert rows[0][0].startswith("day of 60 boats")
    assert {unit for _, _, unit in rows} >= {"s of one core", "times", "letters"}


def test_a_bench_that_failed_is_no_figure():
    with pytest.raises(subprocess.CalledProcessError):
        day.run("--boats", "999999")
