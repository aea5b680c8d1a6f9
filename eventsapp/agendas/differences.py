"""What changed between an agenda that was announced and the agenda as it stands, in words. Pure.

Sentences are English texts marked for translation with their values; whoever shows them fills them
in. `minutes` among the values is a length that is said in words as `length`; `kind` and `role` are
said in words too, and `person` is the number of somebody in the registry.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from eventsapp.agendas.content import Agenda, Day, Item, Speaker
from eventsapp.translation import N_

TOGETHER = 3  # so many items in a row that move by the same time are told in one sentence


@dataclass(frozen=True)
class Difference:
    """One thing that changed: a sentence, and what is filled in."""

    text: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class _Pair:
    """An item as it was and as it is, with the numbers of their days."""

    old: Item
    new: Item
    was_on: int
    is_on: int


def differences(before: Agenda, after: Agenda) -> list[Difference]:
    """Return what changed, in the order of the new agenda; what was taken off comes last."""
    old = {item.key: (item, day) for day in before.days for item in day.items}
    now_there = {item.key for item in after.items}
    found = list(_days(before, after))
    for day in after.days:
        pairs: list[_Pair] = []
        for item in day.items:
            if item.key not in old:
                found.append(_new(item, day))
                continue
            was, on = old[item.key]
            pairs.append(_Pair(was, item, on.number, day.number))
        found += _moves(pairs)
        found += _places(before, day)
        for pair in pairs:
            found += _of_item(pair)
    found += [
        _said(N_("Taken off: “%(title)s”"), item) for item in before.items
        if item.key not in now_there
    ]  # fmt: skip
    return found


def _said(text: str, item: Item, **values: Any) -> Difference:
    return Difference(text, {"title": item.title, **values})


def _new(item: Item, day: Day) -> Difference:
    if item.starts is None:
        return _said(N_("New: “%(title)s”, on day %(day)s"), item, day=day.number)
    text = N_("New: “%(title)s”, on day %(day)s at %(at)s")
    return _said(text, item, day=day.number, at=_clock(item.starts))


def _days(before: Agenda, after: Agenda) -> Iterator[Difference]:
    known = {day.number: day for day in before.days}
    for day in after.days:
        old = known.pop(day.number, None)
        if old is None:
            yield Difference(N_("Day %(day)s is new: %(on)s"), _on(day))
            continue
        if old.on_date != day.on_date:
            yield Difference(N_("Day %(day)s is now %(on)s"), _on(day))
        hours = (day.starts, day.ends)
        if (old.starts, old.ends) == hours:
            continue
        if day.starts is None:
            yield Difference(N_("Day %(day)s has no stated hours any more"), _on(day))
        elif day.ends is None:
            yield Difference(
                N_("Day %(day)s begins at %(at)s"), {**_on(day), "at": _clock(day.starts)}
            )
        else:
            at = f"{_clock(day.starts)}–{_clock(day.ends)}"
            yield Difference(N_("Day %(day)s is from %(at)s"), {**_on(day), "at": at})
    for day in known.values():
        yield Difference(N_("Day %(day)s, %(on)s, falls away"), _on(day))


def _on(day: Day) -> dict[str, Any]:
    return {"day": day.number, "on": day.on_date}


def _moves(pairs: Sequence[_Pair]) -> Iterator[Difference]:
    """Say what begins at another time; several in a row that move alike are told together."""
    for shift, some in groupby(pairs, key=_shift):
        together = list(some)
        if shift is None:
            for pair in together:
                yield from _other_time(pair)
        elif shift and len(together) >= TOGETHER:
            more = N_("“%(title)s” and the %(count)s items after it begin %(length)s later")
            less = N_("“%(title)s” and the %(count)s items after it begin %(length)s earlier")
            count = len(together) - 1
            first = together[0].new
            yield _said(more if shift > 0 else less, first, count=count, minutes=abs(shift))
        elif shift:
            more = N_("“%(title)s” begins %(length)s later, at %(at)s")
            less = N_("“%(title)s” begins %(length)s earlier, at %(at)s")
            for pair in together:
                at = _clock(pair.new.starts)
                yield _said(more if shift > 0 else less, pair.new, minutes=abs(shift), at=at)


def _shift(pair: _Pair) -> int | None:
    """Return by how many minutes an item begins later on its day, or None where that is not the
    way to say it."""
    if pair.was_on != pair.is_on or pair.old.starts is None or pair.new.starts is None:
        return None
    return _minute(pair.new.starts) - _minute(pair.old.starts)


def _other_time(pair: _Pair) -> Iterator[Difference]:
    at = _clock(pair.new.starts)
    if pair.was_on != pair.is_on and pair.new.starts is not None:
        text = N_("“%(title)s” moves to day %(day)s, at %(at)s")
        yield _said(text, pair.new, day=pair.is_on, at=at)
    elif pair.was_on != pair.is_on:
        yield _said(N_("“%(title)s” moves to day %(day)s"), pair.new, day=pair.is_on)
    elif pair.old.starts is None and pair.new.starts is not None:
        yield _said(N_("“%(title)s” begins at %(at)s now"), pair.new, at=at)
    elif pair.old.starts is not None:
        yield _said(N_("“%(title)s” has no stated time any more"), pair.new)


def _places(before: Agenda, day: Day) -> Iterator[Difference]:
    """Say which items without a time stand elsewhere in their day; for others their time does."""
    old = next((one for one in before.days if one.number == day.number), None)
    was = [item.key for item in old.items] if old else []
    stays = [item for item in day.items if item.key in was]
    common = [key for key in was if any(item.key == key for item in stays)]
    order = [item.key for item in stays]
    same: set[int] = set()
    for block in SequenceMatcher(None, common, order, autojunk=False).get_matching_blocks():
        same |= set(order[block.b : block.b + block.size])
    for item in stays:
        if item.key not in same and item.starts is None:
            yield _said(N_("“%(title)s” stands in another place of day %(day)s"), item,
                        day=day.number)  # fmt: skip


def _of_item(pair: _Pair) -> Iterator[Difference]:
    old, new = pair.old, pair.new
    if old.title != new.title:
        yield _said(N_("“%(was)s” is now called “%(title)s”"), new, was=old.title)
    if old.minutes != new.minutes:
        yield _length(old, new)
    if old.kind != new.kind and new.kind is not None:
        yield _said(N_("“%(title)s” is now: %(kind)s"), new, kind=new.kind)
    if old.track != new.track and new.track is not None:
        yield _said(N_("“%(title)s” is in %(track)s now"), new, track=new.track)
    if old.track != new.track and new.track is None:
        yield _said(N_("“%(title)s” is for everybody now"), new)
    yield from _speakers(old, new)
    if (old.annotation or "") != (new.annotation or ""):
        yield _said(N_("The annotation of “%(title)s” is another"), new)


def _length(old: Item, new: Item) -> Difference:
    if new.minutes is None:
        return _said(N_("“%(title)s” has no stated length any more"), new)
    return _said(N_("“%(title)s” lasts %(length)s now"), new, minutes=new.minutes)


def _speakers(old: Item, new: Item) -> Iterator[Difference]:
    was = {_who(one): one for one in old.speakers}
    now = {_who(one): one for one in new.speakers}
    for who, one in now.items():
        if who not in was:
            yield _named(N_("%(name)s speaks in “%(title)s” (%(role)s)"), new, one)
        elif was[who].role != one.role:
            yield _named(N_("%(name)s is in “%(title)s” now as: %(role)s"), new, one)
    for who, one in was.items():
        if who not in now:
            yield _named(N_("%(name)s no longer speaks in “%(title)s”"), new, one)


def _named(text: str, item: Item, one: Speaker) -> Difference:
    return _said(text, item, role=one.role, person=one.person_id, name=one.name)


def _who(one: Speaker) -> tuple[int | None, str]:
    return one.person_id, (one.name or "").casefold()


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(at: time | None) -> str:
    return "" if at is None else f"{at:%H:%M}"
