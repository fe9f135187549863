"""What every room's tests share: examples that repeat, the way to the recordings too big for the repository,
and a clean log.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of the code."""
settings.register_profile("repeats", UNHURRIED, derandomize=True)
settings.register_profile("explores", UNHURRIED, print_blob=True)
settings.load_profile("repeats")


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """A function from a name such as ``ais/one.parquet`` to its path.

    The folder is ``YUGANG_DATA`` (relative paths start at the repository), else ``../shared/data``. Where a
    file is absent the test is skipped with a sentence; under ``CI=true`` it fails: no test rots unseen.
    """
    folder = (ROOT / os.environ.get("YUGANG_DATA", "../shared/data")).resolve()

    def find(name: str) -> Path:
        path = folder / name
        if not path.exists():
            sentence = f"the shared data has no {name}; YUGANG_DATA names the folder that holds it"
            if os.environ.get("CI") == "true":
                pytest.fail(sentence)
            pytest.skip(sentence)
        return path

    return find


@pytest.fixture(autouse=True)
def default_log() -> Iterator[None]:
    """Undo what `yugang up` makes of the log: pytest closes the stderr it wrote to when the test ends."""
    yield
    structlog.reset_defaults()
