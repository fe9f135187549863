"""A real browser, and a stand-in port whose time these tests turn."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from api.routes.page import read_page
from tests.api.house import PASSWORD
from tests.e2e.stand_in import StandIn

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
    *("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
    *("--force-color-profile=srgb", "--font-render-hinting=none"),
]
"""With these MapLibre draws in headless Debian Chromium without a GPU (ui.md §2.1)."""
BOATS = 60
SECONDS_PASSED = 420
"""Long enough for the leaver's grace to have run out: one case waits when a desk opens."""

PATIENCE_MS = 120_000
"""The machine may be busy; what these tests wait for comes within a second on a quiet one."""
expect.set_options(timeout=PATIENCE_MS)

OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists():  # noqa: ASYNC240  # once, before anything runs
        pytest.fail("Chromium is not installed: apt-get install chromium")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def port(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[StandIn]:
    if not read_page():
        pytest.fail("the page is not built: make setup")
    stand_in = StandIn(tmp_path_factory.mktemp("home"), boats=BOATS)
    await stand_in.open()
    await stand_in.advance(SECONDS_PASSED, 30)
    yield stand_in
    await stand_in.house.leave(politely=True)


@pytest_asyncio.fixture(loop_scope="module")
async def desk(browser: Browser, port: StandIn) -> AsyncIterator[OpenPage]:
    """A function that signs a role in and returns its page once the picture and the chart stand."""
    opened: list[BrowserContext] = []

    async def open_page(role: str = "officer", *, chart: bool = True, lang: str = "zh") -> Page:
        await port.house.account(role)
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        await context.add_init_script(f"localStorage.setItem('yugang.lang', '{lang}')")
        page = await context.new_page()
        await sign_in(page, port.address, role, PASSWORD)
        if chart:
            await page.wait_for_selector("#map[data-ready=true]")
        return page

    yield open_page
    for context in opened:
        await context.close()


async def sign_in(page: Page, address: str, name: str, password: str) -> None:
    """Sign in as a person does, and wait for the queue."""
    await page.goto(address)
    await page.fill("input[name=name]", name)
    await page.fill("input[name=password]", password)
    await page.click("button.main")
    await page.wait_for_selector(".queue .line, .queue .nothing")
