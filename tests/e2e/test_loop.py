"""The loop, in a real browser: a boat leaves its zone, people carry the case to its proven end."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.e2e.house import LivingHouse

pytestmark = pytest.mark.browser
BOAT, DANGER = "10009", "驶出水域"
"""In the closed season the same boat is a case for being at sea, too."""
PATIENCE_MS = 150_000
WITHOUT_FORM = ("acknowledge", "verify")


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[LivingHouse]:
    living = LivingHouse(tmp_path)
    living.start()
    living.sail()
    yield living
    living.stop()


class Desk:
    """One person's screen; `foreign` lists every request that left this machine."""

    def __init__(self, browser: Browser, house: LivingHouse, role: str) -> None:
        context = browser.new_context(viewport={"width": 1280, "height": 760}, locale="zh-CN")
        context.set_default_timeout(PATIENCE_MS)
        self.page: Page = context.new_page()
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda r: self.foreign.append(r.url) if house.url not in r.url else None)
        self.page.on(
            "console", lambda m: self.complaints.append(m.text) if "Content Security" in m.text else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(house.url)
        self.page.fill("input[name=name]", role)
        self.page.fill("input[name=password]", house.password(role))
        self.page.keyboard.press("Enter")

    def leave(self) -> None:
        """Close the screen; it must have asked nobody else for anything and broken no rule of its own."""
        assert self.foreign == []
        assert self.complaints == []
        self.page.context.close()

    def choose(self) -> None:
        row = self.page.locator("[role=option]", has_text=BOAT).filter(has_text=DANGER).first
        row.wait_for(timeout=PATIENCE_MS)
        row.click()

    def do(self, verb: str, *, note: str = "", proof: str = "") -> None:
        self.page.locator(f".card [data-verb={verb}]").click(timeout=PATIENCE_MS)
        form = self.page.locator(".act-form")
        if verb in WITHOUT_FORM:
            return
        form.wait_for()
        if note:
            form.locator("textarea").fill(note)
        if proof:
            form.locator(".evidence input").fill(proof)
            form.locator(".typed button").click()
        form.locator("button[type=submit]").click()

    def state(self, name: str) -> None:
        expect(self.page.locator(".card .state")).to_have_class(
            re.compile(rf"\b{name}\b"), timeout=PATIENCE_MS
        )

    def told(self, kind: str) -> None:
        self.page.locator(f".timeline li[data-kind={kind}]").last.wait_for(timeout=PATIENCE_MS)


def test_a_case_is_carried_from_the_alert_to_its_proven_end(chromium: Browser, house: LivingHouse):
    officer = Desk(chromium, house, "officer")
    officer.choose()
    officer.page.locator(".card .actions button").first.click()
    officer.do("acknowledge")
    officer.choose()  # the list went on to the next case that waits for a signature, if there is one
    officer.state("acknowledged")
    officer.do("verify")
    officer.state("verifying")

    house.kill()
    expect(officer.page.locator(".clock.stopped")).to_be_visible(timeout=60_000)
    house.start()
    expect(officer.page.locator(".clock:not(.stopped)")).to_be_visible(timeout=60_000)
    officer.state("verifying")

    officer.do("call", note="请立即返回准捕水域 return to your permitted water")
    officer.told("call-sent")
    officer.told("call-answered")
    officer.leave()

    dispatcher = Desk(chromium, house, "dispatcher")
    dispatcher.choose()
    dispatcher.do("resolve", note="船已答复", proof="VHF 16 录音 14:05")
    dispatcher.state("resolved")
    dispatcher.leave()

    leader = Desk(chromium, house, "leader")
    leader.choose()
    leader.do("close")
    refused = leader.page.locator(".card .refused")
    answer = refused.or_(leader.page.locator(".card .state.closed")).first
    answer.wait_for(timeout=PATIENCE_MS)
    if refused.is_visible():  # the danger still stood when the leader asked
        assert len(refused.inner_text()) > 10
        leader.page.keyboard.press("Escape")
        leader.page.locator(".card .safe").wait_for(timeout=PATIENCE_MS)
        leader.do("close")
    leader.state("closed")

    story = leader.page.locator(".timeline ol").inner_text()
    for name in ("officer", "dispatcher", "leader"):
        assert name in story, story
    kinds = [li.get_attribute("data-kind") for li in leader.page.locator(".timeline li").all()]
    for kind in ("incident-opened", "incident-acted", "call-sent", "call-answered", "alert-cleared"):
        assert kind in kinds, kinds
    leader.leave()
