"""A case as screens hold it."""

from typing import Any

import msgspec

from twin.casebook import Book, Incident
from twin.incident_loop import verbs_now


def as_json(book: Book, incident: Incident, *, danger: bool) -> dict[str, Any]:
    """Return the case as screens hold it (`api.shapes.IncidentSeen`); fields without a value are absent."""
    shown = {
        "incident": incident.id,
        "state": incident.state.value,
        "version": incident.version,
        "priority": incident.priority,
        "rule": incident.rule,
        "subject": msgspec.to_builtins(incident.subject),
        "words": msgspec.to_builtins(incident.words),
        "alerts": list(incident.alerts),
        "opened_ms": incident.opened_ms,
        "called_ms": incident.called_ms,
        "escalated": incident.escalated,
        "danger": danger,
        "verbs": verbs_now(incident.state, incident.priority, waits=incident.waits),
        "calls": [{"call_id": id_} | msgspec.to_builtins(book.calls[id_]) for id_ in incident.calls],
    }
    if incident.split_off:
        shown["split_off"] = list(incident.split_off)
    known = ((name, getattr(incident, name)) for name in ("acked_ms", "owner", "lon", "lat", "split_from"))
    return shown | {name: value for name, value in known if value is not None}
