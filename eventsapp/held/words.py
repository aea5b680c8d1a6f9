"""The groups of what is held about a person, with purpose and time, and its words. Pure."""

from dataclasses import dataclass, field
from typing import Any

from eventsapp.translation import N_

Row = dict[str, Any]
# How many days after a meeting these are kept; the rules of retention take it from here.
NEEDS_DAYS, LATER_DAYS, LETTER_DAYS = 30, 90, 365


@dataclass(frozen=True)
class Kind:
    """One group of data: its heading, why it is held, until when."""

    title: str
    purpose: str
    kept: str


@dataclass(frozen=True)
class Group:
    """What is held of one kind. Of `is_locked` rows the locked part is left out."""

    name: str
    rows: tuple[Row, ...] = field(default=())
    is_locked: bool = False


AS_LONG = N_("until you ask for erasure")
KINDS = {
    "identity": Kind(
        N_("Who you are"),
        N_("To print your name as you write it, to address you, to invite a balanced group"),
        AS_LONG,
    ),
    "addresses": Kind(N_("Addresses"), N_("To write to you, and to let you sign in"), AS_LONG),
    "account": Kind(
        N_("Your account"),
        N_("To let you and nobody else see your pages"),
        N_("until it is closed; links to sign in for a day after they end"),
    ),
    "needs": Kind(
        N_("What you need to take part"),
        N_("To arrange access and meals, for those only who arrange them"),
        N_("until the day that stands there, at the latest 30 days after the meeting"),
    ),
    "consents": Kind(
        N_("What you agreed to"),
        N_("To publish and to share only what you agreed to"),
        N_("kept as proof, also after it was withdrawn"),
    ),
    "meetings": Kind(
        N_("Meetings"),
        N_("To prepare the meetings and to keep their record"),
        N_("with the record of the meeting"),
    ),
    "rooms": Kind(
        N_("Rooms"),
        N_("To place you in a working group"),
        N_("with the record of the meeting"),
    ),
    "agendas": Kind(
        N_("Agendas"), N_("To say who speaks about what"), N_("with the agenda of the meeting")
    ),
    "attendance": Kind(
        N_("Attendance"),
        N_("To record who attended, which the secretariat is obliged to"),
        N_("with the record of the meeting"),
    ),
    "invitations": Kind(
        N_("Invitations"), N_("To know who was asked and answered"), N_("with the meeting")
    ),
    "hearings": Kind(
        N_("Consultations"),
        N_("To hear you, and to know who was asked and has sent something"),
        N_("with the consultation; what you said for yourself until you ask for erasure"),
    ),
    "polls": Kind(
        N_("Polls about a time"),
        N_("To find a time at which most can come, and whose night it is not"),
        N_("with the poll; your comment until you ask for erasure"),
    ),
    "nominations": Kind(
        N_("Nominations"),
        N_("To show which government named you, and to keep within the places of a country"),
        N_("the letter until a year after the last meeting of the process"),
    ),
    "owed": Kind(
        N_("What is asked of you"), N_("To remind you in time"), N_("with the meeting")
    ),
    "registrations": Kind(
        N_("Registrations"),
        N_("To decide who takes part, and to prepare the meeting"),
        N_("your answers until the day that stands there; what only accepted people are asked, "
           "and files, until 90 days after the meeting"),
    ),
    "letters": Kind(
        N_("Letters"),
        N_("To support your application for a visa; passport data serve this letter only"),
        N_("passport data and the letter itself until a year after the meeting; number, state and "
           "dates stay, so that the letter can be checked"),
    ),
    "comments": Kind(
        N_("Comments on drafts"),
        N_("To hear you on a draft, and to tell you what became of each comment"),
        N_("what you sent with the record of the draft; what you did not send until you delete it"),
    ),
    "mails": Kind(
        N_("Mails sent to you"),
        N_("To know what you were told and when"),
        N_("the text until two years after it was sent; subject and date stay"),
    ),
    "lists": Kind(
        N_("Published lists"),
        N_("To say who takes part in a meeting, where you agreed to it"),
        N_("until the list is withdrawn, and 30 days longer"),
    ),
    "calendar": Kind(
        N_("Your calendar address"), N_("To show your meetings in your own calendar"), AS_LONG
    ),
    "sources": Kind(
        N_("Where it came from"),
        N_("To take back what was entered by mistake"),
        N_("files of people for 30 days; merged entries for two years"),
    ),
    "requests": Kind(
        N_("What you asked about your data"),
        N_("To answer, and to show that it was answered"),
        N_("the words of both sides until two years after the answer"),
    ),
}  # fmt: skip

# What the parts of a row are called.
LABELS = {
    "access": N_("Access"),
    "address": N_("Address"),
    "address_as": N_("Addressed as"),
    "also_written": N_("Also written"),
    "answer": N_("Answer"),
    "answered_at": N_("Answered"),
    "answered_from": N_("Answered from"),
    "answers": N_("Answers"),
    "arranges_needs": N_("May see who needs what"),
    "asked_at": N_("Asked"),
    "birth_on": N_("Date of birth"),
    "bounced_at": N_("Mail came back"),
    "category": N_("Category"),
    "changed_at": N_("Last changed"),
    "code": N_("Code to check it"),
    "consents": N_("Consents"),
    "corrections": N_("Corrections asked for"),
    "comment": N_("Comment"),
    "country": N_("Country represented"),
    "country_as_stated": N_("Country as stated"),
    "created_at": N_("Entered"),
    "decided_at": N_("Decided"),
    "deleted_on": N_("Deleted after"),
    "later_deleted_on": N_("Files, and what is asked after acceptance, deleted after"),
    "details": N_("What you typed"),
    "dietary": N_("Meals"),
    "done_at": N_("Done"),
    "due_on": N_("Due on"),
    "email": N_("E-mail"),
    "expires_on": N_("Passport valid until"),
    "facts": N_("What you typed"),
    "family_name": N_("Family name"),
    "fetched_at": N_("Last fetched"),
    "fetched_with": N_("Fetched with"),
    "file": N_("File"),
    "files": N_("Files"),
    "function": N_("Function"),
    "gender": N_("Gender, as stated"),
    "gender_words": N_("Gender in own words"),
    "given_at": N_("Given"),
    "given_name": N_("Given name"),
    "invited_at": N_("Invited"),
    "is_closed": N_("Closed"),
    "is_expert": N_("Counts as an expert"),
    "is_observer": N_("Observer"),
    "is_preferred": N_("Mail goes here"),
    "issued_on": N_("Issued"),
    "kind": N_("Kind"),
    "language": N_("Language"),
    "languages": N_("Languages"),
    "later": N_("Asked after acceptance"),
    "latin_name": N_("Name in Latin letters"),
    "left_at": N_("Left"),
    "letter": N_("Letter on file"),
    "letter_state": N_("State of the letter"),
    "meeting": N_("Meeting"),
    "merged_at": N_("Made one"),
    "names": N_("Names of the two entries"),
    "nationality": N_("Nationality"),
    "needs": N_("Needs"),
    "nominated_on": N_("Nominated on"),
    "note": N_("Note"),
    "noted_at": N_("Noted"),
    "number": N_("Number"),
    "organization": N_("Organisation"),
    "paid_by": N_("Who pays"),
    "passport_name": N_("Name in the passport"),
    "passport_number": N_("Passport number"),
    "phone": N_("Phone"),
    "place": N_("Day or room"),
    "printed_name": N_("Name, as printed"),
    "process": N_("Process"),
    "purpose": N_("Purpose"),
    "reason": N_("Reason"),
    "published_at": N_("Published"),
    "received_at": N_("Received"),
    "recipient": N_("Sent to"),
    "released_at": N_("Released"),
    "reminded_at": N_("Reminded"),
    "revoked_at": N_("Revoked"),
    "role": N_("Role"),
    "room": N_("Room"),
    "round": N_("Round"),
    "route": N_("How you came"),
    "salutation": N_("Salutation"),
    "script_name": N_("Name in its own script"),
    "sent_at": N_("Sent"),
    "signs_in": N_("Signs in as"),
    "source": N_("Where it was given"),
    "starts_on": N_("Begins"),
    "ends_on": N_("Ends"),
    "state": N_("State"),
    "subject": N_("Subject"),
    "submitted_at": N_("Sent to the secretariat"),
    "themes": N_("Themes"),
    "title": N_("What"),
    "tz": N_("Time zone"),
    "undone_at": N_("Taken back"),
    "wanted": N_("What should change"),
    "withdrawn_at": N_("Withdrawn"),
    "wording": N_("In these words"),
    "words": N_("Your words"),
}  # fmt: skip
# What reads from left to right in every language.
CODES = frozenset({"address", "recipient", "email", "phone", "number", "code", "answered_from",
                   "passport_number"})  # fmt: skip


def stated(row: Row) -> Row:
    """Return a row without what is not stated."""
    return {name: value for name, value in row.items() if value not in (None, "", [], {}, ())}
