"""Fill an empty demonstration from the real record, and add the invented people beside it."""

from datetime import UTC, date, datetime
from importlib.resources import files

from sqlalchemy import func, select

from eventsapp.accounts.models import ADMINISTRATOR, SECRETARIAT, User
from eventsapp.accounts.queries import has_no_users
from eventsapp.accounts.services import create_user
from eventsapp.breakouts.models import MEMBER, MODERATOR, BreakoutRoom, Placement
from eventsapp.clock import DemonstrationClock
from eventsapp.demonstration.people import GUESTS, OFFICER, SECOND_OFFICER, Invented, address_of
from eventsapp.demonstration.saving import save_dialogue
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.minutes.services import read_minutes, save_import
from eventsapp.people.models import Person
from eventsapp.people.services import add_address, add_person, organization_named
from eventsapp.reminders.services import owe, set_deadline

# Saturday after the meeting, 08:00 in Nairobi: before the first reminder of the record.
BEGINNING = datetime(2024, 9, 28, 5, 0, tzinfo=UTC)
RECORD = "egm2-minutes.txt"


def is_filled() -> bool:
    """Return whether the demonstration has been set up in this database."""
    return db.session.scalar(select(DemonstrationClock.id)) is not None


def keep_apart(*, is_demonstration: bool) -> None:
    """Refuse a start in which the demonstration and a real instance would share a database.

    Raises RuleBroken: invented people must not come among real ones, nor mail go out to them.
    """
    where = db.engine.url.render_as_string(hide_password=True)
    if is_demonstration and not is_filled() and not has_no_users():
        raise RuleBroken(
            f"{where} holds a real instance, which the demonstration must not touch. "
            "Give it a folder of its own: INSTANCE_DIR=instance-demo make demo"
        )
    if not is_demonstration and is_filled():
        raise RuleBroken(
            f"{where} holds the demonstration. Start that with `make demo`, or begin a real "
            "instance in a folder of its own: INSTANCE_DIR=instance-real make run"
        )


def fill(real_now: datetime, organization: str) -> None:
    """Import the record, give its people made-up addresses, and add the invented people."""
    now = BEGINNING
    officer = _staff(OFFICER, SECRETARIAT, now)
    _staff(SECOND_OFFICER, ADMINISTRATOR, now)
    content = files("eventsapp.minutes").joinpath("record", RECORD).read_bytes()
    read = read_minutes(content, RECORD, now=now, by=officer)
    meeting = save_import(read, {}, now=now, by=officer)
    for person in db.session.scalars(select(Person).where(Person.is_invented.is_(False))):
        if person.email is None:
            add_address(person, address_of(person.printed_name))
    guests = [_guest(guest, now) for guest in GUESTS]
    _forum(meeting, guests, now)
    save_dialogue(now=now, by=officer, organization=organization)
    offset = now - real_now
    db.session.add(DemonstrationClock(offset_seconds=int(offset.total_seconds())))
    db.session.flush()


def show_to() -> tuple[str, str]:
    """Return the names of a moderator and of an expert of the record, for the sign-in links."""
    return _name_of(MODERATOR), _name_of(MEMBER)


def _name_of(role: str) -> str:
    # Who has this role most often: a person whose pages show several rooms.
    name = db.session.scalar(
        select(Person.printed_name)
        .join(Placement)
        .join(BreakoutRoom)
        .where(Placement.role == role)
        .group_by(Person.id, Person.printed_name)
        .order_by(func.count().desc(), Person.id)
        .limit(1)
    )
    return name or ""


def _staff(invented: Invented, role: str, now: datetime) -> User:
    user = create_user(invented.address, role, now=now, name=invented.name, tz=invented.tz)
    user.person.is_invented = True
    user.person.organization = organization_named(invented.organization)
    return user


def _guest(invented: Invented, now: datetime) -> Person:
    return add_person(
        invented.name,
        email=invented.address,
        tz=invented.tz,
        organization=invented.organization,
        languages=list(invented.languages),
        is_invented=True,
        now=now,
    )


def _forum(named_in: Meeting, guests: list[Person], now: datetime) -> Meeting:
    """Add the World Urban Forum, to which letters are asked for; the invented people go there.

    Source of its dates and place: worldurbanforum's announcement of the twelfth session, Cairo,
    4 to 8 November 2024. The record names the forum without a date.
    """
    forum = Meeting(
        code="wuf-12",
        process_id=named_in.process_id,
        kind="forum",
        series="WUF",
        number=12,
        title="World Urban Forum, twelfth session",
        starts_on=date(2024, 11, 4),
        ends_on=date(2024, 11, 8),
        tz="Africa/Cairo",
        place="Cairo",
        mode="in person",
        takes_letter_requests=True,
        created_at=now,
        changed_at=now,
    )
    db.session.add(forum)
    db.session.flush()
    for guest in guests:
        db.session.add(Participation(meeting_id=forum.id, person_id=guest.id, is_expert=True))
    deadline = set_deadline(
        "Ask for a letter to the World Urban Forum (invented for the demonstration)",
        date(2024, 10, 7),
        forum.tz,
        now=now,
        page=("letters.new", {"meeting": forum.code}),
        days_before=[8, 7, 2, 0],
        meeting_id=forum.id,
        audience="experts",
    )
    for guest in guests:
        owe(deadline, guest)
    return forum
