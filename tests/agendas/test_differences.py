"""What changed since an agenda was announced, in words."""

from dataclasses import replace
from datetime import date, time

import pytest

from eventsapp.agendas.content import Agenda, Day, Item, Speaker, from_plain, numbers, to_plain
from eventsapp.agendas.differences import differences

OPENING = Item(1, "Opening", "plenary", time(9), 30, time(9, 30), True)
DRAFT = Item(2, "Draft", "presentation", time(9, 30), 60, time(10, 30))
LUNCH = Item(3, "Lunch", "break", time(12, 30), 60, time(13, 30), True)
CLOSING = Item(4, "Closing", "closing", time(16), 30, time(16, 30))
UNTIMED = Item(5, "Other matters")
LATER = Item(6, "Next steps")


def agenda(*items, second=(), **hours):
    first = Day(1, date(2024, 9, 26), **hours, items=items)
    return Agenda("Africa/Nairobi", (first, Day(2, date(2024, 9, 27), items=second)))


BEFORE = agenda(OPENING, DRAFT, LUNCH, CLOSING)


def said(before, after):
    found = differences(before, after)
    return [one.text % {"length": f"{one.values.get('minutes')} min", **one.values}
            for one in found]  # fmt: skip


def after(number, **changes):
    items = list(BEFORE.days[0].items)
    items[number] = replace(items[number], **changes)
    return agenda(*items)


@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        (BEFORE, []),
        (after(0, starts=time(9, 30)), ["“Opening” begins 30 min later, at 09:30"]),
        (after(2, starts=time(12)), ["“Lunch” begins 30 min earlier, at 12:00"]),
        (after(3, starts=None), ["“Closing” has no stated time any more"]),
        (after(0, minutes=45), ["“Opening” lasts 45 min now"]),
        (after(0, minutes=None), ["“Opening” has no stated length any more"]),
        (after(0, title="Welcome"), ["“Opening” is now called “Welcome”"]),
        (after(1, kind="questions"), ["“Draft” is now: questions"]),
        (after(1, track="Room 1"), ["“Draft” is in Room 1 now"]),
        (after(1, annotation="Why."), ["The annotation of “Draft” is another"]),
        (agenda(OPENING, DRAFT, LUNCH), ["Taken off: “Closing”"]),
        (agenda(OPENING, DRAFT, LUNCH, CLOSING, UNTIMED), ["New: “Other matters”, on day 1"]),
        (
            agenda(OPENING, DRAFT, LUNCH, second=(replace(CLOSING, starts=time(10)),)),
            ["“Closing” moves to day 2, at 10:00"],
        ),
        (
            agenda(OPENING, DRAFT, LUNCH, CLOSING, starts=time(9), ends=time(17)),
            ["Day 1 is from 09:00–17:00"],
        ),
    ],
)
def test_each_change_is_one_sentence(changed, sentences):
    assert said(BEFORE, changed) == sentences


def test_items_that_move_together_are_told_together():
    later = [replace(one, starts=time(one.starts.hour + 1, one.starts.minute))
             for one in BEFORE.days[0].items]  # fmt: skip

    assert said(BEFORE, agenda(*later)) == ["“Opening” and the 3 items after it begin 60 min later"]


def test_items_without_a_time_that_change_places_are_told():
    before = agenda(UNTIMED, LATER, OPENING)

    assert said(before, agenda(LATER, OPENING, UNTIMED)) == [
        "“Other matters” stands in another place of day 1"
    ]


def test_who_speaks_is_told_by_name():
    one, two = Speaker("speaker", 7, None), Speaker("moderator", None, "Tupou")
    before = agenda(replace(OPENING, speakers=(one,)))
    found = differences(before, agenda(replace(OPENING, speakers=(two,))))
    changed = differences(before, agenda(replace(OPENING, speakers=(Speaker("chair", 7),))))

    assert [(one.values["person"], one.values["name"], one.text[:12]) for one in found] == [
        (None, "Tupou", "%(name)s spe"),
        (7, None, "%(name)s no "),
    ]
    assert [(one.values["person"], one.values["role"]) for one in changed] == [(7, "chair")]


def test_an_agenda_is_kept_and_comes_back_the_same():
    whole = agenda(
        replace(OPENING, speakers=(Speaker("speaker", 7), Speaker("chair", None, "王芳"))),
        UNTIMED,
        starts=time(9),
    )

    assert from_plain(to_plain(whole)) == whole


def test_breaks_have_no_number_and_days_count_on():
    assert numbers(agenda(OPENING, LUNCH, CLOSING, second=(LATER,))) == {1: 1, 4: 2, 6: 3}
