from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eventsapp.consultations.models import Consultation
from eventsapp.consultations.services import (
    ConsultationFacts,
    add_consultation,
    cancel_consultation,
    change_consultation,
    reinstate_consultation,
)
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from tests.factories import NOW, make_consultation, make_meeting, make_person, make_user

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


def facts_of(consultation, **changes):
    names = ConsultationFacts.__dataclass_fields__
    return ConsultationFacts(**{**{n: getattr(consultation, n) for n in names}, **changes})


def verbs():
    return list(db.session.scalars(select(Entry.verb).order_by(Entry.id)))


def test_a_single_day_is_also_the_last_day(officer):
    facts = ConsultationFacts("Hearing", "Asia/Baku", starts_on=date(2025, 1, 22))

    added = add_consultation(facts, now=NOW, by=officer)

    assert (added.starts_on, added.ends_on) == (date(2025, 1, 22), date(2025, 1, 22))
    assert (added.audience, added.mode, added.place) == (None, None, None)
    assert verbs() == ["added"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "sentence"),
    [
        (date(2025, 1, 22), date(2025, 1, 21), "The last day is before the first."),
        (None, date(2025, 1, 21), "A last day without a first one says little."),
    ],
)
def test_days_that_do_not_fit_are_refused(officer, starts_on, ends_on, sentence):
    facts = ConsultationFacts("Hearing", "Asia/Baku", starts_on=starts_on, ends_on=ends_on)

    with pytest.raises(RuleBroken, match=sentence):
        add_consultation(facts, now=NOW, by=officer)

    assert db.session.scalar(select(Consultation)) is None


def test_a_moved_consultation_gets_a_new_sequence_and_a_renamed_one_does_not(officer):
    moved, renamed, untouched = make_consultation(), make_consultation(), make_consultation()

    change_consultation(moved, facts_of(moved, place="Baku"), now=LATER, by=officer)
    change_consultation(renamed, facts_of(renamed, title="Hearing"), now=LATER, by=officer)
    changed = change_consultation(untouched, facts_of(untouched), now=LATER, by=officer)

    assert (moved.sequence, moved.changed_at) == (1, LATER)
    assert (renamed.sequence, renamed.changed_at) == (0, LATER)
    assert (untouched.sequence, untouched.changed_at, changed) == (0, NOW, False)
    assert verbs() == ["changed", "changed"]


def test_cancelling_twice_is_cancelling_once(officer):
    consultation = make_consultation()

    cancel_consultation(consultation, now=NOW, by=officer)
    cancel_consultation(consultation, now=LATER, by=officer)

    assert (consultation.cancelled_at, consultation.sequence) == (NOW, 1)
    assert verbs() == ["cancelled"]


def test_a_cancelled_consultation_can_be_reinstated(officer):
    consultation = make_consultation()
    cancel_consultation(consultation, now=NOW, by=officer)

    reinstate_consultation(consultation, now=LATER, by=officer)
    reinstate_consultation(consultation, now=LATER, by=officer)

    assert (consultation.cancelled_at, consultation.sequence) == (None, 2)
    assert verbs() == ["cancelled", "reinstated"]


def call(**changes):
    day = date(2024, 10, 31)
    given = {"title": "Call of the experts", "starts_on": day, "ends_on": day}
    return make_consultation(**{**given, **changes})


def test_a_series_follows_its_first_day_to_another_weekday(officer):
    consultation = call(rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250228")
    first_tuesday = date(2024, 11, 5)

    facts = facts_of(consultation, starts_on=first_tuesday, ends_on=first_tuesday)
    change_consultation(consultation, facts, now=NOW, by=officer)

    assert consultation.rrule == "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20250228"


def test_a_series_moved_behind_its_end_is_one_consultation_again(officer):
    consultation = call(rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250228")
    late = date(2025, 3, 4)

    facts = facts_of(consultation, starts_on=late, ends_on=late)
    change_consultation(consultation, facts, now=NOW, by=officer)

    assert consultation.rrule is None


def test_a_consultation_of_a_meeting_keeps_its_meeting(officer):
    meeting = make_meeting()
    facts = ConsultationFacts("Hearing", "Africa/Nairobi", audience="experts")

    added = add_consultation(facts, now=NOW, by=officer, meeting_id=meeting.id)

    assert (added.meeting, added.starts_on, added.audience) == (meeting, None, "experts")
