"""Why mail does not reach somebody any more, in the words of the outbox. Pure."""


def said_left(name: str) -> str:
    """Return that somebody has left: the registry, or what the mail is about."""
    return f"{name} has left."


def said_no_address(name: str, address: str) -> str:
    """Return that an address is not theirs any more, or that mail came back from it."""
    return f"{address} is no address of {name} any more."
