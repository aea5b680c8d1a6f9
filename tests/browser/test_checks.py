"""The checks of pages find what they are there to find."""

import secrets

import pytest
from flask import Response

from eventsapp.public import public
from tests.browser.checks import check_first_visit, check_page, keyboard_findings

FAULTY = """<!doctype html><html lang="en"><title>Faulty</title><main><h1>Faulty</h1>
<style>a { outline: 0 } b { display: block; inline-size: 900px }</style>
<p><a href="/">Home</a> <b>wide</b> <img src="/nothing.png">
<button id="hidden-from-tab">Press</button>
<script>document.querySelector("button").onfocus = event => event.target.blur()</script></main>"""


@pytest.fixture
def app(own_app):
    return own_app


@pytest.fixture
def faulty(app, live):
    @app.route("/faulty")
    @public
    def faulty():
        return Response(
            FAULTY, headers={"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"}
        )

    @app.route("/heavy")
    @public
    def heavy():
        return Response("<!doctype html>" + secrets.token_hex(70_000))

    return live


def test_a_faulty_page_fails_with_every_fault(faulty, open_page):
    page = open_page(width=360)
    page.goto(faulty.url("/faulty"))

    with pytest.raises(AssertionError) as failure:
        check_page(page)

    for fault in (
        "wider than the screen: B.",
        "image-alt ×1",
        "console: Failed to load",
        "focus cannot",
    ):
        assert fault in str(failure.value)


def test_what_tab_does_not_reach_is_named(faulty, open_page):
    page = open_page()
    page.goto(faulty.url("/faulty"))

    assert 'Tab does not reach <button id="hidden-from-tab">Press</button>' in keyboard_findings(
        page
    )


def test_a_heavy_page_is_too_heavy_for_a_first_visit(faulty, open_page):
    page = open_page()
    page.goto(faulty.url("/heavy"))

    with pytest.raises(AssertionError, match="bytes on a first visit"):
        check_first_visit(page)
