"""Reads of rights: what was asked and answered, what was deleted."""

from datetime import date
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select

from eventsapp.comments.models import Comment, Commenter
from eventsapp.erasing.queries import lists_naming, numbers_of
from eventsapp.extensions import db
from eventsapp.held.queries import held_about
from eventsapp.held.words import Group, stated
from eventsapp.meetings.models import DRAFT, Meeting, Participation
from eventsapp.people.models import Consent, Person
from eventsapp.rights.models import ASKED, DataRequest, Purge


def next_meeting_of(person_id: int, today: date) -> Meeting | None:
    """Return the next meeting in which somebody takes part, or None."""
    return db.session.scalar(
        select(Meeting)
        .join(Participation)
        .where(
            Participation.person_id == person_id,
            Participation.left_at.is_(None),
            Meeting.ends_on >= today,
            Meeting.state != DRAFT,
            Meeting.cancelled_at.is_(None),
        )
        .order_by(Meeting.starts_on, Meeting.id)
        .limit(1)
    )


def purposes_agreed_to(person_id: int) -> dict[str, list[Consent]]:
    """Return the consents that hold, by their purpose."""
    held: dict[str, list[Consent]] = {}
    wanted = select(Consent).where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
    for one in db.session.scalars(wanted.order_by(Consent.id)):
        held.setdefault(one.purpose, []).append(one)
    return held


def requests_of(person_id: int) -> list[DataRequest]:
    """Return what a person asked about their data, the latest first."""
    wanted = select(DataRequest).where(DataRequest.person_id == person_id)
    return list(db.session.scalars(wanted.order_by(DataRequest.id.desc())))


def requests_held(person_id: int) -> Group:
    """Return what a person asked about their data, as it stands among all that is held."""
    names = ("kind", "state", "words", "asked_at", "answer", "decided_at")
    rows = [{name: getattr(one, name) for name in names} for one in requests_of(person_id)]
    return Group("requests", tuple(map(stated, rows)))


def all_held(
    person: Person, *, is_own: bool, shows_locked: bool = False, shows_needs: bool = False
) -> list[Group]:
    """Return all that is held about a person (see `held_about`), published lists too."""
    groups = held_about(person, is_own=is_own, shows_locked=shows_locked, shows_needs=shows_needs)
    more = (comments_held(person), lists_held(person))
    return [*groups, *(group for group in more if group.rows)]


def comments_held(person: Person) -> Group:
    """Return what a person was asked to comment on, and what they wrote; an answer once it was
    published."""
    asked = (
        select(Commenter, Comment)
        .outerjoin(Comment, Comment.commenter_id == Commenter.id)
        .where(Commenter.person_id == person.id)
        .order_by(Commenter.id, Comment.id)
    )
    return Group("comments", tuple(stated(_commented(*row)) for row in db.session.execute(asked)))


def _commented(one: Commenter, comment: Comment | None) -> dict[str, Any]:
    row = {"title": one.round.document.title, "round": one.round.title, "address": one.address,
           "invited_at": one.invited_at, "reminded_at": one.reminded_at}  # fmt: skip
    if comment is None:
        return row
    group = comment.group if comment.group and comment.group.published_at else None
    return {
        **row,
        "words": "\n".join(part for part in (comment.text, comment.suggested) if part),
        "state": comment.state,
        "sent_at": comment.sent_at,
        "answer": group.reply if group else None,
    }


def lists_held(person: Person) -> Group:
    """Return the published lists of participants in which a person stands."""
    rows = [
        {
            "meeting": one.meeting.short_name,
            "language": one.language,
            "published_at": one.published_at,
            "withdrawn_at": one.withdrawn_at,
        }
        for one in lists_naming(numbers_of(person.id))
    ]
    return Group("lists", tuple(map(stated, rows)))


def waiting_requests() -> list[tuple[DataRequest, Person]]:
    """Return what waits for an answer, the oldest first, with who asked."""
    wanted = (
        select(DataRequest, Person)
        .join(Person, Person.id == DataRequest.person_id)
        .where(DataRequest.state == ASKED)
        .order_by(DataRequest.asked_at, DataRequest.id)
    )
    return [(row.DataRequest, row.Person) for row in db.session.execute(wanted).unique()]


def count_waiting() -> int:
    """Return how many people wait for an answer about their data."""
    people = func.count(func.distinct(DataRequest.person_id))
    return db.session.scalar(select(people).where(DataRequest.state == ASKED)) or 0


def answered_requests(number: int) -> Pagination:
    """Return one page of what was answered, the latest first."""
    wanted = select(DataRequest).where(DataRequest.state != ASKED)
    wanted = wanted.order_by(DataRequest.decided_at.desc(), DataRequest.id.desc())
    return db.paginate(wanted, page=number, per_page=50, error_out=False)


def purges(number: int) -> Pagination:
    """Return one page of the records of deletions, the latest first."""
    wanted = select(Purge).order_by(Purge.at.desc(), Purge.id.desc())
    return db.paginate(wanted, page=number, per_page=50, error_out=False)
