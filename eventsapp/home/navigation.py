"""The links at the head of every page."""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp.formats import once_a_language


@dataclass(frozen=True)
class Link:
    """One link of the navigation; current while the reader is in its package."""

    text: str
    href: str
    icon: str
    is_current: bool


def register(app: Flask) -> None:
    """Give the layout its navigation."""
    app.jinja_env.globals["main_navigation"] = main_navigation


def main_navigation() -> list[Link]:
    """Return the links for the person who reads."""
    links = _links()["staff" if current_user.is_staff else "expert"]
    here = (request.endpoint or "").split(".")[0]
    return [
        Link(text, url_for(endpoint), icon, _is_here(endpoint, here))
        for text, endpoint, icon in links
        if endpoint in current_app.view_functions
    ]


@once_a_language
def _links() -> dict[str, list[tuple[str, str, str]]]:
    staff = [
        (_("Today"), "home.show", "home"),
        (_("Meetings"), "meetings.index", "calendar"),
        (_("Timeline"), "reports.timeline", "timeline"),
        (_("Consultations"), "consultations.index", "speech"),
        (_("Polls"), "polls.index", "question"),
        (_("Documents"), "documents.index", "pages"),
        (_("People"), "registry.index", "people"),
        (_("Letters"), "letters.index", "letter"),
        (_("Mail"), "mail.index", "mail"),
        (_("My calendar"), "calendars.index", "clock"),
    ]
    expert = [
        (_("Today"), "home.show", "home"),
        (_("Meetings"), "meetings.index", "calendar"),
        (_("Timeline"), "reports.timeline", "timeline"),
        (_("Documents"), "documents.index", "pages"),
        (_("Letters"), "letters.index", "letter"),
        (_("My calendar"), "calendars.index", "clock"),
    ]
    return {"staff": staff, "expert": expert}


# What stands under another link: the pages that put a meeting together, and all about people.
_STANDS_UNDER = {
    "record": "meetings",
    "minutes": "meetings",
    "participants": "meetings",
    "registrations": "meetings",
    "admissions": "meetings",
    "questions": "meetings",
    "attendance": "meetings",
    "figures": "meetings",
    "mixing": "meetings",
    "lists": "meetings",
    "papers": "meetings",
    "rounds": "meetings",
    "rules": "meetings",
    "themes": "meetings",
    "rooms": "meetings",
    "following": "meetings",
    "announcing": "meetings",
    "drafts": "documents",
    "fairtimes": "meetings",
    "answering": "polls",
    "releases": "documents",
    "imports": "registry",
    "merging": "registry",
    "organizations": "registry",
    "nominations": "registry",
    "labels": "registry",
    "consents": "registry",
    "logbook": "registry",
    "rights": "registry",
    "planning": "reports",
    "clashes": "reports",
}


def _is_here(endpoint: str, here: str) -> bool:
    return endpoint.split(".")[0] == _STANDS_UNDER.get(here, here)
