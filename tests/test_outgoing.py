import pytest
from werkzeug.http import parse_options_header

from eventsapp.outgoing import as_file


@pytest.mark.parametrize(
    "name",
    [
        "people-egm-2.csv",
        "Список.xlsx",
        'one "x".csv',
        "a;b.pdf",
        "CV (Şule Öz).pdf",
        "a\r\nb: c.pdf",
    ],
)
def test_a_file_keeps_its_name_whatever_letters_it_has(name):
    said = as_file(b"", name, "text/csv").headers["Content-Disposition"]

    assert said.isascii()
    assert said.isprintable()
    assert parse_options_header(said) == ("attachment", {"filename": name})


def test_a_file_to_look_at_is_shown_by_the_browser():
    answer = as_file(b"%PDF", "sign-in.pdf", "application/pdf", is_shown=True)

    assert answer.headers["Content-Disposition"] == "inline; filename=sign-in.pdf"
    assert answer.content_type == "application/pdf"
