"""A meeting of two days with people in it, and what its pages say."""

import re
from datetime import date

from eventsapp.attendance.queries import attended_days
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from tests.factories import make_day, make_meeting, make_person, take_part

DAY_1 = "/meetings/egm-3/attendance/1"


def make_days(**changes):
    """Make EGM 3 in Baku with two days, both past."""
    meeting = make_meeting("egm-3", number=3, tz="Asia/Baku", place="Baku", **changes)
    make_day(meeting)
    make_day(meeting, 2, date(2024, 9, 27))
    db.session.flush()
    return meeting


def arrive(meeting, name, **changes):
    """Let somebody take part, and give their participation."""
    return take_part(meeting, make_person(name, **changes))


def words(answer):
    """What a page says, without its marks."""
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    for sign, letter in (("&amp;", "&"), ("&#39;", "'"), ("&#34;", '"')):
        text = text.replace(sign, letter)
    return " ".join(text.split())


def chosen(answer):
    """The state that is chosen for each person of a page, by the number of their participation."""
    page = answer.get_data(as_text=True)
    return {
        int(number): state
        for number, state in re.findall(r'name="p(\d+)" value="([a-z ]+)" checked', page)
    }


def opened(answer):
    """What the form of a page remembers of the moment at which it was opened."""
    return re.search(r'name="opened" value="([^"]*)"', answer.get_data(as_text=True))[1]


def form_of(answer, changes):
    """The form of a page as it is sent with these states of some people instead."""
    rows = {f"p{number}": state for number, state in {**chosen(answer), **changes}.items()}
    return {"opened": opened(answer), **rows}


def present(meeting):
    """The days on which people were present, by their printed name."""
    days = attended_days(meeting.id)
    return {
        part.person.printed_name: days[part.person_id]
        for part in meeting.participations
        if part.person_id in days
    }


def noted():
    """What the history says of attendance, oldest first: state, what it was before, by whom."""
    found = db.select(Entry).where(Entry.verb == "noted attendance").order_by(Entry.id)
    return [
        (one.detail["state"], one.detail["before"], one.detail["holds"], one.user_id)
        for one in db.session.scalars(found)
    ]
