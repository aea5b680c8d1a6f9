"""Who may see and do what: the only module that decides it.

Views ask `find(Model, key, current_user)`, which gives the row, or None for what does not exist or
may not be seen; both answer 404. `sees(row, user)` is the rule behind it. Staff are the
secretariat and administrators. Roles in meetings and rooms follow from participations and
placements and are never typed.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import joinedload

from eventsapp.accounts.models import ADMINISTRATOR, User
from eventsapp.accounts.queries import may_change_addresses
from eventsapp.breakouts.models import LEADING, BreakoutRoom, Placement, Round
from eventsapp.calendars.models import Feed
from eventsapp.clock import utcnow
from eventsapp.comments.models import CommentRound
from eventsapp.consultations.models import Consultation, Hearing, Submission
from eventsapp.consultations.queries import heard_in
from eventsapp.documents.models import Document, Draft, HandedDraft, Release
from eventsapp.documents.queries import open_drafts
from eventsapp.extensions import db, login_manager
from eventsapp.imports.models import SheetImport
from eventsapp.letters.models import Letter, LetterRequest
from eventsapp.mail.models import Message
from eventsapp.meetings.models import DRAFT, AgendaItem, Meeting, MeetingDay, Participation
from eventsapp.minutes.models import Import, Note, OpenQuestion, Section
from eventsapp.numbers import LARGEST
from eventsapp.papers.models import AUDIENCES, PARTICIPANTS, PUBLIC
from eventsapp.people.models import Person
from eventsapp.polls.models import Poll, PollInvitee, PollSlot
from eventsapp.public import is_public
from eventsapp.reminders.models import Deadline, Obligation, Reminder
from eventsapp.reminders.queries import HAS_LEFT, IS_DRAFT

Row = TypeVar("Row")
OPEN_ONLINE = "open online"


def register(app: Flask) -> None:
    """Close every view that is not marked `@public` to people who have not signed in."""
    app.before_request(_close_to_strangers)
    login_manager.user_loader(_load_user)


# Few pages name the reader's addresses: the others need not ask for them.
_USER = (
    select(User)
    .where(User.session_key == bindparam("session_key"))
    .options(joinedload(User.person).lazyload(Person.addresses))
)


def _load_user(session_key: str) -> User | None:
    user = db.session.scalar(_USER, {"session_key": session_key})
    return user if user is not None and user.is_active else None


def _close_to_strangers() -> Any:
    if request.endpoint in {None, "static"}:
        return None
    if is_public(_view()) or current_user.is_authenticated:
        return None
    next_page = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=next_page))


def _view() -> Callable[..., Any] | None:
    return current_app.view_functions.get(request.endpoint or "")


def require_staff(user: User) -> None:
    """Answer 404 to everybody but the secretariat and administrators."""
    if not user.is_staff:
        abort(404)


def require_administrator(user: User) -> None:
    """Answer 404 to everybody but administrators."""
    if user.role != ADMINISTRATOR:
        abort(404)


def find(model: type[Row], key: Any, user: User) -> Row | None:
    """Return the row with this key (a meeting by its code), or None if it may not be seen or is
    not there."""
    if key is None or (isinstance(key, int) and not 0 < key <= LARGEST):
        return None
    row: Any
    if model is Meeting and isinstance(key, str):
        row = db.session.scalar(select(Meeting).where(Meeting.code == key))
    else:
        row = db.session.get(model, key)
    return row if row is not None and sees(row, user) else None


def sees(row: Any, user: User) -> bool:
    """Return whether this user may see this row. What has no rule is closed."""
    if user.is_staff and type(row) is not Feed:
        return True
    rule = _RULES.get(type(row))
    return rule is not None and rule(row, user)


def changes(row: Any, user: User) -> bool:
    """Return whether this user may change this row: staff, and people their own unfinished
    requests."""
    if user.is_staff:
        return True
    return isinstance(row, LetterRequest) and _is_own_request(row, user)


def changes_addresses(person: Person, user: User) -> bool:
    """Return whether this user may change the addresses at which a person gets sign-in links."""
    return may_change_addresses(person.id, user)


def sees_needs(user: User) -> bool:
    """Return whether this user may see who needs what to take part: those who arrange it only."""
    return user.is_staff and user.arranges_needs


def takes_part(meeting_id: int | None, user: User) -> bool:
    """Return whether this user takes part in the meeting and has not left it. Of a draft, staff
    alone know who will."""
    if meeting_id is None:
        return False
    own = _own_meetings(user).where(Participation.meeting_id == meeting_id)
    return db.session.scalar(own) is not None


def may_join(meeting: Meeting, user: User) -> bool:
    """Return whether this user is shown the link by which one joins: who takes part, and staff."""
    return user.is_staff or takes_part(meeting.id, user)


def readable_papers(meeting: Meeting, user: Any) -> tuple[str, ...]:
    """Return for which audiences somebody may read the papers of a meeting, also a stranger."""
    if user.is_authenticated and user.is_staff:
        return AUDIENCES
    if meeting.state == DRAFT:
        return ()
    if user.is_authenticated and takes_part(meeting.id, user):
        return (PARTICIPANTS, PUBLIC)
    sees_it = meeting.is_public or (user.is_authenticated and sees(meeting, user))
    return (PUBLIC,) if sees_it else ()


def turn_away(user: Any) -> Any:
    """Answer who may not see a page that some strangers may: 404, and to a stranger sign-in."""
    if user.is_authenticated:
        abort(404)
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))


def _own_meetings(user: User) -> Select[int]:
    """Return the query of the meetings in which somebody takes part, as far as they may know."""
    return (
        select(Participation.meeting_id)
        .join(Meeting, Meeting.id == Participation.meeting_id)
        .where(
            Participation.person_id == user.person_id,
            Participation.left_at.is_(None),
            Meeting.state != DRAFT,
        )
    )


def is_placed(room_id: int, user: User) -> bool:
    """Return whether this user sits in the room, in any role."""
    return bool(
        db.session.scalar(
            select(
                exists().where(Placement.room_id == room_id, Placement.person_id == user.person_id)
            )
        )
    )


def takes_attendance(room: BreakoutRoom, user: User) -> bool:
    """Return whether this user may note who is in the room: staff, and who leads it or writes."""
    if user.is_staff:
        return True
    leads = select(
        exists().where(
            Placement.room_id == room.id,
            Placement.person_id == user.person_id,
            Placement.role.in_(LEADING),
        )
    )
    return sees(room, user) and bool(db.session.scalar(leads))


def sees_people_of(room: BreakoutRoom, user: User) -> bool:
    """Return whether this user is told who is in the room: staff, who leads it or writes, and its
    other people where the secretariat wants them to know."""
    return takes_attendance(room, user) or (room.round.shows_members and sees(room, user))


def visible_rooms(round_: Round, user: User) -> list[BreakoutRoom]:
    """Return the rooms of a round that this user may see, in order: all for staff, else only
    their own."""
    if user.is_staff:
        return list(round_.rooms)
    if round_.published_at is None or not takes_part(round_.meeting_id, user):
        return []
    own = set(
        db.session.scalars(
            select(Placement.room_id)
            .join(BreakoutRoom)
            .where(BreakoutRoom.round_id == round_.id, Placement.person_id == user.person_id)
        )
    )
    return [room for room in round_.rooms if room.id in own]


def visible_meetings(user: User) -> Select[Meeting]:
    """Return the query of the meetings that this user may see: the rule of `sees`, for lists."""
    if user.is_staff:
        return select(Meeting)
    own = _own_meetings(user)
    return select(Meeting).where(
        Meeting.state != DRAFT,
        or_(
            Meeting.is_public,
            and_(Meeting.kind == "forum", Meeting.takes_letter_requests),
            Meeting.id.in_(own),
            Meeting.announced_by_id.in_(own),
        ),
    )


def visible_room_ids(meeting: Meeting, user: User, *, are_named: bool = False) -> set[int]:
    """Return the rooms of a meeting that this user may see, over all its rounds, in one query;
    with `are_named` those of which they are told who is in them (see `sees_people_of`)."""
    rooms = select(BreakoutRoom.id).join(Round).where(Round.meeting_id == meeting.id)
    if not user.is_staff:
        rooms = (
            rooms.join(Placement)
            .join(Participation, Participation.meeting_id == Round.meeting_id)
            .where(
                Round.published_at.is_not(None),
                Placement.person_id == user.person_id,
                Participation.person_id == user.person_id,
                Participation.left_at.is_(None),
                Round.meeting_id.in_(_own_meetings(user)),
            )
        )
        if are_named:
            rooms = rooms.where(or_(Round.shows_members, Placement.role.in_(LEADING)))
    return set(db.session.scalars(rooms))


def drafts_seen_by(user: User) -> Callable[[Draft], bool]:
    """Return the rule for drafts, for lists: released to this user, and the moment has come."""
    if user.is_staff:
        return lambda draft: True
    is_open = open_drafts(user.person_id, utcnow())
    return lambda draft: draft.id in is_open


def sees_record(meeting: Meeting, user: User) -> bool:
    """Return whether this user may read the plenary notes of a meeting and what followed."""
    return user.is_staff or takes_part(meeting.id, user)


def seen_of(rows: Iterable[Row], user: User) -> list[Row]:
    """Return the dated rows this user may see: the rule of `sees`, for lists, in three queries."""
    if user.is_staff:
        return list(rows)
    own = set(db.session.scalars(_own_meetings(user)))
    owed = set(db.session.scalars(_owed_deadlines(user)))
    heard = set(db.session.scalars(heard_in(user.person_id)))
    return [row for row in rows if _is_seen(row, own, owed, heard)]


def _is_seen(row: Any, own: set[int], owed: set[int], heard: set[int]) -> bool:
    """Say the same as `_RULES`, for somebody whose meetings and debts are known already."""
    if isinstance(row, Meeting):
        is_own = row.id in own or row.announced_by_id in own
        return row.state != DRAFT and (_is_open(row) or is_own)
    if isinstance(row, Deadline):
        return row.id in owed
    if isinstance(row, Consultation):
        concerns = row.audience == OPEN_ONLINE or row.meeting_id in own or row.id in heard
        return row.is_known and concerns
    return row.audience == OPEN_ONLINE or row.meeting_id in own


def _sees_meeting(meeting: Meeting, user: User) -> bool:
    # Who heard a meeting announced may see when and where it is.
    meetings = (meeting.id, meeting.announced_by_id)
    if meeting.state == DRAFT:
        return False
    return _is_open(meeting) or any(takes_part(one, user) for one in meetings)


def _is_open(meeting: Meeting) -> bool:
    is_forum = meeting.kind == "forum" and meeting.takes_letter_requests
    return meeting.is_public or is_forum


def _sees_round(round_: Round, user: User) -> bool:
    return bool(visible_rooms(round_, user))


def _sees_room(room: BreakoutRoom, user: User) -> bool:
    if room.round.published_at is None or not is_placed(room.id, user):
        return False
    return takes_part(room.round.meeting_id, user)


def _sees_consultation(row: Consultation, user: User) -> bool:
    # An intention that nobody announced is seen by staff only.
    if not row.is_known:
        return False
    if _sees_dated(row, user):
        return True
    heard = heard_in(user.person_id).where(Hearing.consultation_id == row.id)
    return db.session.scalar(heard) is not None


def _sees_dated(row: Consultation | Release, user: User) -> bool:
    return row.audience == OPEN_ONLINE or takes_part(row.meeting_id, user)


def _owes(deadline: Deadline, user: User) -> bool:
    wanted = _owed_deadlines(user).where(Obligation.deadline_id == deadline.id)
    return db.session.scalar(wanted) is not None


def _owed_deadlines(user: User) -> Select[int]:
    """Return the query of the deadlines at which somebody is named and which they have not left."""
    return (
        select(Obligation.deadline_id)
        .join(Deadline)
        .join(Person)
        .where(Obligation.person_id == user.person_id, ~HAS_LEFT, ~IS_DRAFT)
    )


def _is_own_request(row: LetterRequest, user: User) -> bool:
    return user.person_id in {row.person_id, row.asked_by_id}


def _is_own_letter(row: Letter, user: User) -> bool:
    return row.request is not None and _is_own_request(row.request, user)


def _sees_section(section: Section, user: User) -> bool:
    if section.room_id is not None:
        room = db.session.get(BreakoutRoom, section.room_id)
        return room is not None and _sees_room(room, user)
    day = db.session.get(MeetingDay, section.day_id)
    return day is not None and takes_part(day.meeting_id, user)


_STAFF_ONLY: Callable[[Any, User], bool] = lambda row, user: False  # noqa: E731

_RULES: dict[type, Callable[[Any, User], bool]] = {
    Meeting: _sees_meeting,
    MeetingDay: lambda day, user: _sees_meeting(day.meeting, user),
    AgendaItem: lambda item, user: _sees_meeting(item.day.meeting, user),
    Round: _sees_round,
    BreakoutRoom: _sees_room,
    Section: _sees_section,
    Note: lambda note, user: _sees_section(note.section, user),
    Consultation: _sees_consultation,
    Hearing: _STAFF_ONLY,
    Submission: _STAFF_ONLY,
    Release: _sees_dated,
    Document: lambda document, user: any(map(drafts_seen_by(user), document.drafts)),
    Draft: lambda draft, user: drafts_seen_by(user)(draft),
    HandedDraft: _STAFF_ONLY,
    Deadline: _owes,
    Obligation: lambda row, user: row.person_id == user.person_id,
    LetterRequest: _is_own_request,
    Letter: _is_own_letter,
    Feed: lambda feed, user: feed.person_id == user.person_id,
    Person: _STAFF_ONLY,
    Message: _STAFF_ONLY,
    CommentRound: _STAFF_ONLY,
    Reminder: _STAFF_ONLY,
    Import: _STAFF_ONLY,
    SheetImport: _STAFF_ONLY,
    Poll: _STAFF_ONLY,
    PollSlot: _STAFF_ONLY,
    PollInvitee: _STAFF_ONLY,
    OpenQuestion: _STAFF_ONLY,
}
