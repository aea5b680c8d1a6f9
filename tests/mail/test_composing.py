"""What leaves: read back as a reader's program reads it."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.parser import BytesParser

import pytest

from eventsapp.mail.composing import Draft, Letterhead, compose, one_line, wire_address

HEAD = Letterhead("secretariat@eventsapp.test", "The secretariat", "eventsapp.test")


def draft(**changes):
    values = {
        "message_id": "0a1b2c",
        "recipient": "amina@example.test",
        "recipient_name": "Amina Wanjiru",
        "subject": "Due today: Feedback on the draft",
        "text": "Dear Amina,\n\n.a line that begins with a dot\n",
        "html": "<p>Dear Amina,</p>",
        "language": "en",
        "date": datetime(2024, 10, 1, 6, 0, tzinfo=UTC),
    }
    return Draft(**{**values, **changes})


def read(**changes):
    envelope = compose(draft(**changes), HEAD)
    return BytesParser(policy=policy.default).parsebytes(envelope.content)


def contents(mail):
    return {
        part.get_content_type(): part.get_content().replace("\r\n", "\n")
        for part in mail.walk()
        if not part.is_multipart()
    }


def test_a_mail_has_every_header_that_a_reminder_needs():
    mail = read()

    assert dict(mail.items()) == {
        "From": "The secretariat <secretariat@eventsapp.test>",
        "To": "Amina Wanjiru <amina@example.test>",
        "Subject": "Due today: Feedback on the draft",
        "Date": "Tue, 01 Oct 2024 06:00:00 +0000",
        "Message-ID": "<0a1b2c@eventsapp.test>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/alternative; boundary="part-0a1b2c"',
    }
    assert mail.defects == []


def test_both_texts_arrive_as_they_were_written():
    mail = read(text="Sehr geehrte Łucja,\n.\nالموعد\n", html="<p>Łucja &amp; 王芳</p>\n")

    assert contents(mail) == {
        "text/plain": "Sehr geehrte Łucja,\n.\nالموعد\n",
        "text/html": "<p>Łucja &amp; 王芳</p>\n",
    }


def test_a_mail_without_html_is_plain_text_alone():
    mail = read(html=None)

    assert mail.get_content_type() == "text/plain"
    assert contents(mail) == {"text/plain": draft().text}


def test_the_secret_link_stands_where_the_outbox_has_its_sign():
    mail = read(
        text="Open [link]\n", html='<a href="[link]">Open</a>\n', link="https://a.test/x?a=1"
    )

    assert contents(mail) == {
        "text/plain": "Open https://a.test/x?a=1\n",
        "text/html": '<a href="https://a.test/x?a=1">Open</a>\n',
    }


@pytest.mark.parametrize(
    "name",
    [
        "Karen Laßmann",
        "ليلى حداد",
        "王芳",
        "Suharto",
        "Wanjiru, Grace (UN-Habitat)",
        'Ana "Nita" Ñíguez',
        "Дмитрий Павлов",
    ],
)
def test_every_name_arrives_whole(name):
    address = read(recipient_name=name)["To"].addresses[0]

    assert (address.display_name, address.addr_spec) == (name, "amina@example.test")


@pytest.mark.parametrize(
    "name", ["Дмитрий Константинопольский", "Ñandú " * 20, "Long Name " * 20, "王" * 150]
)
def test_a_very_long_name_is_folded_and_arrives_whole(name):
    content = compose(draft(recipient_name=name), HEAD).content
    # The newer parser puts a space between two encoded words of a name; RFC 2047, 6.2 says none.
    written = message_from_bytes(content)["To"]

    assert str(make_header(decode_header(written))) == f"{name.strip()} <amina@example.test>"


@pytest.mark.parametrize(
    ("name", "arrives"),
    [
        ("Amina\r\nBcc: all@example.test", "Amina Bcc: all@example.test"),
        ("Amina\u2028Wanjiru\x00", "Amina Wanjiru"),
        ("\u202egrA tset", "grA tset"),
    ],
)
def test_a_name_can_neither_add_a_header_nor_turn_the_line_around(name, arrives):
    mail = read(recipient_name=name, subject=f"For {name}")

    assert mail["To"].addresses[0].display_name == arrives
    assert mail["Subject"] == f"For {arrives}"
    assert mail["Bcc"] is None


def test_a_long_subject_in_any_script_arrives_whole():
    subject = "Осталось два дня: отзывы о проекте руководящих принципов " * 6

    assert read(subject=subject)["Subject"] == subject.strip()


@pytest.mark.parametrize("subject", ["x" * 400, "Ж" * 400])
def test_no_line_of_a_mail_is_longer_than_a_server_takes(subject):
    envelope = compose(draft(subject=subject, recipient_name=subject[:200]), HEAD)

    assert max(len(line) for line in envelope.content.split(b"\r\n")) <= 998
    assert b"\n" not in envelope.content.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("amina@example.test", "amina@example.test"),
        ("amina@bücher.test", "amina@xn--bcher-kva.test"),
        ("Amina.W+egm@Example.test", "Amina.W+egm@Example.test"),
    ],
)
def test_a_domain_in_another_script_is_written_in_ascii(address, written):
    assert wire_address(address) == written


@pytest.mark.parametrize("address", ["łucja@example.test", "nobody", "a b@example.test", "@x.test"])
def test_an_address_that_cannot_be_written_to_is_refused_in_a_sentence(address):
    with pytest.raises(ValueError, match=address):
        wire_address(address)


def test_one_line_keeps_letters_and_joins_lines():
    assert one_line(" Two\n lines\tof  نص ") == "Two lines of نص"
