"""What the twin said, and whether it is what a scenario speaks of."""

from typing import Any

from simulators.scenario import Statement

Saying = dict[str, Any]
"""A fact as it stands in the books, with its place `seq` and its instant `t_s` after the start of the play;
or a letter refused, of kind `rejected`."""
RAISED, REJECTED = "alert-raised", "rejected"
OVER = ("alert-cleared", "alert-retracted")
SEQUELS = (*OVER, "alert-changed", "incident-joined", "incident-split", "incident-acted")
"""What is said of an alert or a case that was named before, and does not name its subject again."""
ABOUT = ("subject", "rule", "zone")
"""What a sequel is understood to say too."""


def speaks_of(statement: Statement, saying: Saying) -> bool:
    """Return whether a saying is of the kind, subject, zone and values that a statement names."""
    if saying["kind"] != (statement.fact or RAISED):
        return False
    if statement.rule and saying.get("rule") != statement.rule:
        return False
    if statement.zone and saying.get("zone") != statement.zone:
        return False
    if statement.subject is not None and subject_of(saying, statement.subject[0]) != statement.subject[1]:
        return False
    return all(_says(saying, name, value) for name, value in statement.says)


def subject_of(saying: Saying, kind: str) -> str | None:
    """Return the id of the vessel, station, feed or person (`kind`) that a saying is about, else None."""
    subject = saying.get("subject")
    if isinstance(subject, dict):
        return str(subject["id"]) if subject["kind"] == kind else None
    named = saying.get(kind)
    return named if isinstance(named, str) else None


def name_of(statement: Statement) -> str:
    """Return what a statement speaks of, in a few words."""
    words = [statement.rule or statement.fact or "any alert"]
    if statement.subject is not None:
        words.append(statement.subject[1])
    if statement.zone:
        words.append(f"in {statement.zone}")
    words += [f"{name}={value}" for name, value in statement.says]
    return " ".join(words)


def sentence_of(saying: Saying) -> str:
    """Return a saying as a person would read it."""
    words = saying.get("words")
    if isinstance(words, dict):
        return f"{words['zh']} · {words['en']}"
    told = [f"{name}={value}" for name, value in saying.items() if name not in ("seq", "t_ms", "t_s", "kind")]
    return f"{saying['kind']} {', '.join(told)}"


def _says(saying: Saying, name: str, wanted: object) -> bool:
    """Return whether a field (`subject.id` looks into one) has a value; facts leave out false and empty."""
    value: object = saying
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value == wanted or (value is None and wanted in (False, ""))
