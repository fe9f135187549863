"""What every room's tests share: the way to the recordings and charts that are too big for the repository."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


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
