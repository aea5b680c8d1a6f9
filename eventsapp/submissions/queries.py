"""Reads of submissions: what was sent, the voice of an organisation, who else speaks for it."""

from collections.abc import Sequence

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from eventsapp.consultations.models import (
    JOINED,
    REPLACED,
    SENT,
    WAITING,
    Consultation,
    Hearing,
    Submission,
)
from eventsapp.extensions import db

ROWS_PER_PAGE = 100
KEPT_STATES = (WAITING, SENT, JOINED, REPLACED)
_ORDER = case({state: place for place, state in enumerate(KEPT_STATES)}, value=Submission.state)


def _sent(consultation_id: int) -> Select[Submission]:
    return (
        select(Submission)
        .join(Hearing, Hearing.id == Submission.hearing_id)
        .options(
            contains_eager(Submission.hearing).joinedload(Hearing.person),
            contains_eager(Submission.hearing).joinedload(Hearing.organization),
        )
        .where(Submission.consultation_id == consultation_id, Submission.sent_at.is_not(None))
        .order_by(_ORDER, Submission.sent_at, Submission.id)
    )


def submissions_page(consultation_id: int, page: int) -> Pagination:
    """Return one page of what was sent, what waits for agreement first; a hundred a page."""
    return db.paginate(_sent(consultation_id), page=page, per_page=ROWS_PER_PAGE, error_out=False)


def submissions_sent(consultation_id: int) -> Sequence[Submission]:
    """Return all that was sent, for a file."""
    return db.session.scalars(_sent(consultation_id)).all()


def late_drafts(consultation_id: int) -> list[Submission]:
    """Return what was kept when somebody sent after the closing moment."""
    rows = (
        select(Submission)
        .options(joinedload(Submission.hearing).joinedload(Hearing.person))
        .where(
            Submission.consultation_id == consultation_id,
            Submission.sent_at.is_(None),
            Submission.was_late,
        )
        .order_by(Submission.saved_at, Submission.id)
    )
    return list(db.session.scalars(rows))


def voice_of(consultation_id: int, key: str, *, but: int | None = None) -> Submission | None:
    """Return the one voice of an organisation, of somebody else than the submission `but`."""
    return db.session.scalar(
        select(Submission).where(
            Submission.consultation_id == consultation_id,
            Submission.voice_key == key,
            Submission.id != (but or 0),
        )
    )


def lock(consultation: Consultation) -> None:
    """Let nobody else decide about the voices of a consultation until this transaction ends."""
    db.session.execute(
        select(Consultation.id).where(Consultation.id == consultation.id).with_for_update()
    )


def colleagues(hearing: Hearing) -> list[Hearing]:
    """Return who else is heard for the same organisation and still is to be."""
    same = [Hearing.organization_id == hearing.organization_id] if hearing.organization_id else []
    if hearing.organization_name and not same:
        same = [Hearing.organization_name == hearing.organization_name]
    if not same:
        return []
    return list(
        db.session.scalars(
            select(Hearing).where(
                Hearing.consultation_id == hearing.consultation_id,
                Hearing.id != hearing.id,
                Hearing.withdrawn_at.is_(None),
                or_(*same),
            )
        )
    )
