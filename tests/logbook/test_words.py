"""How acts are said, and of which kind they are."""

import re
from pathlib import Path

from eventsapp.logbook.words import (
    CHANGED,
    COPIES,
    DELETED,
    DELETIONS,
    EXPORTED,
    LOOKS,
    SAW,
    THINGS,
    VERBS,
    kind_of,
)

PACKAGE = Path(__file__).resolve().parents[2] / "eventsapp"
WRITTEN = re.compile(r"record(?:_view)?\(\s*\"([^\"]+)\"", re.MULTILINE)


def test_every_act_that_the_program_writes_down_is_said_in_words():
    written = {
        verb
        for path in PACKAGE.rglob("*.py")
        for verb in WRITTEN.findall(path.read_text(encoding="utf-8"))
    }

    assert len(written) > 50
    assert written - VERBS.keys() == set()


def test_looks_copies_and_deletions_are_told_apart_from_changes():
    assert [kind_of(one) for one in LOOKS] == [SAW] * len(LOOKS)
    assert [kind_of(one) for one in COPIES] == [EXPORTED] * len(COPIES)
    assert [kind_of(one) for one in DELETIONS] == [DELETED] * len(DELETIONS)
    assert kind_of("changed") == CHANGED
    assert {*LOOKS, *COPIES, *DELETIONS} <= VERBS.keys()
    assert all(verb in LOOKS for verb in VERBS if verb.startswith("saw "))
    assert "person" in THINGS
