import subprocess
import sys


def test_its_words_are_handed_on_to_a_process_of_its_own():
    told = subprocess.run(
        [sys.executable, "-m", "api", "drill", "check", "--help"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0
    assert "usage: yugang drill check" in told.stdout
