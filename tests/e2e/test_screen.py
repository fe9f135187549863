"""What the duty screen shows, and what it refuses to show, in a real browser."""

import asyncio
import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, WebSocketRoute, expect

from tests.api.house import PASSWORD
from tests.e2e.conftest import PATIENCE_MS, OpenPage, sign_in
from tests.e2e.stand_in import StandIn

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
DRAWN_BYTES = 20_000
"""A blank chart compresses to almost nothing."""
STILL_MS = 400
"""A row must have stood still for so long before a key acknowledges it (web/src/list.ts)."""


class Wire:
    """The feed of one page, taken in the middle: frames can be held back or dropped."""

    def __init__(self) -> None:
        self.mute = False
        self.drop: Callable[[dict], bool] = lambda _: False
        self.frames: list[dict] = []

    async def tap(self, page: Page) -> None:
        await page.route_web_socket("**/api/feed", self._route)

    def _route(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def passed(message: str | bytes) -> None:
            frame = json.loads(message)
            if self.mute or self.drop(frame):
                return
            self.frames.append(frame)
            socket.send(message)

        server.on_message(passed)


@pytest_asyncio.fixture(loop_scope="module")
async def tapped(desk: OpenPage) -> tuple[Page, Wire]:
    page, wire = await desk(chart=False), Wire()
    await wire.tap(page)
    await page.reload()
    await page.wait_for_selector("#map[data-ready=true]")
    return page, wire


async def stand_still(page: Page, after_ms: int = 0) -> None:
    """Let the page's own stop-watch stand from now on, so many milliseconds later than it is."""
    await page.evaluate("(ms) => { const at = performance.now() + ms; performance.now = () => at }", after_ms)


async def test_nothing_leaves_the_machine_and_the_policy_lets_everything_of_ours_work(
    desk: OpenPage, port: StandIn
) -> None:
    page = await desk(chart=False)
    asked: list[str] = []
    broken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: broken.append(str(error)))
    await page.reload()
    await page.wait_for_selector("#map[data-ready=true]")
    await page.locator(".line", has_text="驶出水域").click()
    await page.wait_for_selector(".vessel-card")
    own = urlsplit(port.address).netloc
    assert [url for url in asked if urlsplit(url).netloc != own and not url.startswith("data:")] == []
    assert broken == []
    assert any("worker" in url for url in asked), "the map's worker was never asked for"


async def test_the_chart_is_drawn_and_not_blank(desk: OpenPage) -> None:
    page = await desk()
    assert int(await page.get_attribute("#map", "data-vessels")) >= 60
    middle = {"x": 300, "y": 100, "width": 600, "height": 600}
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while len(await page.screenshot(clip=middle)) < DRAWN_BYTES:
            await page.wait_for_timeout(200)


async def test_a_silent_feed_makes_the_whole_picture_not_live(
    tapped: tuple[Page, Wire], port: StandIn
) -> None:
    page, wire = tapped
    await page.click(".line >> nth=0")
    wire.mute = True
    await expect(page.locator(".badge.late")).to_be_visible()
    await expect(page.locator(".banner")).to_be_visible()
    stopped_at = await page.get_attribute(".clock", "data-now")
    await expect(page.locator(".badge.lost")).to_have_text("非实时 NOT LIVE")
    await expect(page.locator(".actions")).to_contain_text("12395")
    await expect(page.locator(".actions button")).to_have_count(0)
    await expect(page.locator(".map.dead")).to_have_count(1)
    await port.advance(5)
    assert await page.get_attribute(".clock", "data-now") == stopped_at, "the clock moved without data"
    wire.mute = False
    await port.pass_until(expect(page.locator(".banner")).to_be_hidden())
    assert await page.get_attribute(".clock", "data-now") != stopped_at


async def test_a_lost_fact_is_never_passed_over(tapped: tuple[Page, Wire], port: StandIn) -> None:
    page, wire = tapped
    dropped: list[int] = []

    def first_fact(frame: dict) -> bool:
        if frame["type"] == "fact" and not dropped:
            dropped.append(frame["seq"])
            return True
        return False

    wire.drop = first_fact
    name = await port.distress(7)
    await port.pass_until(expect(page.locator(".line.p1", has_text=name)).to_be_visible())
    assert dropped
    assert sum(frame["type"] == "snapshot" for frame in wire.frames) == 2, "the gap was not noticed"


async def test_new_alerts_wait_while_the_cursor_is_in_the_list(desk: OpenPage, port: StandIn) -> None:
    page = await desk("dispatcher")
    waiting = page.locator(".line.p1")
    while left := await waiting.count():
        await waiting.nth(0).click()
        await page.click("[data-verb=acknowledge]")
        await port.pass_until(expect(waiting).to_have_count(left - 1))
    rows = page.locator(".line .what b")
    await page.hover(".line >> nth=0")
    before = await rows.all_inner_texts()
    name = await port.distress(11)
    await expect(page.locator(".head.urgent")).to_contain_text(name)
    assert await rows.all_inner_texts() == before
    await page.keyboard.press("t")
    await expect(page.locator(".line[aria-selected=true]")).to_contain_text(name)


async def test_a_second_desk_sees_who_took_the_case(desk: OpenPage, port: StandIn) -> None:
    name = await port.distress(13)
    officer, leader = await desk(), await desk("leader")
    await officer.locator(".line", has_text=name).click()
    await officer.click("[data-verb=acknowledge]")
    await port.pass_until(expect(leader.locator(".line", has_text=name)).to_contain_text("officer 已签收"))


async def test_of_two_desks_that_acknowledge_one_wins_and_both_agree(desk: OpenPage, port: StandIn) -> None:
    name = await port.distress(15)
    desks = [await desk(), await desk("dispatcher")]
    for page in desks:
        await page.locator(".line", has_text=name).click()
        await page.wait_for_selector("[data-verb=acknowledge]")
        await stand_still(page, STILL_MS)
    await asyncio.gather(*(page.keyboard.press("a") for page in desks))
    taken = re.compile("(officer|dispatcher) 已签收")
    for page in desks:
        await port.pass_until(expect(page.locator(".line", has_text=name)).to_contain_text(taken))
    rows = [await page.locator(".line", has_text=name).inner_text() for page in desks]
    owners = {match.group(1) for row in rows if (match := taken.search(row))}
    assert len(owners) == 1


async def test_a_key_acknowledges_only_a_row_that_stands_still(desk: OpenPage, port: StandIn) -> None:
    name = await port.distress(17)
    page = await desk()
    await stand_still(page)
    await page.locator(".line", has_text=name).click()
    for passed_ms in (0, STILL_MS - 1):
        await stand_still(page, passed_ms)
        await page.keyboard.press("a")
        await expect(page.locator(".refused")).to_contain_text("停稳")
    await stand_still(page, 1)
    await page.keyboard.press("a")
    await port.pass_until(expect(page.locator(".line", has_text=name)).to_contain_text("officer 已签收"))


async def test_a_desk_opens_in_the_language_of_its_browser(browser: Browser, port: StandIn) -> None:
    for locale, opens_in in (("en-GB", "en"), ("zh-CN", "zh-CN"), ("ko-KR", "zh-CN")):
        context = await browser.new_context(locale=locale)
        page = await context.new_page()
        await page.goto(port.address)
        await expect(page.locator("html")).to_have_attribute("lang", opens_in)
        await context.close()


async def test_language_palette_and_help_are_one_press_away(desk: OpenPage) -> None:
    page = await desk()
    await page.click("button:has-text('English')")
    await expect(page.locator(".queue h2")).to_have_text("Alerts and incidents")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    for palette in ("night", "day", "dusk"):
        await page.keyboard.press("n")
        await expect(page.locator("html")).to_have_attribute("data-palette", palette)
    await page.keyboard.press("?")
    await expect(page.locator("dialog[open]")).to_contain_text("Keys")
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog[open]")).to_have_count(0)


async def test_a_watch_begins_with_a_test_tone_and_can_be_silenced(desk: OpenPage) -> None:
    page = await desk()
    await page.click("button:has-text('开始值班')")
    await expect(page.locator("header")).to_contain_text("消音")
    await page.keyboard.press("m")
    await expect(page.locator("header")).to_contain_text("已消音 30 秒")


async def test_a_typed_letter_is_never_a_command(desk: OpenPage, port: StandIn) -> None:
    name = await port.distress(19)
    page = await desk()
    await page.locator(".line", has_text=name).click()
    await page.wait_for_selector("[data-verb=acknowledge]")
    await page.keyboard.press("/")
    await page.keyboard.type("aaa nn")
    assert await page.input_value("#find") == "aaa nn"
    assert await page.get_attribute("html", "data-palette") == "dusk"
    await expect(page.locator("[data-verb=acknowledge]")).to_be_visible()


async def test_without_webgl_the_vessels_are_a_table_and_alerts_go_on(
    browser: Browser, port: StandIn
) -> None:
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    await context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    await port.house.account("officer")
    page = await context.new_page()
    await sign_in(page, port.address, "officer", PASSWORD)
    await expect(page.locator(".map-fault")).to_contain_text("WebGL")
    await expect(page.locator(".vessel-table tbody tr")).to_have_count(60)
    await expect(page.locator(".line")).not_to_have_count(0)
    await context.close()


async def test_a_lost_drawing_context_says_so_and_shows_the_table(desk: OpenPage) -> None:
    page = await desk()
    await page.evaluate(
        """document.querySelector('#map canvas').getContext('webgl2')
          .getExtension('WEBGL_lose_context').loseContext()"""
    )
    await expect(page.locator(".map-fault")).to_be_visible()
    await expect(page.locator(".vessel-table")).to_be_visible()


async def test_a_viewer_sees_everything_and_is_offered_no_act(desk: OpenPage) -> None:
    page = await desk("viewer")
    await page.locator(".line", has_text="驶出水域").click()
    await expect(page.locator(".card .timeline li")).not_to_have_count(0)
    assert await page.locator(".actions [data-verb]").count() == 0
    await expect(page.locator(".others")).to_contain_text("值班员")


async def test_every_control_is_named_and_large_enough(desk: OpenPage) -> None:
    page = await desk()
    await page.locator(".line", has_text="驶出水域").click()
    await page.wait_for_selector(".vessel-card .register")
    faults = await page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, textarea')]
          .filter((one) => one.checkVisibility())
          .flatMap((one) => {
            const box = one.getBoundingClientRect()
            const name = one.getAttribute('aria-label') || one.textContent.trim()
              || one.labels?.[0]?.textContent || one.placeholder
            const small = Math.min(box.width, box.height) < 23.5 && !one.classList.contains('link')
            return small || !name ? [`${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`] : []
          })"""
    )
    assert faults == []


async def test_a_flood_says_how_many_and_that_nothing_is_hidden(desk: OpenPage, port: StandIn) -> None:
    page = await desk()
    before = int(await page.inner_text(".counter >> nth=0 >> b"))
    for number in range(20, 50):
        boat = port.boats[number]
        port.house.sos(boat.terminal, f"F{number}", lon=122.2, lat=29.2)
    await port.pass_until(expect(page.locator(".flood")).to_contain_text(re.compile(r"内 \d\d 条")))
    # Emergencies always stand alone, each to be acknowledged by itself (MSC.302(87) 9.9).
    await port.pass_until(expect(page.locator(".counter >> nth=0 >> b")).to_have_text(str(before + 30)))
    await page.keyboard.press("t")
    await expect(page.locator(".line.p1")).to_have_count(before + 30)
