"""Every address against the seven kinds of visitor.

`table()` has a row for each route and method of the app; a route without a row fails the suite. A
row says who gets in. Who does not: a stranger is sent to sign-in, everybody else is told that
there is no such page (404), whatever the method.
"""

from dataclasses import dataclass, field
from datetime import date

import pytest

from eventsapp.extensions import db
from eventsapp.public import is_public
from tests.factories import make_deadline
from tests.scenes import Scene, make_scene

STRANGER, EXPERT, OFFICER, ADMIN = "stranger", "expert", "secretariat", "administrator"
OTHER_MEMBER, OTHER_MODERATOR, OWN_MODERATOR = "member 2", "moderator 2", "moderator 1"
VISITORS = (STRANGER, EXPERT, OTHER_MEMBER, OTHER_MODERATOR, OWN_MODERATOR, OFFICER, ADMIN)

EVERYBODY = frozenset(VISITORS)
SIGNED_IN = EVERYBODY - {STRANGER}
STAFF = frozenset({OFFICER, ADMIN})
ROOM_1 = STAFF | {OWN_MODERATOR}
ROUND_1 = STAFF | {OWN_MODERATOR, OTHER_MODERATOR, OTHER_MEMBER}
OWNER = STAFF | {EXPERT}
HOLDER = frozenset({EXPERT})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """One address: who gets in, and what is sent along."""

    endpoint: str
    path: str
    who: frozenset[str]
    method: str = "GET"
    form: dict[str, str] = field(default_factory=dict)


def both(endpoint: str, path: str, who: frozenset[str]) -> list[Row]:
    """A form: shown and sent at one address."""
    return [Row(endpoint, path, who), Row(endpoint, path, who, "POST")]


def post(endpoint: str, path: str, who: frozenset[str], **form: str) -> Row:
    return Row(endpoint, path, who, "POST", form)


def ids(scene: Scene) -> dict[str, int]:
    return {word: row.id for word, row in scene.rows.items()}


def table(scene: Scene) -> list[Row]:
    """Return every address of the app, what destroys coming last."""
    return [
        *accounts(scene),
        *meetings(),
        *record(scene),
        *dated(scene),
        *people_and_letters(scene),
        *mail_and_minutes(scene),
        *operations(),
        *what_ends(scene),
    ]


def accounts(scene: Scene) -> list[Row]:
    feed = ids(scene)["feed"]
    return [
        Row("home.show", "/", SIGNED_IN),
        *both("accounts.sign_in", "/sign-in", EVERYBODY),
        *both("accounts.sign_in_password", "/sign-in/password", EVERYBODY),
        *both("accounts.use_sign_in_link", "/sign-in/no-such-token", EVERYBODY),
        *both("accounts.my_details", "/my-details", SIGNED_IN),
        post("accounts.change_password", "/my-details/password", STAFF),
        # The link for the first administrator is dead as soon as anybody has an account.
        *both("accounts.welcome", "/welcome/any", NOBODY),
        Row("calendars.index", "/calendars", SIGNED_IN),
        post("calendars.create", "/calendars", SIGNED_IN),
        Row("calendars.feed", f"/calendars/{scene.token}.ics", EVERYBODY),
        Row("calendars.feed", "/calendars/no-such-token.ics", NOBODY),
        Row("calendars.public_feed", "/meetings/egm-2/public.ics", EVERYBODY),
        Row("calendars.public_feed", "/meetings/egm-9/public.ics", NOBODY),
        *both("calendars.renew", f"/calendars/{feed}/renew", HOLDER),
        *both("invitations.answer", f"/invitations/{scene.invitation_token}", EVERYBODY),
        *both("invitations.answer", "/invitations/no-such-token", NOBODY),
        *both("invitations.own", "/meetings/egm-5/invitation", HOLDER),
    ]


def meetings() -> list[Row]:
    return [
        Row("meetings.index", "/meetings", SIGNED_IN),
        Row("meetings.agenda", "/meetings/egm-2/agenda", SIGNED_IN),
        Row("meetings.agenda", "/meetings/egm-9/agenda", STAFF),
        *both("meetings.new", "/meetings/new", STAFF),
        *both("meetings.edit", "/meetings/egm-2/edit", STAFF),
        *both("meetings.hours", "/meetings/egm-2/days/1", STAFF),
        *both("meetings.new_item", "/meetings/egm-2/agenda/new", STAFF),
    ]


def record(scene: Scene) -> list[Row]:
    question, item = ids(scene)["question"], ids(scene)["item"]
    member = str(scene.users[OTHER_MEMBER].person_id)
    people, coming = "/meetings/egm-2/participants", "/meetings/egm-5/participants"
    known = ids(scene)
    return [
        Row("meetings.add_person", f"{people}/add", STAFF),
        post("meetings.add_person", f"{people}/add", STAFF, person=member),
        *both("meetings.participation", f"{people}/{member}", STAFF),
        *both("meetings.item", f"/meetings/egm-2/agenda/{item}", STAFF),
        post("meetings.shift_item", f"/meetings/egm-2/agenda/{item}/down", STAFF),
        Row("record.meeting", "/meetings/egm-2", SIGNED_IN),
        Row("record.meeting", "/meetings/egm-9", STAFF),
        Row("record.minutes", "/meetings/egm-2/minutes", SIGNED_IN),
        Row("record.minutes", "/meetings/egm-9/minutes", STAFF),
        Row("participants.index", "/meetings/egm-2/participants", STAFF),
        Row("participants.index", "/meetings/egm-5/participants?answer=none", STAFF),
        Row("participants.export", "/meetings/egm-5/participants.xlsx", STAFF),
        Row("participants.export", "/meetings/egm-5/participants.csv?answer=none", STAFF),
        Row("participants.invite", "/meetings/egm-5/participants/invite?q=a", STAFF),
        Row("participants.act", "/meetings/egm-5/participants/act?act=remind&all=1", STAFF),
        post("participants.act", f"{coming}/act", STAFF, act="role", p=member, seen="1"),
        post("participants.link", f"{coming}/link", NOBODY, person=member, registration="1"),
        post("participants.undo", f"{coming}/undo/{known['act']}", STAFF),
        Row("record.round", "/meetings/egm-2/breakouts/1", ROUND_1),
        Row("record.round", "/meetings/egm-2/breakouts/2", STAFF),
        Row("record.round", "/meetings/egm-9/breakouts/1", STAFF),
        Row("record.room", "/meetings/egm-2/breakouts/1/rooms/1", ROOM_1),
        Row("record.room", "/meetings/egm-2/breakouts/2/rooms/1", STAFF),
        Row("record.room", "/meetings/egm-9/breakouts/1/rooms/1", STAFF),
        post("record.set_question", f"/meetings/egm-2/questions/{question}/answered", STAFF),
    ]


def dated(scene: Scene) -> list[Row]:
    known = ids(scene)
    consultation = f"/consultations/{known['consultation']}"
    deadline = f"/deadlines/{known['deadline']}"
    return [
        Row("reports.timeline", "/timeline", SIGNED_IN),
        Row("documents.index", "/documents", SIGNED_IN),
        Row("consultations.index", "/consultations", SIGNED_IN),
        Row("consultations.show", consultation, SIGNED_IN),
        *both("consultations.new", "/consultations/new", STAFF),
        *both("consultations.edit", f"{consultation}/edit", STAFF),
        post("consultations.repeat", f"{consultation}/repeat", STAFF),
        post("consultations.decline", f"{consultation}/decline-series", STAFF),
        post("consultations.stop", f"{consultation}/stop-repeating", STAFF),
        Row("reminders.index", "/deadlines", SIGNED_IN),
        Row("reminders.show", deadline, OWNER),
        *both("reminders.edit", f"{deadline}/edit", STAFF),
        post("reminders.mark_own_done", f"{deadline}/done", HOLDER),
        post("reminders.change_obligation", f"/obligations/{known['obligation']}/done", STAFF),
        post("reminders.change_reminder", f"/reminders/{known['reminder']}/skip", STAFF),
    ]


def people_and_letters(scene: Scene) -> list[Row]:
    known = ids(scene)
    person = scene.users[OTHER_MEMBER].person_id
    request, issued = f"/letters/{known['request']}", f"/letters/{known['issued']}"
    return [
        Row("registry.index", "/people?q=huiwen", STAFF),
        Row("registry.show", f"/people/{person}", STAFF),
        *both("registry.edit", f"/people/{person}/edit", STAFF),
        Row("letters.index", "/letters", SIGNED_IN),
        *both("letters.new", "/letters/new?meeting=wuf-12", SIGNED_IN),
        Row("letters.show", request, OWNER),
        Row("letters.pdf", f"{issued}.pdf", OWNER),
        Row("letters.verify_form", "/verify", EVERYBODY),
        Row("letters.verify", "/verify/K7QM-3XPD", EVERYBODY),
        post("letters.edit", f"{request}/edit", OWNER),
        post("letters.passport", f"{request}/passport", OWNER),
        post("letters.decide", f"{request}/decide", STAFF),
        post("letters.issue", f"{request}/issue", STAFF),
    ]


def mail_and_minutes(scene: Scene) -> list[Row]:
    message = f"/mail/{ids(scene)['message']}"
    return [
        *both("minutes.upload", "/minutes/import", STAFF),
        *both("minutes.preview", f"/minutes/import/{ids(scene)['import']}", STAFF),
        *both("minutes.undo", f"/minutes/import/{ids(scene)['import']}/undo", STAFF),
        post("minutes.discard", f"/minutes/import/{ids(scene)['import']}/discard", STAFF),
        Row("mail.index", "/mail", STAFF),
        Row("mail.show", message, STAFF),
        Row("mail.body", f"{message}/body", STAFF),
        post("mail.skip", f"{message}/skip", STAFF),
        post("mail.hold", f"{message}/hold", STAFF),
        post("mail.send_now", f"{message}/send-now", STAFF),
        post("mail.send_again", f"{message}/send-again", STAFF),
    ]


def operations() -> list[Row]:
    return [
        Row("operations.healthz", "/healthz", EVERYBODY),
        # 503 is an answer too: no worker runs in this test.
        Row("operations.readyz", "/readyz", EVERYBODY),
        Row("operations.show_metrics", "/metrics", EVERYBODY),
        Row("operations.robots", "/robots.txt", EVERYBODY),
        # Outside the demonstration there is no clock to move.
        Row("demonstration.moving", "/clock", NOBODY),
        post("demonstration.move_clock", "/clock/day", NOBODY),
    ]


def what_ends(scene: Scene) -> list[Row]:
    known = ids(scene)
    consultation = f"/consultations/{known['consultation']}"
    deadline = f"/deadlines/{known['deadline']}"
    return [
        *both("calendars.revoke", f"/calendars/{known['feed']}/revoke", HOLDER),
        *both("letters.withdraw", f"/letters/{known['request']}/withdraw", OWNER),
        *both("letters.revoke", f"/letters/{known['issued']}/revoke", STAFF),
        *both("consultations.cancel", f"{consultation}/cancel", STAFF),
        post("consultations.reinstate", f"{consultation}/reinstate", STAFF),
        post("reminders.close", f"{deadline}/close", STAFF),
        post("reminders.open_again", f"{deadline}/open", STAFF),
        *both("meetings.remove_item", f"/meetings/egm-2/agenda/{known['item']}/delete", STAFF),
        *both("meetings.cancel", "/meetings/egm-2/cancel", STAFF),
        post("meetings.reinstate", "/meetings/egm-2/reinstate", STAFF),
        # After this one the visitor is a stranger.
        post("accounts.sign_out", "/sign-out", SIGNED_IN),
    ]


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
