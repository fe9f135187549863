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
    position_jump,
    replay,
    terminal_swap,
    twin_restart,
)
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
    "false-sos": false_sos.KEYS,
    "broker-restart": broker_restart.KEYS,
    "twin-restart": twin_restart.KEYS,
}
"""Every kind by the word that scenarios use, and the keys it takes beside its instants."""
