import pytest

from eventsapp.meetings.facts import to_web_address


@pytest.mark.parametrize(
    "address", ["https://meet.example.org/egm-3?pwd=a%20b", "http://example.org"]
)
def test_a_join_link_is_an_address_of_the_web(address):
    assert to_web_address(address) == address


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "meet.example.org", "https://", "ftp://example.org", "https://[::", "https://a\nb"],
)  # fmt: skip
def test_what_no_browser_opens_as_a_page_is_no_join_link(typed):
    assert to_web_address(typed) is None
