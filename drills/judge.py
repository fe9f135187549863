"""The judge of a play: what should have been said and was not, and what was said and should not have been."""

from collections.abc import Iterator

from drills.piece import KNOWN_RULES
from drills.result import Goal, Outcome, Row
from drills.sayings import ABOUT, OVER, RAISED, SEQUELS, Saying, name_of, sentence_of, speaks_of
from simulators.scenario import Expect, Never, Scenario, Statement


class Judge:
    """Listens to a play and then judges it.

    An alert belongs to the first expectation that speaks of it and whose window is open; failing that, to the
    first that speaks of it and lacks one, so that what comes late is told as late, once.

    Attributes:
        scenario: as played.
        strays: alerts that nobody expected or allowed, in order.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._heard: list[list[Saying]] = [[] for _ in scenario.expects]
        self._broken: list[list[Saying]] = [[] for _ in scenario.nevers]
        self.strays: list[Saying] = []
        self._over_s: dict[str, float] = {}
        self._about: dict[str, Saying] = {}
        self._case_of: dict[str, str] = {}
        self._waited = frozenset(scenario.waits_for) - KNOWN_RULES

    def hear(self, saying: Saying) -> None:
        """Take what was said, in order."""
        saying = self._in_full(saying)
        self._note_alert(saying)
        t_s = saying["t_s"]
        spoken = False
        for number, never in enumerate(self.scenario.nevers):
            if never.from_s <= t_s <= never.to_s and speaks_of(never, saying):
                self._broken[number].append(saying)
                spoken = True
        own = self._expectation_of(saying)
        if own is not None:
            self._heard[own].append(saying)
        elif saying["kind"] == RAISED and not spoken and not self._allowed(saying):
            self.strays.append(saying)

    def first_of(self, expect: str) -> Saying | None:
        """Return what first fulfilled an expectation, or None while nothing did."""
        for number, one in enumerate(self.scenario.expects):
            if one.id == expect:
                return next((s for s in self._heard[number] if _in_time(one, s)), None)
        return None

    def case_of(self, alert: str) -> str | None:
        """Return the case that took an alert in, or None."""
        return self._case_of.get(alert)

    def expects(self) -> tuple[Row, ...]:
        """Return what became of every expectation."""
        return tuple(
            self._judged(expect, heard)
            for expect, heard in zip(self.scenario.expects, self._heard, strict=True)
        )

    def nevers(self) -> tuple[Row, ...]:
        """Return what became of everything that must not be said."""
        return tuple(
            self._kept(number, never, broken)
            for number, (never, broken) in enumerate(zip(self.scenario.nevers, self._broken, strict=True), 1)
        )

    def faults(self) -> tuple[str, ...]:
        """Return what is wrong with the file as the rules are now."""
        return tuple(
            f"waits_for names {rule}, which exists now: take it out, so that its expectations count"
            for rule in self.scenario.waits_for
            if rule in KNOWN_RULES
        )

    def _in_full(self, saying: Saying) -> Saying:
        """Return a saying with subject, rule and zone of the alert or case that it goes on about."""
        kind = saying["kind"]
        if kind in (RAISED, "incident-opened"):
            about: Saying = {name: saying[name] for name in ABOUT if name in saying}
            self._about[saying["alert" if kind == RAISED else "incident"]] = about
        if kind not in SEQUELS:
            return saying
        return {**self._about.get(saying.get("alert") or saying["incident"], {}), **saying}

    def _note_alert(self, saying: Saying) -> None:
        kind = saying["kind"]
        if kind in OVER:
            self._over_s.setdefault(saying["alert"], saying["t_s"])
        elif kind == "incident-opened":
            self._case_of.update(dict.fromkeys(saying.get("alerts", ()), saying["incident"]))
        elif kind == "incident-joined":
            self._case_of[saying["alert"]] = saying["incident"]

    def _expectation_of(self, saying: Saying) -> int | None:
        """Return the number of the expectation that a saying belongs to, or None."""
        speaking = [
            number for number, expect in enumerate(self.scenario.expects) if speaks_of(expect, saying)
        ]
        for number in speaking:
            expect, heard = self.scenario.expects[number], self._heard[number]
            if _in_time(expect, saying) and (expect.most is None or len(heard) < expect.most):
                return number
        lacking = (n for n in speaking if len(self._heard[n]) < self.scenario.expects[n].least)
        return next(lacking, None)

    def _allowed(self, saying: Saying) -> bool:
        return any(
            allow.from_s <= saying["t_s"] <= allow.to_s and speaks_of(allow, saying)
            for allow in self.scenario.allows
        )

    def _waits(self, statement: Statement) -> bool:
        return _rule_of(statement) in self._waited

    def _judged(self, expect: Expect, heard: list[Saying]) -> Row:
        what = name_of(expect) + (f" P{expect.priority}" if expect.priority else "")
        first = heard[0]["t_s"] if heard else None
        outcome: Outcome = "met"
        why = next(self._shortcomings(expect, heard), "")
        if why:
            outcome = "waiting" if self._waits(expect) else "failed"
        return Row(id=expect.id, what=what, outcome=outcome, due_s=expect.by_s, came_s=first, why=why)

    def _shortcomings(self, expect: Expect, heard: list[Saying]) -> Iterator[str]:
        """Yield what is wrong with what was said, the gravest first."""
        if self._waits(expect) and not heard:
            yield f"waiting for the rule {_rule_of(expect)}"
        if len(heard) < expect.least:
            said = f"said {_times(len(heard))}, expected {_times(expect.least)} by {expect.by_s:g} s"
            yield said + self._instead(expect)
        for saying in heard:
            t_s = saying["t_s"]
            if t_s > expect.by_s:
                yield f"late: came at {t_s:g} s, {t_s - expect.by_s:g} s after its time"
            if t_s < expect.after_s:
                yield f"early: came at {t_s:g} s, may come from {expect.after_s:g} s on"
            if expect.priority not in (None, saying.get("priority")):
                yield f"came with priority {saying.get('priority')}, expected {expect.priority}"
            if saying["kind"] == RAISED:
                yield from self._sequel(expect, saying["alert"])

    def _instead(self, expect: Expect) -> str:
        """Return which alert of the same rule was not expected: it may be the one that was meant."""
        meant = next((saying for saying in self.strays if saying["rule"] == expect.rule), None)
        if meant is None:
            return ""
        other = f" with {meant['other']}" if meant.get("other") else ""
        where = f" in {meant['zone']}" if meant.get("zone") else ""
        whom = f"{meant['subject']['id']}{other}{where} at {meant['t_s']:g} s"
        return f"; unexpected came {meant['alert']} of {whom}: if that is meant, name whom and where it names"

    def _sequel(self, expect: Expect, alert: str) -> Iterator[str]:
        """Yield what is wrong with what followed an alert: its end, and its case."""
        over_s = self._over_s.get(alert)
        if expect.clears_by_s is not None and (over_s is None or over_s > expect.clears_by_s):
            when = "did not clear" if over_s is None else f"cleared at {over_s:g} s"
            yield f"{alert} {when}, expected by {expect.clears_by_s:g} s"
        if expect.case is True and alert not in self._case_of:
            yield f"{alert} opened no case"
        if expect.case is False and alert in self._case_of:
            yield f"{alert} opened the case {self._case_of[alert]}, and should not have"

    def _kept(self, number: int, never: Never, broken: list[Saying]) -> Row:
        outcome: Outcome = "failed" if broken else "waiting" if self._waits(never) else "met"
        said = [f"SAID at {saying['t_s']:g} s: {sentence_of(saying)}" for saying in broken[:3]]
        more = [f"and {len(broken) - 3} more"] if len(broken) > 3 else []
        waits = [f"waiting for the rule {_rule_of(never)}"] if outcome == "waiting" else []
        return Row(
            id=never.id or f"never {number}",
            what=name_of(never),
            outcome=outcome,
            due_s=never.to_s,
            came_s=broken[0]["t_s"] if broken else None,
            why="; ".join([*said, *more, *waits]),
        )


def objectives(scenario: Scenario, rows: tuple[Row, ...]) -> tuple[Goal, ...]:
    """Return every objective with whether it was met; it is void where all that it lacks is.

    Args:
        scenario: as played.
        rows: all that objectives can be met by: expectations, near misses and tasks.
    """
    outcome_of = {row.id: row.outcome for row in rows}
    goals = []
    for objective in scenario.objectives:
        lacks = tuple(one for one in objective.met_by if outcome_of.get(one) != "met")
        outcomes = {outcome_of.get(one) for one in lacks}
        outcome: Outcome = "met"
        if lacks:
            outcome = "waiting" if outcomes == {"waiting"} else "void" if outcomes == {"void"} else "failed"
        goals.append(Goal(id=objective.id, text=objective.text, outcome=outcome, lacks=lacks))
    return tuple(goals)


def _rule_of(statement: Statement) -> object:
    """Return the rule a statement is about, though it speaks of a case of that rule."""
    return statement.rule or dict(statement.says).get("rule")


def _in_time(expect: Expect, saying: Saying) -> bool:
    in_window: bool = expect.after_s <= saying["t_s"] <= expect.by_s
    return in_window and expect.priority in (None, saying.get("priority"))


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")
