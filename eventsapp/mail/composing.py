"""From an outbox message to the bytes on the wire. Pure.

The few lines that such a mail needs are written here: the classes of `email` take ten times as
long, which counts when thousands leave. The tests read every mail back with them.
"""

import base64
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

LINK = "[link]"
# A longer header has to be folded. Source: RFC 5322, 2.1.1; RFC 2047, 2.
LONGEST_PLAIN = 70
# Marks that turn the direction of what follows: in a name they could hide who writes.
DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Letterhead:
    """Who writes: `sender` is MAIL_FROM, `name` the organization, `domain` that of Message-IDs."""

    sender: str
    name: str
    domain: str


@dataclass(frozen=True)
class Draft:
    """What an outbox message says, as plain values; `link` replaces `[link]`.

    Answers go to `reply_to`, to the sender where nobody is named.
    """

    message_id: str
    recipient: str
    recipient_name: str | None
    subject: str
    text: str
    html: str | None
    language: str
    date: datetime
    link: str | None = None
    reply_to: str | None = None


@dataclass(frozen=True)
class Envelope:
    """A mail ready to leave."""

    sender: str
    recipient: str
    content: bytes


def compose(draft: Draft, head: Letterhead) -> Envelope:
    """Return the mail with its headers, in plain text and, where there is one, in HTML.

    Raises ValueError with a sentence if the address cannot be written to.
    """
    recipient = wire_address(draft.recipient)
    sender, written_sender = _sender(head)
    headers = {
        "From": written_sender,
        "To": _mailbox(draft.recipient_name or "", recipient),
        "Subject": _header(one_line(draft.subject)),
        "Date": format_datetime(draft.date),
        "Message-ID": f"<{draft.message_id}@{head.domain}>",
        # Source: RFC 3834, 5; Microsoft's header keeps absence notes from coming back.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": draft.language,
        "MIME-Version": "1.0",
    }
    if draft.reply_to:
        headers["Reply-To"] = wire_address(draft.reply_to)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return Envelope(sender, recipient, lines.encode("ascii") + _body(draft))


def wire_address(address: str) -> str:
    """Return the address with its domain in ASCII (A-labels), as mail servers want it.

    Raises ValueError with a sentence if it is none, or if its part before the @ is not in Latin
    letters, which few servers can deliver to. Source: RFC 5891; RFC 6531, 3.2.
    """
    local, _at, domain = address.strip().rpartition("@")
    if local and domain and address.isascii() and address.isprintable() and " " not in address:
        return f"{local}@{domain}"
    try:
        parts = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(f"“{address}” is not an e-mail address. Correct it.") from error
    if not parts.local_part.isascii():
        raise ValueError(f"Mail cannot be delivered to “{address}”. Ask for another address.")
    return f"{parts.local_part}@{parts.ascii_domain}"


def one_line(text: str) -> str:
    """Return the text on one line, without control characters and marks of direction."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    printable = "".join(
        " " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text
    )
    return " ".join(DIRECTION_MARKS.sub("", printable).split())


def _body(draft: Draft) -> bytes:
    link = draft.link or LINK
    text = _part("plain", draft.text.replace(LINK, link))
    if draft.html is None:
        return text
    # No line of base64 begins with two hyphens, so no text can end a part early.
    boundary = f"part-{draft.message_id[:40]}".encode()
    kind = b'Content-Type: multipart/alternative; boundary="%s"\r\n\r\n' % boundary
    between = b"--%s\r\n" % boundary
    html = _part("html", draft.html.replace(LINK, link))
    return kind + between + text + between + html + b"--%s--\r\n" % boundary


def _part(kind: str, text: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    wrapped = base64.encodebytes(text.encode("utf-8", "replace"))
    return head.encode("ascii") + wrapped.replace(b"\n", b"\r\n")


@lru_cache(maxsize=8)
def _sender(head: Letterhead) -> tuple[str, str]:
    """Return the sender's address, and how it stands in the mail."""
    own_name, address = parseaddr(head.sender)
    address = wire_address(address)
    return address, _mailbox(own_name or head.name, address)


def _mailbox(name: str, address: str) -> str:
    written = formataddr((one_line(name), address))
    # One encoded word where it fits: some programs show a gap between two.
    is_short = len(written) - len(address) < LONGEST_PLAIN
    return written if is_short else f"{_folded(one_line(name))}\r\n <{address}>"


@lru_cache(maxsize=64)
def _header(text: str) -> str:
    return text if text.isascii() and len(text) < LONGEST_PLAIN else _folded(text)


def _folded(text: str) -> str:
    """Return the text as encoded words on as many lines as it needs."""
    # The name of the header is counted as if it were long: the first line holds less, no line more.
    return Header(text, "utf-8", header_name="X-Subject").encode(linesep="\r\n").strip()
