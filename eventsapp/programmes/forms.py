"""The words of papers and announcements about an agenda, in the language of the page."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext

from eventsapp.agendas.content import Agenda
from eventsapp.agendas.forms import role_names
from eventsapp.formats import city_of, in_zone, language, say_day, say_days
from eventsapp.meetings.models import Meeting
from eventsapp.programmes.paper import Words


def paper_words(meeting: Meeting, agenda: Agenda, *, state: str, names: Mapping[int, str]) -> Words:
    """Return what stands in the paper of an agenda beside the agenda itself."""
    parts = [say_days(meeting.starts_on, meeting.ends_on), meeting.place]
    zone = gettext("times of %(city)s", city=city_of(agenda.tz))
    has_times = any(item.starts for item in agenda.items)
    facts = " · ".join([part for part in parts if part] + ([zone] if has_times else []))
    return Words(
        language=language().split("-")[0],
        title=gettext("Provisional agenda"),
        annotated_title=gettext("Provisional annotated agenda"),
        meeting=meeting.title,
        facts=facts,
        state=state,
        items=gettext("Provisional agenda"),
        annotations=gettext("Annotations"),
        work=gettext("Organization of work"),
        time=gettext("Time"),
        item=gettext("Item"),
        room=gettext("Room or strand"),
        who=gettext("Who speaks"),
        no_time=gettext("no time"),
        days={
            one.number: gettext(
                "Day %(number)s, %(day)s", number=one.number, day=say_day(one.on_date)
            )
            for one in agenda.days
        },
        names=names,
        roles=role_names(),
    )


def say_state(number: int | None, at: datetime, tz: str) -> str:
    """Return which agenda it is: one that was announced, or the draft of a moment."""
    day = say_day(in_zone(at, tz).date(), "plain")
    if number is None:
        return gettext("Draft of %(day)s, not announced", day=day)
    return gettext("Agenda no. %(number)s, announced on %(day)s", number=number, day=day)


def mail_text(meeting: Meeting, number: int, said: Sequence[str], link: str) -> str:
    """Return a text to send with an agenda: which it is, what changed, where it stands."""
    head = gettext(
        "This is agenda no. %(number)s of %(meeting)s.", number=number, meeting=meeting.title
    )
    where = gettext("The whole agenda: %(link)s", link=link)
    if not said:
        return f"{head}\n\n{where}\n"
    changed = gettext("What changed since agenda no. %(number)s:", number=number - 1)
    lines = "\n".join(f"- {one}" for one in said)
    return f"{head}\n\n{changed}\n{lines}\n\n{where}\n"
