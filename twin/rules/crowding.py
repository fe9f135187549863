"""Finds berths and anchorages that fill up: the next boats raft wider, block the fire lane, or stay outside.

Alert 25 of domain.md §2, from who lies where by position (`twin.berths`).
"""

from twin.facts import Priority
from twin.rules.base import CANNOT_TELL, HOLDS, HOLDS_NOT, Finding, Lack, Params, Rule, Verdict, View
from twin.wire import Words


class CrowdingParams(Params, frozen=True, kw_only=True):
    """Share of the places taken: 0.85 caution, 0.95 warning (domain.md alert 25); over below 0.8, ours.

    Ten minutes both ways, ours: occupancy is counted once a minute and boats shift about.
    """

    full_share: float = 0.85
    over_full_share: float = 0.95
    release_share: float = 0.8
    hold_s: float = 600
    release_s: float = 600


def find(view: View, params: CrowdingParams) -> list[Finding]:
    """Return a verdict for every berth that is nearly full or has an alert."""
    found = []
    known = {berth.id for berth in view.port.berths}
    for berth in view.port.berths:
        share = len(view.berths.lying.get(berth.id, ())) / berth.places
        if share < params.full_share and berth.id not in view.tracked:
            continue
        priority: Priority = 3 if share >= params.over_full_share else 4
        limit = params.over_full_share if priority == 3 else params.full_share
        over: Verdict = HOLDS_NOT if share < params.release_share else CANNOT_TELL
        verdict = HOLDS if share >= params.full_share else over
        place = berth.lon, berth.lat
        found.append(Finding(berth.id, None, verdict, priority, 0, share * 100, limit * 100, *place))
    gone = [berth for berth in view.tracked if berth not in known]
    return found + [Finding(berth, None, HOLDS_NOT, 4, 0, 0, 0) for berth in gone]


def lacks(view: View, params: CrowdingParams) -> list[Lack]:  # noqa: ARG001 -- every rule is called alike
    """Return what is not on record: how many boats may raft abreast, and which lanes fire engines need."""
    berths = len(view.port.berths)
    return [Lack(Words("未登记并靠限数和消防通道", "no limit of rafts and no fire lane on record"), berths)]


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Say how full the berth is."""
    return Words(
        f"{subject.zh} 泊位已用 {finding.value:.0f}% (限 {finding.limit:.0f}%)",
        f"{subject.en}: {finding.value:.0f} % of the places are taken (limit {finding.limit:.0f} %)",
    )


RULE = Rule(
    "crowding",
    "berth",
    "%",
    CrowdingParams(),
    find,
    words,
    over=Words("{subject} 泊位缓解", "{subject} has room again"),
    source="系统默认 85/95% · system default 85/95 %",
    clears=Words(
        "占用低于 {release_share:.0%} 并保持 {release_s:.0f} 秒",
        "below {release_share:.0%} for {release_s:.0f} s",
    ),
    assumes=Words("终端关机的在港船仍在原处", "boats switched off in port lie where they were"),
    lacks=lacks,
    every_s=10,
    at_s=1,
)
