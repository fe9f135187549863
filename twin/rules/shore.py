"""What the three station rules share: a value, its bands, and a margin on the way back."""

from collections.abc import Sequence

from twin.facts import Priority
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Verdict, View
from twin.stations import STALE_PERIODS


class Band:
    """One threshold: crossing it means at least this priority."""

    def __init__(self, limit: float, priority: Priority, release: float) -> None:
        self.limit = limit
        self.priority: Priority = priority
        self.release = release


def judge(
    view: View, station: str, value: float | None, bands: Sequence[Band], *, rising: bool
) -> Finding | None:
    """Return the verdict of a station's value on bands ordered from mildest to gravest.

    No verdict is "cannot tell": an alert that stands goes on standing while its station is silent.

    Args:
        view: the port now.
        station: whose value.
        value: newest value, None when stale or never heard.
        bands: thresholds with the value at which each is over again.
        rising: True when larger is worse.
    """
    if value is None:
        return None
    record = view.stations.records[station]
    worse = [band for band in bands if (value >= band.limit if rising else value <= band.limit)]
    if not worse and station not in view.tracked:
        return None
    band = worse[-1] if worse else bands[0]
    over = value < band.release if rising else value > band.release
    verdict: Verdict = HOLDS if worse else HOLDS_NOT if over else CANNOT_TELL
    return Finding(station, None, verdict, band.priority, 0, value, band.limit, record.lon, record.lat)


def newest(view: View, station: str, quantity: str) -> float | None:
    """Return a station's value if it is not older than three of its periods."""
    reading = view.stations.newest.get(f"{station}/{quantity}")
    if reading is None:
        return None
    age_s = (view.now_ms - reading.t_ms) / 1000
    return reading.value if age_s <= STALE_PERIODS * view.stations.records[station].period_s else None


def sight_m(view: View, station: str) -> float | None:
    """Return how far one sees at a station, metres, moved by no single reading (`Lately.middle`).

    None when it measures no visibility, is silent, or has only begun to speak.
    """
    if newest(view, station, "visibility") is None:
        return None
    lately = view.stations.lately[f"{station}/visibility"]
    return lately.middle(view.stations.records[station].period_s)
