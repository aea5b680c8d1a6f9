import re

import pytest

from eventsapp.extensions import db
from eventsapp.meetings.models import Participation
from tests.factories import make_meeting, make_person, make_user, take_part


@pytest.fixture
def meeting(app):
    return make_meeting()


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


@pytest.fixture
def expert(meeting):
    user = make_user(make_person("Nguyễn Thị Hồng Nhung"))
    take_part(meeting, user.person)
    return user


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_somebody_stands_for_another_country_at_one_meeting(meeting, officer, expert, signed_in_as):
    path = f"/meetings/egm-2/participants/{expert.person_id}"
    browser = signed_in_as(officer)
    said = {"version": "1", "role": "chair", "category": "lrg", "is_expert": "y"}

    unknown = browser.post(path, data={**said, "country": "Atlantis"})
    browser.post(path, data={**said, "country": "Ivory Coast"})

    assert unknown.status_code == 422
    assert "“Atlantis” is no country of the UN list." in words(unknown)
    db.session.expire_all()
    part = db.session.scalars(db.select(Participation)).one()
    assert (part.role, part.country, part.category) == ("chair", "CI", "lrg")
    assert (part.is_expert, part.person.country) == (True, None)


def test_two_who_change_how_somebody_takes_part_do_not_overwrite_each_other(
    meeting, officer, expert, signed_in_as
):
    path = f"/meetings/egm-2/participants/{expert.person_id}"
    browser = signed_in_as(officer)
    browser.post(path, data={"version": "1", "role": "speaker", "is_expert": "y"})

    late = browser.post(path, data={"version": "1", "role": "chair", "is_expert": "y"})

    assert late.status_code == 409
    assert "Not saved: somebody changed this meanwhile." in words(late)
    db.session.expire_all()
    assert db.session.scalars(db.select(Participation.role)).one() == "speaker"
