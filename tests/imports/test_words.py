import pytest

from eventsapp.imports.words import role_in
from eventsapp.meetings.models import MEETING_ROLES


@pytest.mark.parametrize("role", MEETING_ROLES)
def test_every_role_of_a_meeting_is_understood_by_its_own_word(role):
    assert role_in(role.title()) == role


@pytest.mark.parametrize(
    "typed", ["Head of Delegation", "Chef de délégation", "رئيس الوفد", "代表团团长", "HoD"]
)
def test_the_head_of_a_delegation_is_understood_in_the_languages_of_the_united_nations(typed):
    assert role_in(typed) == "head of delegation"
