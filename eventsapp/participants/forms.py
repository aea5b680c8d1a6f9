"""The words of the table: what its filters offer, what their chips say, what an act is called."""

from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from eventsapp.formats import language, once_a_language
from eventsapp.history.models import Entry
from eventsapp.invitations.choosing import Why
from eventsapp.meetings.forms import role_names as meeting_roles
from eventsapp.participants.acts import COUNTS, INVITE, LEFT, REMIND, ROLE, WITHDRAW
from eventsapp.participants.filters import Wanted
from eventsapp.participants.services import AS_EXPERT, AS_NEITHER, AS_OBSERVER, reached_by
from eventsapp.people.countries import REGION_SYSTEMS, country_label, country_named, regions
from eventsapp.people.queries import category_choices

Choices = list[tuple[str, str]]


@once_a_language
def role_names() -> dict[str, str]:
    """Return the roles of a meeting and of its rooms in words."""
    return {
        **meeting_roles(),
        "moderator": _("Moderator"),
        "note_taker": _("Note-taker"),
        "member": _("Member"),
        "observer": _("Observer"),
    }


@once_a_language
def meeting_role_choices() -> Choices:
    """Return the roles somebody may have in a meeting, none first."""
    return [("", _("no role")), *meeting_roles().items()]


@once_a_language
def answer_choices() -> Choices:
    """Return what can be asked of the answers."""
    return [
        ("none", _("no answer")),
        ("yes", _("accepted")),
        ("no", _("declined")),
        ("perhaps", _("perhaps")),
        ("invited", _("invited")),
        ("not-invited", _("not invited")),
        ("withdrawn", _("invitation withdrawn")),
    ]


@once_a_language
def registration_names() -> dict[str, str]:
    """Return the states of a registration in words."""
    return {
        "received": _("Address not confirmed"),
        "pending": _("Pending"),
        "accepted": _("Accepted"),
        "waiting": _("Waiting list"),
        "declined": _("Declined"),
        "withdrawn": _("Withdrawn"),
    }


@once_a_language
def region_choices() -> list[tuple[str, Choices]]:
    """Return the regions of each system under its name."""
    systems = {
        "group": _("Regional groups"),
        "m49": _("Regions by M49"),
        "habitat": _("UN-Habitat regions"),
    }
    return [
        (systems[system], [(f"{system}:{one}", _(one)) for one in regions(system)])
        for system in REGION_SYSTEMS
    ]


@lru_cache(maxsize=32)
def suggestions(texts: tuple[str, ...]) -> Markup:
    """Return what a field suggests. Two hundred countries are written once, not at every visit."""
    return Markup("").join(Markup('<option value="{}"></option>').format(text) for text in texts)


def region_options(chosen: str) -> Markup:
    """Return the regions of all systems as a select offers them."""
    return _region_options(language(), chosen)


@lru_cache(maxsize=128)
def _region_options(_language: str, chosen: str) -> Markup:
    group, option = (
        Markup('<optgroup label="{}">{}</optgroup>'),
        Markup('<option value="{}"{}>{}</option>'),
    )
    is_chosen = {True: Markup(" selected"), False: ""}
    return Markup("").join(
        group.format(
            system,
            Markup("").join(
                option.format(value, is_chosen[value == chosen], text) for value, text in pairs
            ),
        )
        for system, pairs in region_choices()
    )


def category_names() -> dict[str, str]:
    """Return the stakeholder categories in words, in the order of lists."""
    return dict(category_choices(language()))


def filter_choices(days: list[int], staff: list[tuple[int, str]]) -> dict[str, Choices]:
    """Return what each select of the filters offers, without its first line."""
    return {
        **dict(_lasting_choices()),
        "category": [*category_names().items(), ("none", _("not stated"))],
        "by": [(str(number), name) for number, name in staff],
        "attended": [
            *((str(day), _("day %(number)s", number=day)) for day in days),
            ("any", _("any day")),
            ("none", _("no day")),
        ],
    }


@once_a_language
def _lasting_choices() -> list[tuple[str, Choices]]:
    """Return what is offered for every meeting alike."""
    none = ("none", _("not stated"))
    roles = [
        *meeting_roles().items(),
        ("none", _("no role")),
        ("leading", _("moderators and note-takers")),
        ("expert", _("experts")),
        ("observer", _("observers")),
        ("left", _("who left")),
    ]
    return [
        ("answer", answer_choices()),
        ("registration", [*registration_names().items(), ("none", _("not registered"))]),
        ("gender", [("woman", _("woman")), ("man", _("man")), ("own", _("in own words")), none]),
        ("role", roles),
        ("mail", [("reachable", _("reachable")), ("unreachable", _("whom no mail reaches"))]),
    ]


@once_a_language
def filter_names() -> dict[str, str]:
    """Return what the filters are called."""
    return {
        "q": _("Name, organisation, address"),
        "answer": _("Answer"),
        "registration": _("Registration"),
        "region": _("Region"),
        "country": _("Country"),
        "category": _("Category"),
        "gender": _("Gender"),
        "role": _("Role"),
        "by": _("Invited by"),
        "attended": _("Attended"),
        "mail": _("Mail"),
    }


def chips(wanted: Wanted, choices: dict[str, Choices]) -> list[tuple[str, str, str]]:
    """Return the filters that are on: name, what it is called, what it asks for."""
    names = filter_names()
    said = {name: dict(pairs) for name, pairs in choices.items()}
    if wanted.region:
        said["region"] = dict(pair for _name, pairs in region_choices() for pair in pairs)
    return [
        (name, names[name], said.get(name, {}).get(value) or _country(name, value))
        for name, value in wanted.filters.items()
    ]


def _country(name: str, value: str) -> str:
    found = country_named(value) if name == "country" else None
    return country_label(found.code, language()) if found else value


def why_words() -> dict[Why, str]:
    """Return in words why an act leaves somebody out."""
    return {
        Why.NO_ADDRESS: _("no address that mail reaches"),
        Why.LEFT_REGISTRY: _("has left the registry"),
        Why.LEFT: _("has left the meeting"),
        Why.INVITED: _("is invited already"),
        Why.NOT_INVITED: _("is not invited"),
        Why.YES: _("has answered yes"),
        Why.NO: _("has answered no"),
        Why.PERHAPS: _("has answered perhaps"),
        Why.REGISTERED: _("has registered already"),
        Why.RESTING: _("was written to within the last day"),
    }


@once_a_language
def act_names() -> dict[str, str]:
    """Return what the acts are called on buttons and as titles."""
    return {
        INVITE: _("Invite"),
        REMIND: _("Remind to answer"),
        WITHDRAW: _("Withdraw the invitation"),
        ROLE: _("Give a role"),
        COUNTS: _("Set who counts"),
        LEFT: _("Mark as left"),
    }


def act_button(act: str, count: int) -> str:
    """Return what the button says that does it, with the number of people."""
    return {
        INVITE: ngettext("Invite %(num)s person", "Invite %(num)s people", count),
        REMIND: ngettext("Remind %(num)s person", "Remind %(num)s people", count),
        WITHDRAW: ngettext("Withdraw %(num)s invitation", "Withdraw %(num)s invitations", count),
        ROLE: ngettext("Give %(num)s person the role", "Give %(num)s people the role", count),
        COUNTS: ngettext("Set it for %(num)s person", "Set it for %(num)s people", count),
        LEFT: ngettext("Mark %(num)s person as left", "Mark %(num)s people as left", count),
    }[act]


def said_done(entry: Entry) -> str:
    """Return what an act has done, in a sentence with the number of people."""
    count, act = reached_by(entry), entry.detail["act"]
    role = role_names().get(entry.detail.get("to") or "", _("no role"))
    return {
        INVITE: ngettext(
            "%(num)s person is invited. The mail leaves within a minute.",
            "%(num)s people are invited. The mails leave within minutes.",
            count,
        ),
        REMIND: ngettext(
            "%(num)s person is reminded. The mail leaves within a minute.",
            "%(num)s people are reminded. The mails leave within minutes.",
            count,
        ),
        WITHDRAW: ngettext(
            "%(num)s invitation is withdrawn.", "%(num)s invitations are withdrawn.", count
        ),
        ROLE: ngettext(
            "Changed for %(num)s person: %(role)s.",
            "Changed for %(num)s people: %(role)s.",
            count,
            role=role,
        ),
        COUNTS: ngettext("Changed for %(num)s person.", "Changed for %(num)s people.", count),
        LEFT: ngettext(
            "%(num)s person is marked as left.", "%(num)s people are marked as left.", count
        ),
    }[act]


def undo_button(entry: Entry) -> str:
    """Return what the button says that undoes an act."""
    is_mail = entry.detail["act"] in {INVITE, REMIND}
    return _("Stop the mails that have not left") if is_mail else _("Undo")


def said_undone(entry: Entry, undone: int) -> str:
    """Return what undoing has done, and for whom it came too late."""
    rest = reached_by(entry) - undone
    act = entry.detail["act"]
    if act in {INVITE, REMIND}:
        done = ngettext("%(num)s mail was stopped.", "%(num)s mails were stopped.", undone)
        late = ngettext("%(num)s had left.", "%(num)s had left.", rest)
    else:
        done = ngettext("Undone for %(num)s person.", "Undone for %(num)s people.", undone)
        late = ngettext(
            "%(num)s was changed again since and stays.",
            "%(num)s were changed again since and stay.",
            rest,
        )
    return f"{done} {late}" if rest else done


class ActForm(FlaskForm):
    """What an act asks before it is done: the words of a mail, the role, as what people count."""

    subject = StringField(
        lazy_gettext("Subject"),
        validators=[Length(max=300, message=lazy_gettext("Use at most 300 characters."))],
    )
    words = TextAreaField(
        lazy_gettext("Your own words"),
        validators=[Length(max=3000, message=lazy_gettext("Use at most 3,000 characters."))],
    )
    # What an act does not ask is not sent; the service knows what there is to choose from.
    role = SelectField(lazy_gettext("Role"), validate_choice=False)
    counts_as = RadioField(
        lazy_gettext("They count as"),
        choices=[
            SelectChoice(AS_EXPERT, lazy_gettext("experts: they owe what experts owe")),
            SelectChoice(
                AS_OBSERVER, lazy_gettext("observers: they see the meeting, sit in no room")
            ),
            SelectChoice(AS_NEITHER, lazy_gettext("neither")),
        ],
        default=AS_EXPERT,
        validate_choice=False,
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.role.choices = meeting_role_choices()
        self.role.flags.quiet = True
        self.subject.flags.quiet = True
