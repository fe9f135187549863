"""A whole house for the browser: broker, twin and page in one process, the simulated fleet in another."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from api.broker_home import free_port

START_S = 60
STOP_S = 30


class LivingHouse:
    """`yugang up` without its simulator, and `yugang simulate` beside it, so that either can be restarted."""

    def __init__(self, home: Path, *, speed: float = 10, scenario: str = "loop") -> None:
        self.home = home
        self.web, self.mqtt = free_port("127.0.0.1"), free_port("127.0.0.1")
        self.url = f"http://127.0.0.1:{self.web}"
        self._speed, self._scenario = speed, scenario
        self._house: subprocess.Popen[bytes] | None = None
        self._fleet: subprocess.Popen[bytes] | None = None
        self._logs: list[IO[bytes]] = []

    def start(self) -> None:
        """Return when the house says where it stands."""
        words = ["up", "--home", str(self.home), "--listen", f"127.0.0.1:{self.web}", "--no-simulator"]
        words += ["--mqtt-listen", f"127.0.0.1:{self.mqtt}", "--speed", str(self._speed)]
        self._house = self._process("api", words, "house.log")
        log = self.home / "house.log"
        deadline = time.monotonic() + START_S
        begun = log.read_bytes().count(self.url.encode())
        while log.read_bytes().count(self.url.encode()) == begun:
            assert self._house.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < deadline, log.read_text()[-3000:]
            time.sleep(0.1)

    def sail(self) -> None:
        """Start the simulated fleet, which outlives the house and finds it again."""
        words = ["--mqtt", f"mqtt://simulator@127.0.0.1:{self.mqtt}", "--home", str(self.home)]
        self._fleet = self._process("simulators", [*words, "--scenario", self._scenario], "fleet.log")

    def kill(self) -> None:
        """End the house as a power cut would."""
        assert self._house is not None
        self._house.send_signal(signal.SIGKILL)
        self._house.wait(STOP_S)

    def stop(self) -> None:
        """End everything as Ctrl-C would."""
        for process in (self._fleet, self._house):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGINT)
        for process in (self._fleet, self._house):
            if process is not None:
                process.wait(STOP_S)
        for log in self._logs:
            log.close()

    def password(self, role: str) -> str:
        """The password that the first start drew for a role."""
        return json.loads((self.home / "sign-ins.json").read_text())[role]

    def _process(self, module: str, words: list[str], log: str) -> subprocess.Popen[bytes]:
        opened = (self.home / log).open("ab")
        self._logs.append(opened)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("YUGANG_")}
        return subprocess.Popen(
            [sys.executable, "-m", module, *words], stdout=opened, stderr=opened, env=environment
        )
