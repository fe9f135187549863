"""Frames that the page's tests fold, made by the real engine: `python -m tests.golden.feed` writes them anew.

A boat leaves its waters, is called, answers and comes back; another sends an SOS and a third falls silent;
people work the cases, merge and reopen them; boats leave the card of a gale. After every act stands what a
new screen would be told: a screen that folded the facts must hold the same.
"""

import itertools
from pathlib import Path
from typing import Any

import msgspec

from api import frames
from tests.twin.harbour import fix
from tests.twin.play import Play
from twin import picture
from twin.acts import Evidence, WorkIncident
from twin.decode import StationSensed, TerminalSaid
from twin.facts import CallSent
from twin.wire import AnswerBody, SenseBody, SosBody

WRITTEN = Path(__file__).with_suffix(".json")
BOATS_OUT = (("ais-b:1", -4_000), ("ais-b:2", 0), ("beidou:3", 4_000))
PROOF = (Evidence("position", "29-00.0N 122-00.0E, inside again"),)


class Recorder:
    """A world at play whose frames are kept, with the whole picture after each thing done."""

    def __init__(self) -> None:
        self.play = Play()
        self.frames: list[dict[str, Any]] = []
        self.checkpoints: list[dict[str, Any]] = []
        self.told = 0
        self._asked = itertools.count(1)

    def tell(self) -> None:
        """Keep the facts that became true since, and the picture as it stands now."""
        facts = self.play.facts
        for seq in range(self.told + 1, len(facts) + 1):
            body = msgspec.json.encode(facts[seq - 1])
            self.frames.append(msgspec.json.decode(frames.fact_frame(seq, body)))
        self.told = len(facts)
        self.checkpoint()

    def checkpoint(self) -> None:
        """Keep the alerts and incidents as a new screen would be told them."""
        whole = self.snapshot()
        kept = {name: whole[name] for name in ("alerts", "incidents")}
        self.checkpoints.append({"seq": self.told, "now_ms": self.play.now, **kept})

    def snapshot(self) -> dict[str, Any]:
        """Return the whole picture as a frame."""
        whole = {"type": "snapshot", "as_of": len(self.play.facts), **picture.snapshot(self.play.world)}
        told: dict[str, Any] = msgspec.json.decode(frames.text_of(whole))
        return told

    def positions(self, pos_seq: int) -> dict[str, Any]:
        """Return every position as a frame."""
        columns = picture.positions(self.play.world)
        text = frames.positions_frame(columns, pos_seq, self.play.now, full=True)
        told: dict[str, Any] = msgspec.json.decode(text)
        return told

    def act(self, role: str, verb: str, incident: str, **more: Any) -> None:
        """Let a person act on a case as it stands."""
        seen = self.play.world.book.incidents[incident].version
        self.play.hear_act(
            WorkIncident(
                actor=role,
                role=role,  # type: ignore[arg-type]  # names of roles stand for their people
                request_id=f"{role}-{next(self._asked)}",
                incident=incident,
                verb=verb,  # type: ignore[arg-type]  # the engine refuses what is none
                seen_version=seen,
                **more,
            )
        )
        self.tell()


def recorded() -> dict[str, Any]:
    """Return the frames of the story and the pictures after each part of it."""
    told = Recorder()
    play = told.play
    for terminal, x_m in (("ais-b:1", 19_000), ("ais-b:2", 3_000), ("beidou:3", -9_000), ("ais-a:9", 0)):
        play.hear(fix(terminal, x_m, 0, play.now, cog_deg=90.0, heading_deg=91.0))
    opening = {"snapshot": told.snapshot(), "positions": told.positions(1)}
    told.told = len(play.facts)
    _leaves_and_is_called(told)
    _sends_sos(told)
    _comes_back(told)
    _ends(told)
    return {**opening, "frames": told.frames, "checkpoints": told.checkpoints}


def _leaves_and_is_called(told: Recorder) -> None:
    told.play.sail("ais-b:1", [(20_000 + 150 * n, 0) for n in range(16)])
    told.tell()
    told.act("officer", "acknowledge", "I-1")
    told.act("officer", "verify", "I-1", note="calling")
    told.act("officer", "call", "I-1", note="请立即返回并回复。", to="warning")
    call = told.play.of(CallSent)[-1].call_id
    answer = AnswerBody(t_ms=told.play.now, call_id=call, answer="complying")
    told.play.hear(TerminalSaid("ais-b:1", "ais-b", answer, told.play.now))
    told.tell()
    told.act("officer", "close", "I-1")


def _sends_sos(told: Recorder) -> None:
    for event in ("E1", "E2"):
        sos = SosBody(t_ms=told.play.now, event_id=event, kind="flooding", lon=122.03, lat=29.0)
        told.play.hear(TerminalSaid("ais-b:2" if event == "E1" else "beidou:3", "ais-b", sos, told.play.now))
        told.tell()
    told.act("dispatcher", "acknowledge", "I-2")
    told.act("dispatcher", "assign", "I-2", to="wang")
    told.act("dispatcher", "dispatch", "I-2", note="patrol 33025")
    told.act("dispatcher", "acknowledge", "I-3")
    told.act("dispatcher", "merge", "I-3", to="I-2", note="one raft")


def _comes_back(told: Recorder) -> None:
    told.play.sail("ais-b:1", [(20_500 - 400 * n, 0) for n in range(16)])
    told.tell()
    told.act("dispatcher", "resolve", "I-1", evidence=PROOF, note="inside again")
    told.act("leader", "close", "I-1")


def _ends(told: Recorder) -> None:
    told.act("dispatcher", "resolve", "I-2", evidence=PROOF)
    told.act("leader", "reopen", "I-2", note="pump failed again")
    told.act("leader", "false-alarm", "I-2", note="button stuck, skipper confirms")
    told.play.wait(2_400)
    told.tell()
    _grows_graver(told)


def _grows_graver(told: Recorder) -> None:
    """A case that was acknowledged as a warning waits again when the boat is still silent after two hours."""
    case = next(case for case in told.play.world.book.incidents.values() if case.rule == "went-dark")
    told.act("officer", "acknowledge", case.id)
    told.play.wait(6_000)
    told.tell()
    told.act("officer", "acknowledge", case.id)
    _leave_the_card_of_a_gale(told)


def _leave_the_card_of_a_gale(told: Recorder) -> None:
    """One gale is one card; a boat of it calls for help, and a person takes out another."""
    play = told.play
    for _ in range(4):
        play.wait(60)
        gale = SenseBody(t_ms=play.now, value=19.0, unit="m/s", via="rx")
        play.hear(StationSensed("met", "wind", gale, play.now))
        play.hear(*(fix(terminal, 4_000, y_m, play.now) for terminal, y_m in BOATS_OUT))
    told.tell()
    card = next(case.id for case in play.world.book.incidents.values() if case.rule == "wind-above-class")
    told.act("officer", "acknowledge", card)
    sos = SosBody(t_ms=play.now, event_id="E3", kind="flooding", lon=122.04, lat=29.0)
    play.hear(TerminalSaid("ais-b:2", "ais-b", sos, play.now))
    told.tell()
    told.act("officer", "split", card, to="a", note="has lost its engine")


if __name__ == "__main__":
    WRITTEN.write_bytes(msgspec.json.format(msgspec.json.encode(recorded()), indent=1))
