"""The addresses of registration to a meeting."""

from tests.access.rows import EVERYBODY, HOLDER, NOBODY, STAFF, Row, both, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
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
