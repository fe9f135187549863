"""Attacks on the monitor itself: one file a kind, each with the keys a scenario gives it."""

from simulators.injects import (
    broker_restart,
    clock_skew,
    duplicate_identity,
    false_sos,
    feed_cut,
    feed_deaf,
    gnss_jam,
    late_batch,
    malformed,
    message_storm,
    not_available,
    position_jump,
    replay,
    retained,
    terminal_swap,
    twin_restart,
)
from simulators.injects.attack import Attack
from simulators.scenario_key import Key

KEYS_OF: dict[str, tuple[Key, ...]] = {
    "feed-cut": feed_cut.KEYS,
    "feed-deaf": feed_deaf.KEYS,
    "clock-skew": clock_skew.KEYS,
    "duplicate-identity": duplicate_identity.KEYS,
    "terminal-swap": terminal_swap.KEYS,
    "message-storm": message_storm.KEYS,
    "malformed": malformed.KEYS,
    "replay": replay.KEYS,
    "late-batch": late_batch.KEYS,
    "gnss-jam": gnss_jam.KEYS,
    "position-jump": position_jump.KEYS,
    "not-available": not_available.KEYS,
    "false-sos": false_sos.KEYS,
    "retained": retained.KEYS,
    "broker-restart": broker_restart.KEYS,
    "twin-restart": twin_restart.KEYS,
}
"""Every kind by the word that scenarios use, and the keys it takes beside its instants."""
ONE_OF = {"clock-skew": ("terminal", "terminal_kind", "feed")}
"""Keys of which exactly one must be said."""
ANY_OF = {"gnss-jam": ("east_m", "north_m"), "position-jump": ("east_m", "north_m")}
"""Keys of which one must be said at least."""
ATTACKS: dict[str, type[Attack]] = {
    "feed-cut": feed_cut.FeedCut,
    "feed-deaf": feed_deaf.FeedDeaf,
    "clock-skew": clock_skew.ClockSkew,
    "duplicate-identity": duplicate_identity.DuplicateIdentity,
    "terminal-swap": terminal_swap.TerminalSwap,
    "message-storm": message_storm.MessageStorm,
    "malformed": malformed.Malformed,
    "replay": replay.Replay,
    "late-batch": late_batch.LateBatch,
    "gnss-jam": gnss_jam.GnssJam,
    "position-jump": position_jump.PositionJump,
    "not-available": not_available.NotAvailable,
    "false-sos": false_sos.FalseSos,
}
"""How the player makes them; the other kinds are for whoever runs the broker and the twin."""
