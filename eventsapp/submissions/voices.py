"""One voice for each organisation: which submission is its voice, and what a second one becomes.
Pure."""

from eventsapp.people.names import fold_name

JOIN, REPLACE = "join", "replace"


def voice_key(organization_id: int | None, organization_name: str | None) -> str | None:
    """Return what stands for an organisation, in whatever letters somebody typed its name."""
    if organization_id is not None:
        return f"organization:{organization_id}"
    folded = fold_name(organization_name or "")
    return f"name:{folded}"[:340] if folded else None


def state_of_second(wish: str | None) -> str | None:
    """Return what becomes of a second submission of an organisation that was asked for one voice:
    it stands behind the first, waits for agreement, or needs an answer first (None)."""
    return {JOIN: "joined", REPLACE: "waiting"}.get(wish or "")
