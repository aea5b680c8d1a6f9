import random
from collections import Counter
from pathlib import Path

import pytest

from eventsapp.documents.matching import Given, Known, Match, match_drafts
from eventsapp.documents.reading_text import read_pasted

RECORD = Path(__file__).parents[1] / "data" / "egm2-minutes.txt"
DRAFT = (
    "Scope",
    "The guidelines are for cities of every size, wherever they lie and whoever lives in them.",
    "Data that are collected about people belong to these people and are deleted after use.",
    "Cities publish what their systems cost, who built them, and whom to ask when they fail.",
    "Follow-up",
    "Each Member State reports every second year, and shares what did not work as well.",
)


def known(*texts):
    kinds = ["heading" if len(text) < 20 else "paragraph" for text in texts]
    return [Known(place, *one) for place, one in enumerate(zip(kinds, texts, strict=True), 1)]


def given(*texts):
    return [Given("heading" if len(text) < 20 else "paragraph", text) for text in texts]


def matched(new, last=DRAFT, gone=()):
    return match_drafts(known(*last), given(*new), gone)


def changed(**places):
    """The draft with some of its paragraphs replaced: `p2=[…]`."""
    lists = [places.get(f"p{place}", [text]) for place, text in enumerate(DRAFT, 1)]
    return [text for texts in lists for text in texts]


def same(*passages):
    return [Match("same", passage) for passage in passages]


def test_the_same_draft_again_changes_nothing():
    assert matched(DRAFT) == (same(1, 2, 3, 4, 5, 6), [])


def test_what_has_the_same_words_at_another_place_was_moved():
    scope, size, people, cost, follow_up, report = DRAFT

    matches, gone = matched([scope, size, people, follow_up, report, cost])

    assert matches == [*same(1, 2, 3, 5, 6), Match("moved", 4)]
    assert gone == []


def test_what_keeps_most_of_its_words_was_reworded():
    text = "Data collected about people belong to them and are deleted soon after their use."

    matches, gone = matched(changed(p3=[text]))

    assert matches[2] == Match("reworded", 3)
    assert gone == []


def test_of_a_split_passage_the_larger_part_keeps_it_and_the_other_is_offered():
    parts = [
        "Cities publish what their systems cost.",
        "They also say who built them, and whom to ask when they fail.",
    ]

    matches, gone = matched(changed(p4=parts))

    assert matches[3:5] == [Match("split", None, (4,)), Match("split", 4)]
    assert gone == []


def test_passages_that_were_joined_stay_together():
    joined = f"{DRAFT[1]} {DRAFT[2]}"

    matches, gone = matched(changed(p2=[joined], p3=[]))

    assert matches[1] == Match("joined", 2, (3,))
    assert gone == []


def test_what_is_new_and_what_went_away_is_said():
    text = "Nobody has to own a telephone in order to be heard by the administration."

    matches, gone = matched(changed(p3=[], p6=[DRAFT[5], text]))

    assert matches == [*same(1, 2, 4, 5, 6), Match("new")]
    assert gone == [3]


def test_what_may_be_a_passage_is_asked_and_not_decided():
    text = "People own data about them, and these are deleted by whoever collected it."

    matches, gone = matched(changed(p3=[text]))

    assert matches[2] == Match("unsure", None, (3,))
    assert gone == []


def test_two_that_are_alike_are_asked():
    one = "The secretariat publishes the first draft in October and waits for comments."
    other = "The secretariat publishes the second draft in October and waits for comments."
    new = "The secretariat publishes a third draft in October and waits for comments."

    matches, _ = matched([new, DRAFT[1]], last=[one, other, DRAFT[1]])

    assert matches == [Match("unsure", None, (1, 2)), Match("same", 3)]


def test_words_that_come_often_are_told_apart_by_their_neighbours():
    last = ["Takeaways", DRAFT[1], "Takeaways", DRAFT[2], "Takeaways", DRAFT[3]]

    after_a_removal, gone = matched(["Takeaways", DRAFT[1], "Takeaways", DRAFT[3]], last=last)
    without_neighbours, _ = matched(["Takeaways"], last=["Takeaways", "Takeaways"])

    assert after_a_removal == same(1, 2, 5, 6)
    assert gone == [3, 4]
    assert without_neighbours == [Match("unsure", None, (1, 2))]


def test_a_passage_that_went_away_earlier_comes_back():
    away = Known(9, "paragraph", "Every street light tells the hour, the weather and the news.")

    exactly, _ = matched([*DRAFT, away.text], gone=[away])
    nearly, _ = matched([*DRAFT, away.text.replace("hour", "time")], gone=[away])

    assert (exactly[-1], nearly[-1]) == (Match("moved", 9), Match("reworded", 9))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "تنشر المدن كلفة أنظمتها ومن بناها ومن يُسأل عندما تتعطل.",
            "تنشر المدن كلفة أنظمتها كاملة ومن بناها ومن يسأل عندما تتعطل.",
        ),
        (
            "城市应公布其系统的成本、建造者以及出现故障时的联系人。",
            "各城市应公布其系统的总成本、建造者以及发生故障时的联系人。",
        ),
        (
            "Города публикуют стоимость своих систем и имена тех, кто их построил.",
            "Города ежегодно публикуют стоимость систем и имена тех, кто их построил.",
        ),
    ],
)
def test_rewording_is_seen_in_every_script(before, after):
    matches, gone = match_drafts(
        [Known(1, "paragraph", "水是权利。"), Known(2, "paragraph", before)],
        [Given("paragraph", after), Given("paragraph", "水是权利。")],
    )

    assert [(one.how, one.passage) for one in matches] in (
        [("reworded", 2), ("same", 1)],
        [("reworded", 2), ("moved", 1)],
    )
    assert gone == []


def test_nothing_in_a_draft_is_nothing_in_a_match():
    assert match_drafts([], given(*DRAFT)) == ([Match("new")] * 6, [])
    assert match_drafts(known(*DRAFT), []) == ([], [1, 2, 3, 4, 5, 6])


def reworded(chance, words, share):
    words = list(words)
    for _ in range(max(1, int(len(words) * share))):
        place = chance.randrange(len(words))
        if chance.random() < 0.5:
            words[place] = chance.choice(("water", "cities", "shall", "which", "of", "report"))
        elif len(words) > 3:
            del words[place]
    return " ".join(words)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_called_sure_is_never_wrong_on_the_real_record(seed):
    chance = random.Random(seed)
    blocks = read_pasted(RECORD.read_text(encoding="utf-8")).blocks
    last = [Known(block.position, block.kind, block.text) for block in blocks]
    new = []
    for block in last:
        words, lot = block.text.split(), chance.random()
        if lot < 0.04:
            continue
        if lot < 0.16 and len(words) > 5:
            new.append((block, reworded(chance, words, chance.choice((0.1, 0.2, 0.4)))))
        elif lot < 0.22 and len(words) > 12:
            cut = chance.randrange(5, len(words) - 5)
            new += [(block, " ".join(words[:cut])), (block, " ".join(words[cut:]))]
        else:
            new.append((block, block.text))
    for _ in range(8):
        new.insert(chance.randrange(len(new)), new.pop(chance.randrange(len(new))))
    words_of = {block.passage: block.text for block in last}

    matches, gone = match_drafts(last, [Given(block.kind, text) for block, text in new])

    pairs = list(zip(new, matches, strict=True))
    wrong = [
        (text, words_of[match.passage])
        for (block, text), match in pairs
        if match.passage and words_of[match.passage] != block.text
    ]
    sure = sum(match.passage is not None for match in matches)
    asked = sum(match.how == "unsure" for match in matches)
    kept = {block.passage for block, _ in new}
    often = {text for text, count in Counter(words_of.values()).items() if count > 1}
    lost = [words_of[passage] for passage in gone if passage in kept]
    assert wrong == []
    assert [text for text in lost if text not in often] == []
    assert sure > 0.93 * len(kept)
    assert asked < 0.05 * len(new)
