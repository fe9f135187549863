"""An alert explains itself on its card and its boat's card: seen, assumed, what would end it, source."""

import math
import os

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import OpenPage
from tests.e2e.stand_in import M_PER_DEG, START_MS, Boat, StandIn, topic

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
PICTURES = os.environ.get("YUGANG_PICTURES")
"""A folder for pictures to look at; none are kept without it."""
SPEED_KN = 9.0
LON, LAT, APART_M = 122.62, 28.98, 2_400


def meeting(port: StandIn) -> list[Boat]:
    """Return two boats that were never heard before, heading for each other in open water."""
    passed_s = (port.house.clock.now_ms() - START_MS) / 1000
    gone_m = SPEED_KN * 1852 / 3600 * passed_s
    wide_m = M_PER_DEG * math.cos(math.radians(LAT))
    strangers = [vessel for vessel in port.port.vessels if vessel.terminals][len(port.boats) :]
    return [
        Boat(topic(vessel), LON - way * (APART_M / 2 + gone_m) / wide_m, LAT, 0, SPEED_KN, turn, 10, math.inf)
        for vessel, way, turn in zip(strangers[4:6], (1, -1), (math.pi / 2, -math.pi / 2), strict=True)
    ]


async def test_an_alert_explains_itself_on_both_cards(desk: OpenPage, port: StandIn) -> None:
    boats = meeting(port)
    port.boats += boats
    await port.advance(50)
    name = next(one.name for one in port.port.vessels if boats[0].terminal.replace("/", ":") in one.terminals)
    for lang, assumed, ends, source in (
        ("zh", "假定：", "解除条件：", "出处： 系统默认"),
        ("en", "Assumed:", "Would end it:", "Source: system default"),
    ):
        page = await desk(lang=lang)
        await page.click(f".line:has-text('{name.zh if lang == 'zh' else name.en}')")
        why = page.locator(".card .why")
        assert (await why.locator("[data-why=assumed]").inner_text()).startswith(assumed)
        assert (await why.locator("[data-why=clears]").inner_text()).startswith(ends)
        assert (await why.locator("[data-why=source]").inner_text()).startswith(source)
        own = page.locator(".vessel-card .why")
        assert (await own.locator("[data-why=clears]").inner_text()).startswith(ends)
        if PICTURES:
            for _ in range(3):
                await page.click("button:text-is('+')")
            await page.wait_for_timeout(4_000)
            await page.screenshot(path=f"{PICTURES}/explained-{lang}.png")


async def test_an_officer_shelves_a_warning_and_lets_it_call_again(desk: OpenPage, port: StandIn) -> None:
    page = await desk(lang="en")
    await page.click(".line:has-text('boat warned') >> nth=0")
    await page.click(".shelve summary")
    await page.fill(".shelve input:not([type=checkbox])", "patrol alongside, both know")
    await page.click("[data-shelve]")
    await port.pass_until(expect(page.locator(".aside")).to_have_count(1))
    await expect(page.locator(".aside summary")).to_contain_text("Shelved 1")
    await page.click(".aside summary")
    await expect(page.locator(".aside li")).to_contain_text("patrol alongside")
    if PICTURES:
        await page.screenshot(path=f"{PICTURES}/shelved.png")
    await page.click("[data-return]")
    await port.pass_until(expect(page.locator(".aside")).to_have_count(0))
