"""Whom staff can invite, remind or take an invitation from, and why not somebody. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

# Nobody gets a second mail about the same invitation within a day.
REST = timedelta(hours=24)


class Why(StrEnum):
    """Why an act leaves somebody out."""

    NO_ADDRESS = "no address"
    LEFT_REGISTRY = "left the registry"
    LEFT = "left the meeting"
    INVITED = "invited already"
    NOT_INVITED = "not invited"
    YES = "answered yes"
    NO = "answered no"
    PERHAPS = "answered perhaps"
    REGISTERED = "registered already"
    RESTING = "written to within a day"


_ANSWERED = {"yes": Why.YES, "no": Why.NO, "perhaps": Why.PERHAPS}


@dataclass(frozen=True)
class Standing:
    """How one person stands to one meeting, when staff choose whom to write to.

    `invited_at` is empty for who was never invited and for whom the invitation was withdrawn;
    `has_left` says that they left the meeting, `is_gone` that they left the registry.
    """

    participation_id: int
    person_id: int
    name: str
    address: str | None = None
    has_left: bool = False
    is_gone: bool = False
    invited_at: datetime | None = None
    was_withdrawn: bool = False
    answer: str | None = None
    reminded_at: datetime | None = None
    is_registered: bool = False

    @property
    def is_invited(self) -> bool:
        """Whether they hold an invitation now."""
        return self.invited_at is not None and not self.was_withdrawn


def why_not_invite(one: Standing) -> Why | None:
    """Return why this person gets no invitation, or None: then they can be invited.

    Who left because their invitation was withdrawn may be invited again.
    """
    if one.is_gone:
        return Why.LEFT_REGISTRY
    if one.is_invited:
        return _ANSWERED.get(one.answer or "", Why.INVITED)
    if one.is_registered:
        return Why.REGISTERED
    if one.has_left and not one.was_withdrawn:
        return Why.LEFT
    return Why.NO_ADDRESS if one.address is None else None


def why_not_remind(one: Standing, now: datetime) -> Why | None:
    """Return why this person is not reminded to answer, or None: then they can be reminded."""
    if not one.is_invited:
        return Why.NOT_INVITED
    if one.answer is not None:
        return _ANSWERED[one.answer]
    if one.is_registered:
        return Why.REGISTERED
    if one.is_gone or one.has_left:
        return Why.LEFT_REGISTRY if one.is_gone else Why.LEFT
    if one.address is None:
        return Why.NO_ADDRESS
    last = max(moment for moment in (one.invited_at, one.reminded_at) if moment is not None)
    return Why.RESTING if now - last < REST else None


def why_not_withdraw(one: Standing) -> Why | None:
    """Return why no invitation can be taken from this person, or None."""
    if not one.is_invited:
        return Why.NOT_INVITED
    return Why.NO if one.answer == "no" else None


def why_no_mail(name: str, *, ends_on: date, today: date, is_cancelled: bool) -> str | None:
    """Return why nobody can be invited or reminded for a meeting any more, as a sentence."""
    if is_cancelled:
        return f"{name} is cancelled. Reinstate it before you write to anybody."
    if today > ends_on:
        return f"{name} is over since {ends_on:%d-%m-%Y}. Nobody can be invited to it any more."
    return None
