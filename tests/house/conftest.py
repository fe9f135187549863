"""Which rooms are finished, and what a broken budget means there."""

import warnings
from collections.abc import Callable

import pytest

FINISHED_ROOMS = frozenset({"geo", "simulators", "api", "web", "tests"})
"""Rooms in which every broken budget fails. In a room still being built the softer ones only warn."""


@pytest.fixture
def settle() -> Callable[[list[str], str], None]:
    """A function that takes faults, each beginning with its file, and the sentence that names them."""

    def judge(faults: list[str], title: str) -> None:
        finished = [fault for fault in faults if fault.split("/")[0] in FINISHED_ROOMS]
        unfinished = [fault for fault in faults if fault not in finished]
        if unfinished:
            warnings.warn("\n  ".join([f"{title} (rooms still being built):", *unfinished]), stacklevel=2)
        assert not finished, "\n".join([title, *finished])

    return judge
