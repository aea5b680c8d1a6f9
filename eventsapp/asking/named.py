"""How the answers to own questions are named beside the fields of a person. Pure."""


def is_question(name: str) -> bool:
    """Return whether a name is that of the answer to an own question, as `q7` is."""
    return name[:1] == "q" and name[1:].isdecimal()
