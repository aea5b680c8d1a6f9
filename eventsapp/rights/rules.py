"""For what each kind of data is kept, and how long: the one place where it is said. Pure.

A rule counts whole days. `days` after the moment that `after` names, the thing is deleted; where
the row itself says a day, that day counts (`days` is then what is proposed for new rows).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from eventsapp.held.words import LATER_DAYS, LETTER_DAYS, NEEDS_DAYS
from eventsapp.translation import N_

PRINCIPLES = N_("UN Principles on Personal Data Protection and Privacy (2018): retention")
OWN = N_("decided here: it is needed for no longer")


@dataclass(frozen=True)
class Rule:
    """One rule of retention. `name` is what the records of deletions are kept under."""

    name: str
    what: str
    purpose: str
    after: str
    days: int
    source: str = OWN

    def last_day(self, today: date) -> date:
        """Return the day at or before which the moment must lie for the thing to be due today."""
        return today - timedelta(days=self.days + 1)


RULES = (
    Rule(
        "needs",
        N_("access and meals"),
        N_("to arrange the meeting"),
        N_("the day that stands with them: 30 days after the meeting"),
        NEEDS_DAYS,
        PRINCIPLES,
    ),
    Rule(
        "registration answers",
        N_("what people sent when they registered"),
        N_("to decide who takes part and to prepare the meeting"),
        N_("the day that the registration form sets: usually two years after the meeting"),
        730,
        N_("set by the secretariat in the form of each meeting"),
    ),
    Rule(
        "answers after acceptance",
        N_("passport, hotel and what else only accepted people are asked"),
        N_("to arrange the journey"),
        N_("90 days after the meeting"),
        LATER_DAYS,
        PRINCIPLES,
    ),
    Rule(
        "registration files",
        N_("photos and files sent with a registration"),
        N_("to prepare badges and the journey"),
        N_("90 days after the meeting"),
        LATER_DAYS,
    ),
    Rule(
        "unconfirmed files",
        N_("files sent with registrations whose address nobody confirmed"),
        N_("to wait for the confirmation"),
        N_("3 days after they came"),
        3,
    ),
    Rule(
        "unconfirmed registrations",
        N_("registrations whose address nobody confirmed"),
        N_("to wait for the confirmation"),
        N_("30 days after they came"),
        30,
    ),
    Rule(
        "letter data",
        N_("passport data, the facts of letters and the letters themselves"),
        N_("to make the letter, and to give it out again"),
        N_("a year after the meeting; number, state, dates and check sum stay"),
        LETTER_DAYS,
        PRINCIPLES,
    ),
    Rule(
        "nomination letters",
        N_("letters by which governments nominate"),
        N_("to show that the nomination was signed"),
        N_("a year after the last meeting of the process"),
        365,
    ),
    Rule(
        "imported files",
        N_("files of people, with what was read from them"),
        N_("to take the import back"),
        N_("30 days after the import"),
        30,
    ),
    Rule(
        "merged entries",
        N_("what two entries of one person said before they became one"),
        N_("to take the merge back"),
        N_("two years after the merge"),
        730,
    ),
    Rule(
        "withdrawn lists",
        N_("who stands in published lists that were withdrawn"),
        N_("to see what was published"),
        N_("30 days after the withdrawal"),
        30,
    ),
    Rule(
        "mail texts",
        N_("the texts of mails; subject, date and state stay"),
        N_("to see what people were told"),
        N_("two years after they left"),
        730,
    ),
    Rule(
        "answered requests",
        N_("what people asked about their data, and the answers; that they asked stays"),
        N_("to show that it was answered"),
        N_("two years after the answer"),
        730,
    ),
    Rule(
        "last mails",
        N_("text and address of the mail that told somebody of their erasure"),
        N_("to tell them"),
        N_("as soon as it left, at the latest after 30 days"),
        30,
        PRINCIPLES,
    ),
)
