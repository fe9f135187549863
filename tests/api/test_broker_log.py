from api.broker_log import BrokerLog

DENIED = b'[7] 2026/11/23 08:40:12 [ERR] 127.0.0.1:1 - mid:75 - "d" - Publish Violation - Subject "x"\n'
TOO_LARGE = b"[7] 2026/11/23 08:40:12 [ERR] - maximum payload exceeded: 70025 vs 65536\n"


def test_only_what_is_written_after_the_start_is_counted(tmp_path):
    path = tmp_path / "broker.log"
    path.write_bytes(DENIED * 3)
    log = BrokerLog(path)
    log.look()
    assert not log.refused
    with path.open("ab") as file:
        file.write(DENIED * 2 + TOO_LARGE + b"[7] [INF] Server is ready\n")
    log.look()
    log.look()
    assert log.refused == {"publish-denied": 2, "too-large": 1}


def test_a_line_half_written_is_counted_once_when_it_is_whole(tmp_path):
    path = tmp_path / "broker.log"
    log = BrokerLog(path)
    log.look()
    path.write_bytes(DENIED[:-1])
    log.look()
    assert not log.refused
    path.write_bytes(DENIED)
    log.look()
    assert log.refused == {"publish-denied": 1}


def test_a_rotated_log_is_read_from_its_start(tmp_path):
    path = tmp_path / "broker.log"
    path.write_bytes(b"x" * 10_000 + b"\n")
    log = BrokerLog(path)
    path.write_bytes(DENIED)
    log.look()
    assert log.refused == {"publish-denied": 1}


def test_the_last_line_tells_why(tmp_path):
    log = BrokerLog(tmp_path / "broker.log")
    assert log.last_line() == ""
    log.path.write_bytes(b"first\nthe reason\n")
    assert log.last_line() == "the reason"
