"""People as they are chosen by typing: one text for each, and the person of a text. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from eventsapp.people.names import fold_name
from eventsapp.rounds.attributes import Facts


def labels_of(people: Iterable[Facts]) -> dict[int, str]:
    """Return one text for each person that no other has: the name, with what tells them apart."""
    people = list(people)
    named = Counter(fold_name(one.name) for one in people)
    with_office = Counter(fold_name(_with_office(one)) for one in people)
    return {
        one.person_id: one.name
        if named[fold_name(one.name)] == 1
        else _with_office(one)
        if with_office[fold_name(_with_office(one))] == 1
        else f"{_with_office(one)} ({one.person_id})"
        for one in people
    }


def _with_office(one: Facts) -> str:
    return f"{one.name}, {one.organization}" if one.organization else one.name


def by_label(labels: Mapping[int, str]) -> dict[str, int]:
    """Return the person of each text, as texts are compared."""
    return {fold_name(label): person_id for person_id, label in labels.items()}


def person_named(typed: str, labels: Mapping[int, str]) -> int | None:
    """Return the person whose text was typed, in any letter case and with any accents; or the only
    one whose text begins with it. None where that is nobody or several."""
    wanted = fold_name(typed)
    if not wanted:
        return None
    known = by_label(labels)
    if wanted in known:
        return known[wanted]
    starting = [person_id for label, person_id in known.items() if label.startswith(wanted)]
    return starting[0] if len(starting) == 1 else None
