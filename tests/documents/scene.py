"""A document with a draft that was released, one with a doubtful passage, and one that waits."""

from datetime import date

from eventsapp.accounts.models import User
from eventsapp.documents.reading_text import read_pasted
from eventsapp.documents.saving import add_draft, hand_over
from eventsapp.documents.services import add_release
from eventsapp.meetings.models import Meeting
from tests.factories import NOW, make_document

DRAFT = """1. Scope

The guidelines are for cities of every size, wherever they lie and whoever lives in them.
Data that are collected about people belong to these people and are deleted after use.

2. Follow-up

- Each Member State reports every second year.
| Right | Duty | Since |
| Water | Supply | 2010 |
"""


def make_documents(meeting: Meeting, officer: User) -> dict[str, object]:
    """Make them, and return the rows by the words for what they are."""
    document = make_document(meeting, "Guidelines on people-centred cities")
    add_draft(document, read_pasted(DRAFT), now=NOW, by=officer, file=b"PK", file_name="one.docx")
    add_release(
        "Draft 1 to the experts",
        meeting_id=meeting.id,
        draft=document.drafts[0],
        audience="experts",
        starts_on=date(2024, 9, 27),
        tz=meeting.tz,
        now=NOW,
        by=officer,
    )
    said, now_said = "belong to these people and are deleted after use", "stay theirs"
    second = DRAFT.replace(said, f"{now_said}, for as long as they wish")
    draft = add_draft(document, read_pasted(f"{second}Water is a right.\n"), now=NOW, by=officer)
    waiting = hand_over(document, b"Water is a right.\n", None, now=NOW, by=officer)
    doubtful = next(block for block in draft.blocks if block.match == "unsure")
    return {"document": document, "handed": waiting, "doubtful": doubtful}
