from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from eventsapp.documents.found import FoundBlock, FoundDraft
from eventsapp.documents.models import Block, Draft, HandedDraft, Passage
from eventsapp.documents.queries import asked_of, changes_of, open_drafts, whereabouts
from eventsapp.documents.reading_text import read_pasted
from eventsapp.documents.saving import (
    add_draft,
    confirm_passage,
    discard,
    hand_over,
    keep,
    settle,
    undo_confirmation,
)
from eventsapp.documents.services import add_release, cancel_release
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.reading.structure import UnreadableFile
from tests.documents.wordfiles import p, word_file
from tests.factories import (
    NOW,
    make_document,
    make_meeting,
    make_person,
    make_user,
    take_part,
)

RECORD = Path(__file__).parents[1] / "data" / "egm2-minutes.txt"
LATER = NOW + timedelta(hours=1)
DATA = "Data that are collected about people belong to these people and are deleted after use."
COST = "Cities publish what their systems cost, who built them, and whom to ask when they fail."
DOUBTFUL = "People own data about them, and these are deleted by whoever collected it."


@pytest.fixture
def officer(app):
    return make_user(role="secretariat")


def found(*texts, kind="paragraph"):
    blocks = [FoundBlock(place, kind, text, label=f"para. {place}") for place, text in
              enumerate(texts, 1)]  # fmt: skip
    return FoundDraft(tuple(blocks))


def add(document, *texts, **more):
    return add_draft(document, found(*texts), now=NOW, **more)


def standing(draft):
    """Where each passage of the first draft stands in this one: its words there, or None."""
    places = whereabouts(draft)
    return {number: where.block.text if where.block else None for number, where in places.items()}


def line(start):
    """The paragraph of the record that begins with these words."""
    blocks = read_pasted(RECORD.read_text(encoding="utf-8")).blocks
    return next(block.text for block in blocks if block.text.startswith(start))


def test_draft_2_of_the_real_record_keeps_the_comments_where_they_belong_and_asks(officer):
    text = RECORD.read_text(encoding="utf-8")
    document = make_document(title="The record as a draft")
    first = add_draft(document, read_pasted(text), now=NOW, by=officer)
    moved, removed = line("Reported the reduction"), line("Thanked the Academic Lead")
    reworded = line("Noted that there will be an opportunity")
    split = line("Noted that participatory planning remained")
    cut = split.index(" ", len(split) // 2)
    doubtful = line("Enquiry was made about translation")
    kept = line("Hoped to get contributions")
    passages = {block.text: block.passage_id for block in first.blocks}
    second_text = (
        text.replace(f"- {moved}\n", "")
        .replace(f"- {removed}\n", "")
        .replace(f"- {kept}\n", f"- {kept}\n- {moved}\n")
        .replace("will be an opportunity to reflect", "is going to be a chance to reflect")
        .replace(split, f"{split[:cut]}.\n-{split[cut:]}")
        .replace(doubtful, "Someone asked whether a translation of the text will be available.")
    )

    second = add_draft(document, read_pasted(second_text), now=LATER, by=officer)

    now_at = {block.passage_id: block for block in second.blocks}
    assert now_at[passages[kept]].match == "same"
    assert (now_at[passages[moved]].match, now_at[passages[moved]].text) == ("moved", moved)
    assert now_at[passages[reworded]].match == "reworded"
    assert "going to be a chance to reflect" in now_at[passages[reworded]].text
    assert now_at[passages[split]].match == "split"
    assert whereabouts(second)[passages[removed]].block is None
    assert whereabouts(second)[passages[removed]].last.text == removed
    asked = [block for block in asked_of(second) if block.match == "unsure"]
    assert [(block.text, block.candidates) for block in asked] == [
        ("Someone asked whether a translation of the text will be available.",
         [passages[doubtful]])
    ]  # fmt: skip
    assert second.settled_at is None
    offered = [block for block in asked_of(second) if block.match == "split"]
    assert [block.candidates for block in offered] == [[passages[split]]]
    untouched = {block.match for block in second.blocks if block.text in passages}
    assert untouched == {"same", "moved"}

    confirm_passage(asked[0], passages[doubtful], now=LATER, by=officer)

    assert second.settled_at == LATER
    assert standing(second)[passages[doubtful]] == asked[0].text
    lost = [number for number, words in standing(second).items() if words is None]
    assert lost == [passages[removed]]


def test_a_draft_has_its_number_its_words_and_its_file(officer):
    document = make_document(language="fr")
    content = word_file(p("L'eau est un droit."), pages=3)

    handed = hand_over(document, content, "lignes.docx", now=NOW, by=officer, label="Bakou")
    draft = keep(handed, now=LATER, by=officer)

    assert (draft.number, draft.label, draft.language) == (1, "Bakou", "en")
    assert (draft.page_count, draft.word_count, draft.settled_at) == (3, 4, LATER)
    assert (draft.file_name, draft.file) == ("lignes.docx", content)
    assert draft.media_type.endswith("wordprocessingml.document")
    assert [(block.label, block.text, block.match) for block in draft.blocks] == [
        ("para. 1", "L'eau est un droit.", "new")
    ]


def test_what_is_handed_over_and_kept_twice_is_kept_once(officer):
    document = make_document()

    one = hand_over(document, b"Water is a right.", None, now=NOW, by=officer)
    other = hand_over(document, b"Water is a right.", None, now=NOW, by=officer, label="Second")
    drafts = [keep(handed, now=NOW, by=officer) for handed in (one, other, one)]

    assert one is other
    assert [draft.number for draft in drafts] == [1, 1, 1]
    assert (drafts[0].label, drafts[0].file, one.content) == ("Second", None, None)
    assert db.session.scalar(select(func.count(Draft.id))) == 1


def test_what_nobody_kept_goes_after_two_weeks(officer):
    document = make_document()
    hand_over(document, b"Old words.", None, now=NOW, by=officer)
    hand_over(document, b"Other words.", None, now=NOW + timedelta(days=5), by=officer)

    newest = hand_over(document, b"New words.", None, now=NOW + timedelta(days=15), by=officer)
    discard(newest)
    db.session.flush()

    waiting = [handed.content for handed in db.session.scalars(select(HandedDraft))]
    assert waiting == [b"Other words."]


def test_a_text_that_cannot_be_read_leaves_nothing(officer):
    with pytest.raises(UnreadableFile, match="The text holds no words"):
        hand_over(make_document(), b" \n", None, now=NOW, by=officer)

    assert db.session.scalar(select(HandedDraft)) is None


def test_a_draft_equal_to_the_last_one_is_refused(officer):
    document = make_document()
    add(document, DATA, COST)

    with pytest.raises(RuleBroken, match="word for word draft 1"):
        add(document, DATA, COST)

    assert [draft.number for draft in document.drafts] == [1]


def test_a_draft_in_another_language_is_compared_with_its_own(officer):
    document = make_document()
    add(document, DATA, COST)
    french = add(document, "L'eau est un droit de chacun.", language="fr")

    third = add(document, COST, DATA, language="en-US")

    assert [block.match for block in french.blocks] == ["new"]
    assert sorted(block.match for block in third.blocks) == ["moved", "same"]
    assert len(whereabouts(third)) == 2


def test_a_next_draft_waits_until_the_doubtful_passages_are_settled(officer):
    document = make_document()
    add(document, COST, DATA)
    second = add(document, COST, DOUBTFUL)

    with pytest.raises(RuleBroken, match="Draft 2 has doubtful passages"):
        add(document, COST, "Something else.")
    assert settle(second, now=LATER, by=officer) == 1
    assert settle(second, now=LATER, by=officer) == 0

    assert (second.settled_at, second.blocks[1].match) == (LATER, "new")
    assert add(document, COST, "Something else.").number == 3


def test_a_confirmation_is_said_once_and_can_be_taken_back(officer):
    document = make_document()
    first = add(document, COST, DATA)
    second = add(document, COST, DOUBTFUL)
    block, passage = second.blocks[1], first.blocks[1].passage_id

    for _ in range(2):
        confirm_passage(block, passage, now=LATER, by=officer)
    assert (block.passage_id, block.match, second.settled_at) == (passage, "reworded", LATER)
    with pytest.raises(RuleBroken, match=r"para\. 2 is confirmed already"):
        confirm_passage(block, None, now=LATER, by=officer)
    for _ in range(2):
        undo_confirmation(block, now=LATER, by=officer)

    assert (block.match, block.candidates, second.settled_at) == ("unsure", [passage], None)
    assert block.passage_id != passage
    confirm_passage(block, None, now=LATER, by=officer)
    assert (block.match, second.settled_at) == ("new", LATER)
    assert standing(second)[passage] is None


def test_of_a_split_passage_the_other_part_can_be_chosen_and_given_back(officer):
    document = make_document()
    first = add(document, DATA, COST)
    second = add(document, DATA, "Cities publish what their systems cost, who built them.",
                 "And whom to ask when they fail.")  # fmt: skip
    passage, (_, longer, shorter) = first.blocks[1].passage_id, second.blocks
    part = shorter.passage_id
    assert (longer.passage_id, shorter.candidates) == (passage, [passage])

    confirm_passage(shorter, passage, now=LATER, by=officer)
    assert (longer.passage_id, shorter.passage_id) == (part, passage)
    assert asked_of(second) == [shorter]
    undo_confirmation(shorter, now=LATER, by=officer)

    assert (longer.passage_id, shorter.passage_id) == (passage, part)
    assert (shorter.match, second.settled_at) == ("split", NOW)


def test_nobody_gives_a_passage_twice_or_one_that_was_not_asked(officer):
    document = make_document()
    one = "The secretariat publishes the first draft in October and waits for comments."
    first = add(document, one, one.replace("first", "second"), DATA)
    second = add(document, one.replace("first", "third"), one.replace("first", "fourth"), DATA)
    passages = [block.passage_id for block in first.blocks]
    confirm_passage(second.blocks[0], passages[0], now=LATER, by=officer)

    for block, passage, sentence in (
        (second.blocks[1], passages[0], r"para\. 1 is confirmed as that passage"),
        (second.blocks[1], passages[2], "cannot be that passage"),
        (second.blocks[2], None, "not doubtful"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            confirm_passage(block, passage, now=LATER, by=officer)

    assert second.settled_at is None


def test_passages_that_were_joined_stay_found_in_later_drafts(officer):
    document = make_document()
    first = add(document, DATA, COST)
    add(document, f"{DATA} {COST}")
    third = add(document, "Water is a right.", f"{DATA} {COST}")

    places = whereabouts(third)

    passages = [block.passage_id for block in first.blocks]
    assert [places[number].block.position for number in passages] == [2, 2]
    assert sorted(places[number].is_joined for number in passages) == [False, True]


def test_a_passage_that_went_away_comes_back_with_its_number(officer):
    document = make_document()
    first = add(document, DATA, COST)
    add(document, DATA)
    third = add(document, DATA, COST)

    assert third.blocks[1].passage_id == first.blocks[1].passage_id
    assert db.session.scalar(select(func.count(Passage.id))) == 2


def test_the_changes_of_a_draft_are_those_since_the_one_before(officer):
    document = make_document()
    add(document, DATA, COST)
    second = add(document, DATA.replace("deleted after", "deleted soon after"), "Water.")

    rows = changes_of(second)

    assert [(row.kind, [piece.text for piece in row.pieces if piece.kind != "kept"])
            for row in rows] == [
        ("reworded", ["soon "]),
        ("gone", [COST]),
        ("new", ["Water."]),
    ]  # fmt: skip


def test_a_draft_opens_to_those_it_is_released_to_and_not_before(officer):
    meeting = make_meeting()
    expert, stranger, other = make_person(), make_person(), make_person()
    take_part(meeting, expert)
    take_part(make_meeting("egm-3", number=3), other)
    draft = add(make_document(meeting), DATA)
    common = {"meeting_id": meeting.id, "tz": "Africa/Nairobi", "now": NOW, "by": officer}
    day = date(2024, 10, 7)
    # Midnight in Nairobi is 21:00 of the day before in UTC.
    opens = NOW.replace(month=10, day=6, hour=21)

    release = add_release("To us", starts_on=day, audience="experts", draft=draft, **common)
    people = [person.id for person in (expert, other, stranger)]

    assert [open_drafts(one, opens - timedelta(seconds=1)) for one in people] == [set()] * 3
    assert [open_drafts(one, opens) for one in people] == [{draft.id}, set(), set()]
    cancel_release(release, now=NOW, by=officer)
    assert open_drafts(expert.id, opens) == set()
    for audience in ("internal", "regional", None, "experts of all meetings"):
        add_release("More", starts_on=day, audience=audience, draft=draft, **common)
    assert [open_drafts(one, opens) for one in people] == [{draft.id}, {draft.id}, set()]
    add_release("All", starts_on=day, audience="open online", draft=draft, **common)
    assert [open_drafts(one, opens) for one in people] == [{draft.id}] * 3


def test_a_draft_released_to_a_meeting_that_only_staff_see_is_read_by_nobody_yet(officer):
    meeting, expert = make_meeting(state="draft"), make_person()
    take_part(meeting, expert)
    draft = add(make_document(meeting), DATA)
    common = {"starts_on": date(2024, 9, 1), "tz": "Africa/Nairobi", "now": NOW, "by": officer}

    for audience in ("experts", "experts of all meetings"):
        add_release("To us", meeting_id=meeting.id, audience=audience, draft=draft, **common)

    assert open_drafts(expert.id, NOW) == set()
    meeting.state = "announced"
    assert open_drafts(expert.id, NOW) == {draft.id}


def test_a_released_draft_keeps_its_passages_and_a_doubtful_one_is_not_released(officer):
    meeting = make_meeting()
    document = make_document(meeting)
    add(document, COST, DATA)
    second = add(document, COST, DOUBTFUL)
    common = {"meeting_id": meeting.id, "tz": "UTC", "now": NOW, "starts_on": date(2024, 10, 7)}

    with pytest.raises(RuleBroken, match="Draft 2 has doubtful passages"):
        add_release("Draft 2", draft=second, **common)
    settle(second, now=LATER, by=officer)
    add_release("Draft 2", draft=second, **common)
    with pytest.raises(RuleBroken, match="This draft is released"):
        undo_confirmation(second.blocks[1], now=LATER, by=officer)
    with pytest.raises(RuleBroken, match="a release of this draft to the same people"):
        add_release("Draft 2", draft=second, **common)

    blocks = db.session.scalars(select(Block.match).where(Block.draft_id == second.id))
    assert sorted(blocks) == ["new", "same"]
