"""Publish a list of participants, and take one back."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.history.services import record
from eventsapp.lists.comparing import Changes, changes_since, no_longer_agree
from eventsapp.lists.content import Content, from_json, to_json
from eventsapp.lists.models import PublishedList
from eventsapp.lists.options import ROUTE, Options
from eventsapp.lists.queries import agreed_to_be_named, lists_to_look_at, numbers_now, prepared
from eventsapp.meetings.models import Meeting


@dataclass(frozen=True)
class Version:
    """One published list with what it says; `refused` are named in it and no longer agree.

    `numbers` say under which number who is named is known now, `agreed` who may be named.
    """

    row: PublishedList
    content: Content
    options: Options
    refused: list[str]
    numbers: Mapping[int, int]
    agreed: Collection[int]

    @property
    def is_whole(self) -> bool:
        """Whether it says what it said on its day: whoever is erased goes from lists too."""
        return fingerprint_of(self.row.content or {}) == self.row.sha256


def publish(meeting: Meeting, options: Options, *, by: User, now: datetime) -> PublishedList:
    """Keep the list as it is now, for everybody to hold; the same list is published once."""
    # Two clicks at once must not publish two.
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    options = to_publish(options)
    content = prepared(meeting, options, today=in_zone(now, meeting.tz).date()).content
    if not content.lines:
        raise RuleBroken(
            f"Nobody of {meeting.short_name} has agreed to be named, so there is nothing to "
            "publish. Ask people for their agreement when they register, then publish the list."
        )
    kept = {"who": options.who, "names": options.names, "list": to_json(content)}
    fingerprint = fingerprint_of(kept)
    same = db.session.scalar(
        select(PublishedList).where(
            PublishedList.meeting_id == meeting.id,
            PublishedList.sha256 == fingerprint,
            PublishedList.withdrawn_at.is_(None),
        )
    )
    if same is not None:
        return same
    published = PublishedList(
        meeting_id=meeting.id,
        language=options.language,
        is_in_capitals=options.is_in_capitals,
        content=kept,
        sha256=fingerprint,
        published_at=now,
        published_by_id=by.id,
    )
    db.session.add(published)
    db.session.flush()
    record(
        "published a list",
        published,
        now=now,
        user_id=by.id,
        meeting=meeting.code,
        rows=len(content.lines),
        language=options.language,
    )
    return published


def to_publish(options: Options) -> Options:
    """Return a choice as it is published: by which way people came is for staff, and left out."""
    return replace(options, columns=tuple(one for one in options.columns if one != ROUTE))


def fingerprint_of(kept: dict[str, Any]) -> str:
    """Return the SHA-256 of what a published list says, however its values are ordered."""
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def withdraw_list(published: PublishedList, *, by: User, now: datetime) -> None:
    """Take a published list back; it stays on file for staff. Twice is once."""
    if published.withdrawn_at is not None:
        return
    published.withdrawn_at = now
    record("withdrew a list", published, now=now, user_id=by.id, meeting=published.meeting.code)


def content_kept(published: PublishedList) -> Content:
    """Return what a list said when it was published."""
    return from_json((published.content or {})["list"])


def _options_kept(published: PublishedList, content: Content) -> Options:
    kept = published.content or {}
    return Options(published.language, kept["names"], kept["who"], content.columns)


def versions_of(meeting: Meeting, rows: Sequence[PublishedList]) -> list[Version]:
    """Return published lists with what they say, and whom they name who may not be named now."""
    contents = [content_kept(row) for row in rows]
    numbers = numbers_now({line.person_id for one in contents for line in one.lines})
    agreed = agreed_to_be_named(set(numbers.values()), meeting)
    return [
        Version(
            row,
            content,
            _options_kept(row, content),
            [] if row.withdrawn_at else no_longer_agree(content, agreed=agreed, numbers=numbers),
            numbers,
            agreed,
        )
        for row, content in zip(rows, contents, strict=True)
    ]


def refused_by_meeting() -> list[tuple[Meeting, int]]:
    """Return the meetings of which a published list names people who no longer agree, with how
    many they are."""
    found = []
    for meeting, rows in groupby(lists_to_look_at(), key=lambda row: row.meeting):
        refused = {name for one in versions_of(meeting, list(rows)) for name in one.refused}
        if refused:
            found.append((meeting, len(refused)))
    return found


def last_public(versions: Iterable[Version], language: str | None = None) -> Version | None:
    """Return the last version that was not withdrawn, in a language or in any."""
    return next(
        (
            one
            for one in versions
            if one.row.withdrawn_at is None and language in (None, one.row.language)
        ),
        None,
    )


def changes_of(
    meeting: Meeting, version: Version, *, now: datetime, same: Content | None = None
) -> Changes:
    """Return what would be otherwise if the same list were published again now; `same` is that
    list, where it was prepared already."""
    if same is None:
        same = prepared(meeting, version.options, today=in_zone(now, meeting.tz).date()).content
    return changes_since(version.content, same, agreed=version.agreed, numbers=version.numbers)
