"""What a broken budget means in every room: the test fails and names each fault."""

from collections.abc import Callable

import pytest


@pytest.fixture
def settle() -> Callable[[list[str], str], None]:
    """A function that takes faults, each beginning with its file, and the sentence that names them."""

    def judge(faults: list[str], title: str) -> None:
        assert not faults, "\n".join([title, *faults])

    return judge
