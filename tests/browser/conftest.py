"""A real browser on the real server: `live`, `open_page`, `page`.

    def test_a_moderator_finds_the_room(live, open_page):
        page = open_page(user=moderator, width=360)
        page.goto(live.url("/"))
        check_page(page)

`live.url()` commits what the test prepared. What the page then changed is seen after
`live.settle()`.
"""

import threading

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from eventsapp.extensions import db
from tests.browser.checks import watch
from tests.browser.chromium import find_chromium, switches
from tests.visitors import signed_in_cookie

AGENT = "Mozilla/5.0 (the browser of the tests)"


class Live:
    """The app behind a real server on loopback."""

    def __init__(self, app, server):
        self.app = app
        self.base = f"http://127.0.0.1:{server.server_port}"

    def url(self, path="/"):
        """Commit what the test prepared and give the address of a page."""
        db.session.commit()
        return self.base + path

    def settle(self):
        """Let go of what the test has read, so that it sees what the pages changed."""
        db.session.commit()

    def cookie_of(self, user):
        """The cookie of a browser in which this user has signed in."""
        db.session.commit()
        value = signed_in_cookie(self.app, AGENT, user)
        return {"name": self.app.config["SESSION_COOKIE_NAME"], "value": value, "url": self.base}


@pytest.fixture
def live(app):
    """The app of this test, served to browsers, with the protection of forms switched on."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    live = Live(app, server)
    app.config["BASE_URL"] = live.base
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield live
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium():
    """One running Chromium for the session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=switches())
        yield browser
        browser.close()


@pytest.fixture
def open_page(live, chromium):
    """Open a page as on somebody's own device: `open_page(user=None, width=360, scheme="dark")`.

    `tz` is the zone of the device, `script=False` switches scripts off, `language` is what the
    browser asks for. Each page has cookies and a cache of its own; what it does is recorded for
    `check_page`.
    """
    contexts = []

    def open_one(
        *, user=None, width=1280, scheme="light", language="en", script=True, tz="Europe/Berlin"
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            locale=language,
            java_script_enabled=script,
            user_agent=AGENT,
            timezone_id=tz,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user is not None:
            context.add_cookies([live.cookie_of(user)])
        return watch(context.new_page(), script=script)

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    """A page on a wide screen; nobody has signed in."""
    return open_page()
