"""Where what somebody typed and the registry disagree. Pure: values in, values out."""

from collections.abc import Collection, Mapping
from typing import Any

from eventsapp.people.names import fold_name, name_words
from eventsapp.people.reasons import Known

# What a registration may say about a person; the names are those of the registry.
COMPARED = (
    "printed_name",
    "family_name",
    "given_name",
    "latin_name",
    "script_name",
    "salutation",
    "organization",
    "function",
    "country",
    "country_as_stated",
    "nationality",
    "gender",
    "gender_words",
    "category",
    "languages",
    "themes",
    "tz",
    "phone",
)


def conflicts(typed: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the fields in which the registry says something else than what was typed, each
    `{"registry": …, "typed": …}`.

    White space makes no difference, everything else does: `Lassmann` is not `Laßmann`, and only
    somebody who knows can say which is right. Source: pretalx/pretalx #739.
    """
    return {
        name: {"registry": _plain(known.get(name)), "typed": _plain(typed[name])}
        for name in COMPARED
        if _said(typed.get(name))
        and _said(known.get(name))
        and _said(typed[name]) != _said(known[name])
    }


def fills(typed: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed in fields about which the registry says nothing yet."""
    return {
        name: typed[name]
        for name in COMPARED
        if _said(typed.get(name)) and not _said(known.get(name))
    }


def is_one_name(one: str, other: str) -> bool:
    """Return whether two names may be of one person: all words of one stand in the other.

    `Huiwen` may be `Huiwen Li`, and `Ana P. Bruno` Ana Paula Bruno; two delegates who share the
    address of their mission stay two.
    """
    words, others = name_words(one), name_words(other)
    if fold_name(one) == fold_name(other):
        return True
    return bool(words and others) and (_stand_in(words, others) or _stand_in(others, words))


def _stand_in(words: Collection[str], others: Collection[str]) -> bool:
    return all(
        word in others or (len(word) == 1 and any(other.startswith(word) for other in others))
        for word in words
    )


def _said(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return sorted(value)
    return " ".join(value.split()) if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what somebody wants changed in what they sent, each `{"before": …, "after": …}`."""
    names = dict.fromkeys([*before, *after])
    return {
        name: {"before": _plain(before.get(name)), "after": _plain(after.get(name))}
        for name in names
        if (_said(before.get(name)) or None) != (_said(after.get(name)) or None)
    }


def about_person(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return of what was typed only the fields of the person."""
    return {name: facts[name] for name in COMPARED if name in facts}


def stated(printed_name: str, email: str, country: str | None, facts: Mapping[str, Any]) -> Known:
    """Return what somebody says of themselves, to be compared with people of the registry."""
    others = (facts.get("latin_name"), facts.get("script_name"))
    organization = facts.get("organization")
    return Known(
        id=0,
        names=(printed_name, *filter(None, others)),
        addresses=(email,),
        organization_names=(organization,) if organization else (),
        country=country,
        phone=facts.get("phone"),
    )
