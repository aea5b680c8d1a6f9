from eventsapp.participants.filters import Wanted, wanted_from


def test_the_address_of_the_page_is_the_filter():
    asked = {"answer": "none", "region": "group:Eastern European States", "q": " łu ", "x": "1"}

    wanted = wanted_from(asked)

    assert wanted == Wanted(q="łu", answer="none", region="group:Eastern European States")
    assert wanted.arguments == {
        "q": "łu",
        "answer": "none",
        "region": "group:Eastern European States",
    }
    assert wanted_from(wanted.arguments) == wanted


def test_a_chip_takes_its_own_filter_away_and_keeps_the_order():
    wanted = Wanted(answer="yes", mail="unreachable", sort="-country")

    assert wanted.without("answer") == {"mail": "unreachable", "sort": "-country"}
    assert wanted.filters == {"answer": "yes", "mail": "unreachable"}


def test_a_column_that_leads_already_is_turned_round():
    assert Wanted().turned("name") == {"sort": "-name"}
    assert Wanted().turned("country") == {"sort": "country"}
    assert Wanted(sort="country").turned("country") == {"sort": "-country"}
    assert Wanted(sort="-country").turned("country") == {"sort": "country"}
    assert Wanted(sort="shoe size").sorted_by == ("name", False)
