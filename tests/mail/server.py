"""A real mail server on loopback that can be told to misbehave."""

import asyncio
import contextlib
import socket
import threading
from email import policy
from email.parser import BytesParser

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Conversation(SMTP):
    """What the server says; the tests never ask a name server who they are."""

    def __init__(self, handler, **options):
        super().__init__(handler, hostname="mail.example.test", **options)


class MailServer:
    """Takes mail and keeps it; `answers` says what it does with the mail to an address.

    A number refuses with that code, once for each time it stands in the list; `close` closes the
    connection once the text has arrived and was kept; `stall` says nothing more. `when_taken` is
    called with the address before the server says that it has taken a mail.
    """

    def __init__(self):
        self.taken = []
        self.answers = {}
        self.when_taken = lambda address: None
        self.connections = 0
        self._lock = threading.Lock()

    @property
    def recipients(self):
        """Whom the mail that was taken is for, in the order of its arrival."""
        return [recipient for recipient, _content in self.taken]

    @property
    def mails(self):
        """The mails that were taken, as a reader's program parses them."""
        parser = BytesParser(policy=policy.default)
        return [parser.parsebytes(content) for _recipient, content in self.taken]

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        answer = self._next(address, of=int)
        if answer is not None:
            return f"{answer} not now" if answer < 500 else f"{answer} no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        with self._lock:
            self.taken.append((address, envelope.content))
        self.when_taken(address)
        answer = self._next(address, of=str)
        if answer == "close":
            server.transport.close()
            return "250 never heard"
        if answer == "stall":
            await asyncio.sleep(3600)
        return "250 OK"

    def _next(self, address, *, of):
        queue = self.answers.get(address, [])
        if queue and isinstance(queue[0], of):
            return queue.pop(0)
        return None


class _Controller(Controller):
    def factory(self):
        self.handler.connections += 1
        return Conversation(self.handler, loop=self.loop)


@contextlib.contextmanager
def mail_server():
    """Give a server that listens on loopback, with `url`, until the end of the block."""
    handler = MailServer()
    controller = _Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.connections = 0  # the controller itself has tried whether it listens
    handler.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield handler
    finally:
        controller.stop(no_assert=True)


def free_port():
    """Return a port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
