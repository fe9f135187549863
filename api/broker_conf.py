"""Who may say and hear which words at the broker, and the embedded broker's configuration made of it.

Everything is an allow-list: what is not named here does not pass, so a word added to the wire is closed
until somebody opens it.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import msgspec

from api.secrets import Account
from twin import feeds, wire

ACK_WAIT_S = 5
"""An unacknowledged letter comes again after this long (architecture §8)."""
MAX_UNACKED = 4000
"""Letters a session may leave unacknowledged for each subscription before the broker waits (§8)."""
FRAME_BYTES = wire.MAX_PAYLOAD_BYTES + 512
"""Broker's bound: the greatest payload we decode plus its topic; more closes the connection."""
MAX_CONNECTIONS = 6000
"""Reliability §3.2: 5,000 vessels and their shore."""
MAX_STORE_BYTES = 1 << 30
MAX_PENDING_BYTES = 16 << 20
"""A reader that is this far behind is cut off by the broker; QoS 1 letters wait for it in the store."""
SESSION_DAYS = 7
LOG_BYTES = 4 << 20
LOG_FILES = 3

_FROM_TERMINAL = ("fix", "static", "sos", "health", "answer")
_TO_TERMINAL = ("call", "receipt")
_CLOCK = "clock"
_ANY_TERMINAL = tuple(f"terminal/+/+/{word}" for word in _FROM_TERMINAL)
_ANY_CALL = tuple(f"terminal/+/+/{word}" for word in _TO_TERMINAL)
_GATEWAY_SAYS = (*_ANY_TERMINAL, "feed/+/heartbeat")
_SHORE_SAYS = (
    "report/+/departure",
    "report/+/arrival",
    "gate/+/pass",
    "person/+/muster",
    "station/+/+",
    "weather/+/typhoon",
    "weather/+/forecast",
    "weather/+/warning",
)
CANARY = f"feed/{feeds.CANARY}/heartbeat"
"""Where the twin hears itself through the broker."""
FIX_WORDS = ("terminal/+/+/fix",)
"""What the session for positions hears."""
EVENT_WORDS = (*(word for word in _GATEWAY_SAYS if word not in FIX_WORDS), *_SHORE_SAYS)
"""What the session for everything else hears: together with `FIX_WORDS` every word a device may say."""


class Allowed(msgspec.Struct, frozen=True):
    """Topic filters an account may publish to and subscribe to, under the realm's root."""

    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


_OWN: dict[str, Allowed] = {
    "engine": Allowed((*_ANY_CALL, _CLOCK, "out/alert", "out/incident", CANARY), ("#",)),
    "engine-fixes": Allowed((), (*FIX_WORDS, CANARY)),
    "gateway": Allowed(_GATEWAY_SAYS, (_CLOCK, *_ANY_CALL)),
    "simulator": Allowed((*_GATEWAY_SAYS, *_SHORE_SAYS, wire.PROGRESS), (_CLOCK, *_ANY_CALL)),
}


def allowed(account: Account, root: str) -> Allowed:
    """Return the full topic filters of an account; a device's hold its own id and nobody else's.

    Args:
        account: one of the twin's own, or a device's.
        root: `yugang/{realm}/{port}`.
    """
    words = _OWN[account.kind] if not account.name else _device_words(account.kind, account.name)
    return Allowed(
        tuple(f"{root}/{word}" for word in words.publish), tuple(f"{root}/{word}" for word in words.subscribe)
    )


def _device_words(kind: str, name: str) -> Allowed:
    match kind:
        case "station":
            return Allowed((f"station/{name}/+",), (_CLOCK,))
        case "gate":
            return Allowed((f"gate/{name}/pass",), (_CLOCK,))
        case "vessel":
            return Allowed((f"report/{name}/departure", f"report/{name}/arrival"), (_CLOCK,))
    own = f"terminal/{kind}/{name}"
    return Allowed(
        tuple(f"{own}/{word}" for word in _FROM_TERMINAL),
        (_CLOCK, *(f"{own}/{word}" for word in _TO_TERMINAL)),
    )


def nats_conf(folder: Path, host: str, port: int, accounts: Iterable[Account], root: str) -> str:
    """Return the configuration of an embedded nats-server that speaks MQTT at `host:port`.

    Its own protocol listens on loopback as well, because it cannot be switched off, but no account may use
    it (`allowed_connection_types`).

    Args:
        folder: where its store and log stand.
        host: address to listen at.
        port: port to listen at; a real one, never 0.
        accounts: every account and nobody else may sign in.
        root: the realm's root; accounts are bound to topics under it.
    """
    users = "\n".join(_user(account, allowed(account, root)) for account in accounts)
    return f"""# Written at every start. It holds passwords: mode 0600.
server_name: yugang
host: "127.0.0.1"
port: -1
max_payload: {FRAME_BYTES}
max_connections: {MAX_CONNECTIONS}
max_subscriptions: 64
max_pending: {MAX_PENDING_BYTES}
write_deadline: "10s"
log_file: {_quoted(folder / "broker.log")}
log_size_limit: {LOG_BYTES}
log_max_num: {LOG_FILES}
jetstream {{
  store_dir: {_quoted(folder / "store")}
  max_memory_store: {MAX_PENDING_BYTES}
  max_file_store: {MAX_STORE_BYTES}
  sync_interval: always
}}
mqtt {{
  host: {_quoted(host)}
  port: {port}
  ack_wait: "{ACK_WAIT_S}s"
  max_ack_pending: {MAX_UNACKED}
  reject_qos2_publish: true
  downgrade_qos2_subscribe: true
  consumer_inactive_threshold: "{SESSION_DAYS * 24}h"
}}
accounts {{
  PORT {{
    jetstream: enabled
    users: [
{users}
    ]
  }}
}}
"""


def _user(account: Account, may: Allowed) -> str:
    publish = json.dumps([_subject(topic) for topic in may.publish]) if may.publish else '{deny: [">"]}'
    subscribe = json.dumps([_subject(topic) for topic in may.subscribe])
    return (
        f"      {{user: {_quoted(account.user)}, password: {_quoted(account.password)}, "
        f'allowed_connection_types: ["MQTT"],\n'
        f"       permissions: {{publish: {publish}, subscribe: {subscribe}}}}}"
    )


def _subject(topic: str) -> str:
    """Return an MQTT topic filter as the broker's own subject: `/` is `.`, `+` is `*`, `#` is `>`."""
    return topic.replace("/", ".").replace("+", "*").replace("#", ">")


def _quoted(text: str | Path) -> str:
    return json.dumps(str(text), ensure_ascii=False)
