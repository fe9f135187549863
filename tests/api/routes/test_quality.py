from api.routes.quality import LONGEST_MS
from tests.api.desk import PROOF, distress
from tests.twin.harbour import T0


async def test_the_figures_of_a_small_journal_are_told(house, desk):
    await distress(house)
    await house.turn(20)
    await desk.act("officer", "acknowledge")
    await desk.act("leader", "resolve", evidence=PROOF)
    await house.turn(1)
    viewer = await desk.client("viewer")
    answer = await viewer.get(f"/api/quality?from_ms={T0}&to_ms={T0 + 3_600_000}&alerts=5")
    figures = answer.json()
    assert figures["priorities"] == {"1": 1, "2": 0, "3": 0}
    assert figures["per_hour"] == 1.0
    assert figures["labels"]["true"] == 1
    assert figures["alerts"][0]["label"] == "true"
    (sos,) = [rule for rule in figures["rules"] if rule["rule"] == "sos"]
    assert 19 <= sos["ack_s"]["median"] <= 22


async def test_a_time_that_runs_backwards_or_is_too_long_is_refused(house, desk):
    viewer = await desk.client("viewer")
    for to_ms in (T0, T0 + LONGEST_MS + 1):
        answer = await viewer.get(f"/api/quality?from_ms={T0}&to_ms={to_ms}")
        assert answer.status_code == 422
        assert "31" in answer.text
