from eventsapp.people.categories import (
    BY_CODE,
    CATEGORIES,
    MEMBER_STATE,
    OTHERS,
    OWN_HOUSE,
    SECRETARIAT,
    SECTIONS,
    STATES,
    section_of,
)


def test_categories_stand_in_the_order_of_the_sections_of_a_list():
    places = [SECTIONS.index(one.section) for one in CATEGORIES]

    assert places == sorted(places)
    assert (CATEGORIES[0].code, CATEGORIES[-1].code) == (MEMBER_STATE, SECRETARIAT)
    assert len(BY_CODE) == len(CATEGORIES) == 20


def test_what_is_not_ours_stands_with_the_others():
    assert section_of(MEMBER_STATE) == STATES
    assert section_of(SECRETARIAT) == OWN_HOUSE
    assert section_of("philanthropy") == section_of(None) == OTHERS
