"""The weather as told by its services: the newest issue stands until it runs out, and then nobody can tell.

For each source one typhoon, one forecast and one warning stand: the newest issued. What has run out is not
good weather: it is shown as `stale`, and whoever asks must answer "cannot tell".
"""

import msgspec

from twin.decode import WeatherTold
from twin.facts import Fact, WeatherChanged

CLOCK_AHEAD_MS = 120_000
"""An issue from further in the future has a wrong clock, and would keep every right one out."""
LONGEST_VALID_MS = 30 * 24 * 3_600_000
"""No typhoon, forecast or warning is good for longer; ours, so that nothing stands for ever."""
MOST_STANDING = 200


class Weather(msgspec.Struct):
    """What stands: `source/what` -> the newest issue, also when it has run out."""

    newest: dict[str, WeatherChanged] = msgspec.field(default_factory=dict)


def told(weather: Weather, said: WeatherTold, now_ms: int) -> str | list[WeatherChanged]:
    """Return what an issue changes, or the reason why it changes nothing.

    Returns:
        One fact, at once `stale` if the issue is over already; or `valid-backwards`, `valid-too-long`,
        `issued-in-future`, `duplicate` (issued at the same instant as what stands), `older`, or
        `too-many-sources`.
    """
    body = said.body
    if body.valid_to_ms < body.valid_from_ms:
        return "valid-backwards"
    if body.valid_to_ms - body.issued_ms > LONGEST_VALID_MS:
        return "valid-too-long"
    if body.issued_ms > now_ms + CLOCK_AHEAD_MS:
        return "issued-in-future"
    standing = weather.newest.get(_key(said.source, said.what))
    if standing is not None and body.issued_ms <= standing.issued_ms:
        return "duplicate" if body.issued_ms == standing.issued_ms else "older"
    if standing is None and len(weather.newest) >= MOST_STANDING:
        return "too-many-sources"
    return [
        WeatherChanged(
            t_ms=now_ms,
            source=said.source,
            what=said.what,  # type: ignore[arg-type]  # decoding lets only these three words through
            issued_ms=body.issued_ms,
            valid_from_ms=body.valid_from_ms,
            valid_to_ms=body.valid_to_ms,
            stale=body.valid_to_ms <= now_ms,
            force=body.force,
            level=body.level,
            name=body.name,
            text=body.text,
            track=body.track,
        )
    ]


def expired(weather: Weather, now_ms: int) -> list[WeatherChanged]:
    """Return what has run out by now and was not said to have; each once, if the facts are folded."""
    return [
        msgspec.structs.replace(issue, t_ms=now_ms, stale=True)
        for issue in weather.newest.values()
        if not issue.stale and issue.valid_to_ms <= now_ms
    ]


def next_due_ms(weather: Weather) -> int | None:
    """Return when the next issue runs out, None if none stands."""
    return min((issue.valid_to_ms for issue in weather.newest.values() if not issue.stale), default=None)


def standing(weather: Weather, now_ms: int) -> list[WeatherChanged]:
    """Return the newest issue of each source and kind, `stale` where it has run out; also those to come."""
    return [
        msgspec.structs.replace(issue, stale=issue.valid_to_ms <= now_ms) for issue in weather.newest.values()
    ]


def fold(weather: Weather, fact: Fact) -> None:
    """Bring the weather up to a fact; facts that do not concern it change nothing."""
    if isinstance(fact, WeatherChanged):
        weather.newest[_key(fact.source, fact.what)] = fact


def _key(source: str, what: str) -> str:
    return f"{source}/{what}"
