"""Letters that no decoder may trip over, one function a sort."""

SORTS = (
    "nan",
    "truncated",
    "wrong-type",
    "huge",
    "deep",
    "duplicate-key",
    "not-utf8",
    "unknown-field",
    "unknown-topic",
    "other-terminal",
)
