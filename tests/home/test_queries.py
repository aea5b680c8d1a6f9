"""What stands on the first page of an expert."""

from eventsapp.home.queries import consultations_ahead, meetings_of, releases_ahead
from tests.factories import (
    NOW,
    make_consultation,
    make_hearing,
    make_meeting,
    make_person,
    make_release,
    take_part,
)


def test_what_is_planned_with_a_draft_meeting_is_ahead_of_nobody_but_staff(app):
    draft, expert, today = make_meeting(state="draft"), make_person(), NOW.date()
    take_part(draft, expert)
    consultation = make_consultation(draft, "Water", audience="experts", announced_at=NOW)
    consultation.starts_on = consultation.ends_on = today
    make_release(draft, starts_on=today, ends_on=today)

    own = meetings_of(expert.id)

    assert [*consultations_ahead(today, own), *releases_ahead(today, own)] == []
    draft.state = "announced"
    own = meetings_of(expert.id)
    assert len([*consultations_ahead(today, own), *releases_ahead(today, own)]) == 2


def test_whoever_is_asked_by_name_has_the_consultation_ahead_of_them(app):
    asked, other, today = make_person(), make_person("Huiwen"), NOW.date()
    consultation = make_consultation(None, "Water", audience="cities", announced_at=NOW)
    consultation.starts_on = consultation.ends_on = today
    make_hearing(consultation, asked)

    assert [one.title for one in consultations_ahead(today, set(), asked.id)] == ["Water"]
    assert consultations_ahead(today, set(), other.id) == []
