"""What calendars tell of an agenda to others than staff: as it was announced, as on its page."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from eventsapp.agendas.content import Item
from eventsapp.agendas.models import AgendaVersion
from eventsapp.agendas.queries import announced
from eventsapp.calendars.entries import ItemFacts
from eventsapp.extensions import db
from eventsapp.meetings.models import MeetingDay
from eventsapp.meetings.schedule import item_moments


def as_told(found: Collection[Any]) -> list[Any]:
    """Return the facts of items and rooms as the last announced agenda has them.

    An agenda that was never announced is told as it stands. Of one that was, an item that is not
    in it, or has no hour there, is not told yet; the room of one keeps the hour that it has.
    """
    told = {one.meeting_id for one in found if one.told is not None}
    if not told:
        return list(found)
    items, days = _announced_items(told), _days(told)
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


def _otherwise(facts: Any, item: Item, on_date: Any) -> Any:
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


def _announced_items(meeting_ids: Collection[int]) -> dict[tuple[int, int], tuple[int, Item]]:
    """Return each item of the last announced agendas, with the number of its day."""
    rows = select(AgendaVersion).where(AgendaVersion.meeting_id.in_(meeting_ids))
    last = {one.meeting_id: one for one in db.session.scalars(rows.order_by(AgendaVersion.number))}
    return {
        (meeting_id, item.key): (day.number, item)
        for meeting_id, version in last.items()
        for day in announced(version).days
        for item in day.items
    }


def _days(meeting_ids: Collection[int]) -> dict[tuple[int, int], Any]:
    """Return on which dates the days of these meetings are now."""
    rows = select(MeetingDay.meeting_id, MeetingDay.number, MeetingDay.on_date).where(
        MeetingDay.meeting_id.in_(meeting_ids)
    )
    return {(meeting_id, number): day for meeting_id, number, day in db.session.execute(rows)}
