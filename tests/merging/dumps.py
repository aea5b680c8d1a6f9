"""The whole database as text, row by row, as its engine writes each value."""

from sqlalchemy import text

from eventsapp.extensions import db


def dump(*, without=()):
    """Every row of every table, in the order of its text; bytes as hexadecimal digits."""
    db.session.flush()
    tables = [name for name in sorted(db.metadata.tables) if name not in without]
    return {name: sorted(_rows(name)) for name in tables}


def _rows(name):
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        return db.session.scalars(text(f'SELECT t::text FROM "{name}" t')).all()
    columns = [column.name for column in db.metadata.tables[name].columns]
    quoted = " || ',' || ".join(f'typeof("{one}") || quote("{one}")' for one in columns)
    return db.session.scalars(text(f'SELECT {quoted} FROM "{name}"')).all()


def differences(before, after):
    """What one dump has and another has not, by table."""
    return {
        name: (
            [row for row in rows if row not in after[name]],
            [row for row in after[name] if row not in rows],
        )
        for name, rows in before.items()
        if rows != after[name]
    }
