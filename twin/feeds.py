"""Feed health: a silent feed is not a silent boat, so silence counts only while a feed that covers it is up.

Each feed keeps an up-time clock that runs only in state `up` (and only while the broker link itself is up).
A terminal's silence is the difference of its feed's up-time now and when its vessel was last fixed
(`reliability.md` §2.2), so a frozen clock is frozen, not reset.
"""

from typing import Literal

import msgspec

from twin import wire
from twin.decode import FeedBeat
from twin.facts import FeedChanged

LINK, CANARY = wire.LINK, wire.CANARY
"""The broker link is the feed of everything that names no `via`; the engine's own canary beats for it."""
MAX_FEEDS = 500
BEAT_MS = 5_000
SUSPECT_MS = 2 * BEAT_MS
DOWN_MS = 3 * BEAT_MS
"""Two and three missed 5 s heartbeats (`reliability.md` §2.2)."""
UNBEATEN_SUSPECT_MS = 300_000
UNBEATEN_DOWN_MS = 600_000
"""For a feed that has never sent a heartbeat only its traffic can be judged: 5 and 10 minutes, ours; and only
if several boats speak through it. Any device may write any name into its `via`, and the silence of one boat
is its own: a feed is blamed by feed-wide evidence alone (`domain.md` §2.3.2)."""
SETTLE_MS = 60_000
"""For a minute after our own start a late feed is only suspect: devices find the broker again at their own
pace, and a restart must not cry wolf (reliability.md §1.1 Alertmanager, T20)."""
MASS_SHARE = 0.5
MASS_VESSELS = 5
DEAF_GAPS = 10
DEAF_MIN_MS = 60_000
"""Mass silence: fewer than half of what should be heard over two nominal intervals, or a receiver's counter
flat for ten expected gaps (`domain.md` §2.3.6)."""
MASS_HOLD_MS = 1_800_000
"""A feed that still hears some is blamed for the silence of many for half an hour; then it is the boats', and
they are judged: no state may hide them for good (ours, after the 30 min of `reliability.md` §2.2)."""
DEAF, MASS, UNHEARD = "hears nothing", "mass silence", "no sign of life"

FeedState = Literal["starting", "up", "suspect", "down"]


class Feed(msgspec.Struct):
    """One receiver, gateway or link; instants are UTC ms on the realm's clock, -1 = never.

    Attributes:
        spoke_ms: when a message other than a heartbeat last came through it.
        absolved_ms: when it last proved not to blame for a mass silence; who has been silent since before
            says nothing of it.
        boot: of its newest heartbeat that names one; the last will of an earlier run comes too late.
        beaten: it has sent a heartbeat, ever.
    """

    id: str
    state: FeedState = "starting"
    since_ms: int = 0
    why: str = "start"
    beat_ms: int = -1
    sign_ms: int = -1
    spoke_ms: int = -1
    heard: int = -1
    heard_changed_ms: int = -1
    up_ms: int = 0
    recovered_up_ms: int = 0
    restarted_ms: int = -SETTLE_MS
    absolved_ms: int = -1
    boot: str | int | None = None
    beaten: bool = False


class Census(msgspec.Struct):
    """What one feed should be hearing: counted from the fleet by `twin.silence`.

    Attributes:
        active, quiet: terminals it should hear, and how many of them are silent for two of the intervals that
            it used to hear them at.
        gap_ms: expected time between any two of its reports, 0 = unknown.
    """

    active: int = 0
    quiet: int = 0
    gap_ms: float = 0


class Feeds(msgspec.Struct):
    """All feeds in order of appearance; number 0 is the link; `overflow` counts feeds past the bound."""

    feeds: list[Feed] = msgspec.field(default_factory=lambda: [Feed(LINK)])
    number_of: dict[str, int] = msgspec.field(default_factory=lambda: {LINK: 0})
    overflow: int = 0


def number(feeds: Feeds, via: str | None, now_ms: int) -> int:
    """Return the feed's number, adding it when new; past MAX_FEEDS everything counts as the link's."""
    if via is None:
        return 0
    known = feeds.number_of.get(via)
    if known is not None:
        return known
    if len(feeds.feeds) >= MAX_FEEDS:
        feeds.overflow += 1
        return 0
    feeds.number_of[via] = len(feeds.feeds)
    feeds.feeds.append(Feed(via, since_ms=now_ms))
    return len(feeds.feeds) - 1


def sign(feeds: Feeds, feed: int, now_ms: int) -> None:
    """Take any message as a sign of life of its feed and of the link."""
    feeds.feeds[feed].sign_ms = feeds.feeds[feed].spoke_ms = now_ms
    feeds.feeds[0].sign_ms = now_ms


def beat(feeds: Feeds, said: FeedBeat, now_ms: int) -> list[FeedChanged]:
    """Take a heartbeat; a last will (`offline`) brings the feed down at once, unless a newer run speaks."""
    index = 0 if said.feed == CANARY else number(feeds, said.feed, now_ms)
    if index == 0 and said.feed not in (CANARY, LINK):
        return []
    feed = feeds.feeds[index]
    if said.body.offline:
        if None not in (said.body.boot, feed.boot) and said.body.boot != feed.boot:
            return []
        return change(feed, "down", "offline", now_ms) if feed.state != "down" else []
    feed.beat_ms, feed.sign_ms, feed.beaten = now_ms, now_ms, True
    feed.boot = feed.boot if said.body.boot is None else said.body.boot
    if said.body.heard is not None and said.body.heard != feed.heard:
        feed.heard, feed.heard_changed_ms = said.body.heard, now_ms
    return []


def link_up(feeds: Feeds) -> bool:
    """Return whether the broker link carries messages, even if all who speak over it alone are silent."""
    link = feeds.feeds[0]
    return link.state == "up" or (link.state == "down" and link.why in (DEAF, MASS))


def advance(feeds: Feeds, passed_ms: int) -> None:
    """Let time pass: up-time grows for feeds that are up while the link is up."""
    if not link_up(feeds):
        return
    for feed in feeds.feeds:
        if feed.state == "up":
            feed.up_ms += passed_ms


def restart(feeds: Feeds, now_ms: int) -> list[FeedChanged]:
    """Return every feed to `starting` after a gap in our own listening."""
    changes = []
    for feed in feeds.feeds:
        feed.sign_ms = feed.beat_ms = feed.heard_changed_ms = -1
        feed.restarted_ms = now_ms
        changes += change(feed, "starting", "we were not listening", now_ms)
    return changes


def judge(feeds: Feeds, census: list[Census], now_ms: int) -> list[FeedChanged]:
    """Return the changes of state that the signs of life and the census call for."""
    changes: list[FeedChanged] = []
    for index, feed in enumerate(feeds.feeds):
        seen = census[index] if index < len(census) else Census()
        state, why = _verdict(feed, seen, now_ms)
        if (state, why) == ("down", UNHEARD) and _excused(feeds.feeds[0], feed):
            state, why = "suspect", "the link is silent too"
        if state != feed.state:
            changes += change(feed, state, why, now_ms)
    return changes


def change(feed: Feed, state: FeedState, why: str, now_ms: int) -> list[FeedChanged]:
    """Move a feed to a state and return the fact.

    Becoming up starts the grace of its vessels, but not after one late heartbeat; and those whose silence it
    was blamed for speak for themselves from then on.
    """
    if state == "up" and feed.state != "suspect":
        feed.recovered_up_ms = feed.up_ms
    if state == "up" and feed.why == MASS:
        feed.absolved_ms = now_ms
    feed.state, feed.why, feed.since_ms = state, why, now_ms
    return [FeedChanged(t_ms=now_ms, feed=feed.id, state=state, why=why, vessels=0)]


def _verdict(feed: Feed, seen: Census, now_ms: int) -> tuple[FeedState, str]:
    judged = feed.id == LINK or feed.beaten or seen.active >= MASS_VESSELS
    if feed.sign_ms < 0 or not judged:
        return _unheard(feed, now_ms, judged=judged)
    beats = feed.beat_ms >= 0
    age_ms = now_ms - feed.sign_ms
    if age_ms > (DOWN_MS if beats else UNBEATEN_DOWN_MS):
        settling = now_ms - feed.restarted_ms < SETTLE_MS
        return ("suspect", "heartbeat late") if settling else ("down", UNHEARD)
    if feed.state == "down" and feed.why == "offline" and feed.sign_ms <= feed.since_ms:
        return "down", "offline"
    if _deaf(feed, seen, now_ms):
        return "down", DEAF
    if seen.quiet >= MASS_VESSELS and seen.quiet > MASS_SHARE * seen.active and not _held(feed, seen, now_ms):
        return "down", MASS
    if age_ms > (SUSPECT_MS if beats else UNBEATEN_SUSPECT_MS):
        return "suspect", "heartbeat late"
    return "up", "heard"


def _excused(link: Feed, feed: Feed) -> bool:
    """Return whether a silent feed fell silent together with the link, or has had no time since it came back.

    A broker that goes away is one fault: it is told of the link, and not once more of each feed behind it.
    """
    from_ms = max(feed.sign_ms, link.since_ms if link.state == "up" else -1)
    return feed is not link and feed.beaten and link.sign_ms - from_ms <= SUSPECT_MS


def _unheard(feed: Feed, now_ms: int, *, judged: bool) -> tuple[FeedState, str]:
    """Return the state of a feed without a sign of life since our start, or with nothing to judge it by."""
    if feed.sign_ms >= 0:
        return "up", "heard"
    if feed.state == "starting" and now_ms - feed.since_ms > UNBEATEN_DOWN_MS:
        return ("down", "not heard since start") if judged else ("up", "nothing to judge it by")
    return feed.state, feed.why


def _deaf(feed: Feed, seen: Census, now_ms: int) -> bool:
    if feed.heard_changed_ms < 0 or seen.gap_ms <= 0 or seen.active < MASS_VESSELS:
        return False
    heard_ms = max(feed.heard_changed_ms, feed.spoke_ms)
    return now_ms - heard_ms > max(DEAF_MIN_MS, DEAF_GAPS * seen.gap_ms)


def _held(feed: Feed, seen: Census, now_ms: int) -> bool:
    """Return whether a feed was blamed for a mass silence long enough, and hears others all the while."""
    blamed = feed.state == "down" and feed.why == MASS
    return blamed and seen.quiet < seen.active and now_ms - feed.since_ms >= MASS_HOLD_MS
