"""What a stranger on the web may try with every address: forms sent from elsewhere, links that
act, and texts that want to be a page."""

import re

import pytest
from sqlalchemy import MetaData, String, Text, UniqueConstraint, cast, literal, select

from eventsapp.extensions import db
from tests.scenes import make_scene
from tests.test_access import table
from tests.visitors import signed_in_session

SCRIPT = "<script>alert(1)</script>\"'>{{7*7}}"
# What decides what a page is, instead of standing on it.
NO_TEXTS = re.compile(r"code|key|hash|^tz$|role|state|kind|uid|secret|^rrule|offered|label|^html$")
# The one row that looking may add or change: when a feed was fetched, and what it gave.
NOTED = {"feed", "public_feed"}
# What the history may write down of looking: that somebody took a copy away, or saw what is locked.
LOOKS = ("exported", "saw a nomination letter", "took a file", "took the letter")


@pytest.fixture
def engine():
    """Forms and pages are the same on both engines."""
    return "sqlite"


def visitor(app, user):
    browser = app.test_client()
    if user is not None:
        signed_in = signed_in_session(app, browser.environ_base, user)
        with browser.session_transaction() as cookie:
            cookie.update(signed_in)
    return browser


def rows():
    """Every row of the database, by table."""
    known = MetaData()
    known.reflect(db.engine)
    found = {
        name: sorted(map(str, db.session.execute(_without_looks(one))))
        for name, one in known.tables.items()
        if name not in NOTED
    }
    db.session.rollback()
    return found


def _hostile(column):
    """The hostile text; with the row's number behind it where no two rows may say the same."""
    rules = [rule for rule in column.table.constraints if isinstance(rule, UniqueConstraint)]
    rules += [index for index in column.table.indexes if index.unique]
    if not any(column.name in rule.columns for rule in rules):
        return SCRIPT
    return literal(SCRIPT) + cast(column.table.c.id, String)


def _without_looks(table):
    wanted = select(table)
    return wanted.where(table.c.verb.not_in(LOOKS)) if table.name == "entry" else wanted


@pytest.mark.parametrize("who", ["administrator", "expert", None])
def test_a_form_sent_from_another_site_does_nothing_at_any_address(make_app, who):
    app = make_app(WTF_CSRF_ENABLED=True)
    with app.app_context():
        scene = make_scene()
        browser, before = visitor(app, scene.users.get(who)), rows()

        sent = [row for row in table(scene) if row.method == "POST"]
        statuses = {row.path: browser.post(row.path, data=row.form).status_code for row in sent}

        assert {path: status for path, status in statuses.items() if status != 400} == {}
        assert rows() == before
        assert len(statuses) > 30


@pytest.mark.parametrize("who", ["administrator", "expert", "moderator 1", None])
def test_opening_an_address_changes_nothing(app, who):
    scene = make_scene()
    browser, before = visitor(app, scene.users.get(who)), rows()

    for row in table(scene):
        if row.method == "GET":
            browser.get(row.path)
            browser.head(row.path)

    assert rows() == before


@pytest.mark.parametrize("who", ["administrator", "expert", "moderator 1"])
def test_no_text_of_the_record_becomes_a_part_of_a_page(app, who):
    scene = make_scene()
    browser = visitor(app, scene.users[who])
    for one in db.metadata.sorted_tables:
        for column in one.columns:
            is_text = isinstance(column.type, String | Text) and (column.type.length or 99) > 39
            if is_text and not NO_TEXTS.search(column.name) and not column.unique:
                db.session.execute(one.update().values({column.name: _hostile(column)}))
    db.session.commit()

    answers = {row.path: browser.get(row.path) for row in table(scene) if row.method == "GET"}
    pages = {path: one.text for path, one in answers.items() if one.mimetype == "text/html"}

    assert [path for path, page in pages.items() if "<script>alert" in page] == []
    assert [path for path, page in pages.items() if "&#34;&#39;&gt;49" in page] == []
    assert sum("&lt;script&gt;alert(1)&lt;/script&gt;" in page for page in pages.values()) > 8


@pytest.mark.parametrize(
    ("page", "who", "typed"),
    [
        ("/comment/{comment_token}", None, {"act": "nothing"}),
        ("/polls/answer/{poll_token}", None, {"slot-1": "yes"}),
        ("/consultations/1/submission", "expert", {"text": "Rivers.", "speaks_as": "oneself"}),
    ],
)
def test_what_browsers_send_from_a_secret_page_is_taken_over_https(make_app, page, who, typed):
    app = make_app(WTF_CSRF_ENABLED=True)
    with app.app_context():
        scene = make_scene()
        browser, page = visitor(app, scene.users.get(who)), page.format(**vars(scene))
        secure = {"base_url": "https://localhost"}
        opened = browser.get(page, **secure)
        hidden = dict(re.findall(r'name="(csrf_token)" [^>]*?value="([^"]+)"', opened.text))
        # A browser names the page from which a form comes, unless that page asks it not to.
        policy = opened.headers["Referrer-Policy"]
        named = {} if policy == "no-referrer" else {"Referer": f"https://localhost{page}"}

        sent = browser.post(page, data={**typed, **hidden}, headers=named, **secure)

        assert policy in {"no-referrer", "same-origin"}
        assert sent.status_code != 400


def test_a_person_whose_zone_is_none_reads_their_pages_all_the_same(app):
    scene = make_scene()
    scene.users["expert"].person.tz = "Mars/Olympus"
    tokens = (scene.comment_token, scene.hearing_token, scene.poll_token)
    pages = zip(("comment", "hear", "polls/answer"), tokens, strict=True)

    answers = [visitor(app, None).get(f"/{page}/{token}") for page, token in pages]

    assert [one.status_code for one in answers] == [200, 200, 200]
