"""Parts of the scene: comments with a matrix, a published list, papers, rules, themes of rooms."""

from datetime import date

from eventsapp.breakouts.models import PlacingRule
from eventsapp.comments.queries import commenters_of
from eventsapp.comments.services import give_token
from eventsapp.extensions import db
from eventsapp.lists.options import Options
from eventsapp.lists.services import publish
from eventsapp.matrices.columns import NOBODY, cells_of, columns_for
from eventsapp.matrices.queries import lines_of
from eventsapp.matrices.services import hand_over_matrix
from eventsapp.people.models import LISTED
from eventsapp.people.services import give_consent
from eventsapp.rules.services import add_rule, delete_rule
from eventsapp.sheets.writing import write_laid_out
from eventsapp.themes.services import ask as ask_for_themes
from tests.factories import (
    NOW,
    make_comment,
    make_comment_round,
    make_draft,
    make_paper,
    make_paper_file,
)


def add_comments(scene) -> None:
    """Let one expert comment on a paragraph of a draft, in Arabic and from right to left."""
    draft = make_draft(texts=(("heading", 1, "1. Water"), "Water is a right.", "المياه حق للجميع."))
    officer, expert = scene.users["secretariat"], scene.users["expert"].person
    round_ = make_comment_round(draft, by=officer, people=[expert])
    asked = commenters_of(round_)[0]
    comment = make_comment(asked, "Say human right.", draft.blocks[1], suggested="A human right.")
    comment.group.decision = "noted"
    make_comment(asked, "قل الناس", draft.blocks[2], sends=False)
    scene.comment_token = give_token(asked, "a key only for tests")
    db.session.flush()
    columns, lines = columns_for(NOBODY), lines_of(round_)
    file = write_laid_out(columns, cells_of(lines, NOBODY), title="Comments")
    scene.rows["matrix"] = hand_over_matrix(round_, file, "matrix.xlsx", by=officer, now=NOW)
    scene.rows.update({"commented document": draft.document, "comment round": round_,
                       "comment": comment, "comment group": comment.group})  # fmt: skip


def add_lists(scene, meeting, person) -> None:
    """Publish the list of participants with one name that agreed to it."""
    give_consent(person, LISTED, wording="May we?", language="en", source="on paper", now=NOW)
    kept = publish(meeting, Options(), by=scene.users["secretariat"], now=NOW)
    scene.rows["published list"] = kept


def add_papers(scene, meeting) -> None:
    """Give the meeting papers for everybody and for those who take part, and an empty place."""
    note = make_paper(meeting, "concept note", audience="public")
    agenda = make_paper(meeting, "annotated agenda", position=2)
    make_paper(meeting, "information note", position=3)
    scene.rows["public file"] = make_paper_file(note, "fr", title="Note conceptuelle")
    scene.rows.update({"paper": agenda, "paper file": make_paper_file(agenda, "en")})
    make_paper_file(agenda, "en", removed_at=NOW)


def add_rules(scene, meeting) -> None:
    """Keep two people apart, want one from Africa in each room, and delete a third rule."""
    officer = scene.users["secretariat"]
    pair = [scene.users[word].person_id for word in ("expert", "member 2")]
    region = {"attribute": "region", "value": "African States", "least": 1, "rounds": None}
    for kind, facts in (("apart", {"people": pair}), ("at_least", region)):
        scene.rows["rule"] = add_rule(meeting, kind, facts, by=officer, now=NOW)
    gone = PlacingRule(meeting_id=meeting.id, kind="together", facts={"people": pair})
    db.session.add(gone)
    db.session.flush()
    scene.rows["deleted rule"] = delete_rule(gone, by=officer, now=NOW)


def add_themes(scene, meeting) -> None:
    """Ask one expert for the themes of the rooms of a draft."""
    room = scene.rows["draft round"].rooms[0]
    room.theme = "Water & people"
    db.session.flush()
    expert = scene.users["expert"].person_id
    ask_for_themes(meeting, [expert], date(2097, 1, 1), by=scene.users["secretariat"], now=NOW)
