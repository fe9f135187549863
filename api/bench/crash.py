"""kill -9 under load, again and again: what was receipted or confirmed is held against the books."""

import asyncio
import random
import signal
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from api.bench.outside import Boats, HouseProcess, Officer
from api.store import audit, queries
from api.store.database import database_url, open_database

KILLS = 20
CRIES_PER_LIFE = 4
FIXES_PER_S = 200
PATIENCE_S = 60.0


class Account(msgspec.Struct):
    """What the outside knows of a house that was killed, held against its books.

    Attributes:
        said: distress messages sent; each was repeated until its receipt.
        confirmed: acts of people that were answered with 200.
        faults: what is not as it must be; empty = nothing lost, nothing doubled.
    """

    kills: int
    said: int
    confirmed: int
    faults: list[str]


def run(kills: int = KILLS) -> list[tuple[str, float, str]]:
    """Return rows (what, figure, unit)."""
    with tempfile.TemporaryDirectory() as home:
        account = asyncio.run(kill_again_and_again(Path(home), kills, seed=kills))
    return [
        ("kill -9 under load", account.kills, "times"),
        ("distress messages receipted", account.said, ""),
        ("acts confirmed", account.confirmed, ""),
        ("lost or doubled", len(account.faults), ""),
    ]


async def kill_again_and_again(home: Path, kills: int, seed: int) -> Account:
    """Kill a house at random moments under load and return the account.

    Raises:
        TimeoutError: a distress message never got its receipt, or the last case no officer.
    """
    draw = random.Random(seed)  # noqa: S311  # repeats a failure
    house = HouseProcess(home)
    await house.start()
    async with Boats(house) as boats:
        officer = Officer(house)
        beside = [asyncio.create_task(officer.work()), asyncio.create_task(_sail(boats))]
        for life in range(kills):
            for number in range(CRIES_PER_LIFE):
                await boats.cry(f"E{life}-{number}")
                await asyncio.sleep(draw.uniform(0, 0.4))
            await asyncio.sleep(draw.uniform(0, 0.3))
            await house.end(signal.SIGKILL)
            await house.start()
        confirmed = len(officer.confirmed)
        await boats.cry("last")
        await boats.all_heard(PATIENCE_S)
        async with asyncio.timeout(PATIENCE_S):
            while len(officer.confirmed) == confirmed:  # noqa: ASYNC110  # the officer's doing
                await asyncio.sleep(0.05)
        differing = (await house.ask("GET", "/api/health")).body["replay"]["differing"]
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        code = await house.end(signal.SIGTERM)
    faults = [f"exit code {code}"] if code else []
    faults += [f"{differing} steps replay otherwise"] if differing else []
    faults += _held_against_the_books(home, boats, officer)
    return Account(kills, len(boats.said), len(officer.confirmed), faults)


async def _sail(boats: Boats) -> None:
    number = 0
    while True:
        await asyncio.sleep(0.1)
        for _ in range(FIXES_PER_S // 10):
            number += 1
            await boats.fix(f"4999{number % 500:05d}", 122 + number % 500 * 1e-3, qos=number % 2)


def stored_facts(home: Path) -> tuple[list[dict[str, Any]], str | None]:
    """Return every fact in the books of a home, and what is wrong with their audit chain."""
    opened = open_database(database_url(home, None))
    try:
        with opened.reading.connect() as connection:
            rows = queries.fact_bodies(connection, 0, 10_000_000)
            return [{"seq": seq, **msgspec.json.decode(body)} for seq, body in rows], audit.verify(
                connection
            )[1]
    finally:
        opened.close()


def _held_against_the_books(home: Path, boats: Boats, officer: Officer) -> list[str]:
    facts, fault = stored_facts(home)
    faults = [fault] if fault is not None else []
    if [fact["seq"] for fact in facts] != list(range(1, len(facts) + 1)):
        faults.append("the places of the facts have a gap")
    heard = Counter(fact["event_id"] for fact in facts if fact["kind"] == "sos-heard")
    cases = Counter(
        fact["subject"]["id"] for fact in facts if fact["kind"] == "incident-opened" and fact["rule"] == "sos"
    )
    acted = Counter(fact["request_id"] for fact in facts if fact["kind"] == "incident-acted")
    faults += [f"{event}: stored {heard[event]} times" for event in boats.said if heard[event] != 1]
    faults += [f"{event}: receipted, never said" for event in boats.receipts if event not in boats.said]
    faults += [f"{boat}: {count} cases" for boat, count in cases.items() if count != 1]
    if len(cases) != len(boats.said):
        faults.append(f"{len(cases)} cases of {len(boats.said)} boats in distress")
    faults += [f"{act}: confirmed, not stored" for act in sorted(officer.confirmed) if not acted[act]]
    faults += [f"{act}: carried out {count} times" for act, count in acted.items() if count > 1]
    return faults
