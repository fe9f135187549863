"""The crews of an example register: posts by law first, then hands, all with certificates."""

import datetime as dt

import numpy as np

from simulators.cast import Part
from simulators.crew_names import person_name
from twin.port import ManningPost

HANDS = {12.0: (1, 3), 24.0: (2, 5), 400.0: (4, 9)}
"""Hands besides the posts: from, up to not including, for boats below each length in metres (示例)."""
HAND, HAND_CERTIFICATE = "deckhand", "普通船员"
GOOD_FROM, GOOD_DAYS = dt.date(2027, 3, 1), 1_700
RUNS_OUT_FROM, RUNS_OUT_DAYS = dt.date(2027, 1, 1), 180
RUNS_OUT = 0.03
"""Share of certificates that will run out soon; those that have run out are the cast's, for a boat without
its officers is not cleared to sail (示例)."""
EXPIRED = dt.date(2026, 3, 31)


def crew_of(
    vessel: dict[str, str], part: Part | None, manning: tuple[ManningPost, ...], rng: np.random.Generator
) -> list[dict[str, str]]:
    """Return a crew without ids, the skipper first and never more than the boat may carry.

    Args:
        vessel: its row of the register.
        part: what the cast asks of it, if it is of the cast; their certificates are good unless it says so.
        manning: the posts that boats must fill.
        rng: for names, numbers and dates.
    """
    length_m = float(vessel["length_m"])
    posts = [
        (post.role, post.certificate)
        for post in manning
        if post.from_m <= length_m < post.to_m
        for _ in range(post.count)
    ]
    posts.sort(key=lambda post: post[0] != "skipper")
    if part is not None and part.short:
        del posts[1]
    hands = int(rng.integers(*next(span for below, span in HANDS.items() if length_m < below)))
    seats = min((part.crew if part else 0) or len(posts) + hands, int(vessel["rated_persons"]))
    filled = (posts + [(HAND, HAND_CERTIFICATE)] * seats)[:seats] or [("skipper", "")]
    crew = [
        {
            "name": person_name(rng),
            "role": role,
            "vessel": vessel["id"],
            "certificate": certificate,
            "expires": _expiry(rng, certain=part is not None).isoformat(),
        }
        for role, certificate in filled
    ]
    if part is not None and part.expired:
        crew[0]["expires"] = EXPIRED.isoformat()
    return crew


def _expiry(rng: np.random.Generator, *, certain: bool) -> dt.date:
    first, days = (GOOD_FROM, GOOD_DAYS)
    if rng.random() < RUNS_OUT and not certain:
        first, days = (RUNS_OUT_FROM, RUNS_OUT_DAYS)
    return first + dt.timedelta(days=int(rng.integers(days)))
