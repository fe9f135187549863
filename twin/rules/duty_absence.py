"""Finds a console that nobody touches: every alarm of the night is shown to an empty chair, or to a sleeper.

Alert 32 of domain.md §2 with §2.3.9, as the bridge watch alarm of ships (BNWAS, MSC.128(75)).
"""

from geo.units import MS_PER_SECOND
from twin.duty import SEATS
from twin.facts import Priority
from twin.rules.base import HOLDS, HOLDS_NOT, Finding, Params, Rule, Verdict, View
from twin.wire import Words


class DutyAbsenceParams(Params, frozen=True, kw_only=True):
    """Real seconds without a touch: a silent prompt at 12 min, sound 15 s later, the next role 15 s on.

    The stages of MSC.128(75) 4.1.2 with its longest dormant time (domain.md alert 32, §2.3.9).
    """

    prompt_s: float = 720
    sound_s: float = 735
    next_s: float = 750


ABSENT = Words("下级值班台无人", "nobody is at the console below")
NAMES = {
    "officer": Words("值班员", "duty officer"),
    "dispatcher": Words("调度员", "dispatcher"),
    "leader": Words("带班领导", "leader"),
}


def find(view: View, params: DutyAbsenceParams) -> list[Finding]:
    """Return a verdict for the seat that has the watch, for the next role, and for every alert of a seat."""
    seat = view.duty.seat
    idle_s = _idle_s(view, seat)
    found: dict[str, Finding] = {}
    if seat is not None and idle_s >= params.prompt_s:
        priority: Priority = 2 if idle_s >= params.sound_s else 4
        found[seat] = _finding(seat, HOLDS, priority, idle_s, params.prompt_s)
    upper = SEATS[SEATS.index(seat) + 1 :] if seat is not None and idle_s >= params.next_s else ()
    for role in upper[:1]:
        found[role] = _finding(role, HOLDS, 2, idle_s, params.next_s)._replace(assumed=ABSENT)
    over = [role for role in view.tracked if role not in found]
    return [*found.values(), *(_finding(role, HOLDS_NOT, 4, idle_s, params.prompt_s) for role in over)]


def _idle_s(view: View, seat: str | None) -> float:
    """Return the real seconds since anybody of the seat's role did something."""
    touched_ms = view.duty.touched_ms.get(seat or "", view.now_ms)
    return max(view.now_ms - touched_ms, 0) / MS_PER_SECOND / view.duty.rate


def _finding(role: str, verdict: Verdict, priority: Priority, idle_s: float, limit_s: float) -> Finding:
    return Finding(role, None, verdict, priority, 0, idle_s / 60, limit_s / 60)


def words(finding: Finding, subject: Words, zone: Words) -> Words:  # noqa: ARG001 -- every rule's words are called alike
    """Ask the seat for a touch, or the next role to see what is wrong there."""
    role = NAMES[finding.subject]
    if finding.assumed != ABSENT:
        return Words(
            f"{role.zh}台 {finding.value:.0f} 分钟无操作, 请触碰任意键",
            f"the {role.en}'s console is untouched for {finding.value:.0f} min: touch any key",
        )
    return Words(
        f"下级值班台 {finding.value:.0f} 分钟无人应答, 请{role.zh}接替",
        f"the watch below has not answered for {finding.value:.0f} min: {role.en}, take over",
    )


RULE = Rule(
    "duty-absence",
    "person",
    "min",
    DutyAbsenceParams(),
    find,
    words,
    over=Words("值班台已有人操作", "the console is in use again"),
    source="MSC.128(75) 驾驶台值班报警 3-12 分钟 · bridge navigational watch alarm, 3 to 12 min",
    clears=Words("任意操作或记录一次呼叫", "any touch, act or logged call"),
    assumes=Words("有人登录值班", "somebody is signed in on watch"),
)
