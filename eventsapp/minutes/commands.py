"""`eventsapp minutes`: the record in from the command line."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.minutes.choices import blockers
from eventsapp.minutes.models import SAVED, Import
from eventsapp.minutes.services import read_minutes, save_import
from eventsapp.reading.files import MOST_BYTES, read_file
from eventsapp.reading.parsing import parse
from eventsapp.reading.structure import UnreadableFile
from eventsapp.reading.understood import to_understood


@click.group("minutes")
def group() -> None:
    """Minutes of meetings."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written.")
@click.option("--json", "as_json", is_flag=True, help="Print what was understood as JSON.")
@with_appcontext
def import_file(file: Path, dry_run: bool, as_json: bool) -> None:
    """Read minutes (.docx, .txt, .md) and save what they say.

    The same file again changes nothing; a corrected file changes only what was corrected. In the
    browser, every line can be looked at and corrected first.

    Example: eventsapp minutes import egm2-minutes.docx --dry-run
    """
    content = _content_of(file)
    if dry_run:
        _show(_understood(content, file.name), as_json, "Nothing was written.")
        return
    read = read_minutes(content, file.name, now=utcnow(), by=None)
    was_saved = read.state == SAVED
    meeting = save_import(read, dict(read.choices), now=utcnow(), by=None)
    db.session.commit()
    if was_saved:
        ending = f"This file was saved before: nothing has changed in {meeting.short_name}."
    else:
        ending = f"Saved as {meeting.short_name} ({meeting.code}): {_changes(read)}."
    _show(read.understood, as_json, ending)


def _content_of(file: Path) -> bytes:
    """Return the bytes of a file, of a far too large one only as many as show that it is."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _understood(content: bytes, file_name: str) -> dict[str, Any]:
    try:
        return to_understood(parse(read_file(content, file_name)))
    except UnreadableFile as refusal:
        raise RuleBroken(str(refusal)) from refusal


def _changes(read: Import) -> str:
    journal = read.journal or {}
    words = {"created": "new", "changed": "corrected", "deleted": "taken away"}
    counted = [f"{len(journal.get(name, ()))} {word}" for name, word in words.items()]
    return ", ".join(counted)


def _show(understood: dict[str, Any], as_json: bool, ending: str) -> None:
    """Print the record as JSON alone, or a summary for people."""
    if as_json:
        click.echo(json.dumps(understood, ensure_ascii=False, indent=2))
        click.echo(ending, err=True)
        return
    for line in _summary(understood):
        click.echo(line)
    for warning in understood["warnings"]:
        where = f"line {warning['line']}: " if warning["line"] else ""
        click.echo(f"  {where}{warning['text']}")
    for sentence in blockers({**understood, "dated_items": []}):
        click.echo(f"  Before it can be saved: {sentence}")
    click.echo(ending)


def _summary(understood: dict[str, Any]) -> list[str]:
    meeting, days = understood["meeting"], understood["days"]
    rooms = [room for day in days for room in day["rooms"]]
    noted = [section for day in days for section in day["sections"]]
    noted += [group for room in rooms for group in room["groups"]]
    counted = {
        "days": len(days),
        "rooms": len(rooms),
        "people": len(understood["people"]["list"]),
        "notes": sum(len(part["notes"]) for part in noted),
    }
    lines = [
        f"{meeting['title'] or 'A meeting'}: {_run(meeting)}",
        ", ".join(f"{count} {name}" for name, count in counted.items()),
    ]
    for item in understood["dated_items"]:
        lines.append(f"  {_run(item)}  {item['title']} ({item['certainty']})")
    lines.append(f"{len(understood['warnings'])} things to look at:")
    return lines


def _run(dated: dict[str, Any]) -> str:
    """Return the first and the last day of something, once where they are the same."""
    if dated["start"] is None:
        return "no date"
    return " to ".join(dict.fromkeys((dated["start"], dated["end"])))
