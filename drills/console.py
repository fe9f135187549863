"""The console of a drill: words that turn its pace, and the line that says where it stands."""

import asyncio
import math
import os
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from drills.piece import Piece
from drills.tempo import Tempo

HELP = "pause, go, x1 to x100, full, jump SECONDS, stop"


class Console:
    """Turns what a person types into the pace of a play.

    Attributes:
        stopped: set by `stop`.
    """

    def __init__(self, tempo: Tempo) -> None:
        self._tempo = tempo
        self.stopped = asyncio.Event()

    def obey(self, words: str) -> str:
        """Do what a line says and return what is true now, or why it cannot be done."""
        match words.lower().split():
            case ["pause"]:
                self._ask(0.0)
            case ["go"]:
                self._ask(self._tempo.resume)
            case ["full"]:
                self._ask(math.inf)
            case ["jump", until] if until.isdigit():
                self._tempo.ask(self._tempo.asked, int(until))
                return f"running ahead to {until} s at full speed"
            case ["stop"]:
                self.stopped.set()
                return "stopping"
            case [rate] if rate.startswith("x") and rate[1:].replace(".", "", 1).isdigit():
                return self._at(float(rate[1:]))
            case _:
                return f"say one of: {HELP}"
        return name_of_rate(self._tempo.asked)

    async def listen(self, tell: Callable[[str], None]) -> None:
        """Obey standard input, line by line, until it ends; `tell` gets the answers."""
        if stat.S_ISCHR(os.fstat(sys.stdin.fileno()).st_mode) and not sys.stdin.isatty():
            return  # /dev/null: the loop takes it for a pipe and then cannot wait for it
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        try:
            pipe, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        except (ValueError, OSError):  # standard input is a file: nobody types there
            return
        try:
            async for line in reader:
                if line.strip():
                    tell(self.obey(line.decode(errors="replace")))
        finally:
            pipe.close()

    def _at(self, rate: float) -> str:
        try:
            self._ask(rate)
        except ValueError as wrong:
            return str(wrong)
        return name_of_rate(self._tempo.asked)

    def _ask(self, rate: float) -> None:
        self._tempo.ask(rate)


def name_of_rate(rate: float) -> str:
    """Return a pace as people say it."""
    return {0.0: "paused 暂停", math.inf: "full speed 全速"}.get(rate, f"x{rate:g}")


def line_of(piece: Piece, seconds: int, tempo: Tempo) -> str:
    """Return where a play stands: the drill's clock in the port's time, its pace, and how late it is."""
    now = datetime.fromtimestamp(piece.start_ms / 1000 + seconds, UTC)
    local = now + timedelta(hours=piece.port.utc_offset_h)
    late = f", late 滞后 {tempo.late_s:.1f} s" if tempo.late_s else ""
    pace = f"{name_of_rate(tempo.asked)} (running {tempo.running():.1f})"
    return f"演练 DRILL {piece.name} {local:%m-%d %H:%M:%S} +{seconds}/{piece.lasts_s:g} s {pace}{late}"
