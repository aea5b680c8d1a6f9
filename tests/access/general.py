"""The addresses of accounts, calendars, mail, minutes and operations."""

from tests.access.rows import EVERYBODY, HOLDER, NOBODY, SIGNED_IN, STAFF, Row, both, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    return [*accounts(scene), *mail_and_minutes(scene), *operations()]


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
