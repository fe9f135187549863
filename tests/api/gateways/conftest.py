from collections.abc import Callable

import pytest
from pyais.encode import encode_dict

Speak = Callable[..., list[bytes]]


@pytest.fixture(scope="session")
def speak() -> Speak:
    """Encode an AIS message with pyais: fields by name, back come the lines."""

    def encoded(*, seq: int = 1, channel: str = "A", **fields: object) -> list[bytes]:
        sentences = encode_dict(
            fields, talker_id="AI", sentence_type="VDM", radio_channel=channel, seq_id=seq
        )
        return [sentence.encode("ascii") for sentence in sentences]

    return encoded
