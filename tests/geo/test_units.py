import ast
import tokenize
from pathlib import Path

import numpy as np
import pytest

from geo import units


def numbers_of(source):
    with source.open("rb") as lines:
        tokens = [t.string for t in tokenize.tokenize(lines.readline) if t.type == tokenize.NUMBER]
    return {ast.literal_eval(token) for token in tokens}


def test_a_knot_is_one_nautical_mile_an_hour():
    assert units.kn_to_mps(1.0) * units.SECONDS_PER_HOUR == pytest.approx(units.METRES_PER_NM, rel=1e-15)


def test_every_conversion_comes_back():
    for value in (0.0, 0.2, 30.0, 102.2):
        assert units.mps_to_kn(units.kn_to_mps(value)) == pytest.approx(value, rel=1e-15)
        assert units.m_to_nm(value * units.METRES_PER_NM) == pytest.approx(value, rel=1e-15)


def test_columns_are_converted_at_once():
    np.testing.assert_allclose(units.kn_to_mps(np.array([0.0, 10.0])), [0.0, 5.144444444444445])


def test_an_hour_is_counted_in_milliseconds_too():
    assert units.MS_PER_HOUR == 3_600_000


def test_1852_appears_in_no_other_file_of_geo_and_twin():
    # 3600 is also 360.0 degrees in tenths, as AIS writes an unknown course; 1852 is only ever the mile.
    root = Path(__file__).parents[2]
    sources = [path for room in ("geo", "twin") for path in sorted((root / room).rglob("*.py"))]
    assert {path.name for path in sources if 1852 in numbers_of(path)} == {"units.py"}
    assert {path.name for path in (root / "geo").glob("*.py") if 3600 in numbers_of(path)} == {"units.py"}
