"""What the broker refused, counted from its own log: a denied letter is seen by nobody else."""

import contextlib
from collections import Counter
from pathlib import Path

READ_BYTES = 1 << 20
"""At most so much is read in one look; a log that grows faster is counted later."""
_SIGNS = {
    b"Publish Violation": "publish-denied",
    b"Subscription Violation": "subscribe-denied",
    b"maximum payload exceeded": "too-large",
    b"unable to connect: authentication": "sign-in-denied",
    b"maximum connections exceeded": "too-many-connections",
    b"QoS=2 is disabled": "qos-2",
    b"Slow Consumer": "slow-reader",
    b"Replacing old client": "session-replaced",
}


class BrokerLog:
    """Counts refusals in a growing log file.

    Attributes:
        path: the file; it may be absent, and may be rotated away.
        refused: how often each kind of refusal was seen since this object was made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.refused: Counter[str] = Counter()
        self._offset = path.stat().st_size if path.exists() else 0

    def look(self) -> None:
        """Count what was written since the last look; a file shorter than before was rotated."""
        with contextlib.suppress(FileNotFoundError), self.path.open("rb") as log:
            if self.path.stat().st_size < self._offset:
                self._offset = 0
            log.seek(self._offset)
            lines, newline, _ = log.read(READ_BYTES).rpartition(b"\n")
            self._offset += len(lines) + len(newline)
            for line in lines.splitlines():
                word = next((word for sign, word in _SIGNS.items() if sign in line), None)
                if word is not None:
                    self.refused[word] += 1

    def last_line(self) -> str:
        """Return the log's last line, for a person who asks why the broker did not start."""
        try:
            lines = self.path.read_bytes()[-4096:].decode(errors="replace").splitlines()
        except FileNotFoundError:
            return ""
        return lines[-1] if lines else ""
