"""The first page: a person's own next things."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, current_app, render_template
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.extensions import db
from eventsapp.formats import in_zone, reader_tz
from eventsapp.home import navigation, queries
from eventsapp.home.queries import Ahead, in_order
from eventsapp.invitations.queries import open_invitations
from eventsapp.letters.queries import count_by_state, meetings_with_letters, requests_of
from eventsapp.lists.services import refused_by_meeting
from eventsapp.mail.planned import PROVIDERS, Planned
from eventsapp.registrations.models import Registration
from eventsapp.registrations.queries import own_registrations
from eventsapp.rights.queries import count_waiting

bp = Blueprint("home", __name__)
bp.record_once(lambda state: navigation.register(state.app))  # type: ignore[arg-type]

MOST_AHEAD, MOST_PLANNED, MOST_QUESTIONS = 8, 5, 3
EXPERTS = "experts"


@bp.get("/")
def show() -> Any:
    """Show the person's own next things."""
    return _officer() if current_user.is_staff else _expert()


def _officer() -> Any:
    now = utcnow()
    today = in_zone(now, _tz()).date()
    meetings = list(db.session.scalars(access.visible_meetings(current_user)))
    ahead = in_order(
        [
            *queries.meetings_ahead(meetings, today),
            *queries.consultations_ahead(today, None),
            *queries.releases_ahead(today, None),
            *queries.deadlines_ahead(today),
        ]
    )
    tasks = {
        "letters": count_by_state(),
        "imports": queries.unsaved_imports(),
        "questions": queries.questions_by_meeting(),
        "mail": queries.troubled_mail(),
        "drafts": queries.draft_rounds(),
        "registrations": queries.waiting_registrations(today),
        "lists": refused_by_meeting(),
        "late": queries.late_deadlines(today),
        "unreachable": queries.unreachable_people(),
        "data_requests": count_waiting(),
    }
    return render_template(
        "home/officer.html",
        today=today,
        tz=_tz(),
        tasks=tasks,
        task_count=_task_count(tasks),
        ahead=ahead[:MOST_AHEAD],
        more_ahead=len(ahead) - MOST_AHEAD,
        planned=_planned(now)[:MOST_PLANNED],
        has_meetings=bool(meetings),
        most_questions=MOST_QUESTIONS,
    )


def _task_count(tasks: dict[str, Any]) -> int:
    """Return how many rows stand under *Do now*."""
    letters = sum(state in tasks["letters"] for state in ("submitted", "approved"))
    rows = sum(len(tasks[name]) for name in ("imports", "questions", "drafts", "late", "lists"))
    rows += sum(bool(one.pending) + bool(one.corrections) for one in tasks["registrations"])
    single = ("mail", "unreachable", "data_requests")
    return letters + rows + sum(bool(tasks[name]) for name in single)


def _planned(now: datetime) -> list[Planned]:
    providers = current_app.extensions.get(PROVIDERS, [])
    found = [planned for provider in providers for planned in provider(now)]
    return sorted(found, key=lambda planned: planned.at)


def _expert() -> Any:
    now = utcnow()
    today = in_zone(now, _tz()).date()
    person_id = current_user.person_id
    own = queries.meetings_of(person_id)
    meetings = queries.meetings_ahead(
        db.session.scalars(access.visible_meetings(current_user)).all(), today
    )
    ahead = in_order(
        [
            *meetings,
            *queries.consultations_ahead(today, own, current_user.person_id),
            *queries.releases_ahead(today, own),
        ]
    )
    following = next((one for one in ahead if _is_for_me(one)), None)
    requests = requests_of(person_id)
    asked = {request.meeting_id for request in requests}
    return render_template(
        "home/expert.html",
        today=today,
        hour=in_zone(now, _tz()).hour if reader_tz() else None,
        following=following,
        ahead=[one for one in ahead if one is not following and _concerns_experts(one)],
        rooms=queries.own_rooms(person_id, _meeting_under_way(meetings, today)),
        owed=queries.owed_by(person_id),
        done=queries.done_by(person_id, now),
        requests=requests,
        invitations=open_invitations(person_id, today),
        registrations=_registrations_ahead(person_id, today),
        letter_meetings=[one for one in meetings_with_letters(today) if one.id not in asked],
    )


def _registrations_ahead(person_id: int, today: date) -> list[Registration]:
    found = own_registrations(person_id)
    return [one for one in found if one.form.meeting.ends_on >= today]


def _is_for_me(one: Ahead) -> bool:
    """Return whether this is what an expert goes to next: a meeting, or where experts are heard."""
    return one.kind == "meeting" or (one.kind == "consultation" and one.audience == EXPERTS)


def _concerns_experts(one: Ahead) -> bool:
    """Return whether an expert may take part; who else is heard when stands on the timeline."""
    return one.kind != "consultation" or one.audience in {EXPERTS, queries.OPEN_ONLINE, None}


def _meeting_under_way(meetings: list[Ahead], today: Any) -> int | None:
    return next((one.meeting_id for one in meetings if one.starts_on <= today), None)


def _tz() -> str:
    return reader_tz() or str(current_app.config["DEFAULT_TZ"])
