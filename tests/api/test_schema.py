"""The page's types are what the Python structs say today."""

from pathlib import Path
from typing import get_args

from api import schema, shapes
from twin.incident_loop import State

GENERATED = Path(__file__).parents[2] / "web/src/generated/protocol.ts"


def test_the_types_in_the_repository_are_fresh() -> None:
    assert GENERATED.read_text(encoding="utf-8") == schema.typescript(), (
        "run: python -m api.schema web/src/generated/protocol.ts"
    )


def test_a_screen_knows_every_state_of_the_loop() -> None:
    assert get_args(shapes.IncidentState) == tuple(state.value for state in State)


def test_an_officer_is_offered_a_false_alarm_only_for_the_lesser_priorities() -> None:
    text = schema.typescript()
    urgent, usual = (
        next(line for line in text.split(f"RIGHTS_{which}")[1].splitlines() if "officer:" in line)
        for which in ("URGENT", "USUAL")
    )
    assert "false-alarm" in usual
    assert "false-alarm" not in urgent


def test_a_field_with_a_default_may_be_absent_or_null_and_others_may_not() -> None:
    text = schema.typescript()
    raised = text.split("export interface AlertRaised {")[1].split("}")[0]
    assert "readonly since_ms: number" in raised
    assert "readonly zone?: string | null" in raised
