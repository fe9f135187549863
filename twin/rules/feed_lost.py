"""Finds feeds that are down: every boat heard only through one has become invisible, and nobody else says so.

Alert 36 of domain.md §2: one alarm for the feed instead of one for each boat it hides.
"""

from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Params, Rule, Verdict, View
from twin.wire import Words


class FeedLostParams(Params, frozen=True, kw_only=True):
    """Seconds; the feed's own 15 s limit is the hold (reliability.md §2.2), the release is ours."""

    release_s: float = 30


def find(view: View, params: FeedLostParams) -> list[Finding]:  # noqa: ARG001 -- every rule is called alike
    """Return a verdict for every feed."""
    return [
        Finding(feed.id, None, _verdict(feed.state), 2, 0, (view.now_ms - feed.since_ms) / 1000, 0)
        for feed in view.feeds.feeds
        if feed.state == "down" or feed.id in view.tracked
    ]


def _verdict(state: str) -> Verdict:
    return HOLDS if state == "down" else HOLDS_NOT if state == "up" else CANNOT_TELL


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say which feed is lost and what that means."""
    return Words(
        f"信号源 {subject.zh} 中断: 仅由它收到的船舶无法判断",
        f"feed {subject.en} is lost: boats heard only through it cannot be judged",
    )


RULE = Rule(
    "feed-lost",
    "feed",
    "s",
    FeedLostParams(),
    find,
    words,
    over=Words("信号源 {subject} 恢复", "feed {subject} is back"),
    source="系统默认: 3 次心跳 · system default: three heartbeats",
    clears=Words("信号源恢复 {release_s:.0f} 秒", "the feed is up again for {release_s:.0f} s"),
)
