import pytest

from eventsapp.breakouts.models import Search
from eventsapp.extensions import db
from tests.boards.test_services import Story
from tests.factories import NOW, make_day, make_meeting, make_person, make_room, make_round, place

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
COMPARE = "/meetings/egm-2/breakouts/1/compare"


@on_one_engine
def test_the_board_stands_beside_what_was_told_and_beside_a_search(app, signed_in_as):
    round_ = make_round(make_meeting(), make_day(make_meeting("egm-9", number=9)))
    one, two = make_room(round_, "1"), make_room(round_, "2")
    people = [make_person("Amina Diallo"), make_person("李明")]
    for person in people:
        place(person, one)
    board = Story(round_, one, two, people)
    board.move(0, two)
    plan = {str(round_.id): {str(people[0].id): one.id, str(people[1].id): two.id}}
    search = Search(meeting_id=round_.meeting_id, asked_at=NOW, state="found", seconds=10, seed=0,
                    rounds=[round_.id], seats_versions={}, problem={}, plan=plan)  # fmt: skip
    db.session.add(search)
    desk = signed_in_as(board.grace)

    told = " ".join(desk.get(COMPARE).text.split())
    found = " ".join(desk.get(f"{COMPARE}?a=search-{search.id}&b=nonsense").text.split())

    assert "1 person is elsewhere" in told
    assert 'data-label="First plan">room 1</td>' in told
    assert 'data-label="Second plan">room 2</td>' in told
    assert "2 people are elsewhere" in found
