"""Saving records in tests, and looking at what the database then holds."""

from eventsapp.extensions import db
from eventsapp.minutes.models import Import
from eventsapp.minutes.services import read_minutes, save_import
from tests.factories import NOW
from tests.reading.understood_text import DATA

MINUTES = (DATA / "egm2-minutes.txt").read_text(encoding="utf-8")
# What is counted besides what an import writes: the file itself, and who did what.
APART = {"import", "entry"}

SMALL = """EGM 7 | AB-CD | Day 1 – 14-05-2025

Agenda:
- Opening
- Break-out rooms
- Closing

Opening
- Welcomed all.
- Thanked the hosts.

Break-out rooms

Room 1: Water
Moderator: Aino Mäkelä
Members: Bo Li, Chi Wu
Note-taker: Dao Vi
Principles covered: Access, Equity
- Noted the drought.

Closing
- Experts should send comments by 30 May 2025.
"""


def counts():
    """How many rows each table holds."""
    db.session.flush()
    db.session.expire_all()
    return {
        table.name: db.session.scalar(db.select(db.func.count()).select_from(table))
        for table in db.metadata.tables.values()
        if table.name not in APART
    }


def contents():
    """Every row of every table, but for versions, moments of change and what is apart.

    Reminders are planned anew when a deadline moves, so that their numbers say nothing.
    """
    db.session.flush()
    kept = {}
    for table in db.metadata.tables.values():
        if table.name in APART:
            continue
        apart = {"version", "sequence", "changed_at"}
        apart |= {"id"} if table.name == "reminder" else set()
        columns = [column for column in table.columns if column.name not in apart]
        rows = db.session.execute(db.select(*columns)).all()
        kept[table.name] = sorted(map(str, rows))
    return kept


def imported(text, choices=None, name="minutes.txt"):
    """Read a text as a file and save it."""
    read = read_minutes(text.encode(), name, now=NOW, by=None)
    return save_import(read, choices or {}, now=NOW, by=None)


def all_of(model):
    return list(db.session.scalars(db.select(model).order_by(model.id)))


def last_read():
    return db.session.scalar(db.select(Import).order_by(Import.id.desc()).limit(1))
