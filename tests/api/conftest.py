"""The house in one process, opened on a temporary home."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.api.desk import Desk
from tests.api.house import House


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path) as opened:
        yield opened


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)
