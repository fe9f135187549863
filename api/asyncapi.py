"""Writes the AsyncAPI 3 description of every message: `python -m api.asyncapi FILE`.

Channels and payloads come from the same structs that decode them, so the description cannot promise what
the twin would refuse; `docs/asyncapi.json` is what this writes, and a test fails when it is not.
"""

import json
import sys
from pathlib import Path
from typing import Any, get_args

import msgspec

from api import shapes
from twin import facts, wire

_HEARD: dict[str, tuple[str, type, str]] = {
    "fix": ("terminal/{kind}/{terminal}/fix", wire.FixBody, "a terminal's position"),
    "static": ("terminal/{kind}/{terminal}/static", wire.StaticBody, "what a terminal claims of its vessel"),
    "sos": ("terminal/{kind}/{terminal}/sos", wire.SosBody, "distress; repeated until its receipt arrives"),
    "health": ("terminal/{kind}/{terminal}/health", wire.HealthBody, "battery, power, tamper switch"),
    "answer": ("terminal/{kind}/{terminal}/answer", wire.AnswerBody, "a skipper's answer to a call"),
    "departure": ("report/{vessel}/departure", wire.ReportBody, "port report before leaving"),
    "arrival": ("report/{vessel}/arrival", wire.ReportBody, "port report on coming in"),
    "pass": ("gate/{gate}/pass", wire.PassBody, "a hull seen crossing a harbour mouth"),
    "muster": ("person/{person}/muster", wire.MusterBody, "a person seen ashore or aboard"),
    "sense": ("station/{station}/{quantity}", wire.SenseBody, "one value of a shore station"),
    "beat": ("feed/{feed}/heartbeat", wire.HeartbeatBody, "sign of life of a receiver or gateway, every 5 s"),
    "weather": ("weather/{source}/{what}", wire.WeatherBody, "typhoon, forecast or warning"),
}
_SAID: dict[str, tuple[str, type, str]] = {
    "call": ("terminal/{kind}/{terminal}/call", wire.CallBody, "warning, question or order to a boat"),
    "receipt": ("terminal/{kind}/{terminal}/receipt", wire.ReceiptBody, "the SOS is stored; stop repeating"),
    "clock": (
        "clock",
        wire.ClockBeat,
        "the realm's instant and rate, 0 = paused; retained each second, more often when it runs fast",
    ),
}
_BESIDE: dict[str, tuple[str, type, str]] = {
    "progress": (wire.PROGRESS, wire.ProgressBody, "extension: how far a simulator has played; not retained"),
}
"""Heard by the realm's clock, not by the engine."""
_WORDS: dict[str, tuple[str, ...]] = {
    "kind": get_args(wire.TerminalKind),
    "quantity": get_args(wire.Quantity),
    "what": ("typhoon", "forecast", "warning"),
}
_FRAMES = (shapes.Welcome, shapes.Snapshot, shapes.Positions, shapes.Readings, shapes.Heartbeat)


def asyncapi() -> dict[str, Any]:
    """Return the whole document: MQTT channels under the realm's root, and the WebSocket feed."""
    spoken = {**_HEARD, **_BESIDE, **_SAID}
    kinds = get_args(facts.AnyFact)
    types = [struct for _, struct, _ in spoken.values()] + [*_FRAMES, *kinds]
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    channels = {name: _channel(name, *spec[:1]) for name, spec in spoken.items()}
    channels["feed"] = {
        "address": "/api/feed",
        "description": "WebSocket with the session cookie; client says hello, then frames follow",
        "messages": {
            struct.__name__: {"$ref": f"#/components/messages/{struct.__name__}"}
            for struct in (*_FRAMES, *kinds)
        },
    }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Yugang fishing-port twin",
            "version": str(wire.SCHEMA_VERSION),
            "description": "JSON in UTF-8, QoS 1 except plain fixes, at most 64 KiB; unknown fields refused.",
            "license": {"name": "Apache-2.0"},
        },
        "channels": channels,
        "operations": _operations(),
        "components": {"schemas": schemas, "messages": _messages(spoken, (*_FRAMES, *kinds))},
    }


def _channel(name: str, topic: str) -> dict[str, Any]:
    parameters = {
        word.strip("{}"): {"enum": list(_WORDS[word.strip("{}")])} if word.strip("{}") in _WORDS else {}
        for word in topic.split("/")
        if word.startswith("{")
    }
    return {
        "address": f"yugang/{{realm}}/{{port}}/{topic}",
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        "parameters": {
            "realm": {"description": "live, sim, replay-NAME, drill-NAME"},
            "port": {},
            **parameters,
        },
    }


def _operations() -> dict[str, Any]:
    def operation(name: str, action: str) -> dict[str, Any]:
        return {"action": action, "channel": {"$ref": f"#/channels/{name}"}}

    return {
        **{f"hear-{name}": operation(name, "receive") for name in (*_HEARD, *_BESIDE)},
        **{f"say-{name}": operation(name, "send") for name in _SAID},
        "show-feed": operation("feed", "send"),
    }


def _messages(spoken: dict[str, tuple[str, type, str]], frames: tuple[type, ...]) -> dict[str, Any]:
    def message(struct: type, summary: str) -> dict[str, Any]:
        return {
            "summary": summary,
            "contentType": "application/json",
            "payload": {"$ref": f"#/components/schemas/{struct.__name__}"},
        }

    told = {struct.__name__: message(struct, (struct.__doc__ or "").split("\n")[0]) for struct in frames}
    return {name: message(struct, summary) for name, (_, struct, summary) in spoken.items()} | told


def text() -> str:
    """Return the document as JSON text, one final newline."""
    return json.dumps(asyncapi(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
