"""What the officer decided in the preview, and the record as it is once that is applied."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from eventsapp.reading.labels import MEMBER, MODERATOR
from eventsapp.reading.people import same_key

NEW, SAME, SKIP, KEEP = "new", "same", "skip", "keep"
DAYS_BEFORE = (7, 2, 1, 0)
EXPERT_ROLES = frozenset({MODERATOR, MEMBER})
FACTS = ("organisation", "series", "number", "code", "title", "place", "mode")
DATED_FACTS = ("kind", "title", "start", "end", "audience", "mode", "place", "certainty")

Facts = dict[str, Any]


def counts_as_expert(person: Mapping[str, Any]) -> bool:
    """Tell whether a person of the record is proposed as an expert: members and moderators are."""
    return any(seen["role"] in EXPERT_ROLES for seen in person["appearances"])


def person_choice(choices: Mapping[str, Any], name: str) -> Facts:
    """Return what was decided about a person of the record; empty where nothing was."""
    return dict(choices.get("people", {}).get(same_key(name), {}))


def corrected(understood: Mapping[str, Any], choices: Mapping[str, Any]) -> Facts:
    """Return what was understood with the corrections in it, without what was left out.

    People keep the names of the record; what they are called then is decided by their choices.
    """
    record = deepcopy(dict(understood))
    meeting = choices.get("meeting", {})
    record["meeting"].update({key: meeting[key] for key in FACTS if key in meeting})
    for order, day in enumerate(record["days"], start=1):
        day["date"] = choices.get("days", {}).get(str(order), day["date"])
    dates = [day["date"] for day in record["days"] if day["date"]]
    record["meeting"]["start"] = min(dates, default=record["meeting"]["start"])
    record["meeting"]["end"] = max(dates, default=record["meeting"]["end"])
    record["dated_items"] = _corrected_items(record["dated_items"], choices.get("dated", {}))
    left_out = set(choices.get("left_out", ()))
    record["warnings"] = [w for w in record["warnings"] if warning_key(w) not in left_out]
    return record


def warning_key(warning: Mapping[str, Any]) -> str:
    """Return by what a warning is known again: its code, its line and its sentence."""
    return f"{warning['code']}/{warning['line']}/{warning['text']}"


def _corrected_items(items: list[Facts], choices: Mapping[str, Facts]) -> list[Facts]:
    kept = []
    for item in items:
        choice = choices.get(item["key"], {})
        # What a sentence does not say is not filed until somebody says it.
        if choice.get("do", KEEP if item["kind"] else SKIP) == SKIP:
            continue
        item.update({key: choice[key] for key in DATED_FACTS if key in choice})
        item["repeat"] = bool(choice.get("repeat", False))
        item["until"] = choice.get("until")
        item["has_moved"] = "start" in choice
        item["is_opening"] = bool(choice.get("is_opening", True))
        kept.append(item)
    return kept


def decisions(
    chosen: Mapping[str, Any], understood: Mapping[str, Any], whom: Mapping[str, str]
) -> Facts:
    """Return, of what a form holds, what was decided otherwise than the file and we proposed.

    `whom` is what was proposed for each name. What agrees with the file is no decision: when a
    corrected file says something else one day, the file counts.
    """
    items = {item["key"]: _proposed_item(item) for item in understood["dated_items"]}
    people = {
        same_key(person["canonical"]): {
            "do": whom.get(same_key(person["canonical"]), NEW),
            "is_expert": counts_as_expert(person),
        }
        for person in understood["people"]["list"]
    }
    dates = {str(n): day["date"] for n, day in enumerate(understood["days"], start=1)}
    return {
        **chosen,
        "meeting": _otherwise(chosen["meeting"], understood["meeting"]),
        "days": _otherwise(chosen["days"], dates),
        "people": _parts(chosen["people"], people),
        "dated": _parts(chosen["dated"], items),
    }


def carried_over(choices: Mapping[str, Any]) -> Facts:
    """Return the decisions of one import as they count for the next file of the same meeting.

    Who was somebody new then is that person now.
    """
    people = {
        key: {name: value for name, value in choice.items() if (name, value) != ("do", NEW)}
        for key, choice in choices.get("people", {}).items()
    }
    return {**choices, "people": people} if choices else {}


def _proposed_item(item: Mapping[str, Any]) -> Facts:
    facts = {key: item[key] for key in DATED_FACTS}
    do = KEEP if item["kind"] else SKIP
    return {**facts, "do": do, "repeat": False, "until": None, "is_opening": True}


def _otherwise(chosen: Mapping[str, Any], proposed: Mapping[str, Any]) -> Facts:
    return {key: value for key, value in chosen.items() if proposed.get(key) != value}


def _parts(chosen: Mapping[str, Any], proposed: Mapping[str, Any]) -> Facts:
    found = {key: _otherwise(part, proposed.get(key, {})) for key, part in chosen.items()}
    return {key: part for key, part in found.items() if part}


def blockers(record: Mapping[str, Any]) -> list[str]:
    """Return, as sentences, what keeps a record from being saved; empty when nothing does."""
    meeting = record["meeting"]
    found = []
    if not meeting["series"]:
        found.append("The text does not say which meeting it is of. Enter its series, such as EGM.")
    if not meeting["code"]:
        found.append("The text names no process. Enter its code: letters are numbered under it.")
    found += _day_blockers(record["days"])
    for day in record["days"]:
        found += _room_blockers(day)
    for item in record["dated_items"]:
        if item["end"] < item["start"]:
            found.append(
                f"“{item['title']}” would end before it starts. Correct one of the two days."
            )
        if not item["kind"]:
            found.append(f"Choose what “{item['title']}” is, or leave it out.")
    return found


def _day_blockers(days: list[Facts]) -> list[str]:
    found = []
    for index, day in enumerate(days):
        if day["date"] is None:
            found.append(f"Day {day['number']} has no date. Enter it.")
        elif not _is_date(day["date"]):
            found.append(f"“{day['date']}” is no date. Enter day {day['number']} anew.")
        for earlier in days[:index]:
            if day["number"] == earlier["number"]:
                found.append(
                    f"Two days have the number {day['number']}. Correct one of them in the file "
                    "and hand it over again."
                )
            if day["date"] and day["date"] == earlier["date"]:
                found.append(f"Two days have the date {day['date']}. Correct one of them.")
    return found


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _room_blockers(day: Facts) -> list[str]:
    seen: set[tuple[int, str]] = set()
    found = []
    for room in day["rooms"]:
        key = (room["round"], str(room["number"]))
        if key in seen:
            found.append(
                f"Day {day['number']} has two rooms called {room['number']} at the same time. "
                "Give one of them another number in the file and hand it over again."
            )
        seen.add(key)
    return found
