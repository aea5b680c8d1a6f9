from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eventsapp.erasing.services import erase_person
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.lists.comparing import Changes
from eventsapp.lists.models import PublishedList
from eventsapp.lists.options import ROUTE, Options
from eventsapp.lists.queries import people_with_cards, prepared, published_lists
from eventsapp.lists.services import (
    changes_of,
    content_kept,
    fingerprint_of,
    last_public,
    publish,
    versions_of,
    withdraw_list,
)
from eventsapp.merging.services import merge
from eventsapp.people.services import change_person, facts_of, withdraw_consent
from tests.factories import NOW, make_meeting, make_person, make_user, take_part
from tests.lists.test_queries import agree

LATER = NOW + timedelta(days=2)


@pytest.fixture
def officer(app):
    return make_user(make_person("Officer"), "secretariat")


@pytest.fixture
def meeting(app):
    return make_meeting()


def come(meeting, name, **facts):
    person = make_person(name, **facts)
    take_part(meeting, person, route="invitation")
    return person, agree(person)


def names(published):
    return [line.name for line in content_kept(published).lines]


def test_a_published_list_stays_as_it_was(meeting, officer):
    karen, _ = come(meeting, "Karen Laßmann", organization="TU Berlin", category="academia")
    published = publish(meeting, Options(language="fr"), by=officer, now=NOW)
    before = content_kept(published)

    facts = replace(facts_of(karen), printed_name="Karen Groß", organization="Stadt Köln")
    change_person(karen, facts, now=LATER, user_id=officer.id)
    db.session.flush()
    db.session.expire_all()

    assert content_kept(published) == before
    assert [(line.name, line.organization) for line in before.lines] == [
        ("Karen Laßmann", "TU Berlin")
    ]
    assert published.sha256 == fingerprint_of(published.content)
    assert (published.language, published.published_by, published.published_at) == (
        "fr",
        officer,
        NOW,
    )


def test_what_is_published_does_not_say_who_was_invited(meeting, officer):
    come(meeting, "Huiwen")

    published = publish(meeting, Options(), by=officer, now=NOW)

    assert content_kept(published).lines[0].route is None
    assert ROUTE not in content_kept(published).columns


def test_a_list_published_twice_is_one(meeting, officer):
    come(meeting, "Huiwen")

    first = publish(meeting, Options(), by=officer, now=NOW)
    again = publish(meeting, Options(), by=officer, now=NOW + timedelta(seconds=1))
    other = publish(meeting, Options(language="ar"), by=officer, now=NOW)

    assert (first.id, other.id != first.id) == (again.id, True)
    assert db.session.scalar(select(func.count()).select_from(PublishedList)) == 2
    verbs = select(Entry.verb).where(Entry.subject_table == "published_list")
    assert list(db.session.scalars(verbs)) == ["published a list"] * 2


def test_a_list_of_nobody_is_not_published(meeting, officer):
    take_part(meeting, make_person("Amina Diallo"))

    with pytest.raises(RuleBroken, match="Nobody of EGM 2 has agreed to be named"):
        publish(meeting, Options(), by=officer, now=NOW)


def test_it_is_said_what_changed_since_the_last_publication(meeting, officer):
    _, consent = come(meeting, "Amina Diallo")
    left, _ = come(meeting, "Bruno Sala")
    karen, _ = come(meeting, "Karen Laßmann")
    come(meeting, "Huiwen")
    publish(meeting, Options(), by=officer, now=NOW)

    withdraw_consent(consent, now=LATER)
    part = next(one for one in meeting.participations if one.person_id == left.id)
    part.left_at = LATER
    facts = replace(facts_of(karen), function="Head of unit")
    change_person(karen, facts, now=LATER, user_id=officer.id)
    come(meeting, "李明")
    come(meeting, "ليلى حداد")
    db.session.flush()

    [version] = versions_of(meeting, published_lists(meeting))
    assert changes_of(meeting, version, now=LATER) == Changes(
        new=("李明", "ليلى حداد"),
        refused=("Amina Diallo",),
        gone=("Bruno Sala",),
        changed=("Karen Laßmann",),
    )


def test_who_takes_back_their_consent_is_flagged_in_every_list_that_names_them(meeting, officer):
    _, consent = come(meeting, "Amina Diallo")
    come(meeting, "Huiwen")
    first = publish(meeting, Options(), by=officer, now=NOW)
    second = publish(meeting, Options(language="fr"), by=officer, now=NOW)
    withdraw_list(first, by=officer, now=NOW)
    withdraw_list(first, by=officer, now=LATER)

    withdraw_consent(consent, now=LATER)

    versions = versions_of(meeting, published_lists(meeting))
    assert [(one.row.id, one.refused) for one in versions] == [
        (second.id, ["Amina Diallo"]),
        (first.id, []),
    ]
    assert first.withdrawn_at == NOW
    assert last_public(versions).row is second
    assert last_public(versions, "en") is None
    assert names(first) == ["Amina Diallo", "Huiwen"]


def test_a_merge_after_the_publication_is_no_withdrawal(meeting, officer):
    twice, _ = come(meeting, "Karen Lassmann")
    kept = make_person("Karen Laßmann")
    publish(meeting, Options(), by=officer, now=NOW)

    merge(kept, twice, {}, by=officer, now=LATER)

    [version] = versions_of(meeting, published_lists(meeting))
    assert version.refused == []
    assert changes_of(meeting, version, now=LATER).gone == ()


def test_who_is_erased_is_gone_from_the_list_and_from_the_badges_and_still_counts(meeting, officer):
    gone, _ = come(meeting, "Karen Laßmann", country="DE", category="member-state")
    come(meeting, "Huiwen")
    published = publish(meeting, Options(), by=officer, now=NOW)
    assert [one.is_whole for one in versions_of(meeting, [published])] == [True]

    erase_person(gone, by=officer, now=LATER)

    [version] = versions_of(meeting, [db.session.get(PublishedList, published.id)])
    assert [section.title for section in version.content.sections] == ["Other participants"]
    assert [line.name for line in version.content.lines] == ["Huiwen"]
    assert (version.is_whole, version.refused) == (False, [])
    today = prepared(meeting, Options(), today=LATER.date())
    assert ([one.name for one in today.people], today.content.others) == (["Huiwen"], 1)
    assert [one.name for one in people_with_cards(meeting, "expected", "en")] == ["Huiwen"]
