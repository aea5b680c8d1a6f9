"""What goes when a person is erased, what stays, and why. Pure."""

from dataclasses import dataclass

from eventsapp.translation import N_

LETTERS, ATTENDANCE, MINUTES, MAILS = "letters", "attendance", "minutes", "mails"
NOMINATIONS, HISTORY, CONSENTS, SIGNED = "nominations", "history", "consents", "signed"
COMMENTS = "comments"


# The kind of the mail that tells somebody of their erasure: the one that still has an address.
LAST_MAIL = "erased"


@dataclass(frozen=True)
class Stay:
    """One kind of thing that stays without the name, how many, and why."""

    name: str
    count: int


@dataclass(frozen=True)
class Reason:
    """What stays of a kind of thing, and why it must."""

    what: str
    why: str


STAYS = {
    LETTERS: Reason(
        N_("number, code, state, dates and check sum of each letter"),
        N_("whoever was shown a letter must be able to check it"),
    ),
    SIGNED: Reason(
        N_("the name under letters that were signed for others"),
        N_("an issued letter never changes; each goes with the data of whom it is about"),
    ),
    ATTENDANCE: Reason(
        N_("that one more person took part and attended, with country and category"),
        N_("the secretariat is obliged to record attendance and regional balance"),
    ),
    MINUTES: Reason(
        N_("the minutes of meetings as they were published, with their lists of rooms"),
        N_("they are the record of the meeting; notes name no speaker"),
    ),
    NOMINATIONS: Reason(
        N_("that a government named one more person, without name and letter"),
        N_("the places of a country are counted"),
    ),
    CONSENTS: Reason(
        N_("what was agreed to, when, in which words, now withdrawn and without a name"),
        N_("it shows that what was published was agreed to"),
    ),
    COMMENTS: Reason(
        N_("comments on drafts that were sent, with their answers, without a name"),
        N_("a draft and what became of it must stay understandable"),
    ),
    MAILS: Reason(
        N_("subject, date and state of mails, without address and text"),
        N_("it shows that people were told"),
    ),
    HISTORY: Reason(
        N_("who saw and changed what, without the name"),
        N_("the log must answer for every look and every change"),
    ),
}

GOES = (
    N_("name, spellings and the words by which the person is found"),
    N_("addresses, phone, organisation, function, languages, gender and all other facts"),
    N_("what they need to take part"),
    N_("what they sent with registrations: answers, files, photos, corrections"),
    N_("what they said for themselves in consultations, and drafts"),
    N_("passport data and the letters themselves"),
    N_("the letters by which a government named them, and notes about them"),
    N_("texts, subjects and addresses of mails"),
    N_("their account, links to sign in and the calendar address"),
    N_("their line in lists of participants that were published here"),
    N_("files of people in which they stand, and what would undo an import or a merge"),
)
