"""A boat that comes to differ leaves the card that it shares with others, for a case of its own.

One cause is one card however many boats it meets (domain.md §3.4, MSC.302(87) 5.2: not more than one alert
for one situation). A boat in graver danger than the rest, or still in danger when the rest is over, is a
situation of its own, and a higher priority is a new occurrence. What leaves takes its calls along, is
acknowledged and escalated by itself, and both cases name each other.
"""

from collections.abc import Iterator, Mapping, Sequence

from geo.units import MS_PER_SECOND
from twin.alert_facts import AlertRaised
from twin.annunciation import FLOOD_MS
from twin.case_facts import IncidentOpened, IncidentSplit, SplitWhy
from twin.casebook import Book, Incident
from twin.fact import Subject
from twin.incident_loop import WORKING
from twin.wire import Words

Standing = Mapping[str, AlertRaised]
"""The alerts that stand, by id, each as grave as it is now."""

REST_AT_LEAST = 2
"""Of so many others at least a boat can differ; of one it is as likely the other that does. Ours."""
MOST_PARTED = 3
"""So many graver boats may leave one card in ten minutes; if more are graver, the card is, and calls once.
Ours: a third of the ten annunciations that begin a flood (ISA-18.2): one cause cannot bring one alone."""
OUTLASTS_MS = 30 * 60 * MS_PER_SECOND
"""Who stands so long after the rest is over was not just heard later: three reports of a BeiDou card, one in
ten minutes (domain.md §1.3), as the grace after a feed's return (reliability.md §2.2). The time is ours."""
FEW_OF = 10
"""Of a card so many times as large up to `MOST_PARTED` may outlast the rest, else one alone. Ours."""


def card_of(book: Book, alert: AlertRaised) -> Incident | None:
    """Return the card that holds a boat's alert among those of others, None for a case of its own."""
    case = book.incidents.get(book.of_alert.get(alert.alert, ""))
    shared = case is not None and case.state in WORKING and case.subject.kind == "port"
    return case if shared and alert.subject.kind == "vessel" else None


def of_boat(card: Incident, subject: Subject, standing: Standing) -> list[AlertRaised]:
    """Return the alerts of one subject that stand on a card."""
    return [standing[name] for name in card.alerts if name in standing and standing[name].subject == subject]


def grows_apart(card: Incident, alert: AlertRaised, standing: Standing, now_ms: int) -> bool:
    """Return whether an alert that changed is now so much graver than the card's others that its boat leaves.

    Few may be as grave as it, and more must be less grave; where the card was already called as grave as
    this, nobody else may be.

    Args:
        card: the card that holds the alert.
        alert: the alert as it stands now.
        standing: the alerts that stand.
        now_ms: the instant, UTC ms.
    """
    lately = sum(now_ms - parted_ms < FLOOD_MS for parted_ms in card.parted_ms)
    room = MOST_PARTED - lately if alert.priority < card.priority else 1
    like = rest = 0
    for name in card.alerts:
        other = standing.get(name)
        if other is None or other.subject == alert.subject:
            continue
        if other.priority > alert.priority:
            rest += 1
        else:
            like += 1
        if like >= room:  # when hundreds grow graver at once, few of them are looked at
            return False
    return room > 0 and rest >= max(REST_AT_LEAST, like + 1)


def outlasting(
    book: Book, port: Subject, standing: Standing, now_ms: int
) -> Iterator[tuple[Incident, Subject]]:
    """Yield the few boats that still stand on cards whose others have been over for half an hour."""
    for name in book.working.get(port.key, ()):
        card = book.incidents[name]
        if card.eased_ms < 0 or now_ms - card.eased_ms < OUTLASTS_MS:
            continue
        left = _first_few(card, standing)
        few = MOST_PARTED if len(card.alerts) >= FEW_OF * len(left) else 1
        if len(left) <= few and len(card.alerts) >= REST_AT_LEAST + len(left):
            yield from (
                (card, boat) for boat in sorted(left, key=lambda one: one.id) if boat.kind == "vessel"
            )


def _first_few(card: Incident, standing: Standing) -> set[Subject]:
    """Return whom the standing alerts of a card are about; of more than may outlast the rest, some."""
    found: set[Subject] = set()
    for name in card.alerts:
        if name in standing:
            found.add(standing[name].subject)
        if len(found) > MOST_PARTED:
            break
    return found


def shared(book: Book, port: Subject, case: Incident, standing: Standing) -> Iterator[Incident]:
    """Yield the cards on which a boat stands among others less gravely than in this case of its own."""
    for name in book.working.get(port.key, ()) if case.subject.kind == "vessel" else ():
        mine = of_boat(book.incidents[name], case.subject, standing)
        if mine and case.priority < min(one.priority for one in mine):
            yield book.incidents[name]


def stands_apart(book: Book, subject: Subject) -> bool:
    """Return whether a boat left a card and its own case is still worked: what befalls it goes there."""
    return any(book.incidents[name].split_from is not None for name in book.working.get(subject.key, ()))


def part(
    book: Book,
    card: Incident,
    leaving: Sequence[AlertRaised],
    why: SplitWhy,
    now_ms: int,
    *,
    actor: str | None = None,
    role: str | None = None,
    note: str = "",
) -> tuple[IncidentSplit, IncidentOpened]:
    """Return the leaving of one boat's alerts, and the opening of the case that takes them.

    Fold both before the next case is opened, for each takes the book's next number.

    Args:
        book: the case book as it stands.
        card: the case that is left.
        leaving: the alerts that leave, all of one subject; the gravest gives the new case its name.
        why: in what the boat differs.
        now_ms: the step's instant, UTC ms.
        actor: the person who takes it out, None where the machine does.
        role: in which role.
        note: that person's reason, which the new case says after what was seen.
    """
    gravest = min(leaving, key=lambda alert: alert.priority)
    names = tuple(alert.alert for alert in leaving)
    into = f"I-{book.next_number}"
    opened = IncidentOpened(
        t_ms=now_ms,
        incident=into,
        priority=gravest.priority,
        rule=gravest.rule,
        subject=gravest.subject,
        words=_with_reason(gravest.words, note.strip()),
        alerts=names,
        actor=actor,
        role=role,
        lon=gravest.lon,
        lat=gravest.lat,
        split_from=card.id,
    )
    return leave(card.id, into, leaving, why, now_ms, actor=actor, role=role), opened


def _with_reason(seen: Words, reason: str) -> Words:
    return Words(f"{seen.zh}。{reason}", f"{seen.en}. {reason}") if reason else seen


def leave(
    card: str,
    into: str,
    leaving: Sequence[AlertRaised],
    why: SplitWhy,
    now_ms: int,
    *,
    actor: str | None = None,
    role: str | None = None,
) -> IncidentSplit:
    """Return the leaving of one boat's alerts for a case that takes them in by the facts that follow."""
    return IncidentSplit(
        t_ms=now_ms,
        incident=card,
        into=into,
        subject=leaving[0].subject,
        alerts=tuple(alert.alert for alert in leaving),
        why=why,
        actor=actor,
        role=role,
    )


def fold(book: Book, fact: IncidentSplit) -> None:
    """Take the alerts, and the calls to their boat, from the card; what follows gives them to the other."""
    card = book.incidents[fact.incident]
    gone = frozenset(fact.alerts)
    card.alerts = [alert for alert in card.alerts if alert not in gone]
    for alert in fact.alerts:
        del book.of_alert[alert]
    called = [call for call in card.calls if book.calls[call].vessel == fact.subject.id]
    if called:
        card.calls = [call for call in card.calls if call not in called]
        book.calls_of_alert[fact.alerts[0]] = called
    if fact.into not in card.split_off:
        card.split_off.append(fact.into)
    if fact.why == "graver":
        card.parted_ms = [*card.parted_ms, fact.t_ms][-MOST_PARTED:]
