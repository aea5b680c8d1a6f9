"""The timetable page in a real browser: the weight of a first visit, and a slow phone."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.instance import AGENT, Instance, cookie_of, migrate
from benchmarks.meeting import make_full_meeting
from benchmarks.rows import Row
from eventsapp.extensions import db
from tests.browser.checks import axe_findings, records, watch
from tests.browser.chromium import find_chromium, switches

PATH = "/meetings/egm-2"
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
SEEN = """() => new Promise(done => new PerformanceObserver(list =>
    done(list.getEntries().at(-1).startTime))
    .observe({type: 'largest-contentful-paint', buffered: true}))"""


def browsing(folder: Path, database_url: str, engine: str) -> Iterator[Row]:
    """Measure the page with 60 items and 500 people, as the officer sees it."""
    instance = Instance(folder, database_url)
    app = instance.app()
    migrate(app)
    with app.app_context():
        cookie = cookie_of(app, make_full_meeting(500))
        db.session.commit()
    with instance.running("web") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=switches())
        page = _open(browser, server.base, cookie)
        page.goto(server.base + PATH, wait_until="networkidle")
        record = records[page]
        work = "timetable page, first visit: compressed"
        yield Row(f"{engine}: {work}", record.bytes / 1000, "kB", "≤ 60 kB")
        yield Row(f"{engine}: its requests", len(record.requests), "", "≤ 6")
        yield Row(f"{engine}: findings of axe on it", len(axe_findings(page)), "", "0")
        page = _open(browser, server.base, cookie)
        protocol = page.context.new_cdp_session(page)
        protocol.send("Network.enable")
        protocol.send("Network.emulateNetworkConditions", SLOW)
        protocol.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(server.base + PATH, wait_until="load")
        seconds = page.evaluate(SEEN) / 1000
        yield Row(f"{engine}: on a slow phone, seen after", seconds, "s", "≤ 2.5 s")
        browser.close()


def _open(browser: Browser, base: str, cookie: str):
    context = browser.new_context(user_agent=AGENT, viewport={"width": 360, "height": 800})
    context.add_cookies([{"name": "session", "value": cookie, "url": base}])
    return watch(context.new_page())
