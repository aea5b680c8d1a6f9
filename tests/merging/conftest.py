"""What the tests of merging share: two entries of one person with full lives, and an officer."""

import pytest

from eventsapp.accounts.models import SECRETARIAT
from tests.factories import make_person, make_user
from tests.merging.lives import make_lives


@pytest.fixture
def lives(app):
    return make_lives()


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), SECRETARIAT)
