"""The addresses of the registry of people and of letters."""

from tests.access.rows import (
    ADMIN,
    EVERYBODY,
    NOBODY,
    OFFICER,
    OTHER_MEMBER,
    OWNER,
    SIGNED_IN,
    STAFF,
    Row,
    both,
    ids,
    post,
)
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    return [
        *people_and_letters(scene),
        *registry(scene),
        *merging(scene),
        *imports_of_people(scene),
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
        *both("consents.new", f"{person}/consents/new", STAFF),
        post("consents.withdraw", f"{person}/consents/{known['consent']}/withdraw", STAFF),
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


def merging(scene: Scene) -> list[Row]:
    known = ids(scene)
    pair = f"people={known['twin']}&people={scene.users[OTHER_MEMBER].person_id}"
    return [
        Row("merging.index", "/people/duplicates", STAFF),
        *both("merging.compare", f"/people/merge?{pair}", STAFF),
        Row("merging.merges", "/people/merges", STAFF),
        Row("merging.show", f"/people/merges/{known['merge']}", STAFF),
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
