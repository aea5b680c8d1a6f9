"""Calendar files: from entries to the bytes that other people's calendars read. Pure.

The bytes are a function of what is given and of nothing else. They are written here and not with a
library because a feed is fetched every hour by every reader: 60 entries take a tenth of the time,
control characters are dropped, and zones are rules. Source: RFC 5545, RFC 7986.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eventsapp.calendars.zones import zone_lines

LONGEST_LINE = 75
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
REFRESH = "PT1H"
UTC_NAMES = {"UTC", "Etc/UTC"}

_LINE_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_RULE = re.compile(r"FREQ=[A-Z]+(;[A-Z]+=[A-Z0-9,+-]+)*")
_UNTIL = re.compile(r"UNTIL=(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?")
_NOT_IN_ADDRESSES = re.compile(r"[\s\"<>\\^`{|}]")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in a calendar.

    It has either moments (`start_at` and `end_at`, aware; `end_at` None where nobody stated it) or
    whole days (`first_day` to `last_day`, both included). `rrule` repeats it; a timed series also
    needs `tz`. `left_out` are the starts at which the rule would repeat it and it does not take
    place; `replaces` is the start, of the same UID, that this entry stands for. `changed_at` is the
    last change a reader would see. A transparent entry leaves the reader free.
    """

    uid: str
    sequence: int
    changed_at: datetime
    summary: str
    start_at: datetime | None = None
    end_at: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    tz: str | None = None
    rrule: str | None = None
    left_out: tuple[date | datetime, ...] = ()
    replaces: date | datetime | None = None
    location: str | None = None
    description: str | None = None
    url: str | None = None
    status: str = CONFIRMED
    is_transparent: bool = False
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.start_at is None) == (self.first_day is None):
            raise ValueError(f"Entry {self.uid} needs either a moment or a day")
        if self.start_at is not None and self.start_at.tzinfo is None:
            raise ValueError(f"Entry {self.uid} starts at a moment without a time zone")
        if self.end_at is not None and (self.start_at is None or self.end_at <= self.start_at):
            raise ValueError(f"Entry {self.uid} must end after it starts")
        if self.last_day is not None and (self.first_day is None or self.last_day < self.first_day):
            raise ValueError(f"Entry {self.uid} ends on a day before the first")
        if self.rrule is not None and not _RULE.fullmatch(self.rrule):
            raise ValueError(f"Entry {self.uid} repeats by no rule of RFC 5545: {self.rrule!r}")
        if self.rrule is not None and self.start_at is not None and self.tz is None:
            raise ValueError(f"Entry {self.uid} is a series and needs the zone it keeps")

    @property
    def starts(self) -> datetime:
        """The moment at which the entry starts; a day starts at its midnight in UTC."""
        return self.start_at or datetime.combine(self.first_day or date.max, time(0), UTC)

    @property
    def has_zone(self) -> bool:
        """Whether the times must keep the clock of a zone: only those of a series."""
        is_of_series = self.rrule is not None or self.replaces is not None
        return self.start_at is not None and is_of_series and self.tz not in UTC_NAMES

    @property
    def order(self) -> tuple[str, str]:
        """By UID; a series stands before the dates that are otherwise.

        Ordered by start, a moved entry would also move within the file.
        """
        return self.uid, self.replaces.isoformat() if self.replaces else ""


def build_feed(
    name: str,
    entries: Iterable[Entry],
    *,
    domain: str,
    source_url: str,
) -> bytes:
    """Return the calendar that people subscribe to, as UTF-8 with CRLF, ordered by UID.

    Single entries are written in UTC, series in their zone with its rules. There is no METHOD, as a
    feed invites nobody (RFC 5546, 3.2.1), no alarm, and when one entry changes no line but its own
    does. `domain` names the maker (PRODID), `source_url` the feed's address.
    """
    ordered = sorted(entries, key=lambda entry: entry.order)
    lines = _head(name, domain, source_url)
    for tz, first, last in _zones_of(ordered):
        lines += zone_lines(tz, first, last)
    for entry in ordered:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(map(folded, lines))


def cleaned(text: str) -> str:
    """Return the text with line breaks as `\\n`, single spaces, and nothing that cannot be seen."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _UNSEEN.sub("", _LINE_BREAKS.sub("\n", text))
    # Runs of spaces could fill a whole folded line, which some programs take for the end.
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def escaped(text: str) -> str:
    """Return cleaned text as it stands in a TEXT value. Source: RFC 5545, 3.3.11."""
    return cleaned(text).translate(_ESCAPES)


def folded(line: str) -> bytes:
    """Return one content line in UTF-8, folded at 75 octets between characters, with its CRLF.

    Source: RFC 5545, 3.1.
    """
    octets = line.encode()
    if len(octets) <= LONGEST_LINE:
        return octets + b"\r\n"
    pieces = []
    while len(octets) > LONGEST_LINE:
        cut = LONGEST_LINE
        while octets[cut] & 0xC0 == 0x80:  # inside a character: go back to where it begins
            cut -= 1
        pieces.append(octets[:cut])
        octets = b" " + octets[cut:]
    return b"\r\n".join([*pieces, octets]) + b"\r\n"


def _head(name: str, domain: str, source_url: str) -> list[str]:
    title, source = escaped(_in_one_line(name)), _address(source_url)
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escaped(domain)}//eventsapp//EN",
        "CALSCALE:GREGORIAN",
        # No UID here: programs that split a feed take the first one they meet for every entry.
        f"NAME:{title}",
        f"X-WR-CALNAME:{title}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        f"SOURCE;VALUE=URI:{source}",
    ]


def _event(entry: Entry) -> list[str]:
    changed = _moment(entry.changed_at)
    summary = _in_one_line(entry.summary)
    if entry.status == CANCELLED:
        summary = f"CANCELLED: {summary}"  # some programs show the status nowhere
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{entry.sequence}",
        *_times(entry),
        f"SUMMARY:{escaped(summary)}",
        f"STATUS:{entry.status}",
        f"TRANSP:{'TRANSPARENT' if entry.is_transparent else 'OPAQUE'}",
    ]
    if entry.location:
        lines.append(f"LOCATION:{escaped(_in_one_line(entry.location))}")
    if entry.description:
        lines.append(f"DESCRIPTION:{escaped(entry.description)}")
    if entry.url:
        lines.append(f"URL:{_address(entry.url)}")
    if entry.categories:
        lines.append("CATEGORIES:" + ",".join(map(escaped, entry.categories)))
    lines.append("END:VEVENT")
    return lines


def _times(entry: Entry) -> Iterator[str]:
    if entry.first_day is not None:
        yield f"DTSTART;VALUE=DATE:{_day(entry.first_day)}"
        # DTEND is exclusive: a one-day entry on 3 March ends on the 4th (RFC 5545, 3.6.1).
        last_day = entry.last_day or entry.first_day
        yield f"DTEND;VALUE=DATE:{_day(last_day + timedelta(days=1))}"
    elif entry.has_zone:
        zone = ZoneInfo(entry.tz or "UTC")
        yield f"DTSTART;TZID={entry.tz}:{entry.starts.astimezone(zone):%Y%m%dT%H%M%S}"
        if entry.end_at is not None:
            yield f"DTEND;TZID={entry.tz}:{entry.end_at.astimezone(zone):%Y%m%dT%H%M%S}"
    else:
        yield f"DTSTART:{_moment(entry.starts)}"
        if entry.end_at is not None:
            yield f"DTEND:{_moment(entry.end_at)}"
    if entry.rrule is not None:
        yield f"RRULE:{_rule(entry)}"
    for start in entry.left_out:
        yield f"EXDATE{_start(start, entry.tz)}"
    if entry.replaces is not None:
        yield f"RECURRENCE-ID{_start(entry.replaces, entry.tz)}"


def _start(start: date | datetime, tz: str | None) -> str:
    """Return one start of a series, in the form in which the series begins.

    What stands on the wall is written as it is: the hour that a rule gives, even if clocks skip it.
    """
    if not isinstance(start, datetime):
        return f";VALUE=DATE:{_day(start)}"
    if tz in UTC_NAMES:
        return f":{_moment(start)}"
    return f";TZID={tz}:{start:%Y%m%dT%H%M%S}"


def _rule(entry: Entry) -> str:
    """Return the rule with UNTIL in the form its start asks for: a day, or a moment in UTC.

    A day as the end of a timed series means the end of that day in its zone.
    Source: RFC 5545, 3.3.10.
    """
    rule = entry.rrule or ""
    until = _UNTIL.search(rule)
    if until is None:
        return rule
    digits = until.group().removeprefix("UNTIL=")
    if entry.first_day is not None:
        written = digits[:8]
    elif until.group(4):
        written = digits if digits.endswith("Z") else f"{digits}Z"
    else:
        day = date(int(until.group(1)), int(until.group(2)), int(until.group(3)))
        written = _moment(datetime.combine(day, time(23, 59, 59), ZoneInfo(entry.tz or "UTC")))
    return rule.replace(until.group(), f"UNTIL={written}")


def _zones_of(entries: list[Entry]) -> list[tuple[str, date, date | None]]:
    """Return each zone that series keep, from their first day to the last, None for without end."""
    zones: dict[str, tuple[date, date | None]] = {}
    for entry in entries:
        if not entry.has_zone or entry.tz is None:
            continue
        first = entry.starts.astimezone(ZoneInfo(entry.tz)).date()
        last = _last_day(entry, first)
        if entry.tz in zones:
            first_so_far, last_so_far = zones[entry.tz]
            first = min(first, first_so_far)
            last = max(last, last_so_far) if last and last_so_far else None
        zones[entry.tz] = (first, last)
    return [(tz, first, last) for tz, (first, last) in sorted(zones.items())]


def _last_day(entry: Entry, first: date) -> date | None:
    """Return the last day on which an entry needs its zone, None for a series without end."""
    if entry.rrule is None:
        return first
    until = _UNTIL.search(entry.rrule)
    return date(*map(int, until.groups()[:3])) if until else None


def _in_one_line(text: str) -> str:
    return " ".join(cleaned(text).split())


def _address(url: str) -> str:
    return _NOT_IN_ADDRESSES.sub("", _UNSEEN.sub("", url))


def _moment(moment: datetime) -> str:
    """Return `20240926T060000Z`; fractions of a second are dropped."""
    written = moment.astimezone(UTC).isoformat(timespec="seconds")
    return written[:19].replace("-", "").replace(":", "") + "Z"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")
