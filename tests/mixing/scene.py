"""A meeting of invented people who sit in rooms over some rounds."""

from eventsapp.breakouts.models import Seat, ThemeWish
from eventsapp.extensions import db
from tests.factories import make_day, make_meeting, make_person, make_room, make_round, place

PEOPLE = (
    ("Amina Diallo", "SN", "woman", "academia", ["fr", "en"]),
    ("Huiwen", "CN", "woman", "lrg", ["zh", "en"]),
    ("José Ñíguez Peña", "PE", "man", "private-sector", ["es"]),
    ("ليلى حداد", "JO", "woman", "lrg", ["ar", "fr"]),
    ("Łucja Żółkiewska", "PL", "woman", None, ["pl", "en"]),
    ("Ravi", "IN", "man", "academia", []),
    ("Karen Laßmann", None, None, "lrg", ["de", "en"]),
    ("Samuel Seth Passah", "GH", "man", "private-sector", ["en"]),
)


def sit(person, room, role="member"):
    """Seat a person on the board of the room's round."""
    db.session.add(Seat(round_id=room.round_id, room_id=room.id, person_id=person.id, role=role))
    db.session.flush()


def wish(meeting, person, theme, rank=0):
    """Note how much a person wants a theme."""
    db.session.add(ThemeWish(meeting_id=meeting.id, person_id=person.id, theme=theme, rank=rank))
    db.session.flush()


def make_two_rounds():
    """Eight people in two rooms on day 1, as they were told; on day 2 a draft with a third room in
    which nobody sits."""
    meeting = make_meeting(title="People-centred water", place="Nairobi")
    people = [
        make_person(name, country=country, gender=gender, category=category, languages=languages)
        for name, country, gender, category, languages in PEOPLE
    ]
    first, second = (make_round(meeting, make_day(meeting)), None)
    water = make_room(first, "1", "Water", principles=["Equity"], theme="Water")
    rivers = make_room(first, "2", "Rivers", principles=["Access & use"], theme="Rivers")
    for place_, person in enumerate(people):
        place(person, (water, rivers)[place_ % 2], "moderator" if place_ < 2 else "member")
    second = make_round(meeting, number=2, published_at=None)
    floods = make_room(second, "1", "Floods", principles=["access and use"], theme="Floods")
    make_room(second, "3", "Digital rights", principles=["Inclusion"])
    for person in people[:4]:
        sit(person, floods)
    wish(meeting, people[0], "Water")
    wish(meeting, people[1], "water", rank=4)
    wish(meeting, people[1], "Floods")
    wish(meeting, people[2], "Energy")
    wish(meeting, people[3], "Water")
    return meeting, people
