"""What the tests of letters share: a forum, officers, a complete request of an expert."""

import html
import re
from datetime import date, timedelta

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.clock import real_utcnow
from eventsapp.letters import services
from eventsapp.letters.wording import Sender
from tests.factories import NOW, make_letter_request, make_meeting, make_person, make_user

TODAY = real_utcnow().date()
NUMBER = "XK4471902"
DETAILS = {
    "passport_name": "ŁUCJA ŻÓŁKIEWSKA",
    "address_as": "Madam",
    "nationality": "POL",
    "passport_number": NUMBER,
    "expires_on": "2031-09-04",
    "birth_on": "1980-03-04",
}
SENDER = Sender(
    organization="Secretariat of the Expert Group Meetings",
    contact="secretariat@eventsapp.test",
    base_url="https://egm.example.org",
    tz="Africa/Nairobi",
)


def make_forum(code="wuf-12", **changes):
    values = {
        "kind": "forum",
        "series": "WUF",
        "number": 12,
        "title": "World Urban Forum",
        "starts_on": date(2024, 11, 4),
        "ends_on": date(2024, 11, 8),
        "tz": "Africa/Cairo",
        "place": "Cairo, Egypt",
        "takes_letter_requests": True,
    }
    return make_meeting(code, **{**values, **changes})


def make_officer(name="Grace Wanjiru"):
    return make_user(make_person(name), role=SECRETARIAT)


def make_expert(name="Łucja Żółkiewska", **changes):
    return make_user(make_person(name, **changes))


def make_request(expert, forum, **changes):
    return make_letter_request(expert.person, forum, details=DETAILS, **changes)


def submitted(expert, forum):
    request = make_request(expert, forum)
    services.submit_request(request, version=request.version, by=expert, now=NOW)
    return request


def approved(expert, forum, officer):
    request = submitted(expert, forum)
    approve(request, officer)
    return request


def approve(request, officer):
    services.approve_request(request, "secretariat", version=request.version, by=officer, now=NOW)


def issue(request, officer, now=NOW):
    return services.issue_letter(request, SENDER, version=request.version, by=officer, now=now)


def make_coming_forum():
    """A forum in sixty days, for the pages, which read the clock."""
    starts_on = TODAY + timedelta(days=60)
    return make_forum(starts_on=starts_on, ends_on=starts_on + timedelta(days=4))


def words(page):
    """The words of a page, without its head and its tags."""
    body = page.text.partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
