"""What is said at the quay: crew lists, musters, and gates, heard now unless an instant is given."""

from tests.twin.harbour import boat, port
from tests.twin.play import Play
from twin.decode import GatePassed, PersonMustered, VesselReported
from twin.port import ManningPost, PersonRecord, Port
from twin.wire import CrewMember, MusterBody, PassBody, ReportBody

HOUR = 3_600_000
OFFICERS = {"skipper": "二级船长", "mate": "二级船副", "engineer": "二级轮机长"}
CREW = ("s", "m", "e", "d1", "d2")
"""Skipper, mate, engineer and two deckhands of boat `a`."""


def register(*boats: str, expires: dict[str, int] | None = None) -> tuple[PersonRecord, ...]:
    """The people of boats: of boat `a` those of `CREW`, of any other the same with its name before."""
    posts = dict(zip(CREW, [*OFFICERS, "deckhand", "deckhand"], strict=True))
    return tuple(
        PersonRecord(
            person if name == "a" else f"{name}-{person}",
            person,
            role,
            name,
            OFFICERS.get(role, "普通船员"),
            (expires or {}).get(person if name == "a" else f"{name}-{person}", 4_000_000_000_000),
        )
        for name in boats
        for person, role in posts.items()
    )


def manned_port(**changes: object) -> Port:
    """The test port with a table of posts for boats of 24 to 36 m and a full register for boats a and b."""
    table = tuple(ManningPost(24, 36, role, paper, 1, "test") for role, paper in OFFICERS.items())
    boats = (boat("a", "ais-b:1"), boat("b", "ais-b:2", "beidou:2"), boat("c", "beidou:3"))
    return port(**({"manning": table, "people": register("a", "b"), "vessels": boats} | changes))


def report(
    play: Play, what: str, *crew: str, vessel: str = "a", at: int | None = None, back: int | None = None
) -> Play:
    members = tuple(CrewMember(person, "deckhand") for person in crew)
    body = ReportBody(t_ms=play.now if at is None else at, crew=members, planned_return_ms=back, via="rx")
    play.hear(VesselReported(vessel, what, body, play.now))
    return play


def gate(play: Play, direction: str, persons: int | None = None, vessel: str | None = "a", **more) -> Play:
    body = PassBody(
        t_ms=more.pop("at", play.now), direction=direction, vessel=vessel, persons=persons, via="rx", **more
    )
    play.hear(GatePassed("east", body, play.now))
    return play


def muster(play: Play, state: str, *persons: str, vessel: str | None = "a") -> Play:
    for person in persons:
        body = MusterBody(t_ms=play.now, state=state, vessel=vessel, via="rx")
        play.hear(PersonMustered(person, body, play.now))
    return play
