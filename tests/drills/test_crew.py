"""Robots work through the real application: signed in, having seen the version, again when refused."""

from drills.crew import AGAIN_S, Crew
from drills.duty import Duty
from drills.judge import Judge
from drills.stage import Stage
from tests.drills.plays import piece

PHONE = """
[[task]]
id = "phone"
at_s = 3
role = "officer"
does = "open"
vessel = "zxy10421"
kind = "medical"
priority = 2
caller = "家属"
within_s = 10
plays_after_s = 1
source = "ours"
[[task]]
id = "ack"
on = "phone"
role = "officer"
does = "acknowledge"
within_s = 20
plays_after_s = 2
source = "ours"
[[task]]
id = "resolve"
on = "phone"
role = "dispatcher"
does = "resolve"
evidence = [{ kind = "call", text = "平安" }]
within_s = 40
plays_after_s = 4
source = "ours"
"""


async def worked(home, text: str, seconds: int, heard: list[dict] | None = None) -> tuple[Stage, Duty, Crew]:
    async with Stage(piece(text), home) as on:
        judge = Judge(on.piece.scenario)
        duty = Duty(judge)
        crew = Crew(on, duty)
        for _ in range(seconds):
            for saying in await on.turn():
                judge.hear(saying)
                duty.hear(saying)
                (heard if heard is not None else []).append(saying)
            await crew.work()
        return on, duty, crew


async def test_a_case_told_by_phone_is_opened_and_worked_on_by_the_accounts_of_each_role(tmp_path):
    missing = PHONE.replace('does = "resolve"', 'does = "merge"\nnote = "同一事"\nto = "I-9"')
    _, duty, crew = await worked(tmp_path, missing, 12)
    assert set(duty.done_s) == {"phone", "ack"}
    assert 4 <= duty.done_s["phone"] <= 6
    refused = crew.refusals["resolve"]
    assert "the house refused task 3, dispatcher: merge, with 422: Cannot merge into I-9" in refused
    assert refused.endswith(". Mend the keys of this task that it names")


async def test_a_refused_task_is_tried_again_and_passes_once_it_can(tmp_path):
    early = PHONE.replace("plays_after_s = 4", "plays_after_s = 0", 1)
    _, duty, crew = await worked(tmp_path, early, 8 + AGAIN_S)
    assert duty.done_s["resolve"] >= duty.done_s["ack"] + AGAIN_S - 3
    assert "with 409: " in crew.refusals["resolve"]


async def test_robots_wait_while_the_twin_is_dead_and_sign_in_no_second_time(tmp_path):
    dead = PHONE + '[[inject]]\nat_s = 2\nkind = "twin-restart"\nfor_s = 10\n'
    _, duty, _ = await worked(tmp_path, dead, 30)
    assert duty.done_s["phone"] >= 12
    assert "ack" in duty.done_s


RECALL = """
[[task]]
id = "recall"
at_s = 32
role = "leader"
does = "order"
order = "recall"
until_s = 7200
vessels = ["zxy10421"]
note = "台风红色预警，回港避风"
within_s = 60
plays_after_s = 1
source = "ours"
"""


async def test_an_order_is_given_through_the_real_door_and_reaches_the_boat(tmp_path):
    heard: list[dict] = []
    on, duty, crew = await worked(tmp_path, RECALL, 38, heard)
    assert (set(duty.done_s), crew.refusals) == ({"recall"}, {})
    (given,) = [saying for saying in heard if saying["kind"] == "order-given"]
    assert (given["vessels"], given["to_ms"]) == (["zxy10421"], on.piece.start_ms + 7_200_000)
    calls = [saying for saying in heard if saying["kind"] == "call-sent"]
    assert [(call["vessel"], call["order"]) for call in calls] == [("zxy10421", given["order"])]


DESK = """
[[task]]
id = "watch"
at_s = 1
role = "officer"
does = "watch"
within_s = 10
plays_after_s = 0
source = "ours"
[[task]]
id = "place"
at_s = 1
role = "leader"
does = "permit"
permit = "move"
vessels = ["zxy10421"]
zone = "anchorage-outer"
until_s = 60
note = "berth"
within_s = 10
plays_after_s = 0
source = "ours"
[[task]]
id = "shoal"
at_s = 1
role = "admin"
does = "draw"
zone = "shoal-new"
feature = '''{"type": "Feature", "properties": {"id": "shoal-new", "name_zh": "滩", "name_en": "Shoal",
  "kind": "forbidden", "depth_m": 1, "source": "ours"}, "geometry": {"type": "Polygon",
  "coordinates": [[[122.3, 29.1], [122.4, 29.1], [122.4, 29.2], [122.3, 29.1]]]}}'''
within_s = 10
plays_after_s = 0
source = "ours"
"""


async def test_a_console_is_touched_a_permit_granted_and_a_zone_drawn_by_their_real_doors(tmp_path):
    heard: list[dict] = []
    on, duty, crew = await worked(tmp_path, DESK, 3, heard)
    assert (set(duty.done_s), crew.refusals) == ({"watch", "place", "shoal"}, {})
    done = {saying["kind"]: saying for saying in heard}
    assert (done["watch-kept"]["role"], done["zone-changed"]["zone"]) == ("officer", "shoal-new")
    assert (done["permit-granted"]["zone"], done["permit-granted"]["to_ms"]) == (
        "anchorage-outer",
        on.piece.start_ms + 60_000,
    )
