"""Names of countries that mean one country when they are typed."""

import pytest

from eventsapp.people.countries import UN_LANGUAGES, countries, country_named, telling_label


@pytest.mark.parametrize(
    ("typed", "code"), [("Congo (CG)", "CG"), ("Congo (CD)", "CD"), ("Congo (KE)", None)]
)
def test_the_code_behind_a_name_tells_two_countries_apart(typed, code):
    found = country_named(typed)
    assert (found.code if found else None) == code


@pytest.mark.parametrize("lang", UN_LANGUAGES)
def test_what_is_offered_for_a_country_means_it_when_it_is_typed(lang):
    meant = {code: country_named(telling_label(code, lang)) for code in countries()}

    assert {code: one.code for code, one in meant.items()} == {code: code for code in meant}
    assert telling_label("KE", "en") == "Kenya"
    assert telling_label("CG", "en") == "Congo (CG)"
