"""What is done to the outbox: queue, skip, send again."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.mail.models import PENDING, Message

LINK = "[link]"


def queue_message(
    *,
    kind: str,
    dedupe_key: str,
    recipient: str,
    subject: str,
    text: str,
    now: datetime,
    html: str | None = None,
    recipient_name: str | None = None,
    person_id: int | None = None,
    meeting_id: int | None = None,
    secret: str | None = None,
    refers_to: str | None = None,
    language: str = "en",
) -> Message | None:
    """Put one e-mail into the outbox, in the caller's transaction; None if the same one is there already.

    A secret link stands in `text` and `html` as `[link]`; `secret` (`sign-in:41`) names what makes it at the
    moment of sending. `refers_to` (`obligation:7`) names what decides then whether it is still wanted.
    """
    if db.session.scalar(select(Message.id).where(Message.dedupe_key == dedupe_key)):
        return None
    message = Message(
        kind=kind,
        dedupe_key=dedupe_key,
        message_id=sha256(dedupe_key.encode()).hexdigest()[:32],
        person_id=person_id,
        meeting_id=meeting_id,
        recipient=recipient,
        recipient_name=recipient_name,
        language=language,
        subject=" ".join(subject.split()),
        text=text,
        html=html,
        secret=secret,
        refers_to=refers_to,
        created_at=now,
        state=PENDING,
    )
    db.session.add(message)
    db.session.flush()
    return message
