"""Every address against the seven kinds of visitor.

`table()` has a row for each route and method of the app; the rows stand in `tests/access`, a file
for each area, and a route without a row fails the suite. A row says who gets in. Who does not: a
stranger is sent to sign-in, everybody else is told that there is no such page (404), whatever the
method.
"""

from datetime import date

import pytest

from eventsapp.extensions import db
from eventsapp.public import is_public
from tests.access import (
    agendas,
    boards,
    comments,
    documents,
    ending,
    general,
    hearings,
    lists,
    meetings,
    papers,
    people,
    polls,
    registering,
    rights,
    rounds,
    series,
)
from tests.access.rows import (
    EXPERT,
    NOBODY,
    OFFICER,
    OTHER_MEMBER,
    OTHER_MODERATOR,
    OWN_MODERATOR,
    STRANGER,
    VISITORS,
    Row,
)
from tests.factories import make_deadline
from tests.scenes import Scene, make_scene


def table(scene: Scene) -> list[Row]:
    """Return every address of the app, what destroys coming last."""
    areas = (
        general,
        meetings,
        agendas,
        rounds,
        boards,
        papers,
        people,
        registering,
        lists,
        rights,
        hearings,
        series,
        polls,
        documents,
        comments,
        ending,
    )
    return [row for area in areas for row in area.table(scene)]


@pytest.fixture
def scene(app):
    return make_scene()


def outcome(answer) -> str:
    """Say what happened at the door: in, sent to sign-in, or told that there is no such page."""
    if answer.status_code == 404:
        return "no such page"
    if answer.status_code == 302 and answer.location.startswith("/sign-in?"):
        return "sign in"
    if answer.status_code == 302 and answer.location == "/sign-in":
        return "sign in"
    return "in" if answer.status_code != 500 else "500"


def expected(row: Row, visitor: str, app) -> str:
    if row.who == NOBODY and is_public(app.view_functions[row.endpoint]):
        return "no such page"
    if visitor in row.who:
        return "in"
    return "sign in" if visitor == STRANGER else "no such page"


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_kind_of_visitor_comes_in_where_they_may_and_nowhere_else(
    app, scene, client, signed_in_as, visitor
):
    browser = client if visitor == STRANGER else signed_in_as(scene.users[visitor])
    wrong = []
    for row in table(scene):
        if row.endpoint == "accounts.sign_out":
            continue
        answer = browser.open(row.path, method=row.method, data=row.form)
        if outcome(answer) != expected(row, visitor, app):
            got = f"{outcome(answer)} ({answer.status_code})"
            wrong.append(f"{row.method} {row.path}: {got}, not {expected(row, visitor, app)}")

    assert wrong == []


def test_every_route_and_method_has_its_row(app, scene):
    rows = {(row.endpoint, row.method) for row in table(scene)}
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }

    assert routes - rows == set()
    assert rows - routes == set()


def test_signing_out_ends_it(scene, signed_in_as):
    browser = signed_in_as(scene.users[OFFICER])

    assert browser.post("/sign-out").location == "/sign-in"
    assert browser.get("/people").location == "/sign-in?next=/people"


@pytest.mark.parametrize("visitor", [EXPERT, OTHER_MEMBER, OTHER_MODERATOR])
@pytest.mark.parametrize(
    "path",
    ["/", "/meetings/egm-2", "/meetings/egm-2/minutes", "/timeline", "/calendars", "/letters",
     "/meetings/egm-2/agenda", "/consultations"],
)  # fmt: skip
def test_room_1_shows_through_no_page_of_others(scene, signed_in_as, visitor, path):
    page = signed_in_as(scene.users[visitor]).get(path).text

    assert "Only room 1 may read this." not in page
    assert "Karen Laßmann" not in page


def test_a_feed_holds_nothing_of_rooms_its_holder_is_not_in(scene, client):
    feed = client.get(f"/calendars/{scene.token}.ics").text

    assert "EGM 2" in feed
    assert "Water & people" not in feed.replace("\r\n ", "")
    assert "Karen" not in feed


def test_the_public_feed_names_nobody_and_no_room(scene, client):
    feed = client.get("/meetings/egm-2/public.ics").text.replace("\r\n ", "")

    assert "People-centred water" in feed or "EGM 2" in feed
    for name in [user.person.printed_name for user in scene.users.values()] + ["Water & people"]:
        assert name not in feed


def test_a_draft_round_is_seen_by_staff_only(scene, signed_in_as):
    page = "/meetings/egm-2"

    assert "Not yet decided" in signed_in_as(scene.users[OFFICER]).get(page).text
    assert "Not yet decided" not in signed_in_as(scene.users[OWN_MODERATOR]).get(page).text


def test_who_left_the_meeting_sees_its_rooms_no_more(scene, signed_in_as):
    browser = signed_in_as(scene.users[OWN_MODERATOR])
    assert browser.get("/meetings/egm-2/breakouts/1/rooms/1").status_code == 200

    moderator = scene.users[OWN_MODERATOR].person_id
    for participation in scene.rows["meeting"].participations:
        if participation.person_id == moderator:
            participation.left_at = participation.meeting.created_at
    db.session.commit()

    assert browser.get("/meetings/egm-2/breakouts/1/rooms/1").status_code == 404


def test_who_left_the_meeting_sees_its_deadlines_nowhere(scene, signed_in_as):
    officer, expert = signed_in_as(scene.users[OFFICER]), scene.users[OWN_MODERATOR]
    meeting = scene.rows["meeting"]
    deadline = make_deadline(
        "Send the maps", date(2099, 1, 1), [expert.person], meeting_id=meeting.id
    )
    pages = ["/", "/deadlines", f"/deadlines/{deadline.id}"]
    browser = signed_in_as(expert)
    assert all("Send the maps" in browser.get(page).text for page in pages)

    for participation in meeting.participations:
        if participation.person_id == expert.person_id:
            participation.left_at = meeting.created_at
    db.session.commit()

    assert not any("Send the maps" in browser.get(page).text for page in pages)
    assert browser.get(pages[-1]).status_code == 404
    assert officer.get(pages[-1]).status_code == 200
