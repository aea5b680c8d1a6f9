"""How an act on the agenda is told to those who have it open: who, what, to where. Pure."""

from typing import Any

from eventsapp.translation import N_

FIELDS = {
    "kind": N_("its kind"),
    "duration_minutes": N_("its length"),
    "track": N_("its room or strand"),
    "annotation": N_("its annotation"),
    "speakers": N_("who speaks"),
    "starts_at_time": N_("its time"),
}
_PLAIN = {
    "added": N_("%(who)s added “%(title)s” to day %(day)s."),
    "duplicated": N_("%(who)s copied “%(title)s”."),
    "deleted": N_("%(who)s took “%(title)s” off the agenda."),
    "put back": N_("%(who)s put “%(title)s” back on the agenda."),
    "hours": N_("%(who)s stated the hours of day %(day)s."),
    "announced": N_("%(who)s announced the agenda as no. %(number)s."),
}
SOMEBODY_CHANGED = N_("%(who)s changed “%(title)s”.")


def sentences(verb: str, detail: dict[str, Any]) -> list[str]:
    """Return what was done as sentences to be translated and filled in.

    `who` and `title` are filled in by whoever shows them, all else stands in the detail. `fields`,
    where a sentence asks for it, are the words of `changed_fields`.
    """
    if verb in _PLAIN:
        return [_PLAIN[verb]]
    if verb == "moved":
        return [_moved(detail)]
    said = []
    fields = detail.get("fields", [])
    if "title" in fields:
        said.append(N_("%(who)s renamed “%(was)s” to “%(title)s”."))
    if "day" in fields or ("starts_at_time" in fields and detail.get("to")):
        said.append(_moved(detail if "day" in fields else {**detail, "day": None}))
    if changed_fields(detail):
        said.append(N_("%(who)s changed “%(title)s”: %(fields)s."))
    return said or [SOMEBODY_CHANGED]


def changed_fields(detail: dict[str, Any]) -> list[str]:
    """Return what else of an item was changed, in words to be translated."""
    fields = detail.get("fields", [])
    told = {"starts_at_time"} if detail.get("to") else set()
    return [words for name, words in FIELDS.items() if name in fields and name not in told]


def _moved(detail: dict[str, Any]) -> str:
    if detail.get("day") and detail.get("to"):
        return N_("%(who)s moved “%(title)s” to day %(day)s, %(to)s.")
    if detail.get("day"):
        return N_("%(who)s moved “%(title)s” to day %(day)s.")
    if detail.get("to"):
        return N_("%(who)s moved “%(title)s” to %(to)s.")
    if detail.get("behind"):
        return N_("%(who)s moved “%(title)s” behind “%(behind)s”.")
    return N_("%(who)s moved “%(title)s” to the top of its day.")
