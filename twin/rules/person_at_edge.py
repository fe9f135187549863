"""Finds people at the water's edge where nobody should be: swept off by a storm, or unseen at night.

Alert 31 of domain.md §2 with §2.3.8: quays are workplaces, so only while the port is closed or in shelter
mode, or at night. A person in the water is an emergency that no machine ends.
"""

from geo.units import MS_PER_SECOND
from twin.facts import Priority
from twin.orders import EVACUATED
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Lack, Params, Rule, Verdict, View
from twin.rules.conditions import is_night
from twin.rules.shore import newest
from twin.wire import Words


class PersonAtEdgeParams(Params, frozen=True, kw_only=True):
    """Seconds at the edge in two reports: ten, and five in a storm (domain.md alert 31).

    A station that reports once a minute needs the minute.
    Over two minutes after the last report (closing evidence: gone on video for two minutes or more).
    No grace: a person speaks through the loudspeaker within 30 s (domain.md alert 31).
    """

    dwell_s: float = 10
    storm_dwell_s: float = 5
    release_s: float = 120
    grace_s: float = 0


def find(view: View, params: PersonAtEdgeParams) -> list[Finding]:
    """Return a verdict for every station that sees people where they must not be, or has an alert."""
    evacuated = view.orders.port_state in EVACUATED
    dwell_s = params.storm_dwell_s if evacuated else params.dwell_s
    found = []
    for station, record in view.stations.records.items():
        in_water = _seen(view, station, "person-in-water", 0)
        at_edge = _seen(view, station, "person-at-edge", dwell_s) and (evacuated or is_night(view))
        if not (in_water or at_edge or station in view.tracked):
            continue
        unseen = not _watches(view, station)
        verdict: Verdict = HOLDS if in_water or at_edge else CANNOT_TELL if unseen else HOLDS_NOT
        priority: Priority = 1 if in_water else 2 if evacuated else 3
        place = record.lon, record.lat
        found.append(Finding(station, None, verdict, priority, 0, 1, 0, *place))
    return found


def _seen(view: View, station: str, quantity: str, dwell_s: float) -> bool:
    """Return whether an instrument that may be believed has seen somebody for so long, in two reports."""
    lately = view.stations.lately.get(f"{station}/{quantity}")
    if lately is None or lately.on_since_ms < 0 or newest(view, station, quantity) is None:
        return False
    last_ms = lately.samples[-1].t_ms
    twice = len(lately.samples) > 1 and lately.samples[-2].value > 0
    return dwell_s <= 0 or (twice and last_ms - lately.on_since_ms >= dwell_s * MS_PER_SECOND)


def _watches(view: View, station: str) -> bool:
    """Return whether the station sees its edge now: a camera that is down has not seen anybody leave."""
    return newest(view, station, "person-at-edge") is not None


def lacks(view: View, params: PersonAtEdgeParams) -> list[Lack]:  # noqa: ARG001 -- every rule is called alike
    """Return how many edges are watched by nothing that would see a person in the water."""
    edges = [one for one in view.stations.records.values() if "person-at-edge" in one.quantities]
    blind = sum("person-in-water" not in one.quantities for one in edges)
    return [Lack(Words("无落水探测", "nothing on record that sees a person in the water"), blind)]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say where somebody is, and what is forbidden there now."""
    if finding.priority == 1:
        return Words(f"{subject.zh} 有人落水", f"{subject.en}: a person is in the water")
    if finding.priority == 2:
        return Words(
            f"{subject.zh} 岸线已撤离, 仍有人在临水区", f"{subject.en}: somebody is at an evacuated edge"
        )
    return Words(f"{subject.zh} 夜间有人在临水区", f"{subject.en}: somebody is at the edge by night")


RULE = Rule(
    "person-at-edge",
    "station",
    "1",
    PersonAtEdgeParams(),
    find,
    words,
    over=Words("{subject} 临水区已无人", "{subject}: nobody is at the edge"),
    source="南通外场喊话 30 秒内; 系统默认时长 · Nantong loudspeaker rule; dwell times are defaults",
    clears=Words(
        "连续 {release_s:.0f} 秒无人; 有人落水须由人确认",
        "nobody for {release_s:.0f} s; a person in the water is ended by a person only",
    ),
    assumes=Words("探测的是人", "what was detected is a person"),
    latched_from=1,
    lacks=lacks,
)
