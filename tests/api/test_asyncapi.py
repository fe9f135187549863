import json
from pathlib import Path

import msgspec
import pytest

from api import asyncapi
from twin import decode, wire

ROOT = Path(__file__).parents[2]
EXAMPLES = {"{kind}": "ais-b", "{quantity}": "wind", "{what}": "forecast"}


def test_the_published_description_is_the_one_the_code_writes():
    published = (ROOT / "docs/asyncapi.json").read_text(encoding="utf-8")
    assert published == asyncapi.text(), "run: python -m api.asyncapi docs/asyncapi.json"


def test_every_reference_leads_somewhere():
    document = asyncapi.asyncapi()
    for found in set(_references(document)):
        at = document
        for word in found.removeprefix("#/").split("/"):
            at = at[word]
        assert at is not None


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [ref for inner in value.values() for ref in _references(inner)]
    return [ref for inner in value for ref in _references(inner)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", list(asyncapi._HEARD))
def test_every_described_topic_is_one_the_twin_hears(name):
    topic = asyncapi._HEARD[name][0]
    for word in topic.split("/"):
        topic = topic.replace(word, EXAMPLES.get(word, "x1")) if word.startswith("{") else topic
    refused = decode.decode(wire.Letter(f"yugang/sim/p/{topic}", b"[]", 1), "yugang/sim/p")
    assert isinstance(refused, decode.Rejected)
    assert refused.reason == "bad-field", refused


def test_a_described_payload_is_valid_by_its_own_schema_words():
    schema = asyncapi.asyncapi()["components"]["schemas"]["FixBody"]
    assert schema["properties"]["lat"]["anyOf"][0]["maximum"] == 91
    assert schema["required"] == ["t_ms"]
    assert schema["additionalProperties"] is False
    assert json.loads(msgspec.json.encode(schema)) == schema
