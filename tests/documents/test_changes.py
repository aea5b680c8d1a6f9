from eventsapp.documents.changes import Stood, changes_between, counted

DATA = "Data belong to people."
COST = "Cities publish what systems cost, and who built them."


def stood(passage, text, match="new", *candidates, label=None):
    label = label or f"para. {passage}"
    return Stood(passage, label, "paragraph", None, text, match, tuple(candidates))


LAST = [stood(1, DATA), stood(2, COST), stood(3, "Nobody is left behind.")]


def said(rows):
    return [
        (row.kind, [one.passage for one in row.before], [one.passage for one in row.after])
        for row in rows
    ]


def test_what_stayed_is_no_change_and_what_went_away_stands_where_it_was():
    new = [stood(1, DATA, "same"), stood(3, LAST[2].text, "same"), stood(4, "Water.")]

    rows = changes_between(LAST, new)

    assert said(rows) == [
        ("same", [1], [1]),
        ("gone", [2], []),
        ("same", [3], [3]),
        ("new", [], [4]),
    ]
    assert counted(rows) == {"new": 1, "gone": 1}


def test_what_went_away_from_the_start_comes_first():
    assert said(changes_between(LAST, [stood(2, COST, "same"), stood(3, "x", "reworded")])) == [
        ("gone", [1], []),
        ("same", [2], [2]),
        ("reworded", [3], [3]),
    ]


def test_the_parts_of_a_split_passage_are_told_together():
    new = [
        stood(1, DATA, "same"),
        stood(5, "Cities publish what systems cost.", "split", 2),
        stood(2, "They say who built them.", "split"),
        stood(3, LAST[2].text, "same"),
    ]

    rows = changes_between(LAST, new)

    assert said(rows)[1] == ("split", [2], [5, 2])
    assert "".join(text for kind, text in rows[1].pieces if kind != "in") == COST


def test_joined_passages_are_compared_with_the_one_that_took_them_in():
    new = [stood(1, f"{DATA} {COST}", "joined", 2), stood(3, LAST[2].text, "moved")]

    rows = changes_between(LAST, new)

    assert said(rows) == [("joined", [1, 2], [1]), ("moved", [3], [3])]
    assert [piece.kind for piece in rows[0].pieces] == ["kept"]


def test_what_a_doubtful_passage_may_be_has_not_gone_away():
    new = [stood(1, DATA, "same"), stood(9, "Cost is public.", "unsure", 2), stood(3, "", "same")]

    rows = changes_between(LAST[:2], new[:2])

    assert said(rows) == [("same", [1], [1]), ("unsure", [], [9])]
    assert [(piece.kind, piece.text) for piece in rows[1].pieces] == [("in", "Cost is public.")]
