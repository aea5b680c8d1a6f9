import pytest

from eventsapp.documents.models import HEADING
from tests.factories import commit, make_document, make_draft

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@on_one_engine
def test_the_drafts_of_a_document_are_numbered_and_keep_their_order(app):
    document = make_document(title="Guidelines")

    first = make_draft(document, [(HEADING, 1, "Water"), "Water is a right."])
    second = make_draft(document)
    commit()

    assert [draft.number for draft in document.drafts] == [1, 2]
    assert [(block.kind, block.text) for block in first.blocks] == [
        ("heading", "Water"),
        ("paragraph", "Water is a right."),
    ]
    assert first.blocks[1].passage_id != second.blocks[0].passage_id
