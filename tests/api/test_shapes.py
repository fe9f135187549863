"""What the server tells is what the page's types say; the golden frames are the engine's own."""

import json
from typing import get_args

import msgspec
import pytest

from api import shapes
from tests.golden import feed
from twin.facts import AnyFact

FRAMES = shapes.Welcome | shapes.Snapshot | shapes.Positions | shapes.Readings | shapes.Heartbeat


@pytest.fixture(scope="module")
def golden() -> dict:
    return json.loads(feed.WRITTEN.read_text(encoding="utf-8"))


def test_the_golden_frames_have_the_words_that_the_engine_uses_today(golden: dict) -> None:
    today = json.loads(msgspec.json.encode(feed.recorded()))
    assert words_of(golden) == words_of(today), "run: python -m tests.golden.feed"


def words_of(told: dict) -> dict[str, set[str]]:
    """The names that stand in each kind of frame and in the picture; values may differ from day to day."""
    names = {name: set(told[name]) for name in ("snapshot", "positions")}
    for frame in told["frames"]:
        names.setdefault(frame["kind"], set()).update(frame)
    for checkpoint in told["checkpoints"]:
        for kind in ("alerts", "incidents"):
            names.setdefault(kind, set()).update(name for one in checkpoint[kind] for name in one)
    return names


def test_a_snapshot_and_positions_have_the_shape_the_page_expects(golden: dict) -> None:
    snapshot = msgspec.convert(golden["snapshot"], FRAMES)
    assert isinstance(snapshot, shapes.Snapshot)
    assert [vessel.vessel for vessel in snapshot.vessels][:2] == ["a", "b"]
    positions = msgspec.convert(golden["positions"], FRAMES)
    assert isinstance(positions, shapes.Positions)
    assert positions.n == len(positions.number) == len(positions.state)


def test_every_fact_frame_is_a_fact_with_its_place(golden: dict) -> None:
    kinds = set()
    for before, frame in enumerate(golden["frames"], golden["frames"][0]["seq"]):
        assert frame.pop("type") == "fact"
        assert frame.pop("seq") == before
        kinds.add(type(msgspec.convert(frame, AnyFact)))
    assert kinds <= set(get_args(AnyFact))
    assert len(kinds) >= 10


def test_every_incident_on_the_way_has_the_shape_the_page_expects(golden: dict) -> None:
    states = {
        msgspec.convert(incident, shapes.IncidentSeen).state
        for checkpoint in golden["checkpoints"]
        for incident in checkpoint["incidents"]
    }
    assert {"open", "verifying", "dispatched", "merged", "resolved", "closed", "false_alarm"} <= states
