"""The number of a passport stands in clear nowhere: tables, files, mails, log, PDF."""

import logging
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.letters.models import Letter, LetterRequest
from tests.letters.requests import (
    NUMBER,
    TODAY,
    make_coming_forum,
    make_expert,
    make_officer,
)

CODES = ("utf-8", "utf-16-le", "utf-16-be")


@pytest.fixture
def told(app, signed_in_as, caplog):
    """The letter of one expert after a long way: wrong input, a return, an approval, an end."""
    caplog.set_level(logging.DEBUG)
    make_coming_forum()
    expert, officer, signatory = make_expert(), make_officer(), make_officer("Óscar Núñez")
    typed = {
        "passport_name": "ŁUCJA ŻÓŁKIEWSKA",
        "address_as": "",
        "nationality": "POL",
        "passport_number": NUMBER,
        "expires_on": f"4/9/{TODAY.year + 4}",
        "birth_on": "32/13/1990",
        "act": "send",
    }
    asking, checking = signed_in_as(expert), signed_in_as(officer)
    asking.post("/letters/new?meeting=wuf-12", data=typed)
    asking.post("/letters/new?meeting=wuf-12", data={**typed, "birth_on": "4/3/1980"})
    request = db.session.scalar(select(LetterRequest))
    page = f"/letters/{request.id}"
    checking.post(f"{page}/passport")
    for reason in (f"The passport {NUMBER} ends soon.", "The passport ends soon."):
        answer = {"decision": "return", "reason": reason, "version": version_of(request)}
        checking.post(f"{page}/decide", data=answer)
    asking.post(f"{page}/edit")
    again = {**typed, "birth_on": "4/3/1980", "version": version_of(request)}
    asking.post(f"{page}/edit", data=again)
    approval = {"decision": "approve", "paid_by": "host", "version": version_of(request)}
    signed_in_as(signatory).post(f"{page}/decide", data=approval)
    checking.post(f"{page}/issue", data={"version": version_of(request)})
    checking.post(f"{page}/revoke", data={"reason": "Called off."})
    return db.session.scalar(select(Letter))


def version_of(request):
    db.session.commit()
    db.session.refresh(request)
    return request.version


def is_in(content, number=NUMBER):
    spellings = (number, number.lower(), f"{number[:2]} {number[2:]}")
    return any(spelling.encode(code) in content for spelling in spellings for code in CODES)


def test_the_story_was_told_to_its_end(told):
    assert (told.state, told.request.details["passport_number"]) == ("revoked", NUMBER)


def test_no_table_holds_the_number_in_clear(told):
    values = []
    for table in db.metadata.sorted_tables:
        name = db.engine.dialect.identifier_preparer.quote(table.name)
        rows = db.session.connection().exec_driver_sql(f"SELECT * FROM {name}")
        values += [as_bytes(value) for row in rows for value in row]

    assert any(b"IG-PCSC" in value for value in values)
    assert [value for value in values if is_in(value)] == []


def as_bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_no_file_of_the_instance_holds_the_number(told, app, tmp_path):
    db.session.commit()
    database = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    if database:
        files += sorted(Path(database).parent.glob("*"))

    assert [path.name for path in files if is_in(path.read_bytes())] == []


def test_no_mail_and_no_line_of_the_log_holds_the_number(told, outbox, caplog):
    mails = [part for mail in outbox for part in (mail.subject, mail.text, mail.html)]

    assert [mail.subject for mail in outbox] == [
        "Your request for a letter to World Urban Forum needs a correction",
        "Your invitation letter to World Urban Forum",
        f"Letter {told.number} was revoked",
    ]
    assert [text for text in [*mails, caplog.text] if is_in(text.encode())] == []


def test_no_stream_of_the_pdf_holds_the_number_also_unpacked(told):
    pdf = pypdf.PdfReader(BytesIO(told.pdf))
    streams = [pdf.get_object(number) for number in range(1, len(pdf.xref[0]) + 1)]
    unpacked = [stream.get_data() for stream in streams if hasattr(stream, "get_data")]

    assert len(unpacked) > 5
    texts = [page.extract_text().encode() for page in pdf.pages]
    assert [part for part in [told.pdf, *unpacked, *texts] if is_in(part)] == []
