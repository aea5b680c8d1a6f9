"""Delivery: to a mail server, or into a folder. The only module that speaks SMTP."""

import os
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from eventsapp.mail.backoff import is_temporary
from eventsapp.mail.composing import Envelope, one_line

# For each step of the conversation. A message has seven at most, so a lease of ten minutes is
# longer than the slowest message that still arrives.
TIMEOUT_SECONDS = 30
TAKEN, LATER, REFUSED, UNKNOWN, AWAY = "taken", "later", "refused", "unknown", "away"
TOO_LARGE, CLOSING = 552, 421


@dataclass(frozen=True)
class Outcome:
    """How a try ended.

    `taken`: the server has it. `later`: it may take it later. `refused`: it never will. `unknown`:
    the connection broke after the text had left, so nobody knows. `away`: there is no server to
    talk to, which says nothing about this message. `answer` is what the server said.
    """

    result: str
    answer: str = ""
    code: int = 0


class Delivery(Protocol):
    """Something that takes envelopes, one after the other."""

    def deliver(self, envelope: Envelope, name: str, meanwhile: Callable[[], None]) -> Outcome:
        """Hand over one mail. `meanwhile` is called once the text has left, before the answer."""

    def close(self) -> None:
        """Say goodbye."""


def open_delivery(mail_url: str, *, own_host: str) -> Delivery:
    """Return the delivery that MAIL_URL names; nothing is connected yet."""
    if mail_url.startswith("file:"):
        return FolderDelivery(Path(mail_url.removeprefix("file:")))
    return SmtpDelivery(mail_url, own_host=own_host)


def file_name(number: int, message_id: str) -> str:
    """Return the name of a mail in the folder: in the order of the outbox, and never twice."""
    return f"{number:06}-{message_id}.eml"


class FolderDelivery:
    """Puts each mail into a folder as a file of its own; nothing leaves the machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, envelope: Envelope, name: str, meanwhile: Callable[[], None]) -> Outcome:
        """Write the file in one step: a reader never sees half of it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished = self.folder / f".{name}.{os.getpid()}"
            # For nobody else to read: there may be a working link in it.
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(envelope.content)
            unfinished.replace(self.folder / name)
        except OSError as error:
            return Outcome(AWAY, f"The folder for mail cannot be written: {error.strerror}")
        meanwhile()
        return Outcome(TAKEN)

    def close(self) -> None:
        """Nothing is open."""


class SmtpDelivery:
    """Talks to one mail server, over one connection for as many messages as it takes."""

    def __init__(self, url: str, *, own_host: str) -> None:
        self.url = urlsplit(url)
        self.own_host = own_host
        self.server: smtplib.SMTP | None = None
        self.count = 0

    def deliver(self, envelope: Envelope, name: str, meanwhile: Callable[[], None]) -> Outcome:
        """Hand over one mail; a connection that the server closed in between is opened again."""
        was_open = self.count > 0
        outcome = self._try(envelope, meanwhile)
        if outcome.result == AWAY and was_open:
            self.close()
            outcome = self._try(envelope, meanwhile)
        if outcome.result in {AWAY, UNKNOWN} or outcome.code == CLOSING:
            self.close()
        return outcome

    def close(self) -> None:
        """Say goodbye, and mind no answer."""
        server, self.server, self.count = self.server, None, 0
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _try(self, envelope: Envelope, meanwhile: Callable[[], None]) -> Outcome:
        try:
            server = self.server or self._connect()
            self.server = server
            refusal = _ask(server, envelope)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(AWAY, _said(error))
        if refusal is not None:
            return refusal
        outcome = _send_text(server, envelope.content, meanwhile)
        self.count += 1
        return outcome

    def _connect(self) -> smtplib.SMTP:
        host, port = self.url.hostname or "", self.url.port or 0
        server: smtplib.SMTP
        if self.url.scheme == "smtps":
            context = ssl.create_default_context()
            server = smtplib.SMTP_SSL(
                host, port, self.own_host, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(host, port, self.own_host, timeout=TIMEOUT_SECONDS)
        try:
            if parse_qs(self.url.query).get("starttls", ["0"])[0] not in {"0", "no", "false"}:
                server.starttls(context=ssl.create_default_context())
            if self.url.username:
                server.login(unquote(self.url.username), unquote(self.url.password or ""))
            server.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server


def _ask(server: smtplib.SMTP, envelope: Envelope) -> Outcome | None:
    """Ask whether the server will take this mail; None: it waits for the text."""
    size = f" SIZE={len(envelope.content)}" if server.has_extn("size") else ""
    code, answer = server.docmd("MAIL", f"FROM:<{envelope.sender}>{size}")
    if code != 250:
        # A refusal of the sender is about our settings: no reason to give a reader up.
        return _refusal(server, code, answer, is_final=code == TOO_LARGE)
    code, answer = server.docmd("RCPT", f"TO:<{envelope.recipient}>")
    if code not in {250, 251, 252}:
        return _refusal(server, code, answer)
    code, answer = server.docmd("DATA")
    return None if code == 354 else _refusal(server, code, answer)


def _send_text(server: smtplib.SMTP, content: bytes, meanwhile: Callable[[], None]) -> Outcome:
    quoted = content.replace(b"\r\n.", b"\r\n..")
    end = b".\r\n" if quoted.endswith(b"\r\n") else b"\r\n.\r\n"
    try:
        server.send(quoted + end)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(AWAY, _said(error))
    meanwhile()
    try:
        code, answer = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(UNKNOWN, _said(error))
    if 200 <= code <= 299:
        return Outcome(TAKEN, _text(answer), code)
    if code < 0:
        return Outcome(UNKNOWN, _text(answer))
    return _refusal(server, code, answer)


def _refusal(
    server: smtplib.SMTP, code: int, answer: bytes, *, is_final: bool | None = None
) -> Outcome:
    if code == CLOSING or code < 0:
        return Outcome(AWAY, f"{code} {_text(answer)}", code)
    with suppress(OSError, smtplib.SMTPException):
        server.rset()
    is_final = not is_temporary(code) if is_final is None else is_final
    return Outcome(REFUSED if is_final else LATER, f"{code} {_text(answer)}", code)


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, TimeoutError):
        return f"no answer for {TIMEOUT_SECONDS} seconds"
    return one_line(str(error)) or type(error).__name__


def _text(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return one_line(text)[:300].rstrip(".")
