"""What holds for every page: accessible, no wider than the phone, quiet, light, usable by keyboard.

`SCREENSHOTS=folder` keeps a picture of every page that was checked.
"""

import os
import re
from importlib.resources import files
from pathlib import Path
from weakref import WeakKeyDictionary

from playwright.sync_api import Locator, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What may differ between two looks at one and the same page: all else was found in the first.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
MOST_BYTES = 60_000
MOST_REQUESTS = 6
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

WIDER = """() => document.documentElement.scrollWidth > innerWidth
    ? [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1
            || e.getBoundingClientRect().left < -1)
        .slice(0, 4).map(e => e.tagName + '.' + (e.getAttribute('class') || ''))
        .concat(['wide'])
    : []"""

# On a phone a row is a card: whoever must push it sideways to read it does not know that they can.
CUT = """() => [...document.querySelectorAll('.table.stack')]
    .filter(e => getComputedStyle(e).display === 'block' && e.scrollWidth > e.clientWidth + 1)
    .flatMap(e => [...e.querySelectorAll('*')].filter(one => {
        const [own, all] = [one.getBoundingClientRect(), e.getBoundingClientRect()];
        return own.right > all.right + 1 || own.left < all.left - 1;
    })).slice(0, 4).map(e => e.tagName + ' ' + e.textContent.trim().slice(0, 60))"""

# Everything a mouse could use; of radio buttons with one name, Tab reaches one.
REACHABLE = """() => {
    const groups = new Set();
    window.toReach = [...document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [tabindex]')].filter(e => {
        if (e.disabled || e.type === 'hidden' || e.tabIndex < 0 || e.inert) return false;
        if (!e.checkVisibility({visibilityProperty: true})) return false;
        if (e.type !== 'radio') return true;
        const group = (e.form ? e.form.action : '') + ' ' + e.name;
        return !groups.has(group) && groups.add(group);
    });
    window.reached = new Set(); window.unseen = new Set();
    document.activeElement.blur();
    return window.toReach.length;
}"""

# Notes the element that has the focus; `isDone` says that Tab has been everywhere.
FOLLOW_THE_FOCUS = """() => {
  window.isDone = () => window.toReach.every(one => window.reached.has(one));
  window.note = e => {
    if (!e || e === document.body) return;
    const seen = [e, e.closest('label'), e.labels && e.labels[0], e.parentElement].filter(Boolean);
    if (window.reached.has(e)) return;  // a further part of a date or time
    const marked = seen.some(one => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
            || style.boxShadow !== 'none';
    });
    if (!marked) window.unseen.add(e);
    window.reached.add(e.type === 'radio'
        ? window.toReach.find(o => o.type === 'radio' && o.name === e.name && o.form === e.form)
        : e);
  };
  document.addEventListener('focusin', event => window.note(event.target));
}"""
# Asked seldom, as each question takes as long as a key.
KEYS_AT_A_TIME = 8
# No page hears of events where scripts are off: there each key is followed by a question.
LOOK = "window.note(document.activeElement)"

MISSED = """() => {
    const name = e => e.outerHTML.slice(0, 120);
    return [...window.toReach.filter(e => !window.reached.has(e))
            .map(e => 'Tab does not reach ' + name(e)),
        ...[...window.unseen].map(e => 'the focus cannot be seen on ' + name(e))];
}"""


class Record:
    """What a page did since it was last asked for: requests, bytes, complaints on its console.

    The cache is off, so every visit is a first one.
    """

    def __init__(self, page: Page, *, script: bool):
        self.script = script
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.bytes = 0
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        protocol = self.protocol = page.context.new_cdp_session(page)
        self.frame = protocol.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        protocol.on("Network.requestWillBeSent", self._sent)
        protocol.on("Network.loadingFinished", self._finished)
        protocol.send("Network.enable")
        protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _console(self, message) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def _sent(self, event) -> None:
        is_page = event["requestId"] == event["loaderId"] and event["frameId"] == self.frame
        if is_page and "redirectResponse" not in event:
            self.requests, self.bytes = [], 0
        if event["request"]["url"].startswith("http"):
            self.requests.append(event["request"]["url"])

    def _finished(self, event) -> None:
        self.bytes += event["encodedDataLength"]


records: WeakKeyDictionary[Page, Record] = WeakKeyDictionary()


def watch(page: Page, *, script: bool = True) -> Page:
    """Record what the page does from now on."""
    records[page] = Record(page, script=script)
    return page


def follow(page: Page, link: Locator) -> None:
    """Press a link or button that leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        link.click()


def check_page(page: Page, *, keyboard: bool = True, rules: object = RULES) -> None:
    """Fail with everything that is wrong with the page as it stands; `rules` are those of axe, none
    where another look at the same page asks them."""
    # A heading can be there before the stylesheet: without it, everything is too wide.
    page.wait_for_load_state("load")
    _keep_picture(page)
    problems, records[page].complaints = records[page].complaints, []
    problems += [f"wider than the screen: {one}" for one in page.evaluate(WIDER)]
    problems += [f"cut off in its card: {one}" for one in page.evaluate(CUT)]
    problems += axe_findings(page, rules) if rules else []
    problems += keyboard_findings(page) if keyboard else []
    assert problems == [], f"{page.url}\n" + "\n".join(problems)


def check_first_visit(page: Page) -> None:
    """Fail if the first visit of this page is heavy or calls outside."""
    page.evaluate("document.fonts.ready.then(() => 0)")
    record = records[page]
    here = re.match(r"https?://[^/]+", page.url)[0]
    outside = [url for url in record.requests if not url.startswith(here)]
    assert outside == []
    assert record.bytes <= MOST_BYTES, f"{page.url}: {record.bytes} bytes on a first visit"
    assert len(record.requests) <= MOST_REQUESTS, record.requests


def axe_findings(page: Page, rules: object = RULES) -> list[str]:
    """Return what axe finds, a line for each rule, with the first three places."""
    if not records[page].script:
        return []  # axe waits for timers, which never come where scripts are off
    records[page].protocol.send("Runtime.evaluate", {"expression": AXE})
    found = page.evaluate("rules => axe.run({runOnly: rules})", rules)["violations"]
    return [
        f"{one['id']} ×{len(one['nodes'])}: "
        + "; ".join(f"{node['target']} {node['html'][:120]}" for node in one["nodes"][:3])
        for one in found
    ]


def keyboard_findings(page: Page) -> list[str]:
    """Return what Tab does not reach, and where one cannot see the focus."""
    count = page.evaluate(REACHABLE)
    page.evaluate(FOLLOW_THE_FOCUS)
    # Date and time fields take several presses each.
    has_events = records[page].script
    for _ in range(0, count * 4 + 4 if count else 0, KEYS_AT_A_TIME):
        for _ in range(KEYS_AT_A_TIME):
            page.keyboard.press("Tab")
            if not has_events:
                page.evaluate(LOOK)
        if page.evaluate("window.isDone()"):
            break
    return page.evaluate(MISSED)


def _keep_picture(page: Page) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        size = page.viewport_size or {"width": 0}
        look = page.evaluate("document.documentElement.dir") or "ltr"
        dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        name = re.sub(r"\W+", "-", re.sub(r"https?://[^/]+", "", page.url)).strip("-") or "home"
        shade = "dark" if dark else "light"
        path = Path(folder) / f"{name[:80]}-{size['width']}-{shade}-{look}.png"
        page.screenshot(path=path, full_page=True)
