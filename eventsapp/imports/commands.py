"""`eventsapp people`: the registry in and out from the command line."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record_view
from eventsapp.imports.deciding import ACTIONS, Plan, waiting_said
from eventsapp.imports.models import SheetImport
from eventsapp.imports.queries import plan_for, sheet_of_people
from eventsapp.imports.saving import save_import
from eventsapp.imports.services import hand_over, understand
from eventsapp.imports.shown import reasons
from eventsapp.people.models import Person
from eventsapp.sheets.table import MOST_BYTES
from eventsapp.sheets.writing import write_table


@click.group("people")
def group() -> None:
    """The registry of people."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written.")
@click.option("--json", "as_json", is_flag=True, help="Print each row as JSON.")
@with_appcontext
def import_file(file: Path, dry_run: bool, as_json: bool) -> None:
    """Read people (.xlsx, .xls, .ods, .csv) and enter those that are new.

    Nothing that is held is overwritten. Where a row needs a decision nothing is written, and the
    file waits for it in the browser.

    Example: eventsapp people import nominations.xlsx --dry-run
    """
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    import_ = hand_over(content, file.name, now=utcnow(), by=None)
    _compare(import_)
    plan = plan_for(import_)
    _show(plan, as_json)
    if dry_run:
        db.session.rollback()
        click.echo("Nothing was written.", err=as_json)
        return
    if plan.waiting:
        db.session.commit()
        address = f"{current_app.config['BASE_URL']}/people/imports/{import_.id}"
        raise RuleBroken(f"{waiting_said(plan)} In the browser: {address}")
    save_import(import_, plan.seal, now=utcnow(), by=None)
    db.session.commit()
    click.echo(f"Imported: {_counted(plan)}.", err=as_json)


def _compare(import_: SheetImport) -> None:
    """Compare a large file here and now, with a progress bar where somebody looks."""
    if import_.read is not None:
        return
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=import_.rows_total, file=sys.stderr, hidden=hidden) as bar:
        for done in understand(import_):
            bar.update(done - bar.pos)
    db.session.flush()


def _show(plan: Plan, as_json: bool) -> None:
    if as_json:
        rows = [_as_json(one) for one in plan.decisions]
        click.echo(json.dumps({"rows": rows}, ensure_ascii=False, indent=2))
        return
    kinds = ", ".join(f"{count} {kind}" for kind, count in plan.kinds.items())
    click.echo(f"{len(plan.decisions)} rows: {kinds}")
    for one in plan.decisions:
        said = [*reasons(one), *([one.waits] if one.waits else [])]
        if one.waits or one.row.line.faults:
            click.echo(f"  row {one.number}: {' '.join(said)}")


def _as_json(one: Any) -> dict[str, Any]:
    return {
        "row": one.number,
        "result": one.kind,
        "said": dict(one.row.line.said),
        "why": reasons(one),
        "differs": [d.field for d in one.differences],
        "waits": one.waits,
    }


def _counted(plan: Plan) -> str:
    return ", ".join(f"{plan.actions.get(action, 0)} {action}" for action in ACTIONS)


@group.command("export")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["xlsx", "csv", "docx", "pdf"]),
    default="xlsx",
    show_default=True,
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export(kind: str, output: Path | None) -> None:
    """Write everybody of the registry into a file that can be imported again.

    Example: eventsapp people export --format csv -o people.csv
    """
    if kind in ("docx", "pdf"):
        raise RuleBroken(
            f"The registry is written as xlsx or csv. A list of participants as {kind} is on the "
            "page of its meeting."
        )
    if output is None and sys.stdout.isatty():
        raise RuleBroken("Say where to write it: eventsapp people export -o people.xlsx")
    header, rows = sheet_of_people()
    content = write_table(kind, header, rows, title="People")
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)
    record_view("exported", Person, now=utcnow(), format=kind, rows=len(rows), columns=header)
    click.echo(f"{len(rows)} people written.", err=True)
