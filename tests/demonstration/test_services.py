"""The demonstration and a real instance never share a database."""

import pytest

from eventsapp.clock import DemonstrationClock
from eventsapp.demonstration.services import keep_apart
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from tests.factories import make_user


def test_a_real_instance_is_refused_to_the_demonstration(app):
    keep_apart(is_demonstration=True)
    make_user()

    with pytest.raises(RuleBroken, match="holds a real instance"):
        keep_apart(is_demonstration=True)

    keep_apart(is_demonstration=False)


def test_the_demonstration_is_refused_to_a_real_instance(app):
    keep_apart(is_demonstration=False)
    make_user()
    db.session.add(DemonstrationClock())

    with pytest.raises(RuleBroken, match="Start that with `make demo`"):
        keep_apart(is_demonstration=False)

    keep_apart(is_demonstration=True)
