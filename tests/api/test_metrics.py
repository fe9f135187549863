from api.metrics import Metrics


def test_two_twins_in_one_process_count_apart():
    one, two = Metrics(), Metrics()
    one.steps.inc(3)
    one.rejected.labels("not-json").inc()
    assert b"yugang_steps_total 3.0" in one.text()
    assert b"yugang_steps_total 0.0" in two.text()
    assert b'yugang_rejected_total{reason="not-json"} 1.0' in one.text()
