"""The registry with many people: its page, search, filters and exports."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, text

from benchmarks.instance import Instance, Reader, cookie_of, cpu_milliseconds, migrate
from benchmarks.pages import EMPTY, empty_view
from benchmarks.rows import Row
from eventsapp.accounts.models import SECRETARIAT
from eventsapp.extensions import db
from eventsapp.meetings.models import Participation
from eventsapp.people.models import (
    EmailAddress,
    NameWord,
    Organization,
    OrganizationName,
    OrganizationWord,
    Person,
    PersonTag,
    Spelling,
)
from eventsapp.people.names import fold_name, given_key, kept_words, sort_key
from tests.factories import NOW, make_meeting, make_person, make_user

SYLLABLES = ("ba", "chi", "dal", "el", "fa", "gor", "hin", "ji", "kum", "lo", "mar", "ne", "o",
             "per", "qua", "ro", "sen", "tu", "vo", "wan", "yo", "zü", "łu", "ßa",
             "ñe")  # fmt: skip
COUNTRIES = ("KE", "BR", "PL", "CN", "MA", "CI", "DE", "IN", "JP", "FR", None)
KINDS = ("Ministry", "Institute", "City", "University", "Network", "Company")
CATEGORIES = ("member-state", "lrg", "academia", "cso", "private-sector", None)
LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt", "sw")
# People of one organization, on average.
COLLEAGUES = 4
CHUNK = 5_000


def registry(folder: Path, database_url: str, engine: str) -> Iterator[Row]:
    """Measure the registry of 1,000 people, fill it up to 100,000, and measure it again."""
    empty = empty_view(folder)
    instance = Instance(folder, database_url)
    app = instance.app()
    migrate(app)
    with app.app_context():
        cookie = cookie_of(app, make_user(make_person("Grace Wanjiru"), SECRETARIAT))
        meeting_id = make_meeting().id
        db.session.commit()
        fill_registry(0, 1_000, meeting_id)
    few = dict(_pages(instance, cookie))
    with app.app_context():
        fill_registry(1_000, 5_000, meeting_id)
    yield from _exports(engine, instance, cookie, 5_000, ("≤ 0.15 s", "≤ 0.6 s"))
    with app.app_context():
        fill_registry(5_000, 100_000, meeting_id)
    for work, value in _pages(instance, cookie):
        yield Row(f"{engine}: 100,000 people, {work}", value, "ms CPU", "≤ 30 ms", empty, EMPTY)
        if work in AS_LONG:
            growth = value / few[work]
            yield Row(f"{engine}: its growth from 1,000 people", growth, "times", "≤ 1.5")
    yield from _exports(engine, instance, cookie, 100_000, ("≤ 8 s", "≤ 8 s"))


PAGES = {
    "first page": "/people",
    "one name": "/people?q=nedal+dalhin",
    "half a name": "/people?q=perq",
    "organisation": "/people?q=institute+103",
    "country and gender": "/people?country=KE&gender=woman",
    "language, category, meeting": "/people?language=fr&category=academia&meeting=egm-2",
    "an address": "/people?q=p777@",
    "a country": "/people?q=morocco",
    "region": "/people?region=group:African+States",
    "reached by no mail": "/people?reach=unreachable",
    "reached by mail, by given name": "/people?reach=reachable&sort=given",
    "entered last": "/people?sort=newest",
    "a far page": "/people?page=9",
}


# These show as many people among 1,000 as among 100,000; of the others the page itself is longer.
AS_LONG = {
    "first page",
    "one name",
    "an address",
    "reached by mail, by given name",
    "entered last",
    "a far page",
}


def _pages(instance: Instance, cookie: str) -> Iterator[tuple[str, float]]:
    with instance.running("web") as server:
        reader = Reader(server.base, cookie)
        for work, path in PAGES.items():
            yield work, cpu_milliseconds(server, lambda path=path: reader.get(path), 40)


def _exports(
    engine: str, instance: Instance, cookie: str, people: int, aims: tuple[str, str]
) -> Iterator[Row]:
    with instance.running("web") as server:
        reader = Reader(server.base, cookie)
        for kind, aim in zip(("csv", "xlsx"), aims, strict=True):
            # What a process does for its first file only is no part of it.
            reader.get(f"/people/export?format={kind}&q=nobody")
            before = server.cpu_seconds()
            reader.get(f"/people/export?format={kind}")
            spent = server.cpu_seconds() - before
            yield Row(f"{engine}: {kind.upper()} of {people:,} people", spent, "s CPU", aim)


def invented_person(number: int) -> str:
    """Return a name of two words; many numbers share a word, few share both."""
    a, b, c, d = number % 25, number // 25 % 25, number // 7 % 25, number // 311 % 25
    given = SYLLABLES[a] + SYLLABLES[b] + ("ne" if number % 3 else "")
    return f"{given.capitalize()} {(SYLLABLES[c] + SYLLABLES[d]).capitalize()}"


def fill_registry(first: int, last: int, meeting_id: int) -> None:
    """Enter people of these numbers, with addresses, languages and organizations."""
    start = (db.session.scalar(db.select(db.func.max(Person.id))) or 0) + 1 - first
    for begin in range(first, last, CHUNK):
        numbers = range(begin, min(begin + CHUNK, last))
        _organizations(numbers)
        db.session.execute(insert(Person), [_person(n, start + n) for n in numbers])
        _spellings(numbers, start)
        db.session.execute(insert(EmailAddress), [_address(n, start + n) for n in numbers])
        tags = [
            {"person_id": start + n, "kind": "language", "tag": tag}
            for n in numbers
            for tag in sorted(_languages(n))
        ]
        db.session.execute(insert(PersonTag), tags)
        part = {"meeting_id": meeting_id, "is_expert": True}
        parts = [{**part, "person_id": start + n} for n in numbers if n % 20 == 0]
        db.session.execute(insert(Participation), parts)
        db.session.commit()
    _settle()


def _settle() -> None:
    """Let the database look at what is in its tables, and number on behind it."""
    if db.engine.dialect.name == "postgresql":
        for table in ("person", "spelling", "organization", "organization_name"):
            number_on = f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"
            db.session.execute(text(number_on))
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def _languages(number: int) -> set[str]:
    return {LANGUAGES[number % 8], LANGUAGES[number // 8 % 8]}


def _person(number: int, key: int) -> dict[str, object]:
    name = invented_person(number)
    return {
        "id": key,
        "printed_name": name,
        "folded": fold_name(name),
        "sort_key": sort_key(name, None, None),
        "given_key": given_key(name, None, None),
        "organization_id": number // COLLEAGUES + 1,
        "function": "Expert on water",
        "country": COUNTRIES[number % 11],
        "gender": ("woman", "man", None)[number % 3],
        "category": CATEGORIES[number % 6],
        "tz": "Africa/Nairobi",
        "languages": sorted(_languages(number)),
        "is_invented": True,
        "created_at": NOW,
    }


def _organizations(numbers: range) -> None:
    keys = sorted({n // COLLEAGUES + 1 for n in numbers})
    known = set(db.session.scalars(db.select(Organization.id).where(Organization.id.in_(keys))))
    new = [key for key in keys if key not in known]
    named = {key: f"{KINDS[key % 6]} of {invented_person(key)} {key}" for key in new}
    if not new:
        return
    rows = [{"id": key, "name": name} for key, name in named.items()]
    db.session.execute(insert(Organization), rows)
    names = [
        {"id": key, "organization_id": key, "text": name, "folded": fold_name(name)}
        for key, name in named.items()
    ]
    db.session.execute(insert(OrganizationName), names)
    words = [
        {"name_id": key, "organization_id": key, "word": word}
        for key, name in named.items()
        for word in sorted(kept_words(name))
    ]
    db.session.execute(insert(OrganizationWord), words)


def _spellings(numbers: range, start: int) -> None:
    last = db.session.scalar(db.select(db.func.max(Spelling.id))) or 0
    spelled = {last + 1 + place: number for place, number in enumerate(numbers)}
    rows = [
        {"id": key, "person_id": start + n, "text": invented_person(n), "folded": "-"}
        for key, n in spelled.items()
    ]
    db.session.execute(insert(Spelling), rows)
    words = [
        {"spelling_id": key, "person_id": start + n, "word": word}
        for key, n in spelled.items()
        for word in sorted(kept_words(invented_person(n)))
    ]
    db.session.execute(insert(NameWord), words)


def _address(number: int, key: int) -> dict[str, object]:
    address = f"p{number}@example.test"
    return {
        "person_id": key,
        "address": address,
        "address_key": address,
        "is_preferred": True,
        "bounced_at": NOW if number % 500 == 0 else None,
    }


def filled_app(folder: Path, database_url: str, people: int) -> Flask:
    """Return an app on a registry of so many people, to look at it by hand."""
    app = Instance(folder, database_url).app()
    migrate(app)
    with app.app_context():
        meeting_id = make_meeting().id
        make_user(make_person("Grace Wanjiru"), SECRETARIAT)
        db.session.commit()
        fill_registry(0, people, meeting_id)
    return app
