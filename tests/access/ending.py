"""The addresses behind which something ends."""

from tests.access.rows import HOLDER, OTHER_MEMBER, OWNER, SIGNED_IN, STAFF, Row, both, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
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
        *both("meetings.cancel", "/meetings/egm-2/cancel", STAFF),
        post("meetings.reinstate", "/meetings/egm-2/reinstate", STAFF),
        # After this one the visitor is a stranger.
        post("accounts.sign_out", "/sign-out", SIGNED_IN),
    ]
