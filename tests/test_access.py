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
        *registry(scene),
        *merging(scene),
        *mail_and_minutes(scene),
        *operations(),
        *registering(scene),
        *imports_of_people(scene),
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
        *attendance(),
        Row("record.round", "/meetings/egm-2/breakouts/1", ROUND_1),
        Row("record.round", "/meetings/egm-2/breakouts/2", STAFF),
        Row("record.round", "/meetings/egm-9/breakouts/1", STAFF),
        Row("record.room", "/meetings/egm-2/breakouts/1/rooms/1", ROOM_1),
        Row("record.room", "/meetings/egm-2/breakouts/2/rooms/1", STAFF),
        Row("record.room", "/meetings/egm-9/breakouts/1/rooms/1", STAFF),
        post("record.set_question", f"/meetings/egm-2/questions/{question}/answered", STAFF),
    ]


def attendance() -> list[Row]:
    day, room = "/meetings/egm-2/attendance/1", "/meetings/egm-2/breakouts/1/rooms/1/attendance"
    draft = "/meetings/egm-2/breakouts/2/rooms/1/attendance"
    return [
        Row("attendance.index", "/meetings/egm-2/attendance", STAFF),
        Row("attendance.export", "/meetings/egm-2/attendance.csv", STAFF),
        *both("attendance.day", day, STAFF),
        *both("attendance.sync_day", f"{day}/sync", STAFF),
        *both("attendance.paper", f"{day}/paper", STAFF),
        Row("attendance.day_sheet", f"{day}/sheet.pdf", STAFF),
        *both("attendance.room", room, ROOM_1),
        *both("attendance.room", draft, STAFF),
        *both("attendance.sync_room", f"{room}/sync", ROOM_1),
        Row("attendance.worker", "/attendance-worker.js", EVERYBODY),
        Row("attendance.room_sheet", f"{room}/sheet.pdf", ROOM_1),
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


def merging(scene: Scene) -> list[Row]:
    known = ids(scene)
    pair = f"people={known['twin']}&people={scene.users[OTHER_MEMBER].person_id}"
    return [
        Row("merging.index", "/people/duplicates", STAFF),
        *both("merging.compare", f"/people/merge?{pair}", STAFF),
        Row("merging.merges", "/people/merges", STAFF),
        Row("merging.show", f"/people/merges/{known['merge']}", STAFF),
    ]


def registering(scene: Scene) -> list[Row]:
    known, form = ids(scene), "/register/register-egm-5"
    own = f"/registrations/{scene.registration_token}"
    one = f"/registrations/{known['registration']}"
    question = f"/registration-questions/{known['own_question']}"
    return [
        *both("registrations.form", form, EVERYBODY),
        Row("registrations.form", "/register/no-such-form", NOBODY),
        Row("registrations.sent", f"{form}/sent", EVERYBODY),
        *both("registered.link", f"{form}/link", EVERYBODY),
        Row("registrations.own", own, EVERYBODY),
        Row("registrations.own", "/registrations/no-such-token", NOBODY),
        # Whoever has the link comes in; a form that is not of our page does nothing (400).
        *both("registered.correction", f"{own}/correction", EVERYBODY),
        *both("registered.later", f"{own}/later", EVERYBODY),
        *both("registered.withdraw", f"{own}/withdraw", EVERYBODY),
        post("registered.confirm", f"{own}/confirm", EVERYBODY),
        post("registered.name", f"{own}/name", EVERYBODY),
        post("registered.own_data", f"{own}/data", EVERYBODY),
        Row("registrations.mine", f"/my-registrations/{known['registration']}", HOLDER),
        *both("registrations.settings", "/meetings/egm-2/registration", STAFF),
        Row("registrations.preview", "/meetings/egm-2/registration/preview", STAFF),
        *both("questions.new", "/meetings/egm-2/registration/questions/new", STAFF),
        *both("questions.edit", question, STAFF),
        post("questions.move", f"{question}/up", STAFF),
        Row("registrations.index", "/meetings/egm-2/registrations", STAFF),
        Row("registrations.show", one, STAFF),
        post("admissions.export", "/meetings/egm-2/registrations.csv", STAFF),
        post("admissions.decide_many", "/meetings/egm-2/registrations/decide", STAFF),
        post("admissions.private", f"{one}/private", STAFF),
        post("admissions.file", f"{one}/files/{known['file']}", STAFF),
        post("admissions.decide", f"{one}/decide", STAFF, decision="waiting"),
        post("admissions.undo", f"{one}/undo", STAFF),
        post("registered.decide_correction", f"/corrections/{known['correction']}/decide", STAFF),
        post("questions.remove", f"{question}/remove", STAFF),
    ]


def registry(scene: Scene) -> list[Row]:
    known = ids(scene)
    person = f"/people/{scene.users[OTHER_MEMBER].person_id}"
    office = f"/people/organizations/{known['organization']}"
    nominations = "/people/nominations"
    process = f"process={known['process']}"
    return [
        *both("registry.new", "/people/new", STAFF),
        Row("registry.export", "/people/export?format=csv", STAFF),
        # Only who arranges needs gets in, and nobody of the scene does.
        post("registry.needs", f"{person}/needs", NOBODY),
        post("registry.change_person_needs", f"{person}/needs/change", NOBODY),
        post(
            "registry.arranges_needs",
            f"/people/{scene.users[OFFICER].person_id}/arranges-needs/no",
            frozenset({ADMIN}),
        ),
        post("registry.works_again", f"{person}/addresses/{known['address']}/works", STAFF),
        Row("organizations.index", "/people/organizations", STAFF),
        Row("organizations.show", office, STAFF),
        *both("organizations.edit", f"{office}/edit", STAFF),
        Row("organizations.merge", f"{office}/merge", STAFF),
        Row("nominations.index", nominations, STAFF),
        Row("nominations.export", f"{nominations}.csv?{process}", STAFF),
        *both("nominations.new", f"{nominations}/new?{process}", STAFF),
        post("nominations.cap", f"{nominations}/cap?{process}", STAFF),
        Row("nominations.letter", f"{nominations}/{known['nomination']}/letter", STAFF),
        Row("labels.index", "/people/labels", STAFF),
        post("labels.add", "/people/labels", STAFF),
        post("labels.new_category", "/people/labels/categories", STAFF),
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


def imports_of_people(scene: Scene) -> list[Row]:
    sheet = f"/people/imports/{ids(scene)['sheet import']}"
    return [
        Row("imports.index", "/people/imports", STAFF),
        *both("imports.upload", "/people/import", STAFF),
        Row("imports.template", "/people/import/template.csv", STAFF),
        *both("imports.preview", sheet, STAFF),
        *both("imports.reading", f"{sheet}/reading", STAFF),
        Row("imports.original", f"{sheet}/file", STAFF),
        post("imports.decide", f"{sheet}/decide", STAFF),
        *both("imports.undo", f"{sheet}/undo", STAFF),
        post("imports.discard", f"{sheet}/discard", STAFF),
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
    twins = {"people": [str(known["twin"]), str(scene.users[OTHER_MEMBER].person_id)]}
    return [
        post(
            "organizations.merge",
            f"/people/organizations/{known['organization']}/merge",
            STAFF,
            other=str(known["other organization"]),
        ),
        post(
            "nominations.withdraw_one",
            f"/people/nominations/{known['nomination']}/withdraw",
            STAFF,
        ),
        post("labels.remove", f"/people/labels/{known['label']}/remove", STAFF),
        post("merging.say_apart", "/people/not-same", STAFF, **twins),
        post("merging.take_back", f"/people/not-same/{known['apart']}/take-back", STAFF),
        post("merging.undo", f"/people/merges/{known['merge']}/undo", STAFF),
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
