"""Nominations: by country with the cap, the letter on file, and what the secretariat takes away."""

import csv
from io import BytesIO, StringIO

import pytest
from sqlalchemy import select, text

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.people.models import Label, Nomination
from eventsapp.sheets.reading import read_table
from tests.factories import NOW, make_person, make_process, make_user
from tests.registry.pages import inputs, names, rows, said

PDF = b"%PDF-1.7 signed by the ministry"


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Grace Wanjiru"), role="secretariat"))


def make_nomination(process, person, country="BR", **changes):
    given = {"process_id": process.id, "person_id": person.id, "created_at": NOW}
    nomination = Nomination(country=country, **{**given, **changes})
    db.session.add(nomination)
    db.session.flush()
    return nomination


def form_of(process, person):
    return f"/people/nominations/new?process={process.id}&person={person.id}"


def test_a_government_nominates_somebody_with_a_signed_letter(officer):
    process, person = make_process(), make_person("Ana Silva", country="BR")
    found = officer.get(f"/people/nominations/new?process={process.id}&q=silva")
    assert f"person={person.id}" in found.text

    typed = inputs(officer.get(form_of(process, person)))
    assert typed["country"] == "BR"
    sent = {
        **typed,
        "nominated_on": "2024-09-02",
        "letter": (BytesIO(PDF), "carta assinada.pdf", "text/plain"),
    }
    page = officer.post(form_of(process, person), data=sent, follow_redirects=True)

    assert "Ana Silva is nominated." in page.text
    assert rows(page) == [
        "Ana Silva Brazil 2 September 2024 carta assinada.pdf Nominated "
        "Correct or add the letter Ana Silva Withdraw Ana Silva"
    ]


def test_the_letter_on_file_lies_encrypted_and_each_look_at_it_is_written_down(officer):
    process, person = make_process(), make_person("Ana Silva")
    officer.post(
        form_of(process, person),
        data={
            **inputs(officer.get(form_of(process, person))),
            "country": "BR",
            "letter": (BytesIO(PDF), "carta.pdf"),
        },
    )
    kept = db.session.scalar(text("select letter from nomination"))
    nomination = db.session.scalar(select(Nomination))

    letter = officer.get(f"/people/nominations/{nomination.id}/letter")

    assert PDF not in bytes(kept)
    again = officer.get(form_of(process, person))
    assert "carta.pdf is on file; another one replaces it." in again.text
    assert (letter.data, letter.mimetype) == (PDF, "application/pdf")
    assert letter.headers["Content-Disposition"] == "attachment; filename=carta.pdf"
    assert letter.headers["Cache-Control"] == "private, no-store"
    acts = db.session.execute(
        select(Entry.verb, Entry.subject_table, Entry.subject_id).order_by(Entry.id)
    )
    assert [tuple(act) for act in acts] == [
        ("nominated", "person", person.id),
        ("saw a nomination letter", "person", person.id),
    ]


def test_a_nomination_without_a_letter_has_none_to_give(officer):
    nomination = make_nomination(make_process(), make_person("Ana Silva"))

    assert officer.get(f"/people/nominations/{nomination.id}/letter").status_code == 404
    assert "Missing" in officer.get("/people/nominations").text


def test_more_than_the_cap_is_warned_of_in_words_and_not_refused(officer):
    process = make_process()
    officer.post(f"/people/nominations/cap?process={process.id}", data={"most": "2"})
    for name in ("Ana Silva", "Bruno Costa", "Caetana Lima"):
        person = make_person(name, country="BR")
        answer = officer.post(
            form_of(process, person), data=inputs(officer.get(form_of(process, person)))
        )
        assert answer.status_code == 302
    make_nomination(process, make_person("Amina Diallo"), "SN")

    page = officer.get("/people/nominations")

    warning = (
        "Brazil has nominated 3, and a country may nominate at most 2 for IG-PCSC. "
        "Ask which of them it means, and withdraw the others."
    )
    assert said(page.text).count("has nominated") == 1
    assert warning in said(page.text)
    assert "4 people nominated 2 countries at most 2 per country" in said(page.text)
    assert names(page) == ["Ana Silva", "Bruno Costa", "Caetana Lima", "Amina Diallo"]


def test_who_was_withdrawn_counts_no_more_and_can_be_nominated_again(officer):
    process, person = make_process(), make_person("Ana Silva")
    process.most_per_country = 1
    make_nomination(process, make_person("Bruno Costa"))
    one = make_nomination(process, person)

    officer.post(f"/people/nominations/{one.id}/withdraw")
    twice = officer.post(f"/people/nominations/{one.id}/withdraw", follow_redirects=True)

    assert "has nominated" not in twice.text
    assert "One person nominated one country" in said(twice.text)
    typed = inputs(officer.get(form_of(process, person)))
    again = officer.post(form_of(process, person), data=typed, follow_redirects=True)
    assert "Brazil has nominated 2" in again.text
    verbs = db.session.scalars(select(Entry.verb).where(Entry.subject_id == person.id))
    assert list(verbs) == ["withdrew a nomination", "nominated"]


@pytest.mark.parametrize("typed", ["0", "-1", "two", "100000"])
def test_a_cap_that_is_no_number_is_not_kept(officer, typed):
    process = make_process()

    answer = officer.post(f"/people/nominations/cap?process={process.id}", data={"most": typed})

    db.session.expire_all()
    assert (answer.status_code, process.most_per_country) == (422, None)
    assert f'value="{typed}"' in answer.text


@pytest.mark.parametrize(
    ("letter", "sentence"),
    [
        ((b"MZ\x90 a program", "letter.pdf"), "letter.pdf is neither a PDF nor a picture."),
        ((b"", "empty.pdf"), "empty.pdf is neither a PDF nor a picture."),
    ],
)
def test_what_is_no_letter_is_refused_by_its_content(officer, letter, sentence):
    process, person = make_process(), make_person("Ana Silva", country="BR")
    typed = inputs(officer.get(form_of(process, person)))
    content, name = letter

    answer = officer.post(
        form_of(process, person),
        data={**typed, "note": "By post", "letter": (BytesIO(content), name)},
    )

    assert answer.status_code == 422
    assert sentence in said(answer.text)
    assert inputs(answer)["note"] == "By post"
    assert db.session.scalar(select(Nomination)) is None


def test_a_person_is_named_by_one_country_for_one_process(officer):
    process, person = make_process(), make_person("Ana Silva")
    make_nomination(process, person, "BR")
    typed = inputs(officer.get(form_of(process, person)))

    answer = officer.post(form_of(process, person), data={**typed, "country": "PT"})

    assert answer.status_code == 422
    assert "Ana Silva is named for IG-PCSC by another country already." in said(answer.text)


def test_a_form_older_than_the_nomination_saves_nothing_and_loses_nothing(signed_in_as):
    first = signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))
    second = signed_in_as(make_user(make_person("David Adawo"), role="secretariat"))
    process, person = make_process(), make_person("Ana Silva")
    make_nomination(process, person)
    address = form_of(process, person)
    opened = inputs(first.get(address))

    second.post(address, data={**opened, "nominated_on": "2024-09-02"})
    answer = first.post(address, data={**opened, "note": "By post"})

    kept = db.session.scalar(select(Nomination))
    assert (answer.status_code, kept.note) == (409, None)
    assert "Last saved by David Adawo" in said(answer.text)
    assert "Saved meanwhile 2 September 2024" in said(answer.text)
    assert inputs(answer)["note"] == "By post"

    assert first.post(address, data=inputs(answer)).status_code == 302
    db.session.expire_all()
    assert (kept.note, str(kept.nominated_on)) == ("By post", "2024-09-02")


def test_a_form_sent_twice_is_one_nomination_and_one_line_of_history(officer):
    process, person = make_process(), make_person("Ana Silva", country="BR")
    typed = inputs(officer.get(form_of(process, person)))

    answers = [
        officer.post(form_of(process, person), data={**typed, "letter": (BytesIO(PDF), "a.pdf")})
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(db.session.scalars(select(Nomination)).all()) == 1
    assert list(db.session.scalars(select(Entry.verb))) == ["nominated"]


def test_the_nominations_of_a_process_can_be_taken_away_as_a_file(officer):
    process = make_process()
    person = make_person("=1+1", organization="Prefeitura de São Paulo")
    make_nomination(process, person, letter=PDF, letter_name="carta.pdf")
    make_nomination(process, make_person("李明"), "CN", withdrawn_at=NOW)
    make_nomination(make_process("OTHER"), make_person("Bo Ng"), "GH")
    db.session.add(Label(kind="country", code="BR", language="en", text="Federative Brazil"))

    answer = officer.get(f"/people/nominations.csv?process={process.id}")
    book = officer.get(f"/people/nominations.xlsx?process={process.id}")

    wanted = [
        ["Country", "Name", "Organisation", "Day of the letter", "Letter", "State"],
        ["Federative Brazil", "=1+1", "Prefeitura de São Paulo", "", "on file", "nominated"],
        ["China", "李明", "", "", "missing", "withdrawn"],
    ]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    taken = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert taken == [wanted[0], [wanted[1][0], "'=1+1", *wanted[1][2:]], wanted[2]]
    in_book = read_table(book.data, "nominations.xlsx")
    lines = [[cell or "" for cell in row.cells] for row in in_book.rows]
    assert [list(in_book.header), *lines] == wanted
    logged = db.session.scalars(select(Entry.detail).where(Entry.verb == "exported")).all()
    assert [one["filter"] for one in logged] == [{"process": "IG-PCSC"}] * 2
    assert [one["rows"] for one in logged] == [2, 2]


def test_without_a_process_the_page_says_where_processes_come_from(officer):
    assert "a process comes with its first meeting" in officer.get("/people/nominations").text


def test_the_queries_of_the_page_do_not_grow_with_its_rows(officer, questions):
    process = make_process()
    make_nomination(process, make_person("Ana Silva"))
    few = questions(lambda: officer.get("/people/nominations"))
    for number in range(30):
        someone = make_person(f"Bo Ng {number}", organization=f"City {number}")
        make_nomination(process, someone, ("BR", "GH", "CN")[number % 3])

    assert questions(lambda: officer.get("/people/nominations")) == few
