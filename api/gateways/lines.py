"""Cutting a stream of bytes into lines, in bounded memory."""

from api.gateways.sentences import MAX_LINE_BYTES


class LineCutter:
    """Keeps the unfinished rest of a stream between pieces.

    A line that grows over `MAX_LINE_BYTES` comes out once, one byte too long (so that whoever reads it
    refuses it for its length); the rest of it is dropped.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._dropping = False

    def feed(self, piece: bytes) -> list[bytes]:
        """Return the lines that a piece completes, without their newlines."""
        lines = (self._rest + piece).split(b"\n")
        self._rest = lines.pop()
        if self._dropping and lines:
            del lines[0]
            self._dropping = False
        if self._dropping:
            self._rest = b""
        elif len(self._rest) > MAX_LINE_BYTES:
            lines.append(self._rest[: MAX_LINE_BYTES + 1])
            self._rest, self._dropping = b"", True
        return lines

    def end(self) -> list[bytes]:
        """Return the last line if it lacks its newline, and start anew."""
        rest, self._rest, self._dropping = self._rest, b"", False
        return [rest] if rest else []
