from eventsapp.record.outline import Entry, ItemOfDay, NoteLine, SectionOfDay, outline

OPENING, DRAFT, CLOSING = ItemOfDay(1, "Opening"), ItemOfDay(2, "Q&A"), ItemOfDay(3, "Closing")
NOTE = NoteLine("Noted that it rained.", 12)


def section(heading, item_id=None, notes=1):
    return SectionOfDay(heading, item_id, (NOTE,) * notes)


def test_sections_stand_under_their_items_in_the_order_of_the_agenda():
    opening, closing = section("Opening", 1), section("Closing", 3)

    assert outline([OPENING, DRAFT, CLOSING], [closing, opening]) == [
        Entry(OPENING, [opening]),
        Entry(DRAFT),
        Entry(CLOSING, [closing]),
    ]


def test_two_headings_may_belong_to_one_item():
    first, second = section("Q&A", 2), section("Contributions", 2, notes=3)

    entries = outline([OPENING, DRAFT], [first, second])

    assert entries == [Entry(OPENING), Entry(DRAFT, [first, second])]
    assert entries[1].note_count == 4
    assert entries[1].headings == ["Contributions"]


def test_a_heading_that_is_not_on_the_agenda_stands_where_the_record_has_it():
    opening, closing = section("Opening", 1), section("Closing", 3)
    extra, more = section("Contributions:"), section("Any other business")

    entries = outline([OPENING, DRAFT, CLOSING], [opening, extra, more, closing])

    assert entries == [
        Entry(OPENING, [opening]),
        Entry(None, [extra]),
        Entry(None, [more]),
        Entry(DRAFT),
        Entry(CLOSING, [closing]),
    ]


def test_a_heading_before_all_others_stands_at_the_head_of_the_day():
    before, elsewhere = section("Before we begin"), section("Moved to another day", 99)

    assert outline([OPENING], [before, elsewhere]) == [
        Entry(None, [before]),
        Entry(None, [elsewhere]),
        Entry(OPENING),
    ]


def test_a_heading_that_says_the_same_as_the_agenda_is_not_said_twice():
    same = Entry(CLOSING, [section(" closing. ", 3)])
    other = Entry(CLOSING, [section("Next Steps & Closing", 3), section(None, 3)])

    assert same.headings == []
    assert other.headings == ["Next Steps & Closing"]
