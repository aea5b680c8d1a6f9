"""A batch of letters, from approved to PDF."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.instance import Instance, migrate
from benchmarks.rows import Row
from eventsapp.accounts.models import User
from eventsapp.extensions import db
from eventsapp.letters.models import Letter, LetterRequest
from eventsapp.letters.pdf import render_pdf
from tests.letters.requests import approved, issue, make_expert, make_forum, make_officer

LETTERS = 500


def letters(folder: Path, database_url: str, engine: str) -> Iterator[Row]:
    """Measure 500 letters, approved to PDF, one transaction each as the secretariat's click is."""
    app = Instance(folder, database_url).app()
    migrate(app)
    with app.app_context():
        forum, officer = make_forum(), make_officer()
        for number in range(LETTERS):
            approved(make_expert(f"Łucja Żółkiewska {number}"), forum, officer)
        db.session.commit()
        officer_id = officer.id
        request_ids = list(db.session.scalars(db.select(LetterRequest.id)))
        db.session.expunge_all()
        begun = time.perf_counter()
        for request_id in request_ids:
            issue(db.session.get(LetterRequest, request_id), db.session.get(User, officer_id))
            db.session.commit()
            db.session.expunge_all()  # each letter is a request of its own
        seconds = time.perf_counter() - begun
        facts = db.session.scalars(db.select(Letter.facts)).first()
        kind = db.session.scalars(db.select(Letter.kind)).first()
    work = f"{engine}: {LETTERS} letters, approved to PDF"
    yield Row(work, seconds, "s", "≤ 6 s", _setting_alone(kind, facts), "setting the PDF alone")


def _setting_alone(kind: str, facts: dict[str, Any]) -> float:
    begun = time.perf_counter()
    for _ in range(LETTERS):
        render_pdf(kind, facts)
    return time.perf_counter() - begun
