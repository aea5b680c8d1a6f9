"""Polls about a time, as staff see them: begin one, add slots, ask people, remind, choose."""

from datetime import date, time, timedelta
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.columns import new_uid
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone, language, say_moment
from eventsapp.meetings.models import Meeting, Process
from eventsapp.people.models import Person
from eventsapp.people.queries import category_choices
from eventsapp.polls import queries, services
from eventsapp.polls.emails import zone_of
from eventsapp.polls.forms import (
    ChooseForm,
    ClosingForm,
    NewPollForm,
    PollForm,
    SlotsForm,
    walls_in,
)
from eventsapp.polls.models import Poll, PollInvitee, PollSlot
from eventsapp.polls.saving import Chosen, choose_slot
from eventsapp.reminders.planning import known_zone
from eventsapp.versioned import Difference

bp = Blueprint("polls", __name__)
DAYS_SHOWN = 14
USUAL_MINUTES, USUAL_DAYS, USUAL_CLOSING = 90, 7, time(18)


@bp.get("/polls")
def index() -> Any:
    """List the polls, the last first."""
    access.require_staff(current_user)
    now = utcnow()
    polls = queries.all_polls()
    return render_template(
        "polls/index.html",
        running=[one for one in polls if one.is_open(now)],
        ended=[one for one in polls if not one.is_open(now)],
        counts=queries.counts_by_poll(),
    )


@bp.route("/polls/new", methods=["GET", "POST"])
def new() -> Any:
    """Begin a poll, perhaps with slots that another page found (`?slot=2026-10-26T14:00`)."""
    access.require_staff(current_user)
    now = utcnow()
    walls = walls_in(request.values.getlist("slot"))
    form = NewPollForm(queries.coming_meetings(now), uid=new_uid(), **_beginning())
    if form.validate_on_submit():
        try:
            poll = services.create_poll(form.facts, by=current_user, now=now, uid=form.uid.data)
            added = services.add_slots(poll, walls, by=current_user, now=now)
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
        else:
            flash(_("The poll is begun. Nobody is asked yet."), "ok")
            next_page = "polls.people" if added.made else "polls.slots"
            return redirect(url_for(next_page, poll_id=poll.id))
    return render_template("polls/new.html", form=form, walls=walls), 422 if form.errors else 200


def _beginning() -> dict[str, Any]:
    """Return what a new poll says at first, partly from the address."""
    meeting = access.find(Meeting, request.args.get("meeting"), current_user)
    tz = known_zone(request.args.get("tz")) or (meeting.tz if meeting else None)
    tz = tz or current_app.config["DEFAULT_TZ"]
    return {
        "title": meeting.title if meeting else None,
        "meeting": str(meeting.id) if meeting else "",
        "tz": tz,
        "duration_minutes": request.args.get("duration", USUAL_MINUTES, type=int),
        "closes_on": in_zone(utcnow(), tz).date() + timedelta(days=USUAL_DAYS),
        "closes_at_time": USUAL_CLOSING,
    }


@bp.get("/polls/<int:poll_id>")
def show(poll_id: int) -> Any:
    """Show who answered what, who has not, and what can be chosen."""
    poll, now = _find(poll_id), utcnow()
    invitees = queries.invitees_of(poll)
    found = queries.results(poll, invitees)
    return render_template(
        "polls/show.html",
        poll=poll,
        is_open=poll.is_open(now),
        invitees=invitees,
        answers={one.id: queries.answers_of(one) for one in invitees},
        results=found,
        best=queries.best(found),
        ticked={one.id for one in invitees if services.can_be_reminded(poll, one, now)},
        today=now,
    )


@bp.route("/polls/<int:poll_id>/edit", methods=["GET", "POST"])
def edit(poll_id: int) -> Any:
    """Change the facts of a poll; where its zone changes it is asked what stays."""
    poll, now = _find(poll_id), utcnow()
    meetings = queries.coming_meetings(now)
    form = PollForm(meetings, poll)
    if not form.is_submitted():
        form.open_at(poll.version)
        return _edit_page(poll, form, 200)
    if form.is_older_than(poll.version):
        saved = PollForm(meetings, poll, formdata=None)
        return _edit_page(poll, form, 409, form.meet(saved, poll.version))
    if not form.validate():
        return _edit_page(poll, form, 422)
    try:
        keep, version = form.keep.data, poll.version
        services.change_poll(
            poll, form.facts, keep=keep, seen_version=version, by=current_user, now=now
        )
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _edit_page(_find(poll_id), form, 422)
    flash(_("“%(title)s” is saved.", title=poll.title), "ok")
    return redirect(url_for("polls.show", poll_id=poll_id))


def _edit_page(
    poll: Poll, form: PollForm, status: int, differences: list[Difference] | None = None
) -> Any:
    asks = bool(poll.slots) and (form.tz.data != poll.tz or bool(form.keep.errors))
    page = render_template(
        "polls/edit.html", poll=poll, form=form, differences=differences, asks_keep=asks
    )
    return page, status


@bp.route("/polls/<int:poll_id>/slots", methods=["GET", "POST"])
def slots(poll_id: int) -> Any:
    """Add slots: each chosen day with each chosen hour; again and again."""
    poll, now = _find(poll_id), utcnow()
    form = SlotsForm()
    if form.validate_on_submit():
        if not form.wanted():
            form.form_errors.append(_("Tick at least one day and one hour."))
        else:
            try:
                added = services.add_slots(poll, form.wanted(), by=current_user, now=now)
                db.session.commit()
                _say_added(added, poll.tz)
                return redirect(request.full_path.rstrip("?"))
            except RuleBroken as refusal:
                db.session.rollback()
                form.form_errors.append(str(refusal))
    first = _first_day(poll)
    page = render_template(
        "polls/slots.html",
        poll=poll,
        form=form,
        first=first,
        days=[first + timedelta(days=number) for number in range(DAYS_SHOWN)],
        step=timedelta(days=DAYS_SHOWN),
    )
    return page, 422 if form.errors else 200


def _first_day(poll: Poll) -> date:
    """Return the first of the days that are offered: as asked for, else the day after the poll
    closes, since before that nothing is chosen."""
    try:
        return date.fromisoformat(request.values.get("from", ""))
    except ValueError:
        return poll.closes_on + timedelta(days=1)


def _say_added(added: services.Added, tz: str) -> None:
    number = len(added.made)
    said = ngettext("%(num)s slot is added.", "%(num)s slots are added.", number)
    if added.known:
        said += " " + ngettext(
            "%(num)s was there already.", "%(num)s were there already.", added.known
        )
    flash(said, "ok")
    for wall in added.twice:
        flash(
            _(
                "%(time)s comes twice on %(day)s in %(tz)s, since clocks go back: the first of "
                "the two is meant.",
                time=f"{wall.at:%H:%M}",
                day=f"{wall.on_date:%d-%m-%Y}",
                tz=tz,
            ),
            "warn",
        )


@bp.post("/polls/<int:poll_id>/slots/<int:slot_id>/remove")
def remove_slot(poll_id: int, slot_id: int) -> Any:
    """Take a slot off a poll."""
    slot = _slot(_find(poll_id), slot_id)
    services.remove_slot(slot, by=current_user, now=utcnow())
    db.session.commit()
    flash(_("The slot is taken off, with the answers to it."), "ok")
    return redirect(url_for("polls.slots", poll_id=poll_id))


@bp.route("/polls/<int:poll_id>/people", methods=["GET", "POST"])
def people(poll_id: int) -> Any:
    """Find people of a meeting, by name or of a category, and ask those who are ticked."""
    poll, now = _find(poll_id), utcnow()
    if request.method == "POST":
        chosen = _people_ticked()
        asked, silent = services.ask_people(poll, chosen, by=current_user, now=now)
        db.session.commit()
        _say_asked(asked, silent)
        return redirect(url_for("polls.show", poll_id=poll_id))
    typed, category = request.args.get("q", ""), request.args.get("category", "")
    code = request.args.get("meeting", "" if request.args else _code_of(poll))
    meeting = access.find(Meeting, code, current_user) if code else None
    return render_template(
        "polls/people.html",
        poll=poll,
        typed=typed,
        category=category,
        code=code,
        found=queries.people_to_ask(poll, typed=typed, category=category, meeting=meeting),
        is_asked=bool(typed.strip() or category or meeting),
        categories=category_choices(language()),
        meetings=list(db.session.scalars(select(Meeting).order_by(Meeting.starts_on.desc()))),
    )


def _code_of(poll: Poll) -> str:
    return poll.meeting.code if poll.meeting else ""


def _people_ticked() -> list[Person]:
    ids = request.form.getlist("p", type=int)[: queries.MOST_FOUND]
    return list(db.session.scalars(select(Person).where(Person.id.in_(ids))))


def _say_asked(asked: list[PollInvitee], silent: list[Person]) -> None:
    number = len(asked) - len(silent)
    flash(ngettext("%(num)s person is asked.", "%(num)s people are asked.", number), "ok")
    if silent:
        names = ", ".join(person.printed_name for person in silent)
        flash(_("Without an address, and so without a mail: %(names)s.", names=names), "warn")


@bp.post("/polls/<int:poll_id>/people/<int:invitee_id>/remove")
def remove_person(poll_id: int, invitee_id: int) -> Any:
    """Ask somebody no more."""
    invitee = _invitee(_find(poll_id), invitee_id)
    name = invitee.person.printed_name
    services.stop_asking(invitee, by=current_user, now=utcnow())
    db.session.commit()
    flash(_("%(name)s is asked no more; the link has ended.", name=name), "ok")
    return redirect(url_for("polls.show", poll_id=poll_id))


@bp.post("/polls/<int:poll_id>/remind")
def remind(poll_id: int) -> Any:
    """Remind those who are ticked and have not answered."""
    poll = _find(poll_id)
    ids = set(request.form.getlist("p", type=int))
    chosen = [one for one in queries.invitees_of(poll) if one.id in ids]
    reminded = services.remind(poll, chosen, by=current_user, now=utcnow())
    db.session.commit()
    number = len(reminded)
    flash(ngettext("%(num)s person is reminded.", "%(num)s people are reminded.", number), "ok")
    return redirect(url_for("polls.show", poll_id=poll_id))


@bp.post("/polls/<int:poll_id>/close")
def close(poll_id: int) -> Any:
    """Close a poll now."""
    services.close_poll(_find(poll_id), by=current_user, now=utcnow())
    db.session.commit()
    flash(_("The poll is closed. Who is answering just now is told, and loses nothing."), "ok")
    return redirect(url_for("polls.show", poll_id=poll_id))


@bp.route("/polls/<int:poll_id>/reopen", methods=["GET", "POST"])
def reopen(poll_id: int) -> Any:
    """Let a poll be answered again, until a later moment."""
    poll, now = _find(poll_id), utcnow()
    day = max(poll.closes_on, in_zone(now, poll.tz).date() + timedelta(days=2))
    form = ClosingForm(closes_on=day, closes_at_time=poll.closes_at_time)
    if form.validate_on_submit():
        try:
            services.reopen_poll(
                poll, form.closes_on.data, form.closes_at_time.data, by=current_user, now=now
            )
            db.session.commit()
            flash(_("The poll is open until %(moment)s.",
                    moment=say_moment(poll.closes_at, poll.tz)), "ok")  # fmt: skip
            return redirect(url_for("polls.show", poll_id=poll_id))
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
    return render_template("polls/reopen.html", poll=poll, form=form), 422 if form.errors else 200


@bp.route("/polls/<int:poll_id>/slots/<int:slot_id>/choose", methods=["GET", "POST"])
def choose(poll_id: int, slot_id: int) -> Any:
    """Show what a slot would become and who would be told; then let it become that."""
    poll, now = _find(poll_id), utcnow()
    slot = _slot(poll, slot_id)
    process = db.session.scalar(select(Process.code).order_by(Process.id.desc()).limit(1))
    form = ChooseForm(poll, series="EGM", process_code=process)
    if form.validate_on_submit():
        try:
            seen, sends = form.seen_version, form.sends.data
            done = choose_slot(
                slot, new=form.new, sends=sends, seen_version=seen, by=current_user, now=now
            )
            db.session.commit()
            _say_chosen(done)
            return redirect(url_for("polls.show", poll_id=poll_id))
        except StaleDataError:
            db.session.rollback()
            form.form_errors.append(_("Somebody changed the poll meanwhile. Look at it again."))
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
    invitees = queries.invitees_of(poll)
    result = next(one for one in queries.results(poll, invitees) if one.slot.id == slot_id)
    zones = sorted({tz for one in invitees if (tz := zone_of(one))} - {poll.tz})
    page = render_template(
        "polls/choose.html", poll=poll, slot=slot, form=form, result=result, zones=zones,
        invitees=invitees, silent=[one.person for one in invitees if not one.person.email],
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _say_chosen(done: Chosen) -> None:
    invited, told = len(done.invited), len(done.told)
    said = _("The slot is chosen: %(meeting)s takes place then.", meeting=done.meeting.short_name)
    if invited:
        said += " " + ngettext("%(num)s person is invited.", "%(num)s people are invited.", invited)
    if told:
        said += " " + ngettext("%(num)s person is told.", "%(num)s people are told.", told)
    flash(said, "ok")
    if done.is_past_midnight:
        flash(_("It ends after midnight, where the day ends: its end is left open."), "warn")
    if done.unreached:
        names = ", ".join(person.printed_name for person in done.unreached)
        flash(_("Without an address, and so without a mail: %(names)s.", names=names), "warn")
    if done.left:
        names = ", ".join(person.printed_name for person in done.left)
        flash(_("They have left, and so do not take part: %(names)s.", names=names), "warn")


def _find(poll_id: int) -> Poll:
    access.require_staff(current_user)
    found: Poll = access.find(Poll, poll_id, current_user) or abort(404)
    return found


def _slot(poll: Poll, slot_id: int) -> PollSlot:
    found: PollSlot | None = access.find(PollSlot, slot_id, current_user)
    if found is None or found.poll_id != poll.id:
        abort(404)
    return found


def _invitee(poll: Poll, invitee_id: int) -> PollInvitee:
    found: PollInvitee | None = access.find(PollInvitee, invitee_id, current_user)
    if found is None or found.poll_id != poll.id:
        abort(404)
    return found
