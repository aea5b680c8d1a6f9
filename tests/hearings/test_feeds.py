from icalendar import Calendar

from eventsapp.calendars.services import create_feed
from tests.factories import (
    NOW,
    commit,
    make_consultation,
    make_hearing,
    make_meeting,
    make_person,
    make_user,
    take_part,
)


def titles_in(client, token):
    feed = Calendar.from_ical(client.get(f"/calendars/{token}.ics").data)
    return sorted(str(one["SUMMARY"]) for one in feed.walk("VEVENT"))


def test_a_feed_holds_what_somebody_is_asked_to_and_no_intention(app, client):
    meeting, ana = make_meeting(), make_person("Ana Souza")
    take_part(meeting, ana)
    make_hearing(make_consultation(title="Asked", audience="private sector"), ana)
    withdrawn = make_consultation(title="Asked no more", audience="private sector")
    make_hearing(withdrawn, ana, withdrawn_at=NOW)
    make_consultation(title="Of others", audience="private sector")
    make_consultation(title="Intended", audience="open online", announced_at=None)
    make_consultation(
        meeting, "Of the record", audience="experts", announced_at=None, source_sentence="It is."
    )
    token = create_feed(by=make_user(ana), now=NOW)[1]
    commit()

    assert titles_in(client, token) == ["Asked", "Of the record"]
