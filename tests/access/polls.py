"""The addresses of polls, of answering one, and of the search for a fair time."""

from tests.access.rows import (
    EVERYBODY,
    EXPERT,
    NOBODY,
    OTHER_MEMBER,
    OTHER_MODERATOR,
    STAFF,
    Row,
    both,
    ids,
    post,
)
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    known = ids(scene)
    poll = f"/polls/{known['poll']}"
    slot = f"{poll}/slots/{known['poll_slot']}"
    person = f"{poll}/people/{known['invitee']}"
    asked = frozenset({EXPERT, OTHER_MEMBER, OTHER_MODERATOR})
    return [
        Row("polls.index", "/polls", STAFF),
        *both("polls.new", "/polls/new", STAFF),
        Row("polls.show", poll, STAFF),
        *both("polls.edit", f"{poll}/edit", STAFF),
        *both("polls.slots", f"{poll}/slots", STAFF),
        *both("polls.people", f"{poll}/people", STAFF),
        post("polls.remind", f"{poll}/remind", STAFF),
        post("answering.take_late", f"{person}/late", STAFF),
        *both("answering.on_behalf", f"{person}/answer", STAFF),
        *both("answering.own", f"{poll}/mine", asked),
        *both("answering.answer", f"/polls/answer/{scene.poll_token}", EVERYBODY),
        Row("answering.answer", "/polls/answer/no-such-token", NOBODY),
        Row("fairtimes.show", "/meetings/egm-5/fair-time", STAFF),
        post("polls.close", f"{poll}/close", STAFF),
        *both("polls.reopen", f"{poll}/reopen", STAFF),
        *both("polls.choose", f"{slot}/choose", STAFF),
        post("polls.remove_slot", f"{poll}/slots/{known['last_poll_slot']}/remove", STAFF),
        post("polls.remove_person", f"{person}/remove", STAFF),
    ]
