from drills.misses_page import lead, page
from drills.near_misses import Pass, Said
from tests.drills.test_near_misses import raised

PASS = Pass(("a", "b"), "harbour", 30.0, 90_000, 100_000, 8.0, counts=True)


def said(raised_s: int, grave_s: int = -1, ended_s: int = -1, nearest_m: float = 8.0) -> Said:
    one = Said(raised("a", "b", raised_s * 1_000, 30.0))
    one.grave_ms, one.ended_ms = (-1 if at_s < 0 else at_s * 1_000 for at_s in (grave_s, ended_s))
    one.nearest_m = one.grave_nearest_m = nearest_m
    return one


def test_the_lead_is_that_of_the_first_alert_that_still_stood():
    assert lead(PASS, [said(50, grave_s=80)]) == (50_000, 20_000)
    assert lead(PASS, [said(50, grave_s=101)]) == (50_000, None)
    assert lead(PASS, [said(10, ended_s=29), said(101)]) == (None, None)
    assert lead(PASS, [said(10, ended_s=31), said(60)]) == (90_000, None)


def test_the_page_counts_what_was_said_before_and_what_for_nothing():
    told = page(
        [PASS, PASS._replace(pair=("c", "d"))], [said(50, grave_s=80), said(200, 210, nearest_m=40.0)]
    )
    assert "| harbour | 2 | 1 (50%) | 50, 50 | 2 | 1 (50%) | 20, 20 |" in told
    assert "| harbour | 2 | 1 (50%) | 2 | 1 (50%) |" in told
    assert "| sea | 0 | - | - | 0 | - | - |" in told
