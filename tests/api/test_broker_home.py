import os
import subprocess

import pytest

from api.broker_home import PID_FILE, binary, end_stale, free_port, home_lock
from api.clock import RealmClock
from twin.port import ConfigError


def test_the_broker_comes_with_the_distribution():
    assert os.access(binary(), os.X_OK)


def test_two_twins_cannot_hold_one_home(tmp_path):
    with home_lock(tmp_path), pytest.raises(ConfigError, match="another twin runs"), home_lock(tmp_path):
        pass
    with home_lock(tmp_path):
        pass


@pytest.fixture
def sleeper(tmp_path):
    """A process with our configuration's path among its words."""
    child = subprocess.Popen(
        ["sh", "-c", "echo; read line", "x", str(tmp_path / "nats.conf")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    child.stdout.readline()  # by now it is the shell, whose words /proc tells
    yield child
    child.kill()
    child.wait()
    child.stdin.close()
    child.stdout.close()


async def test_a_stale_broker_of_this_home_is_ended(tmp_path, sleeper):
    (tmp_path / PID_FILE).write_text(str(sleeper.pid))
    await end_stale(tmp_path / PID_FILE, tmp_path / "nats.conf", RealmClock())
    assert sleeper.wait(5) == -15


async def test_a_stranger_under_the_old_pid_is_left_alone(tmp_path, sleeper):
    (tmp_path / PID_FILE).write_text(str(sleeper.pid))
    await end_stale(tmp_path / PID_FILE, tmp_path / "other" / "nats.conf", RealmClock())
    assert sleeper.poll() is None


@pytest.mark.parametrize("said", [None, "", "abc", "99999999"])
async def test_a_missing_or_senseless_pid_file_ends_nothing(tmp_path, said):
    if said is not None:
        (tmp_path / PID_FILE).write_text(said)
    await end_stale(tmp_path / PID_FILE, tmp_path / "nats.conf", RealmClock())


def test_a_free_port_can_be_listened_at():
    assert 0 < free_port("127.0.0.1") < 65536
