"""The pages in a real browser: policy, live filter, keyboard, small screens, print."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from config.settings import Settings
from console.web.app import create_app
from states.duties import sweep
from states.office import Office
from states.setup import create_office
from tests.an_agency import a_laboratory, a_moment, a_named_laboratory, act, people_of
from tests.stores import absent

pytestmark = pytest.mark.browser
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = {"width": 1360, "height": 900}, {"width": 390, "height": 844}
NAMELESS = """() => [...document.querySelectorAll('a,button,input,select,progress')]
  .filter(e => e.offsetParent !== null)
  .filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.title
    || (e.labels && e.labels.length)))
  .map(e => e.outerHTML)"""
CONTRAST = """() => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const lum = c => { const f = v => { v /= 255; return v <= .04045 ? v / 12.92
    : ((v + .055) / 1.055) ** 2.4 }; return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]) };
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e)
    .backgroundColor); if (c.length < 4 || c[3] > 0) return c } return [255, 255, 255] };
  const low = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || e.offsetParent === null) continue;
    const [a, b] = [lum(rgb(getComputedStyle(e).color)), lum(behind(e))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) low.push(e.outerHTML.slice(0, 120));
  }
  return low }"""


class Visit:
    """A page and everything that went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", lambda m: self.wrong.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda r: self.hosts.add(r.url.split("/")[2]))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        absent("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    office = create_office(url, "demo", virtual_start=a_moment("2026-06-20"))
    people_of(office)
    a_laboratory(office, title="钱塘实验室", branch="chip")
    act(office, "nominate", a_laboratory(office, title="西湖实验室"), "hangzhou")
    a_named_laboratory(office, title="运河实验室", branch="bio")
    sweep(office)
    yield office
    office.close()


@pytest.fixture
def site(office: Office) -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    app = create_app(Settings(account="hangzhou"), opening=lambda: office)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


def a_visit(browser: Browser, site: str, **more: Any) -> Visit:
    context = browser.new_context(base_url=site, locale="zh-CN", **{"viewport": WIDE, **more})
    return Visit(context.new_page())


def paths(page: Page) -> list[str]:
    """Every page, a case's among them."""
    page.goto("/pilots?q=运河")
    found = page.locator("td.title a").first.get_attribute("href")
    assert found is not None
    return ["/inbox", "/pilots", "/deadlines", "/deadlines?year=2027", found, "/pilots/none"]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_obeys_its_policy_fits_and_can_be_read(
    browser: Browser, site: str, viewport: dict[str, int], lang: str
) -> None:
    visit = a_visit(browser, site, viewport=viewport)
    for path in paths(visit.page):
        visit.wrong.clear()
        visit.page.goto(f"{path}?lang={lang}")
        violations = [w for w in visit.wrong if "404" not in w]
        assert violations == []
        root = "document.documentElement"
        assert visit.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), path
        assert visit.page.evaluate(NAMELESS) == [], path
        assert visit.page.evaluate(CONTRAST) == [], path
        assert visit.page.locator("h1").count() == 1
        shown = visit.page.locator("html").get_attribute("lang")
        assert shown == {"zh": "zh-CN", "en": "en"}[lang]
    assert visit.hosts == {site.removeprefix("http://")}


def test_the_list_filters_while_one_types_and_remembers_it(browser: Browser, site: str) -> None:
    page = a_visit(browser, site).page
    page.goto("/pilots")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.evaluate("window.kept = true")
    page.get_by_role("searchbox").press_sequentially("钱塘")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("td.title a")).to_have_text("钱塘实验室")
    assert page.evaluate("window.kept") is True
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.wait_for_url("**/pilots?*q=*")
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("钱塘")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_choosing_a_state_filters_at_once(browser: Browser, site: str) -> None:
    page = a_visit(browser, site).page
    page.goto("/pilots")
    page.locator("select[name=state]").select_option("nominated")
    expect(page.locator("td.title a")).to_have_text(["西湖实验室"])
    page.get_by_role("link", name="1 命名", exact=True).click()
    expect(page.locator("td.title a")).to_have_text(["运河实验室"])


def test_without_javascript_the_same_can_be_done(browser: Browser, site: str) -> None:
    page = a_visit(browser, site, java_script_enabled=False).page
    page.goto("/pilots")
    page.locator("input[name=q]").fill("西湖")
    page.get_by_role("button", name="筛选").click()
    assert page.locator("td.title a").all_text_contents() == ["西湖实验室"]
    page.locator("td.title a").click()
    assert page.locator("h1").text_content() is not None
    page.get_by_role("button", name="前进到下一个期限").click()
    assert "2026年6月30日 09:00" in (page.locator(".demo").text_content() or "")


def test_the_clock_and_the_account_can_be_changed(browser: Browser, site: str) -> None:
    visit = a_visit(browser, site)
    page = visit.page
    page.goto("/inbox")
    expect(page.locator(".rows .left").first).to_have_text("还剩 10 天")
    page.get_by_role("button", name="前进到下一个期限").click()
    expect(page.locator(".demo time")).to_have_text("2026年6月30日 09:00")
    expect(page.locator(".rows .left").first).to_have_text("今天截止")
    page.locator("select[name=account]").select_option("auditor")
    page.get_by_role("button", name="切换").click()
    expect(page.locator(".me")).to_contain_text("审计 何平")
    assert visit.wrong == []


def test_the_keyboard_reaches_the_content_first(browser: Browser, site: str) -> None:
    page = a_visit(browser, site).page
    page.goto("/inbox")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_printed_page_leaves_the_controls_away(browser: Browser, site: str) -> None:
    page = a_visit(browser, site).page
    page.goto("/inbox")
    page.emulate_media(media="print")
    for selector in (".top nav", ".demo form", ".lang", ".verb"):
        assert not page.locator(selector).first.is_visible()
    expect(page.locator(".demo strong")).to_be_visible()
    expect(page.locator("h1")).to_be_visible()
