import pytest

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.letters import services
from eventsapp.letters.commands import group
from tests.factories import NOW
from tests.letters.requests import approved, issue, make_expert, make_forum, make_officer


@pytest.fixture
def verify(app, tmp_path):
    """Check a file as on the command line: `verify(content)`."""

    def run(content):
        db.session.commit()
        file = tmp_path / "letter.pdf"
        file.write_bytes(content)
        runner = app.test_cli_runner()
        return runner.invoke(group, ["verify", str(file)])

    return run


@pytest.fixture
def letter(app):
    officer = make_officer()
    return issue(approved(make_expert(), make_forum(), officer), officer)


def test_a_file_that_was_issued_here_is_known_with_its_state(verify, letter):
    assert verify(letter.pdf).output == (
        "IG-PCSC/2024/0001 is valid: invitation letter to World Urban Forum, "
        "issued on 28 September 2024.\n"
    )


def test_a_file_of_a_revoked_letter_says_so(verify, letter):
    services.revoke_letter(letter, "Called off.", by=make_officer("Óscar Núñez"), now=NOW)

    assert verify(letter.pdf).output == (
        "IG-PCSC/2024/0001 is revoked: invitation letter to World Urban Forum, "
        "issued on 28 September 2024.\n"
    )


def test_a_file_that_was_changed_by_one_byte_is_not_ours(verify, letter):
    result = verify(letter.pdf.replace(b"%PDF-1.7", b"%PDF-1.6"))

    assert isinstance(result.exception, RuleBroken)
    assert str(result.exception) == (
        "letter.pdf is no letter of this instance, or was changed since it was issued. "
        "Check the code that is printed on it at http://localhost/verify."
    )
