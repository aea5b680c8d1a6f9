"""Where comments stand once the next draft is there: reworded, joined, doubtful, taken out."""

import pytest

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.answers.queries import places_of, sent_comments
from eventsapp.comments.queries import commenters_of
from eventsapp.comments.services import RoundFacts, open_round
from eventsapp.documents.reading_text import read_pasted
from eventsapp.documents.saving import add_draft, settle
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from tests.factories import (
    NOW,
    make_comment,
    make_comment_round,
    make_document,
    make_person,
    make_user,
)

FIRST = (
    "Governments should consult residents before they buy sensing technology.",
    "Data that cities collect should be published within one year in an open format.",
    "Fees must never keep a person from the water that the person needs to live.",
    "Universities may support the training of municipal staff in their regions.",
)
SECOND = (
    "Universities may support the training of municipal staff in their regions.",
    "Governments should consult all residents before they buy or rent sensing technology.",
    "Data that cities collect should be published within one year in an open format. "
    "Fees must never keep a person from the water that the person needs to live.",
    "A wholly new paragraph about the upkeep of pumps, pipes and public fountains.",
)


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), SECRETARIAT)


def draft_of(document, texts):
    return add_draft(document, read_pasted("\n\n".join(texts)), now=NOW)


def standing(round_):
    comments = db.session.scalars(sent_comments(round_)).all()
    return [
        (place.state, place.text[:24], [one.text for one in place.comments])
        for place in places_of(round_, comments)
    ]


def test_comments_follow_their_paragraphs_into_the_next_draft(officer):
    document = make_document()
    draft = draft_of(document, FIRST)
    round_ = make_comment_round(draft, by=officer, people=[make_person("Huiwen")])
    huiwen = commenters_of(round_)[0]
    for number, block in enumerate(draft.blocks, start=1):
        make_comment(huiwen, f"On {number}", block)

    second = draft_of(document, SECOND)
    settle(second, now=NOW, by=officer)
    third = draft_of(document, SECOND[:2])
    settle(third, now=NOW, by=officer)

    assert [(state, said) for state, _text, said in standing(round_)] == [
        ("here", ["On 4"]),
        ("here", ["On 1"]),
        ("gone", ["On 2"]),
        ("gone", ["On 3"]),
    ]


def test_joined_paragraphs_bring_their_comments_along(officer):
    document = make_document()
    draft = draft_of(document, FIRST)
    round_ = make_comment_round(draft, by=officer, people=[make_person("Huiwen")])
    huiwen = commenters_of(round_)[0]
    make_comment(huiwen, "On data", draft.blocks[1])
    make_comment(huiwen, "On fees", draft.blocks[2])
    make_comment(huiwen, "On training", draft.blocks[3])

    settle(draft_of(document, SECOND), now=NOW, by=officer)

    assert standing(round_) == [
        ("here", "Universities may support", ["On training"]),
        ("here", "Data that cities collect", ["On data"]),
        ("here", "Data that cities collect", ["On fees"]),
    ]


def test_nobody_is_asked_about_a_draft_with_doubtful_passages(officer):
    document = make_document()
    draft = draft_of(document, FIRST)
    draft.settled_at = None
    facts = RoundFacts("Comments", draft, NOW.date().replace(year=2097), "Africa/Nairobi")

    with pytest.raises(RuleBroken, match="Draft 1 has doubtful passages"):
        open_round(document, facts, by=officer, now=NOW)
