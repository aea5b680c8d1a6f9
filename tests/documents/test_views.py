import re
from datetime import date
from html import unescape

from tests.factories import make_meeting, make_person, make_release, make_user, take_part


def rows(page):
    found = re.findall(r'<th scope="row".*?</tr>', page.text, re.S)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


def test_releases_are_listed_with_their_sentence_to_those_who_may_see_them(signed_in_as):
    meeting, other = make_meeting(), make_meeting("egm-9", number=9)
    expert = make_person("Karen Laßmann")
    take_part(meeting, expert)
    make_release(meeting, source_line=322, source_sentence="A live release on the 7")
    make_release(
        other,
        "Draft open",
        kind="editing window",
        starts_on=date(2024, 9, 26),
        ends_on=date(2024, 9, 27),
        audience="experts",
        mode="in the document",
    )

    for_staff = signed_in_as(make_user(role="secretariat")).get("/documents")
    for_expert = signed_in_as(make_user(expert)).get("/documents")

    live = (
        "Draft goes live release · EGM 2, line 322 of its record: “ A live release on the 7 ” "
        "Mon 7 Oct 2024 Nairobi (UTC+3) not stated not stated Firm"
    )
    open_window = (
        "Draft open editing window · EGM 9 Thu 26 – Fri 27 Sep 2024 Nairobi (UTC+3) "
        "experts in the document Firm"
    )
    moves = [f"{open_window} Move it Draft open", f"{live} Move it Draft goes live"]
    assert rows(for_staff) == moves
    assert rows(for_expert) == [live]


def test_an_empty_list_says_what_would_be_there(signed_in_as):
    page = signed_in_as(make_user()).get("/documents")

    assert "When a draft is released to you, its days stand here." in page.text
