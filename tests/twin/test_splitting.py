"""Who leaves a card of many: who is graver, who stands on, whom a person takes out; and nobody else."""

import msgspec
import pytest

from tests.twin.casework import act, again, alert, call_sent, work
from twin import incident_acts, incidents, splitting
from twin.casebook import Book
from twin.facts import (
    AlertCleared,
    AlertRaised,
    IncidentActed,
    IncidentOpened,
    IncidentSplit,
    Refused,
    Subject,
)
from twin.wire import Words

PORT = Subject("port", "test")
MINUTE_MS = 60_000


class Card:
    """A card of P3 boats `V0`, `V1`, ..., each with the alert `dark-n`, and the alerts that stand."""

    def __init__(self, boats: int = 5, priority: int = 3) -> None:
        self.book = Book()
        self.standing: dict[str, AlertRaised] = {}
        for n in range(boats):
            one = alert(f"dark-{n}", f"V{n}", priority)
            self.standing[one.alert] = one
            if n == 0:
                opened = incidents.open_by_alert(self.book, one, 2_000)
                self.take(msgspec.structs.replace(opened, subject=PORT))
            else:
                self.take(incidents.join(self.book, "I-1", one, 2_000))

    def take(self, *facts: object) -> None:
        for fact in facts:
            incidents.fold(self.book, fact)

    def now(self, n: int, priority: int) -> AlertRaised:
        """Let the alert of a boat stand with this priority."""
        self.standing[f"dark-{n}"] = msgspec.structs.replace(self.standing[f"dark-{n}"], priority=priority)
        return self.standing[f"dark-{n}"]

    def leaves(self, n: int, priority: int, now_ms: int = 3_000) -> bool:
        """Let a boat grow graver, as the engine does; return whether it left."""
        one = self.now(n, priority)
        card = splitting.card_of(self.book, one)
        assert card is not None
        if not splitting.grows_apart(card, one, self.standing, now_ms):
            card.priority = min(card.priority, priority)
            return False
        mine = splitting.of_boat(card, one.subject, self.standing)
        self.take(*splitting.part(self.book, card, mine, "graver", now_ms))
        return True

    def over(self, *boats: int, at_ms: int = 10_000) -> None:
        for n in boats:
            del self.standing[f"dark-{n}"]
            self.take(AlertCleared(t_ms=at_ms, alert=f"dark-{n}", words=Words("解除", "over")))

    def outlast(self, now_ms: int) -> list[str]:
        found = splitting.outlasting(self.book, PORT, self.standing, now_ms)
        return [boat.id for card, boat in found if card.id == "I-1"]


def test_a_boat_graver_than_the_others_gets_a_case_of_its_own_and_both_name_each_other():
    card = Card()
    work(card.book, "acknowledge")
    assert card.leaves(2, 2)
    group, own = card.book.incidents["I-1"], card.book.incidents["I-2"]
    assert group.alerts == ["dark-0", "dark-1", "dark-3", "dark-4"]
    assert (group.priority, group.waits, group.split_off) == (3, False, ["I-2"])
    assert (own.alerts, own.subject.id, own.priority) == (["dark-2"], "V2", 2)
    assert (own.waits, own.called_ms, own.split_from) == (True, 3_000, "I-1")
    assert card.book.of_alert["dark-2"] == "I-2"


def test_near_miss_a_boat_whose_alert_says_the_same_again_stays():
    card = Card()
    assert not card.leaves(2, 3)
    assert not card.leaves(2, 4)
    assert list(card.book.incidents) == ["I-1"]


def test_when_all_grow_graver_together_the_card_does_and_nobody_leaves():
    card = Card(boats=12)
    for n in range(6):
        card.now(n, 2)
    assert [card.leaves(n, 2) for n in range(6)] == [False] * 6
    assert card.book.incidents["I-1"].split_off == []


def test_three_may_leave_within_ten_minutes_and_the_fourth_makes_the_card_graver():
    card = Card(boats=12)
    assert [card.leaves(n, 2, 3_000 + n) for n in range(4)] == [True, True, True, False]
    assert card.book.incidents["I-1"].priority == 2
    assert not card.leaves(4, 2, 3_000 + 11 * MINUTE_MS), "the card was called as grave, another is as grave"
    assert card.leaves(5, 1, 3_000 + 11 * MINUTE_MS)


@pytest.mark.parametrize(("boats", "leaves"), [(2, False), (3, True)])
def test_of_one_other_nobody_differs(boats, leaves):
    assert Card(boats).leaves(0, 2) is leaves


def test_a_boat_that_stands_half_an_hour_after_the_others_are_over_leaves():
    card = Card()
    card.over(0, 1, 2)
    assert card.outlast(10_000 + 40 * MINUTE_MS) == [], "two of five still stand"
    card.over(3, at_ms=20_000)
    assert card.outlast(20_000 + splitting.OUTLASTS_MS - 1) == []
    assert card.outlast(20_000 + splitting.OUTLASTS_MS) == ["V4"]


def test_three_of_thirty_outlast_the_others_and_four_do_not():
    card = Card(boats=30)
    card.over(*range(26))
    assert card.outlast(10_000 + splitting.OUTLASTS_MS) == []
    card.over(26)
    assert card.outlast(10_000 + splitting.OUTLASTS_MS) == ["V27", "V28", "V29"]


def test_near_miss_a_boat_that_joined_since_has_outlasted_nobody():
    card = Card()
    card.over(0, 1, 2, 3)
    card.take(incidents.join(card.book, "I-1", alert("dark-9", "V9", 3), 15_000))
    del card.standing["dark-4"]
    card.standing["dark-9"] = alert("dark-9", "V9", 3)
    assert card.outlast(10_000 + splitting.OUTLASTS_MS) == []


def test_the_calls_to_a_boat_go_with_it():
    card = Card()
    for n in (1, 2):
        sent = msgspec.structs.replace(call_sent(f"C-{n}", incident="I-1"), vessel=f"V{n}")
        card.take(sent)
    assert card.leaves(2, 2)
    assert card.book.incidents["I-1"].calls == ["C-1"]
    assert card.book.incidents["I-2"].calls == ["C-2"]
    assert card.book.calls_of_alert == {}


def test_a_graver_case_of_its_own_calls_a_boat_home_and_a_lesser_one_does_not():
    card = Card()
    for n, priority in ((1, 3), (2, 1)):
        card.take(incidents.open_by_alert(card.book, alert(f"sos-{n}", f"V{n}", priority), 3_000))
        own = card.book.incidents[card.book.of_alert[f"sos-{n}"]]
        found = list(splitting.shared(card.book, PORT, own, card.standing))
        assert [one.id for one in found] == (["I-1"] if priority == 1 else [])
    leaving = splitting.of_boat(card.book.incidents["I-1"], Subject("vessel", "V2"), card.standing)
    card.take(splitting.leave("I-1", "I-3", leaving, "other-rule", 3_000))
    card.take(incidents.join(card.book, "I-3", leaving[0], 3_000))
    assert card.book.incidents["I-3"].alerts == ["sos-2", "dark-2"]
    assert "dark-2" not in card.book.incidents["I-1"].alerts
    assert card.book.incidents["I-3"].priority == 1


def split(card: Card, boat: str, **more: object) -> list | Refused:
    seen = card.book.incidents["I-1"].version
    command = act("split", seen, to=boat, **({"note": "towed by a stranger"} | more))
    return incident_acts.decide(card.book, command, 5_000, danger=True, standing=card.standing)


def test_a_person_takes_a_boat_out_with_a_reason_and_the_deed_names_the_new_case():
    card = Card(priority=2)
    before = again(card.book)
    acted, left, opened = split(card, "V3")
    assert card.book == before
    assert isinstance(acted, IncidentActed)
    assert (acted.before, acted.after, acted.to, acted.other) == ("open", "open", "V3", "I-2")
    assert isinstance(left, IncidentSplit)
    assert (left.why, left.actor, left.into) == ("by-hand", "li", "I-2")
    assert isinstance(opened, IncidentOpened)
    assert opened.words.en == "left its zone. towed by a stranger"
    card.take(acted, left, opened)
    assert card.book.incidents["I-2"].split_from == "I-1"
    assert splitting.stands_apart(card.book, Subject("vessel", "V3"))
    assert not splitting.stands_apart(card.book, Subject("vessel", "V2"))


@pytest.mark.parametrize("boat", ["V9", "", "V0"])
def test_who_does_not_stand_on_the_card_cannot_be_taken_out(boat):
    card = Card()
    card.over(0)
    refused = split(card, boat)
    assert isinstance(refused, Refused)
    assert refused.code == "invalid"
    assert refused.words.zh


def test_a_case_of_one_boat_is_not_split_and_a_split_needs_a_reason():
    assert split(Card(boats=1), "V0").code == "invalid"
    assert split(Card(), "V1", note=" ").code == "invalid"


def test_a_boat_merged_back_stays_until_it_differs_anew():
    card = Card()
    card.over(0, 1, 2, 3)
    (left,) = card.outlast(10_000 + splitting.OUTLASTS_MS)
    boat = Subject("vessel", left)
    mine = splitting.of_boat(card.book.incidents["I-1"], boat, card.standing)
    card.take(*splitting.part(card.book, card.book.incidents["I-1"], mine, "outlasts", 20_000))
    merge = act("merge", 0, case="I-2", to="I-1", note="same cause after all")
    for fact in incident_acts.decide(card.book, merge, 21_000, danger=True):
        card.take(fact)
    assert card.book.of_alert["dark-4"] == "I-1"
    assert card.outlast(21_000 + 10 * splitting.OUTLASTS_MS) == []
