"""Certified officers (职务船员): who may fill which post aboard, and until when.

The certificates of sea-going fishing boats are those of 渔业船员管理办法 (domain.md §1.2): 一级, 二级,
三级船长 and 船副, 助理船副, and on the engine side 轮机长, 管轮, 助理管轮. That a higher grade serves for a
lower one, and a master for a mate, is ours.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

from twin.port import ManningPost, PersonRecord, Port

_OFFICES = {"船长": ("deck", 2), "船副": ("deck", 1), "轮机长": ("engine", 2), "管轮": ("engine", 1)}
_GRADES = {"一级": 3, "二级": 2, "三级": 1, "助理": 0}


class Grade(NamedTuple):
    """What a certificate is good for: its side, 2 for its head and 1 below, and 3 for the first grade."""

    side: str
    office: int
    grade: int


class Manned(NamedTuple):
    """Posts a boat must fill, and how many are; `filled` is None where certificates are not on record."""

    posts: int
    filled: int | None


class Officers(NamedTuple):
    """The register of people by id, and by their usual boat."""

    people: dict[str, PersonRecord]
    usual: dict[str, list[PersonRecord]]
    table: tuple[ManningPost, ...]

    @classmethod
    def of(cls, port: Port) -> Self:
        """Return the officers of a port."""
        usual: dict[str, list[PersonRecord]] = {}
        for record in port.people:
            if record.vessel is not None:
                usual.setdefault(record.vessel, []).append(record)
        return cls({record.id: record for record in port.people}, usual, port.manning)


def grade_of(certificate: str) -> Grade | None:
    """Return what a certificate is good for, None if it is no officer's."""
    rank = _GRADES.get(certificate[:2])
    office = _OFFICES.get(certificate[2:])
    return None if rank is None or office is None else Grade(*office, rank)


def manned(officers: Officers, length_m: float, crew: Sequence[str], at_ms: int) -> Manned | None:
    """Return the posts of a boat and how many its crew fills, None where no table speaks of its length.

    Every person fills one post at most, so that as many are filled as can be. A person of whom no certificate
    is on record may fill any: while such a person could fill what is open, nobody can tell.

    Args:
        officers: of the port.
        length_m: of the boat, NaN = unknown.
        crew: ids of the persons aboard.
        at_ms: when certificates must be good, UTC ms; one without an end is taken for good.
    """
    rows = [row for row in officers.table if row.from_m <= length_m < row.to_m]
    posts = [row for row in rows for _ in range(row.count)]
    if not posts:
        return None
    records = [officers.people.get(person) for person in crew]
    unknown = sum(record is None or not record.certificate for record in records)
    grades = [grade for record in records if (grade := _good(record, at_ms)) is not None]
    filled = _most_filled([grade_of(post.certificate) for post in posts], grades)
    return Manned(len(posts), None if filled < len(posts) and unknown else filled)


def skipper_until_ms(officers: Officers, vessel: str, crew: Iterable[str]) -> int | None:
    """Return until when the certificate of the skipper is good, None where that is not on record.

    Of several skippers the best counts. They are sought in the crew, and where it has none, among the boat's
    usual people.
    """
    aboard = [officers.people[person] for person in crew if person in officers.people]
    skippers = [one for one in aboard if one.role == "skipper"]
    skippers = skippers or [one for one in officers.usual.get(vessel, ()) if one.role == "skipper"]
    ends = [one.expires_ms for one in skippers]
    return max((end for end in ends if end is not None), default=None) if None not in ends else None


def _good(record: PersonRecord | None, at_ms: int) -> Grade | None:
    """Return what a person's certificate is good for at an instant, None if for no post."""
    if record is None or (record.expires_ms is not None and record.expires_ms <= at_ms):
        return None
    return grade_of(record.certificate)


def _most_filled(posts: Sequence[Grade | None], grades: Sequence[Grade]) -> int:
    """Return how many posts can be filled at once: a matching along augmenting paths (Kuhn 1955)."""
    holder: dict[int, int] = {}

    def seat(one: int, tried: set[int]) -> bool:
        for number, post in enumerate(posts):
            if number in tried or post is None or not _serves(grades[one], post):
                continue
            tried.add(number)
            if number not in holder or seat(holder[number], tried):
                holder[number] = one
                return True
        return False

    return sum(seat(one, set()) for one in range(len(grades)))


def _serves(held: Grade, post: Grade) -> bool:
    return held.side == post.side and held.office >= post.office and held.grade >= post.grade
