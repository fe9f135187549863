import os
import subprocess
import sys

from api import broker_stub


def begin(parent, *command):
    stub = [sys.executable, "-I", "-S", broker_stub.__file__, str(parent), *command]
    return subprocess.run(stub, capture_output=True, text=True, check=False)


def test_it_becomes_the_command():
    done = begin(os.getpid(), "/bin/sh", "-c", "echo it is $0", "me")
    assert (done.returncode, done.stdout) == (0, "it is me\n")


def test_it_starts_nothing_for_a_twin_that_is_gone():
    done = begin(1, "/bin/sh", "-c", "echo started")
    assert (done.returncode, done.stdout) == (1, "")
    assert "ended before its broker" in done.stderr


def test_the_command_is_told_when_its_parent_dies():
    done = begin(os.getpid(), "/bin/grep", "-c", "SigQ", "/proc/self/status")
    assert done.returncode == 0
    asks = "import ctypes; n = ctypes.c_int(); ctypes.CDLL(None).prctl(2, ctypes.byref(n)); print(n.value)"
    assert begin(os.getpid(), sys.executable, "-c", asks).stdout == "15\n"
