"""The people of a meeting in one table, and what staff do with many of them at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import ColumnElement, and_

from eventsapp import access
from eventsapp.accounts.queries import staff_by_name
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone, language, say_day
from eventsapp.history.models import Entry
from eventsapp.history.services import record_view
from eventsapp.invitations import queries as invitations
from eventsapp.invitations.choosing import Standing
from eventsapp.invitations.emails import Wording, sample_of, usual_subject
from eventsapp.invitations.models import Invitation
from eventsapp.invitations.queries import answers_counted, invitation_of, standings
from eventsapp.invitations.services import check_mail_wanted
from eventsapp.meetings.models import Meeting
from eventsapp.numbers import row_number
from eventsapp.outgoing import as_file
from eventsapp.participants import columns, forms, queries, services
from eventsapp.participants.acts import (
    ACTS,
    COUNTS,
    INVITE,
    LEFT,
    REMIND,
    ROLE,
    WITHDRAW,
    WRITES_MAIL,
    Plan,
    sort_out,
)
from eventsapp.participants.chosen import from_ranges, to_ranges
from eventsapp.participants.filters import wanted_from
from eventsapp.participants.rows import PersonOfMeeting
from eventsapp.people.models import Person
from eventsapp.people.queries import country_names, found_by
from eventsapp.registrations.models import Registration
from eventsapp.sheets.writing import TABLE_TYPES, write_table

bp = Blueprint("participants", __name__)
# As many names stand on the page of an act; of more only the number is said.
MOST_NAMED = 200
MOST_ASKED = 10_000


@bp.get("/meetings/<code>/participants")
def index(code: str) -> Any:
    """List the people of a meeting; the address is the filter. Staff only: personal data."""
    meeting = _find(code)
    wanted = wanted_from(request.args)
    arguments: dict[str, Any] = {**wanted.arguments}
    page = queries.people_page(meeting, wanted, request.args.get("page", 1, type=int))
    # Of very many, the answers are counted when that is asked: it takes longer than finding them.
    is_counted = page.everybody <= queries.MANY or "counts" in request.args
    choices = forms.filter_choices([day.number for day in meeting.days], staff_by_name())
    done = services.act_of(meeting, request.args.get("done", type=int))
    unanswered = [one.known.person_id for one in page.rows if _waits(one)]

    countries = country_names(language())

    def address(number: int) -> str:
        return url_for("participants.index", code=code, page=number, **arguments)

    return render_template(
        "participants/index.html",
        meeting=meeting,
        wanted=wanted,
        page=page,
        address=address,
        people=page.everybody,
        counts=answers_counted(meeting.id) if is_counted else None,
        is_counted=is_counted,
        choices=choices,
        regions=forms.region_options(wanted.region),
        names=forms.filter_names(),
        chips=forms.chips(wanted, choices),
        roles=forms.role_names(),
        states=forms.registration_names(),
        acts=forms.act_names(),
        countries=countries,
        suggested=forms.suggestions(tuple(countries.values())),
        invited_days=_invited_days(meeting, page.rows),
        hanging=queries.hanging_answers(meeting, unanswered) if unanswered else {},
        done=done,
        said=forms.said_done(done) if done else None,
        undo_button=forms.undo_button(done) if done else None,
    )


def _waits(one: PersonOfMeeting) -> bool:
    return one.is_invited and one.known.answer is None


def _invited_days(meeting: Meeting, rows: list[PersonOfMeeting]) -> dict[datetime, str]:
    """Return the days on which people of a page were invited, in words: many share one."""
    moments = {one.known.invited_at for one in rows if one.is_invited}
    days = {moment: in_zone(moment, meeting.tz).date() for moment in moments}
    words = {day: say_day(day, "brief") for day in set(days.values())}
    return {moment: words[day] for moment, day in days.items()}


@bp.get("/meetings/<code>/participants.<any(xlsx, csv):kind>")
def export(code: str, kind: str) -> Any:
    """Give the people who pass the filters as a file, and write down that they were taken."""
    meeting = _find(code)
    wanted, now = wanted_from(request.args), utcnow()
    people = queries.all_people(meeting, wanted)
    lines = list(columns.lines(people, country_names(language()), forms.category_names()))
    record_view(
        "exported",
        meeting,
        now=now,
        user_id=current_user.id,
        format=kind,
        rows=len(lines),
        columns=list(columns.HEADER),
        filter=wanted.filters,
    )
    return _file(meeting, kind, lines, wanted.filters, now)


def _file(
    meeting: Meeting, kind: str, lines: list[list[Any]], filters: dict[str, str], now: datetime
) -> Response:
    there = in_zone(now, meeting.tz)
    asked = "; ".join(f"{name}: {value}" for name, value in filters.items()) or "everybody"
    title = f"People of {meeting.short_name}, {asked}, {there:%d-%m-%Y %H:%M} {meeting.tz}"
    content = write_table(kind, columns.HEADER, lines, title=title)
    part = "-filtered" if filters else ""
    name = f"people-{meeting.code}{part}-{there:%Y%m%d-%H%M}.{kind}"
    return as_file(content, name, TABLE_TYPES[kind])


@bp.route("/meetings/<code>/participants/act", methods=["GET", "POST"])
def act(code: str) -> Any:
    """Show who gets what and who does not; once that was seen, do it for those who stay ticked."""
    meeting = _find(code)
    what = request.values.get("act", "")
    if what not in ACTS:
        abort(404)
    if request.method == "POST" and request.form.get("seen"):
        return _do(meeting, what)
    people = _chosen(meeting)
    if not people:
        flash(_("Nobody is ticked. Tick people, or all that fit, then choose again."), "warn")
        return redirect(url_for("participants.index", code=code, **_arguments()))
    return _preview(meeting, what, people, forms.ActForm(formdata=None), 200)


def _chosen(meeting: Meeting) -> list[int]:
    """Return who is ticked, or everybody who passes the filters if that is ticked."""
    if request.values.get("all"):
        return queries.person_ids_who_fit(meeting, wanted_from(request.args))
    ticked = [number for one in request.values.getlist("p") if (number := row_number(one))]
    return ticked + from_ranges(request.form.get("rest", ""))


def _arguments() -> dict[str, Any]:
    """Return the filters that an act goes back to."""
    return {**wanted_from(request.values).arguments}


@dataclass(frozen=True)
class _Sample:
    """The mail of an act as the first person gets it."""

    subject: str
    text: str


def _preview(
    meeting: Meeting, what: str, people: list[int], form: forms.ActForm, status: int
) -> Any:
    plan, refusal = _plan(meeting, what, people), None
    if what in WRITES_MAIL:
        try:
            check_mail_wanted(meeting, utcnow())
        except RuleBroken as broken:
            refusal = str(broken)
    rest = [one.person_id for one in plan.able[MOST_NAMED:]]
    return render_template(
        "participants/act.html",
        meeting=meeting,
        act=what,
        plan=plan,
        named=plan.able[:MOST_NAMED],
        left_out=plan.left_out[:MOST_NAMED],
        rest=to_ranges(rest),
        rest_count=len(rest),
        refusal=refusal,
        title=forms.act_names()[what],
        button=forms.act_button(what, len(plan.able)),
        why=forms.why_words(),
        form=form,
        sample=_sample(meeting, what, plan) if what in WRITES_MAIL else None,
        usual=usual_subject(meeting, _mail_of(what)) if what in WRITES_MAIL else "",
        namesakes=invitations.namesakes(meeting, _new(plan)) if what == INVITE else {},
        is_new=bool(_new(plan)),
        arguments=_arguments(),
    ), status


def _new(plan: Plan) -> list[int]:
    """Return whom an invitation would bring into the meeting."""
    return [one.person_id for one in plan.able if not one.participation_id]


def _plan(meeting: Meeting, what: str, people: list[int]) -> Plan:
    parts = queries.parts_of(meeting, people)
    standing = standings(parts, services.registered_people(meeting, people))
    if what == INVITE:
        known = {one.person_id for one in standing}
        new = invitations.people_known([number for number in people if number not in known])
        standing += [
            Standing(0, one.id, one.printed_name, one.email, is_gone=one.left_at is not None)
            for one in new
        ]
    return sort_out(what, standing, utcnow())


def _mail_of(what: str) -> str:
    return "invitation" if what == INVITE else "reminder"


def _sample(meeting: Meeting, what: str, plan: Plan) -> _Sample | None:
    if not plan.able:
        return None
    person = db.session.get_one(Person, plan.able[0].person_id)
    texts = sample_of(meeting, _mail_of(what), person, None)
    return _Sample(texts.subject, texts.text)


def _do(meeting: Meeting, what: str) -> Any:
    form, people = forms.ActForm(), _chosen(meeting)
    if not people:
        flash(_("Nobody was ticked, so nothing was done."), "warn")
        return redirect(url_for("participants.index", code=meeting.code, **_arguments()))
    if not form.validate():
        return _preview(meeting, what, people, form, 422)
    try:
        entry = _done(meeting, what, people, form)
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _preview(_find(meeting.code), what, people, form, 422)
    arguments = {**_arguments(), "done": entry.id}
    return redirect(url_for("participants.index", code=meeting.code, **arguments))


def _done(meeting: Meeting, what: str, people: list[int], form: forms.ActForm) -> Entry:
    usual = usual_subject(meeting, _mail_of(what))
    subject = " ".join((form.subject.data or "").split())
    wording = Wording(subject if subject != usual else None, form.words.data or None)
    by, now = current_user, utcnow()
    doing = {
        INVITE: lambda: services.invite_people(
            meeting, people, counts_as=form.counts_as.data or "", wording=wording, by=by, now=now
        ),
        REMIND: lambda: services.remind_people(meeting, people, wording=wording, by=by, now=now),
        WITHDRAW: lambda: services.withdraw_people(meeting, people, by=by, now=now),
        ROLE: lambda: services.give_role(meeting, people, form.role.data or None, by=by, now=now),
        COUNTS: lambda: services.set_counting(
            meeting, people, form.counts_as.data or "", by=by, now=now
        ),
        LEFT: lambda: services.mark_left(meeting, people, by=by, now=now),
    }
    return doing[what]()


@bp.post("/meetings/<code>/participants/undo/<int:entry_id>")
def undo(code: str, entry_id: int) -> Any:
    """Undo an act as far as that is possible, and say for whom it was."""
    meeting = _find(code)
    entry = services.act_of(meeting, entry_id) or abort(404)
    undone = services.undo(meeting, entry, by=current_user, now=utcnow())
    db.session.commit()
    flash(forms.said_undone(entry, undone), "ok")
    return redirect(url_for("participants.index", code=code, **_arguments()))


@bp.get("/meetings/<code>/participants/invite")
def invite(code: str) -> Any:
    """Find people who do not take part yet: by name, of an earlier meeting, nominated, or those
    whom another page names (`?people=3-5,9`)."""
    meeting = _find(code)
    typed, earlier = request.args.get("q", ""), request.args.get("from", "")
    found = _candidates(meeting, typed, earlier)
    return render_template(
        "participants/invite.html",
        meeting=meeting,
        typed=typed,
        earlier=earlier,
        is_nominated=bool(request.args.get("nominated")),
        found=found,
        is_asked=bool(request.args),
        meetings=invitations.earlier_meetings(meeting),
    )


def _candidates(meeting: Meeting, typed: str, earlier: str) -> list[Person]:
    condition: ColumnElement[bool]
    if request.args.get("people"):
        condition = Person.id.in_(from_ranges(request.args["people"])[:MOST_ASKED])
    elif earlier:
        other = access.find(Meeting, earlier, current_user) or abort(404)
        condition = invitations.of_meeting(other)
    elif request.args.get("nominated"):
        condition = invitations.nominated_for(meeting)
    elif typed.strip():
        condition = and_(*found_by(typed))
    else:
        return []
    return invitations.candidates(meeting, condition)


@bp.post("/meetings/<code>/participants/link")
def link(code: str) -> Any:
    """Take a registration from another address as the answer of somebody who was invited."""
    meeting = _find(code)
    registration = access.find(
        Registration, request.form.get("registration", type=int), current_user
    )
    invitation: Invitation | None = invitation_of(
        meeting.id, request.form.get("person", 0, type=int)
    )
    if registration is None or invitation is None:
        abort(404)
    services.link_registration(registration, invitation, by=current_user, now=utcnow())
    db.session.commit()
    flash(
        _(
            "The registration from %(address)s answers the invitation of %(name)s.",
            address=registration.email,
            name=invitation.participation.person.printed_name,
        ),
        "ok",
    )
    return redirect(url_for("participants.index", code=code, **_arguments()))


def _find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found
