from werkzeug.datastructures import MultiDict

from eventsapp.lists.options import USUAL, Options, options_from


def read(**given):
    arguments = MultiDict(given)
    return options_from(arguments, arguments.getlist("column"))


def test_the_address_of_a_list_is_the_list():
    wanted = Options("ar", "supplied", "attended", ("organization", "email"))

    assert read(**wanted.arguments) == wanted
    assert read(**Options().arguments) == Options()
    assert Options().arguments == {}


def test_what_nobody_knows_counts_as_not_asked():
    assert read(language="xx", names="upside-down", who="nobody", column=["shoe size"]) == Options()


def test_a_form_without_a_tick_asks_for_names_alone():
    assert read(chosen="1").columns == ()
    assert read().columns == USUAL
