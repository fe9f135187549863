"""With many feeds lost the desk still counts them all, and its alerts keep their room."""

import json

import pytest
from playwright.async_api import Page, Route, WebSocketRoute, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.stand_in import StandIn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
FEEDS, DOWN, BLIND = 9, 7, 25
SEATS = [(1440, 900), (1100, 900), (900, 900), (420, 900)]
"""An office screen, the narrowest with one row at the top, a tablet and a phone, CSS pixels."""
CUT = """() => {
  const bar = document.querySelector('.feeds').getBoundingClientRect()
  const chips = [...document.querySelectorAll('.feeds li')].map((li) => li.getBoundingClientRect())
  return chips.map((chip, at) => chip.top < bar.bottom ? chip.right > bar.right + 0.5 : at === 0)
}"""
"""Chips of which a part is shown, and the count if it is not."""
OVER = """() => {
  const queue = document.querySelector('.queue').getBoundingClientRect()
  return [...document.querySelectorAll('.unheard-boats summary small')]
    .filter((line) => line.getBoundingClientRect().bottom > queue.top).length
}"""
"""Owner lines that lie over the alerts."""


def lost(socket: WebSocketRoute) -> None:
    """Tell the page of nine feeds, seven of them down, and of the rest what the server tells."""
    feeds = [
        {"feed": f"rx-{at}", "state": "down" if at < DOWN else "up", "age_ms": 900_000, "why": ""}
        for at in range(FEEDS)
    ]
    server = socket.connect_to_server()

    def passed(message: str | bytes) -> None:
        frame = json.loads(message)
        socket.send(json.dumps(frame | {"feeds": feeds} if "feeds" in frame else frame))

    server.on_message(passed)


async def blind(route: Route) -> None:
    """Answer where we are blind as if each of 25 feeds hid boats."""
    told = await (await route.fetch()).json()
    one = {"state": "down", "why": "", "since_ms": told["now_ms"] - 900_000, "owner": None, "duty": "officer"}
    feeds = [one | {"feed": f"rx-{at}", "hidden": at, "incident": f"I-{at}"} for at in range(BLIND)]
    boats = {"n": 300, "at_sea": 120, "left": 300, "shown": []}
    await route.fulfill(json=told | {"feeds": feeds, "boats": boats})


async def losing(desk: OpenPage) -> Page:
    """Return a desk that has lost its feeds."""
    page = await desk(chart=False)
    await page.route("**/api/coverage*", blind)
    await page.route_web_socket("**/api/feed", lost)
    await page.reload()
    return page


async def test_lost_feeds_are_all_counted_and_leave_the_alerts_their_room(
    desk: OpenPage, port: StandIn
) -> None:
    page = await losing(desk)
    owners = page.locator(".unheard-boats summary small")
    await port.pass_until(expect(owners).to_have_count(4))
    await expect(owners.nth(0)).to_contain_text(f"rx-{BLIND - 1} ")
    await expect(owners.nth(3)).to_contain_text(f"{BLIND - 3}")
    for width, height in SEATS:
        await page.set_viewport_size({"width": width, "height": height})
        count = page.locator(".feeds li").nth(0)
        await expect(count).to_have_text(f"接收源 {FEEDS} 路，{DOWN} 路异常")
        assert not any(await page.evaluate(CUT)), width
        assert await page.evaluate(OVER) == 0, width
        await expect(page.locator(".queue .line").nth(1)).to_be_visible()
    await page.click(".unheard-boats summary")
    await expect(page.locator(".unheard-boats li .link")).to_have_count(BLIND)
    await expect(owners.nth(0)).to_be_hidden()
