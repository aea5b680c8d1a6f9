"""How the registry is filtered, and its words."""

from flask_babel import gettext

from eventsapp.breakouts.models import MEMBER, MODERATOR, NOTE_TAKER, OBSERVER


def role_names() -> dict[str, str]:
    """Return the roles in a room in the reader's language."""
    return {
        MODERATOR: gettext("moderator"),
        NOTE_TAKER: gettext("note-taker"),
        MEMBER: gettext("member"),
        OBSERVER: gettext("observer"),
    }
