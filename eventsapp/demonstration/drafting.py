"""The document of the dialogue: two drafts, a round of comments on each, and the concept note."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files

from eventsapp.accounts.models import User
from eventsapp.answers.services import Answer, give_answer, publish_answers
from eventsapp.comments.models import (
    ACCEPTED,
    EDITORIAL,
    GENERAL,
    SUBSTANTIVE,
    Comment,
    CommentRound,
)
from eventsapp.comments.saving import Said, save_comment, say_nothing, send_comments
from eventsapp.comments.services import RoundFacts, ask_people, open_round
from eventsapp.documents.models import Document, Draft
from eventsapp.documents.reading_text import read_pasted
from eventsapp.documents.saving import add_draft
from eventsapp.documents.services import DocumentFacts, add_document, add_release
from eventsapp.meetings.models import Meeting
from eventsapp.papers.models import CONCEPT_NOTE, INFORMATION_NOTE
from eventsapp.papers.services import PaperFacts, Upload, add_paper, put_file
from eventsapp.people.models import Person

TZ = "Africa/Nairobi"


@dataclass(frozen=True)
class Written:
    """One comment: whose, on the paragraph that begins so (nothing: on the whole), and whether it
    was sent."""

    name: str
    begins: str
    kind: str
    text: str
    suggested: str | None = None
    is_sent: bool = True


_ON_THE_FIRST = (
    Written(
        "Wambui Njeri", "Nobody is counted", SUBSTANTIVE,
        "A reason alone lets data lie for ever. Say for how long as well.",
        "for a stated reason and a stated time",
    ),
    Written(
        "Karen Groß", "Cities test a new service", EDITORIAL,
        "Two thoughts in one sentence. Make two paragraphs of it.",
    ),
    Written("Inés Etxeberria", "", GENERAL, "Nothing is said of the languages people speak."),
    Written(
        "Camila Restrepo", "Regional banks", SUBSTANTIVE,
        "Cities borrow from national banks too. Name them.", "Regional and national banks",
    ),
)  # fmt: skip
_ON_THE_SECOND = (
    Written(
        "Karen Groß", "Cities speak the languages", SUBSTANTIVE,
        "Good. Sign languages belong here as well.",
    ),
    Written(
        "Camila Restrepo", "Cities publish", EDITORIAL,
        "From when on? A contract of ten years ago is", is_sent=False,
    ),
)  # fmt: skip
_ASKED_FIRST = ("Wambui Njeri", "Karen Groß", "Inés Etxeberria", "Camila Restrepo", "Tesfaye")
_ASKED_SECOND = ("Wambui Njeri", "Karen Groß", "Camila Restrepo", "Thandiwe Mokoena", "李明")


def write_drafts(
    meeting: Meeting, people: Mapping[str, Person], *, now: datetime, by: User
) -> Document:
    """Enter a document with two drafts; comments on the first are closed and one of them is
    answered, those on the second are open."""
    facts = DocumentFacts(
        "People-centred cities: a note for the regions (invented)",
        "en",
        symbol="DIALOGUE/2024/1",
        meeting_id=meeting.id,
    )
    begun = now - timedelta(days=24)
    document = add_document(facts, meeting.process, now=begun, by=by)
    first = _draft(document, "draft-1.txt", now=begun, by=by)
    add_release(
        "The note on people-centred cities, first draft (invented)",
        meeting_id=meeting.id,
        starts_on=date(2024, 9, 6),
        starts_at_time=time(12, 0),
        tz=TZ,
        now=begun,
        by=by,
        draft=first,
        audience="experts",
    )
    _comment_on_first(document, first, people, now=now, by=by)
    second = _draft(document, "draft-2.txt", now=now - timedelta(days=3), by=by)
    _comment_on_second(document, second, people, now=now - timedelta(days=1), by=by)
    return document


def _draft(document: Document, name: str, *, now: datetime, by: User) -> Draft:
    text = files("eventsapp.demonstration").joinpath(name).read_text("utf-8")
    return add_draft(document, read_pasted(text), now=now, by=by)


def _comment_on_first(
    document: Document, draft: Draft, people: Mapping[str, Person], *, now: datetime, by: User
) -> None:
    facts = RoundFacts(
        title="First reading",
        draft=draft,
        closes_on=date(2024, 9, 20),
        closes_at_time=time(18, 0),
        tz=TZ,
        audience="regional dialogue",
    )
    round_ = open_round(document, facts, by=by, now=now - timedelta(days=23))
    sent = _written(round_, _ASKED_FIRST, _ON_THE_FIRST, people, now=now - timedelta(days=12),
                    asked_at=now - timedelta(days=23), by=by)  # fmt: skip
    group = sent["Inés Etxeberria"].group
    assert group is not None  # noqa: S101 - each comment that was sent has one
    reply = "A paragraph on languages stands under “What cities can do” in the second draft."
    give_answer([group], Answer(ACCEPTED, reply), by=by, now=now - timedelta(days=3))
    publish_answers(round_, by=by, now=now - timedelta(days=2))


def _comment_on_second(
    document: Document, draft: Draft, people: Mapping[str, Person], *, now: datetime, by: User
) -> None:
    facts = RoundFacts(
        title="Second reading",
        draft=draft,
        closes_on=date(2024, 10, 18),
        closes_at_time=time(18, 0),
        tz=TZ,
        audience="regional dialogue",
        words="Tell us above all whether the paragraph on languages says enough.",
    )
    round_ = open_round(document, facts, by=by, now=now)
    later = now + timedelta(hours=6)
    _written(round_, _ASKED_SECOND, _ON_THE_SECOND, people, now=later, asked_at=now, by=by)


def _written(
    round_: CommentRound,
    asked: tuple[str, ...],
    written: tuple[Written, ...],
    people: Mapping[str, Person],
    *,
    now: datetime,
    asked_at: datetime,
    by: User,
) -> dict[str, Comment]:
    """Ask people and write down what they say. Who has nothing to say on what is closed says so."""
    asked_now = ask_people(round_, [people[name] for name in asked], by=by, now=asked_at)
    commenters = {one.person.printed_name: one for one in asked_now}
    saved = {}
    for one in written:
        said = Said(one.text, one.kind, one.suggested, _passage(round_.draft, one.begins))
        saved[one.name] = save_comment(commenters[one.name], said, now=now)
        if one.is_sent:
            send_comments(commenters[one.name], [saved[one.name]], now=now)
    if now + timedelta(days=10) > round_.close_at:
        for name in commenters.keys() - saved.keys():
            say_nothing(commenters[name], now=now)
    return saved


def _passage(draft: Draft, begins: str) -> int | None:
    if not begins:
        return None
    return next(one.passage_id for one in draft.blocks if one.text.startswith(begins))


_NOTE = {
    "en": (
        "Concept note: guidelines in the regions",
        "The second regional dialogue brings invented cities, ministries and networks together for "
        "two days. They read the second draft of the note on people-centred cities.",
        "Interpretation is in English and French. Those who cannot travel join online.",
    ),
    "fr": (
        "Note de présentation : les lignes directrices dans les régions",
        "Le deuxième dialogue régional réunit pendant deux jours des villes, des ministères et des "
        "réseaux inventés. Ils lisent le deuxième projet de la note sur les villes au service des "
        "personnes.",
        "L’interprétation est assurée en anglais et en français. Une participation en ligne est "
        "possible.",
    ),
}


def put_papers(meeting: Meeting, *, now: datetime, by: User) -> None:
    """Put in the concept note in two languages, and a place for the information note."""
    paper = add_paper(meeting, PaperFacts(CONCEPT_NOTE), by=by, now=now)
    for language, (title, *paragraphs) in _NOTE.items():
        content = _word_file(title, paragraphs)
        put_file(
            paper, Upload(content, f"concept-note-{language}.docx", language, title), by=by, now=now
        )
    add_paper(meeting, PaperFacts(INFORMATION_NOTE), by=by, now=now)


def _word_file(title: str, paragraphs: list[str]) -> bytes:
    import docx

    document = docx.Document()
    document.add_heading(title, level=0)
    for text in paragraphs:
        document.add_paragraph(text)
    memory = io.BytesIO()
    document.save(memory)
    return memory.getvalue()
