"""What the routes serve from: the doors of one twin, put together in one place (`api.house`, or a test)."""

from collections.abc import Callable, Mapping

import msgspec
from starlette.requests import HTTPConnection

from api.accounts import AccountBook
from api.doors import DoorState, KeptClock
from api.feed import Feed
from api.guard import OriginList
from api.identity import Actor, Thing, authorize
from api.keeper import Keeper
from api.problems import ProblemError
from api.secrets import Secrets
from api.store.books import Books
from api.wiring import Inside
from twin.port import Port
from twin.wire import Words

NOT_SIGNED_IN = Words("请先登录。", "Sign in first.")


class Served(msgspec.Struct, frozen=True):
    """One twin behind its web door.

    Attributes:
        land: the chart of the land, GeoJSON bytes; None where the port has none.
        origins: what this server may be reached as.
        secure: True behind TLS: cookies then travel nowhere else.
        doors: how every door stands, asked anew each time.
        counts: every counter of the doors, by name.
        page: the built web page, path -> (content, media type); empty when it is not built.
    """

    port: Port
    realm: str
    land: bytes | None
    origins: OriginList
    secure: bool
    clock: KeptClock
    inside: Inside
    secrets: Secrets
    doors: Callable[[], list[DoorState]]
    counts: Callable[[], Mapping[str, int]]
    page: Mapping[str, tuple[bytes, str]]

    @property
    def books(self) -> Books:
        """Where everything is kept."""
        return self.inside.books

    @property
    def accounts(self) -> AccountBook:
        """Who exists and who is signed in."""
        return self.inside.accounts

    @property
    def keeper(self) -> Keeper:
        """Who owns the world."""
        return self.inside.keeper

    @property
    def feed(self) -> Feed:
        """The open screens."""
        return self.inside.feed

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; under TLS the browser itself binds it to this host."""
        return "__Host-yugang_session" if self.secure else "yugang_session"

    def actor_of(self, connection: HTTPConnection) -> Actor | None:
        """Return who asks, None if nobody is signed in there."""
        return self.accounts.actor_of(connection.cookies.get(self.cookie))


def served_by(connection: HTTPConnection) -> Served:
    """Return what a request's application serves from."""
    served: Served = connection.app.state.served
    return served


class Asks:
    """A route's demand: whoever asks must be signed in and hold this right.

    Every route under `/api` carries one (a test reads them off the router); what depends on the thing asked
    for is authorised again by the route, with the thing.
    """

    def __init__(self, verb: str) -> None:
        self.verb = verb

    def __call__(self, connection: HTTPConnection) -> Actor:
        """Return who asks.

        Raises:
            ProblemError: nobody is signed in (401).
            ForbiddenError: they may not.
        """
        actor = served_by(connection).actor_of(connection)
        if actor is None:
            raise ProblemError(401, NOT_SIGNED_IN, code="not-signed-in")
        authorize(actor, self.verb)
        return actor


def boat(vessel: str, township: str | None) -> Thing:
    """Return a boat as `authorize` sees it."""
    return Thing(vessel=vessel, township=township or "")
