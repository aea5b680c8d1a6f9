"""Signing in and out, and what people set about themselves."""

import time
from dataclasses import replace
from typing import Any
from zoneinfo import available_timezones

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from eventsapp.accounts.emails import send_sign_in_link
from eventsapp.accounts.forms import (
    ConfirmForm,
    FirstAdministratorForm,
    MyDetailsForm,
    NewPasswordForm,
    PasswordForm,
    SignInForm,
)
from eventsapp.accounts.models import ADMINISTRATOR, User
from eventsapp.accounts.queries import first_token_fits, has_no_users
from eventsapp.accounts.services import (
    address_on_file,
    ask_for_link,
    check_password,
    create_user,
    find_link,
    is_too_often,
    set_password,
    use_link,
)
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.incoming import caller, own_page, wait_since
from eventsapp.people.services import change_person, facts_of
from eventsapp.public import public

bp = Blueprint("accounts", __name__)
MOST_PER_ADDRESS, MOST_PER_CALLER = 5, 40


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    """Ask for a link by e-mail. The answer is the same for a known and an unknown address, and
    takes as long."""
    started = time.monotonic()
    form = SignInForm(next=own_page(request.args.get("next")))
    if form.validate_on_submit():
        now = real_utcnow()
        address = form.email.data or ""
        by_caller = is_too_often("link-caller", caller(), most=MOST_PER_CALLER, real_now=now)
        by_address = is_too_often("link-address", address, most=MOST_PER_ADDRESS, real_now=now)
        if not by_caller and not by_address:
            link = ask_for_link(address, next_page=own_page(form.next.data), real_now=now)
            if link is not None:
                send_sign_in_link(link, address_on_file(link, address), now=utcnow())
        db.session.commit()
        wait_since(started)
        if by_caller or by_address:
            return render_template("accounts/too_often.html"), 429
        return render_template("accounts/link_sent.html", address=address)
    return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200


@bp.route("/sign-in/password", methods=["GET", "POST"])
@public
def sign_in_password() -> Any:
    """Sign in with address and password, for staff who set one."""
    form = PasswordForm(next=own_page(request.args.get("next")))
    if form.validate_on_submit():
        now = real_utcnow()
        too_often = is_too_often("password-caller", caller(), most=20, real_now=now)
        too_often |= is_too_often("password", form.email.data or "", most=8, real_now=now)
        db.session.commit()
        if too_often:
            return render_template("accounts/too_often.html"), 429
        user = check_password(form.email.data or "", form.password.data or "")
        if user is not None:
            _begin_session(user)
            return redirect(own_page(form.next.data) or url_for("home.show"))
        form.password.errors = [
            _(
                "Address and password do not belong together. Try again, "
                "or ask for a link by e-mail."
            )
        ]
    return render_template("accounts/sign_in_password.html", form=form), 422 if form.errors else 200


@bp.route("/sign-in/<token>", methods=["GET", "POST"])
@public
def use_sign_in_link(token: str) -> Any:
    """Show the button of a link; pressing it uses the link up and signs in."""
    form = ConfirmForm()
    if form.validate_on_submit():
        link = use_link(token, real_now=real_utcnow())
        db.session.commit()
        if link is not None:
            _begin_session(link.user)
            return redirect(own_page(link.next_page) or url_for("home.show"))
    link = find_link(token, real_now=real_utcnow())
    if link is None:
        return render_template("accounts/link_used.html"), 410
    return render_template("accounts/use_sign_in_link.html", form=form, person=link.user.person)


@bp.post("/sign-out")
def sign_out() -> Any:
    """Sign out of this browser."""
    logout_user()
    flash(_("You are signed out."), "ok")
    return redirect(url_for("accounts.sign_in"))


@bp.route("/my-details", methods=["GET", "POST"])
def my_details() -> Any:
    """Show and set one's own time zone."""
    form = MyDetailsForm(tz=current_user.person.tz or "")
    form.tz.choices = zone_choices()
    if form.validate_on_submit():
        person = current_user.person
        facts = replace(facts_of(person), tz=form.tz.data or None)
        change_person(person, facts, now=utcnow(), user_id=current_user.id)
        db.session.commit()
        flash(_("Your time zone is saved. Reminders reach you at 09:00 of that zone."), "ok")
        return redirect(url_for("accounts.my_details"))
    return render_template(
        "accounts/my_details.html", form=form, password_form=NewPasswordForm()
    ), 422 if form.errors else 200


@bp.post("/my-details/password")
def change_password() -> Any:
    """Set a password; staff only."""
    if not current_user.is_staff:
        abort(404)
    form = NewPasswordForm()
    if form.validate_on_submit():
        user = current_user._get_current_object()
        set_password(user, form.password.data or "")
        db.session.commit()
        _begin_session(user)
        flash(_("Your password is set. Other browsers in which you were signed in are not."), "ok")
        return redirect(url_for("accounts.my_details"))
    details = MyDetailsForm(tz=current_user.person.tz or "", formdata=None)
    details.tz.choices = zone_choices()
    return render_template("accounts/my_details.html", form=details, password_form=form), 422


@bp.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> Any:
    """Make the first administrator of an empty instance; the link is printed by `make run`."""
    if not has_no_users() or not first_token_fits(token):
        abort(404)
    form = FirstAdministratorForm()
    form.tz.choices = zone_choices()
    if form.validate_on_submit():
        try:
            user = create_user(
                form.email.data or "",
                ADMINISTRATOR,
                now=utcnow(),
                name=form.name.data,
                tz=form.tz.data,
            )
        except RuleBroken as refusal:
            form.email.errors = [str(refusal)]
        else:
            db.session.commit()
            _begin_session(user)
            return redirect(url_for("home.show"))
    return render_template("accounts/welcome.html", form=form), 422 if form.errors else 200


def _begin_session(user: User) -> None:
    """Sign this browser in. Nothing of the session before stays: somebody may have planted it."""
    session.clear()
    login_user(user)


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones people choose from, with the meeting's zone for those who choose none."""
    zones = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")
    )
    return [
        ("", _("Not stated: times of the meeting")),
        ("UTC", "UTC"),
        *((z, z.replace("_", " ")) for z in zones),
    ]
