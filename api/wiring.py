"""The inside of a house wired together: what stands between the doors, in `yugang up` and in tests."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from api.accounts import AccountBook
from api.doors import Delivery, KeptClock
from api.feed import Feed
from api.inbox import Inbox
from api.keeper import Keeper
from api.metrics import Metrics
from api.outbox import Deliver, Outbox
from api.passwords import Passwords
from api.restore import Restored
from api.showing import Showing
from api.store.books import Books


class Inside(msgspec.Struct, frozen=True):
    """Everything between the doors of one twin."""

    books: Books
    passwords: Passwords
    accounts: AccountBook
    feed: Feed
    inbox: Inbox
    outbox: Outbox
    keeper: Keeper
    metrics: Metrics
    beside: list[asyncio.Task[None]] = msgspec.field(default_factory=list)

    def start(self, group: asyncio.TaskGroup, was_listening_ms: int) -> asyncio.Task[None]:
        """Start the parts that run on their own; return the keeper's task, which `keeper.stop` ends.

        Args:
            group: owns the tasks; a bug in one ends all.
            was_listening_ms: until when the twin was listening before.
        """
        self.beside.append(group.create_task(self.feed.run(), name="feed"))
        self.beside.append(group.create_task(self.outbox.run(), name="outbox"))
        return group.create_task(self.keeper.run(was_listening_ms), name="keeper")

    def losses(self) -> Counter[str]:
        """Return every counter of what was lost, merged, slowed down or waits."""
        told = Counter({f"inbox.{what}": n for what, n in self.inbox.counts.items()})
        told.update({f"waiting.{lane}": n for lane, n in self.inbox.depths().items()})
        told.update({f"feed.{what}": n for what, n in self.feed.counts.items()})
        told.update({"outbox.waiting": len(self.outbox), "outbox.refused": self.outbox.refused})
        told["sign-ins.refused"] = self.passwords.refused
        return told

    def stop(self) -> None:
        """End what `start` started besides the keeper."""
        for task in self.beside:
            task.cancel()

    def close(self) -> None:
        """Let go of what is not the books'."""
        self.passwords.close()


async def wire_inside(
    books: Books,
    restored: Restored,
    realm: str,
    root: str,
    clock: KeptClock,
    acknowledge: Callable[[Iterable[Delivery]], None],
    deliver: Deliver,
) -> Inside:
    """Return the inside of a twin, nothing of it running yet.

    Args:
        books: open.
        restored: the world as the books leave it.
        realm: the realm of the books.
        root: `yugang/{realm}/{port}`.
        clock: the realm's clock.
        acknowledge: tells the broker what is stored.
        deliver: sends a letter and returns when the broker has it.
    """
    feed, passwords, metrics = Feed(clock), Passwords(), Metrics()
    accounts = AccountBook(books.writer, passwords, clock)
    await accounts.load()
    accounts.on_revoked = feed.recheck
    inbox = Inbox(acknowledge, clock)
    outbox = Outbox(root, books.journal, deliver)
    await outbox.recover(books.reader)
    keeper = Keeper(restored, root, books, clock, inbox, outbox, feed, metrics)
    feed.show(Showing(keeper, books, clock, realm))
    return Inside(books, passwords, accounts, feed, inbox, outbox, keeper, metrics)
