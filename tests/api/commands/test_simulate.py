import subprocess
import sys


def test_the_simulator_is_started_with_its_own_words():
    words = [sys.executable, "-c", "from api.commands.simulate import simulate; simulate(['--help'])"]
    run = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0
    assert "--boats" in run.stdout
