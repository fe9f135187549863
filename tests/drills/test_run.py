"""A drill for people: they sign in at the page, act, and their acts are judged; its pace changes no fact."""

import asyncio
import math
import re
from pathlib import Path

import httpx
import pytest

from drills.check import play
from drills.result import Result
from drills.run import Ways, run
from tests.drills.plays import LEAVER, OUTSIDE, piece
from twin.port import ConfigError

TASK = """
[[task]]
id = "phone"
at_s = 1
role = "officer"
does = "open"
vessel = "zxy10421"
kind = "medical"
within_s = 100
source = "ours"
[[task]]
id = "ack"
on = "phone"
role = "leader"
does = "acknowledge"
within_s = 60
source = "ours"
"""


class Desk:
    """A person at the page that `run` opened."""

    def __init__(self) -> None:
        self.url = ""
        self.passwords: dict[str, str] = {}
        self.open = asyncio.Event()
        self.lines: list[str] = []

    def say(self, opening: str) -> None:
        self.url = next(iter(re.findall(r"http://\S+", opening)))
        self.passwords = dict(re.findall(r"^    (\w+) +(\S+)$", opening, re.MULTILINE))
        self.open.set()

    async def open_case(self) -> None:
        await self.open.wait()
        async with httpx.AsyncClient(base_url=self.url, headers={"Origin": self.url}) as client:
            body = {"name": "officer", "password": self.passwords["officer"]}
            me = await client.post("/api/session", json=body)
            assert me.json()["realm"] == "drill-trial"
            case = {"request_id": "phone-1", "vessel": "zxy10421", "kind": "medical"}
            assert (await client.post("/api/incidents", json=case)).status_code == 201


async def drilled(home: Path, text: str, rate: float, lasts_s: int, desk: Desk) -> Result:
    ways = Ways(rate, "127.0.0.1:0", home)
    return await run(piece(text, lasts_s), ways, desk.say, desk.lines.append)


@pytest.mark.slow
async def test_what_people_did_is_judged_done_in_time_or_missed(tmp_path):
    desk = Desk()
    acting = asyncio.create_task(desk.open_case())
    result = await drilled(tmp_path, LEAVER + TASK, 20, 100, desk)
    await acting
    assert [(row.id, row.outcome) for row in result.tasks] == [("phone", "met"), ("ack", "failed")]
    assert result.tasks[1].why == "missed"
    assert desk.lines[0].startswith("演练 DRILL trial")
    assert (tmp_path / "yugang.sqlite3").exists()


@pytest.mark.slow
async def test_the_same_seed_gives_the_same_facts_at_two_speeds(tmp_path):
    text = LEAVER + OUTSIDE
    at_full_speed = await play(piece(text, lasts_s=150), lambda: 0.0)
    paced = await drilled(tmp_path, text, 50, 150, Desk())
    assert paced.took_s >= 3
    assert (paced.facts, paced.digest) == (at_full_speed.facts, at_full_speed.digest)
    again = await drilled(tmp_path / "again", text, math.inf, 150, Desk())
    assert again.digest == paced.digest


async def test_a_drill_is_not_open_to_the_network_and_touches_no_home_in_use(tmp_path):
    for ways, what in (
        (Ways(1, "0.0.0.0:0", tmp_path), "open to the network"),
        (Ways(1, "127.0.0.1:0", tmp_path), "holds a journal already"),
    ):
        (tmp_path / "yugang.sqlite3").touch()
        with pytest.raises(ConfigError, match=what):
            await run(piece(LEAVER), ways, print, print)
