"""The words of a letter: facts in, blocks of text out.

Style of formal letters of the United Nations: a named person, first person singular, "I have the
honour", full names, no abbreviation that was not written out, the assurances at the end.
Source: Correspondence Manual, ST/DCS/4/Rev.1.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ADDRESSES = ("Sir", "Madam", "Excellency")

WHO_PAYS = {
    "secretariat": "The cost of your travel and accommodation will be borne by the secretariat.",
    "sender": (
        "The cost of your travel and accommodation is to be borne by yourself or by the "
        "institution that sends you; this invitation places no financial obligation on the "
        "secretariat."
    ),
    "host": "The cost of your travel and accommodation will be borne by the host of the meeting.",
}
VISA = (
    "Should you need a visa, you may wish to apply as soon as you have received this letter. "
    "Visas are granted by the authorities of the host country alone, and this letter is no "
    "promise of one."
)


@dataclass(frozen=True)
class Sender:
    """Who sends letters: what the settings say of this instance. `tz` decides which day it is."""

    organization: str
    contact: str
    base_url: str
    tz: str
    office: str = ""


@dataclass(frozen=True)
class Invitation:
    """What an invitation says. Empty text means that nobody has stated it; it is then left out.

    `address_as` is one of `ADDRESSES`, chosen by the person and never guessed, or empty; `paid_by`
    is a key of `WHO_PAYS` or empty; `capacity` reads after "as", such as "an expert".
    """

    name: str
    meeting: str
    starts_on: date
    ends_on: date
    place: str = ""
    is_online: bool = False
    function: str = ""
    organization: str = ""
    address_as: str = ""
    capacity: str = ""
    process: str = ""
    paid_by: str = ""
    contact: str = ""


@dataclass(frozen=True)
class LetterText:
    """The blocks of a letter in the order in which they stand on paper."""

    recipient: tuple[str, ...]
    subject: str
    occasion: str
    salutation: str
    paragraphs: tuple[str, ...]
    closing: str


def invitation_text(invitation: Invitation) -> LetterText:
    """Return the text of an invitation to one named person; by design it has no passport data."""
    meeting = with_article(_one_line(invitation.meeting))
    where_and_when = _where_and_when(invitation)
    paragraphs = (
        f"I have the honour to invite you to {meeting}, to be held {where_and_when}.",
        _capacity(invitation),
        _costs(invitation),
        "" if invitation.is_online else VISA,
        _contact(invitation),
    )
    return LetterText(
        recipient=_recipient(invitation),
        subject=f"Invitation to {meeting}",
        occasion=_occasion(invitation),
        salutation=_salutation(invitation),
        paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph),
        closing=_closing(invitation),
    )


def letter_facts(
    text: LetterText, sender: Sender, *, signatory: tuple[str, str], issued_on: date
) -> dict[str, Any]:
    """Return everything that is printed but number and code, in the shape that the templates read.

    `signatory` is name and function; a function that is not known is left out.
    """
    return {
        **asdict(text),
        "recipient": list(text.recipient),
        "paragraphs": list(text.paragraphs),
        "language": "en",
        "organization": sender.organization,
        "office": sender.office,
        "date": day_in_words(issued_on),
        "issued_on": issued_on.isoformat(),
        "signatory": [line for line in map(_one_line, signatory) if line],
    }


def numbered_facts(
    facts: dict[str, Any], process_code: str, serial: int, code: str, sender: Sender
) -> dict[str, Any]:
    """Return the facts with number, `IG-PCSC/2024/0001`, code and the address of the check."""
    number = f"{process_code}/{facts['issued_on'][:4]}/{serial:04}"
    return {
        **facts,
        "number": number,
        "code": code,
        "title": f"Invitation letter {number}",
        "verify_url": f"{sender.base_url}/verify/{code}",
    }


def days_in_words(first: date, last: date) -> str:
    """Return `4 to 8 November 2024`; what both days share is said once, one day stands alone."""
    if first == last:
        return day_in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day_in_words(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} to {day_in_words(last)}"
    return f"{day_in_words(first)} to {day_in_words(last)}"


def day_in_words(day: date) -> str:
    """Return `4 November 2024`, as letters write it in every language of the interface."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def with_article(title: str) -> str:
    """Return the title as it stands in a sentence: `the World Urban Forum`; an article is kept."""
    first, _, rest = title.partition(" ")
    if first.lower() == "the":
        return f"the {rest}"
    return f"the {title}"


def _where_and_when(invitation: Invitation) -> str:
    days = days_in_words(invitation.starts_on, invitation.ends_on)
    when = f"on {days}" if invitation.starts_on == invitation.ends_on else f"from {days}"
    if invitation.is_online:
        return f"online {when}"
    return f"in {_one_line(invitation.place)}, {when}" if invitation.place else when


def _occasion(invitation: Invitation) -> str:
    days = days_in_words(invitation.starts_on, invitation.ends_on)
    place = "Online" if invitation.is_online else _one_line(invitation.place)
    return f"{place}, {days}" if place else days


def _capacity(invitation: Invitation) -> str:
    capacity, process = _one_line(invitation.capacity), _one_line(invitation.process)
    if not capacity:
        return ""
    if not process:
        return f"You are invited as {capacity}."
    return f"You are invited as {capacity} in the work on {with_article(process)}."


def _costs(invitation: Invitation) -> str:
    if invitation.is_online or not invitation.paid_by:
        return ""
    return WHO_PAYS[invitation.paid_by]


def _contact(invitation: Invitation) -> str:
    contact = _one_line(invitation.contact)
    return f"For any question the secretariat is at your disposal at {contact}." if contact else ""


def _recipient(invitation: Invitation) -> tuple[str, ...]:
    lines = (invitation.name, invitation.function, invitation.organization)
    return tuple(line for line in map(_one_line, lines) if line)


def _salutation(invitation: Invitation) -> str:
    if invitation.address_as:
        return f"{invitation.address_as},"
    return f"Dear {_one_line(invitation.name)},"


def _closing(invitation: Invitation) -> str:
    if invitation.address_as:
        return f"Accept, {invitation.address_as}, the assurances of my highest consideration."
    return "Accept the assurances of my highest consideration."


def _one_line(text: str) -> str:
    """Return the text without line breaks and doubled spaces: a name is one line."""
    return " ".join(text.split())
