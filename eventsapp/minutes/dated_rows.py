"""The rows that the dated promises of a record ask for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from eventsapp.minutes.choices import DAYS_BEFORE, counts_as_expert, person_choice
from eventsapp.minutes.row_tree import Wanted
from eventsapp.reading.circumstances import (
    EXPERTS,
    INTERNAL,
    INTERNATIONAL,
    LOCAL_GOVERNMENTS,
    OPEN_ONLINE,
    PRIVATE_SECTOR,
    REGIONAL,
)
from eventsapp.reading.labels import comparable
from eventsapp.reading.people import same_key
from eventsapp.sessions.recurrence import ending, monthly_rule

# Nobody of the record is one of these, so nobody of it owes what they owe.
_OTHERS = frozenset(
    {REGIONAL, PRIVATE_SECTOR, OPEN_ONLINE, INTERNAL, LOCAL_GOVERNMENTS, INTERNATIONAL}
)


def iso_day(text: str) -> date:
    """Return the day that an ISO date is."""
    return date.fromisoformat(text)


def person_name(name: str) -> str:
    """Return by what rows point at a person of the record."""
    return f"person:{same_key(name)}"


def _from_record(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "certainty": item["certainty"],
        "certainty_words": item["certainty_words"],
        "as_written": item["as_written"],
        "is_year_inferred": item["year_inferred"],
        "source_line": item["source_line"],
        "source_sentence": item["source_sentence"],
    }


def dated_rows(
    record: Mapping[str, Any],
    choices: Mapping[str, Any],
    people: list[Mapping[str, Any]],
    tz: str,
) -> list[Wanted]:
    items = record["dated_items"]
    rows = [_consultation(item, tz) for item in items if item["kind"] == "consultation"]
    openings = {
        item["start"]: f"dated:{item['key']}"
        for item in items
        if item["kind"] == "consultation" and item["audience"] == OPEN_ONLINE
    }
    number = record["meeting"]["number"]
    for item in items:
        if item["kind"] in ("release", "editing window"):
            rows.append(_release(item, tz, openings.get(item["start"])))
        elif item["kind"] == "deadline":
            rows.append(_deadline(item, choices, people, tz))
        elif item["kind"] == "meeting":
            if item["series"] and number is not None:
                number += 1
            rows.append(_announced(item, number if item["series"] else None, tz))
    return rows


def _label(item: Mapping[str, Any]) -> str:
    return f"{item['kind']}/{comparable(item['title'])}"


def _consultation(item: Mapping[str, Any], tz: str) -> Wanted:
    fields = {
        "title": item["title"],
        "audience": item["audience"],
        "starts_on": iso_day(item["start"]),
        "ends_on": iso_day(item["end"]),
        "tz": tz,
        "mode": item["mode"],
        "place": item["place"],
        "offered_rrule": None if item["repeat"] else item["offered_rrule"],
        "rrule": _rule(item) if item["repeat"] else None,
        **_from_record(item),
    }
    name = f"dated:{item['key']}"
    return Wanted("consultation", _label(item), fields, parent="meeting_id", name=name)


def _rule(item: Mapping[str, Any]) -> str:
    """Return the rule of an accepted series: the sentence's own, unless its day was moved."""
    start = iso_day(item["start"])
    rule = item["offered_rrule"]
    if rule is None or item["has_moved"]:
        rule = monthly_rule(start)
    return ending(rule, iso_day(item["until"])) if item["until"] else str(rule)


def held_row(held: Mapping[str, Any], tz: str) -> Wanted:
    fields = {
        "title": f"Consultation: {held['audience']}",
        "audience": held["audience"],
        "was_held": True,
        "tz": tz,
        "source_line": held["source_line"],
    }
    return Wanted("consultation", f"held/{held['audience']}", fields, parent="meeting_id")


def _release(item: Mapping[str, Any], tz: str, opens: str | None) -> Wanted:
    fields = {
        "kind": item["kind"],
        "title": item["title"],
        "starts_on": iso_day(item["start"]),
        "ends_on": iso_day(item["end"]),
        "tz": tz,
        "audience": item["audience"],
        "mode": item["mode"],
        **_from_record(item),
    }
    is_opening = opens is not None and item["kind"] == "release" and item["is_opening"]
    refs = {"consultation_id": opens} if is_opening and opens else {}
    return Wanted("release", _label(item), fields, refs, parent="meeting_id")


def _deadline(
    item: Mapping[str, Any],
    choices: Mapping[str, Any],
    people: list[Mapping[str, Any]],
    tz: str,
) -> Wanted:
    fields = {
        "title": item["title"],
        "due_on": iso_day(item["end"]),
        "tz": tz,
        "audience": item["audience"],
        "mode": item["mode"],
        "days_before": sorted(set(choices.get("days_before", DAYS_BEFORE)), reverse=True),
        **_from_record(item),
    }
    owing = [] if item["audience"] in _OTHERS else people
    children = tuple(
        Wanted(
            "obligation",
            person_name(person["canonical"]),
            refs={"person_id": person_name(person["canonical"])},
            parent="deadline_id",
        )
        for person in owing
        if person_choice(choices, person["canonical"]).get("is_expert", counts_as_expert(person))
    )
    return Wanted("deadline", _label(item), fields, parent="meeting_id", children=children)


def _announced(item: Mapping[str, Any], number: int | None, tz: str) -> Wanted:
    first, last = iso_day(item["start"]), iso_day(item["end"])
    fields = {
        "series": item["series"] or item["title"],
        "number": number,
        "title": item["title"],
        "audience": item["audience"] or (EXPERTS if item["series"] == "EGM" else None),
        "starts_on": first,
        "ends_on": last,
        "tz": tz,
        "mode": item["mode"],
        "place": item["place"],
        **_from_record(item),
    }
    return Wanted("announced", _label(item), fields, parent="announced_by_id")
