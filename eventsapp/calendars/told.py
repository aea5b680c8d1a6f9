"""What calendars tell of an agenda to others than staff: as it was announced, as on its page.
Pure."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from eventsapp.agendas.content import Item
from eventsapp.calendars.entries import ItemFacts
from eventsapp.meetings.schedule import item_moments


def as_told(
    found: Collection[Any],
    items: Mapping[tuple[int, int], tuple[int, Item]],
    days: Mapping[tuple[int, int], date],
) -> list[Any]:
    """Return the facts of items and rooms as the last announced agenda has them.

    `items` are those of the announced agendas, by meeting and number, each with the number of its
    day; `days` are the dates of the days as they are now. An agenda that was never announced is
    told as it stands. Of one that was, an item that is not in it, or has no hour there, is not told
    yet; the room of one keeps the hour that it has.
    """
    shown = []
    for facts in found:
        if facts.told is None:
            shown.append(facts)
            continue
        number, item = items.get((facts.meeting_id, facts.key), (0, None))
        on_date = days.get((facts.meeting_id, number))
        if item is not None and item.starts is not None and on_date is not None:
            shown.append(_otherwise(facts, item, on_date))
        elif not isinstance(facts, ItemFacts):
            shown.append(facts)
    return shown


def _otherwise(facts: Any, item: Item, on_date: date) -> Any:
    """Return facts with the hour, and the title, that were announced; their version grows with
    each announcement."""
    start_at, end_at = item_moments(on_date, item.starts, item.minutes, facts.tz)
    hours = facts._replace(
        sequence=facts.sequence + facts.told,
        on_date=on_date,
        starts_at_time=item.starts,
        duration_minutes=item.minutes,
        start_at=start_at,
        end_at=end_at,
    )
    return hours._replace(title=item.title) if isinstance(facts, ItemFacts) else hours
