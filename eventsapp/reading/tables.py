"""Tables of a record as the lines they stand for: rosters, lists of participants, agendas."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from eventsapp.reading.labels import is_agenda_label, labelled, room_heading
from eventsapp.reading.structure import ITEM, PLAIN, ROW, Line

_ROOM_COLUMN = re.compile(
    r"^(?:break-?\s?out )?(?:rooms?|groups?|salles?|groupes?|salas?|grupos?)(?:\s*(?:no\.?|n°"
    r"|#))?$",
    re.IGNORECASE,
)
_TIME_COLUMN = re.compile(r"^(?:time|times|hours?|heures?|horaires?|hora|horario)$", re.IGNORECASE)
_ITEM_COLUMN = re.compile(
    r"^(?:agenda(?: items?)?|items?|sessions?|activity|subject|topics?|points?|sujets?|s[ée]ances?"
    r"|puntos?|temas?|asuntos?|actividad)$",
    re.IGNORECASE,
)
_NAME_COLUMN = re.compile(
    r"^(?:full )?names?$|^noms?(?: et pr[ée]noms?)?$|^nombres?(?: y apellidos?)?$", re.IGNORECASE
)
_TITLE_COLUMN = re.compile(r"^(?:title|topic|theme|titre|th[èe]me|t[íi]tulo|tema)$", re.IGNORECASE)
_NUMBER_COLUMN = re.compile(r"^(?:no\.?|n[°ºo]\.?|#|nr\.?)$", re.IGNORECASE)


def without_tables(lines: tuple[Line, ...]) -> list[Line]:
    """Return the lines with every row of a table replaced by the lines it stands for.

    A row `Moderator | Amina Diallo` becomes `Moderator: Amina Diallo`; a table with a column of
    rooms becomes one room after the other; any other row becomes an item, so that nothing is lost.
    """
    flat: list[Line] = []
    for is_table, group in groupby(lines, key=lambda line: line.kind == ROW):
        if is_table:
            flat += _table(list(group), after_agenda=bool(flat) and is_agenda_label(flat[-1].text))
        else:
            flat += group
    return flat


def _table(rows: list[Line], *, after_agenda: bool) -> Iterator[Line]:
    header = [cell.strip().rstrip(":") for cell in rows[0].cells]
    columns = [_column(cell) for cell in header]
    if "room" in columns and len(set(columns) - {None}) > 1:
        for row in rows[1:]:
            yield from _room_row(row, columns, header)
        return
    if "name" in columns:
        yield from _participants(rows[1:], columns)
        return
    if "item" in columns and ("time" in columns or after_agenda):
        if not after_agenda:
            yield _line(rows[0], "Agenda:", PLAIN)
        for row in rows[1:]:
            yield _agenda_row(row, columns)
        return
    for row in rows:
        yield from _agenda_or_label_row(row, after_agenda)


def _column(header: str) -> str | None:
    for name, pattern in (
        ("number", _NUMBER_COLUMN),
        ("room", _ROOM_COLUMN),
        ("time", _TIME_COLUMN),
        ("name", _NAME_COLUMN),
        ("title", _TITLE_COLUMN),
        ("item", _ITEM_COLUMN),
    ):
        if pattern.match(header):
            return name
    label = labelled(header)
    return label.role if label and not label.value else None


def _line(row: Line, text: str, kind: str) -> Line:
    return replace(row, text=" ".join(text.split()), kind=kind, cells=())


def _names(cell: str) -> str:
    """Return the names of a cell, one a line or already in a list, as one list."""
    return "; ".join(part.strip(" ,;") for part in cell.split("\n")) if "\n" in cell else cell


def _room_row(row: Line, columns: list[str | None], header: list[str]) -> Iterator[Line]:
    cells = dict(zip(columns, row.cells, strict=False))
    room = cells.get("room", "").strip()
    title = cells.get("title", "").strip()
    if re.fullmatch(r"\d{1,3}|[A-Z]", room):
        room = f"Room {room}"
    if room or title:
        yield _line(
            row, f"{room}: {title}" if title and room_heading(room) else room or title, PLAIN
        )
    for column, name, cell in zip(columns, header, row.cells, strict=False):
        if column in ("room", "title") or not cell.strip():
            continue
        if column is None or column in ("number", "time", "item", "name"):
            yield _line(row, f"{name}: {cell}" if name else cell, ITEM)
        else:
            yield _line(row, f"{name}: {_names(cell)}", PLAIN)


def _participants(rows: list[Line], columns: list[str | None]) -> Iterator[Line]:
    for row in rows:
        cells = list(zip(columns, row.cells, strict=False))
        name = next((cell for column, cell in cells if column == "name"), "").strip()
        rest = [
            cell.strip()
            for column, cell in cells
            if column not in ("name", "number") and cell.strip()
        ]
        if name:
            yield _line(
                row, f"Participants: {name}" + (f" ({', '.join(rest)})" if rest else ""), PLAIN
            )
        elif rest:
            yield _line(row, " | ".join(rest), ITEM)


def _agenda_row(row: Line, columns: list[str | None]) -> Line:
    cells = dict(zip(columns, row.cells, strict=False))
    pieces = [cells.get("time", ""), cells.get("item", "")]
    others = [
        cell.strip()
        for column, cell in zip(columns, row.cells, strict=False)
        if column not in ("time", "item", "number") and cell.strip()
    ]
    text = " ".join(piece.strip() for piece in pieces if piece.strip())
    if not text:
        return _line(row, ", ".join(others), ITEM)
    # What stands in the other columns, such as the speaker, is kept beside the item.
    return replace(_line(row, text, ITEM), cells=tuple(others))


def _agenda_or_label_row(row: Line, after_agenda: bool) -> Iterator[Line]:
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if len(filled) == 2:
        label = labelled(filled[0].rstrip(": "))
        if label and not label.value:
            yield _line(row, f"{filled[0].rstrip(': ')}: {_names(filled[1])}", PLAIN)
            return
        room = room_heading(filled[0])
        if room and not room.title:
            yield _line(row, f"{filled[0].rstrip(': ')}: {filled[1]}", PLAIN)
            return
    if len(filled) == 1:
        yield _line(row, filled[0], PLAIN)
        return
    yield _line(row, (" " if after_agenda else " | ").join(filled), ITEM)
