"""That somebody saw something is written down, also while others write."""

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.history.services import record_view
from eventsapp.meetings.models import Meeting
from tests.factories import NOW, make_meeting


def test_a_look_is_written_down_though_somebody_wrote_since_the_page_was_read(app):
    make_meeting()
    db.session.commit()
    meeting = db.session.scalars(db.select(Meeting)).one()  # begins what only reads
    with db.engine.connect() as other:
        other.execute(db.update(Meeting).values(title="Changed meanwhile"))
        other.commit()

    record_view("exported", meeting, now=NOW, rows=3)

    assert [one.detail for one in db.session.scalars(db.select(Entry))] == [{"rows": 3}]
    assert meeting.title == "Changed meanwhile"
